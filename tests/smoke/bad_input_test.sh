#!/usr/bin/env bash
# Whatever is wrong with a start is said at once, with what to do; whatever comes by the network is
# a counted drop or an answer.
. "$(dirname "$0")/init.sh"
need python3 sipsak

weir=("$build/sipweir" -Y "$run" --instance=$instance)
script() {
  cat >"$work/$1.cfg"
}
script good <<'CFG'
loadmodule "sl.so"
request_route { sl_send_reply("200", "OK"); }
CFG
script syntax <<'CFG'
request_route { if (method == "INVITE" { exit; } }
CFG
script module <<'CFG'
loadmodule "nosuchmodule.so"
request_route { exit; }
CFG
script route <<'CFG'
request_route { route(NOWHERE); }
CFG
script variable <<'CFG'
request_route { $nosuch = 1; }
CFG
script planned <<'CFG'
loadmodule "tm.so"
request_route { t_relay(); }
CFG
script parameter <<'CFG'
loadmodule "guard.so"
modparam("guard", "peer", "not an address")
request_route { exit; }
CFG

for stay in -DD -DDD; do
  refuses "syntax.cfg:1" "${weir[@]}" $stay -f "$work/syntax.cfg"
  refuses "nosuchmodule" "${weir[@]}" $stay -f "$work/module.cfg"
  refuses "missing.cfg" "${weir[@]}" $stay -f "$work/missing.cfg"
  refuses "ADDRESS[/LENGTH][:PORT]" "${weir[@]}" $stay -f "$work/parameter.cfg"
  refuses "192.0.2.99" "${weir[@]}" $stay -f "$work/good.cfg" -l udp:192.0.2.99:5060
  refuses "no interface of this machine" "${weir[@]}" $stay -f "$work/good.cfg" -l nosuch0:5060
  refuses "planned" "${weir[@]}" $stay -f "$work/good.cfg" -l tcp:127.0.0.1:5060
  refuses "-Y DIR" "$build/sipweir" -Y "$work/no/such" $stay -f "$work/good.cfg" -l udp:127.0.0.1
  refuses "cannot write" "${weir[@]}" $stay -f "$work/good.cfg" -l udp:127.0.0.1 -P /no/such/pid
  refuses "there is no user" "${weir[@]}" $stay -f "$work/good.cfg" -l udp:127.0.0.1 -u nosuchuser
done
[ -z "$(ls "$run")" ] || fail "a refused start left something: $(ls "$run")"

# -c finds what Kamailio's does not, and exits 0 or 1.
"${weir[@]}" -c -f "$work/good.cfg" | grep -q "config file ok" || fail "-c refuses a good script"
for bad in syntax module route variable planned parameter; do
  status=0
  "${weir[@]}" -c -f "$work/$bad.cfg" >"$work/check.log" 2>&1 || status=$?
  [ "$status" -eq 1 ] || fail "-c $bad gave $status: $(cat "$work/check.log")"
done
refuses "NOWHERE" "${weir[@]}" -c -f "$work/route.cfg"
refuses "planned" "${weir[@]}" -c -f "$work/planned.cfg"
refuses "unknown option" "${weir[@]}" -Z
refuses "no sipweir answers" "${ctl[@]}" stats

# Datagrams of every size and of anything, and clients of the control socket that do not behave.
start_sipweir -f "$work/good.cfg" -l udp:127.0.0.1:5060
python3 - "$run/$instance.sock" <<'PY'
import random, socket, sys
random.seed(7)
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sizes = [0, 1, 2, 3, 4, 20, 100, 500, 1472, 1473, 9000, 65506, 65507]
head = b'OPTIONS sip:a@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKx\r\n'
for turn in range(40):
    for size in sizes + [random.randrange(2000) for _ in range(20)]:
        body = random.randbytes(size)
        if turn % 2:
            body = (head + body)[:65507]
        out.sendto(body, ('127.0.0.1', 5060))
clients = []
for text in (b'', b'\xff' * 200000, b'{"command": "stats"', b'\n' * 1000, b'[' * 60000 + b'\n'):
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    client.setblocking(False)
    client.connect(sys.argv[1])
    try:
        client.send(text)
    except OSError:
        pass
    clients.append(client)
PY
sipsak -s sip:127.0.0.1 || fail "no answer after the garbage"
kill -0 "$pid" || fail "it died of garbage"
[ "$(stat_of account.received)" -gt 500 ] || fail "little of the garbage was counted"
stop_sipweir
