#!/usr/bin/env bash
# Whatever is wrong with a start is said at once, with what to do; whatever comes by the network is
# a counted drop or an answer.
. "$(dirname "$0")/init.sh"
need ip python3 sipsak setpriv

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
loadmodule "dialog.so"
request_route { dlg_manage(); }
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
script repeats <<'CFG'
request_route { if ($ru =~ "(a{1000}){1000}{1000}") exit; }
CFG
refuses "repeats.cfg:1:28: error: bad pattern" "${weir[@]}" -c -f "$work/repeats.cfg"
for group in 224.0.0.1 255.255.255.255 '[ff02::1]'; do
  refuses "no address of one machine" "${weir[@]}" -c -f "$work/good.cfg" -l "udp:$group:5060"
done
mkfifo "$work/nobody_writes.cfg"
refuses "cannot read this file" "${weir[@]}" -c -f "$work/nobody_writes.cfg"
refuses "cannot read this file" "${weir[@]}" -c -f /dev/zero
"${weir[@]}" -c -f <(sleep 0.2; cat "$work/good.cfg") >/dev/null || fail "-f does not read a pipe"
if "${weir[@]}" -DD -f "$work/missing.cfg" 2>&1 | grep -q request_route; then
  fail "a missing file is said to have no request_route"
fi

# Limits of the process: said, not run into.
(ulimit -n 20 && refuses "raise the hard limit" "${weir[@]}" -DD -f "$work/good.cfg" -l udp:127.0.0.1)
(ulimit -f 0 && "${weir[@]}" -DD -f "$work/good.cfg" -l udp:127.0.0.1 -P "$work/large.pid" 2>&1 || true) |
  grep -q "cannot write $work/large.pid" || fail "a pid file that may not grow is not told of"
rm -f "$work/large.pid"
ip link add idle0 type veth peer name idle1
(ulimit -l 1000 && refuses "MiB of memory that must not be swapped" setpriv --bounding-set=-ipc_lock \
  --inh-caps=-ipc_lock "${weir[@]}" -DD -f "$work/good.cfg" -l udp:127.0.0.1 \
  "--modparam=dpdk:port:s:net_af_packet0 iface=idle0 twin=sw0")
[ -z "$(ls "$run")" ] || fail "a refused start left something: $(ls "$run")"

# Without stdin, stdout and stderr no socket gets their numbers: the log would be sent to it.
"${weir[@]}" -E -P "$work/closed.pid" -f "$work/good.cfg" -l udp:127.0.0.1 <&- >&- 2>&-
pid=$(cat "$work/closed.pid")
for number in 0 1 2; do
  [ "$(readlink "/proc/$pid/fd/$number")" = /dev/null ] || fail "descriptor $number: $(readlink "/proc/$pid/fd/$number")"
done
stop_sipweir
pid=

# Nobody reads stderr any more: what is said is lost and counted, and nothing waits.
script loud <<CFG
loadmodule "sl.so"
loadmodule "xlog.so"
modparam("guard", "source_rate", 0)
request_route { xlog("L_ERR", "$(printf '%02000d' 1)\n"); sl_send_reply("200", "OK"); }
CFG
mkfifo "$work/stuck"
sleep 3600 <"$work/stuck" &
reader=$!
cleanup kill -KILL $reader
"${weir[@]}" -E -P "$work/stuck.pid" -f "$work/loud.cfg" -l udp:127.0.0.1:5060 2>"$work/stuck" ||
  fail "no start while nobody reads stderr"
pid=$(cat "$work/stuck.pid")
cleanup kill -KILL "$pid"
python3 - <<'PY'
import socket
phone = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
phone.settimeout(60)
text = ("OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKl;rport\r\n"
        "Max-Forwards: 9\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: l\r\n"
        "CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n")
for _ in range(100):
    phone.sendto(text.encode(), ("127.0.0.1", 5060))
    phone.recv(65536)
PY
lines_lost() { [ "$(stat_of log_lines_suppressed)" -gt 20 ]; }
wait_until lines_lost
kill -TERM "$pid"
wait_until gone "$pid"
kill "$reader"

# -c finds what Kamailio's does not, and exits 0 or 1.
"${weir[@]}" -c -f "$work/good.cfg" | grep -q "config file ok" || fail "-c refuses a good script"
for bad in syntax module route variable parameter; do
  status=0
  "${weir[@]}" -c -f "$work/$bad.cfg" >"$work/check.log" 2>&1 || status=$?
  [ "$status" -eq 1 ] || fail "-c $bad gave $status: $(cat "$work/check.log")"
done
refuses "NOWHERE" "${weir[@]}" -c -f "$work/route.cfg"
# What is planned checks and is told of; it does not start.
"${weir[@]}" -c -f "$work/planned.cfg" >"$work/check.log" 2>&1 || fail "-c refuses what is planned"
grep -q 'planned.cfg:2:17: planned: dlg_manage() of module dialog' "$work/check.log" || fail "$(cat "$work/check.log")"
refuses "planned.cfg:2:17: planned: dlg_manage()" "${weir[@]}" -DD -f "$work/planned.cfg" -l udp:127.0.0.1:5060
refuses "unknown option" "${weir[@]}" -Z
refuses "no sipweir answers" "${ctl[@]}" stats

# What is told of a script without a start.
"${weir[@]}" explain 2>/dev/null && fail "explain needs no file"
"$build/sipweir" explain "$work/good.cfg" | grep -q '^fast .*sl_send_reply' || fail "explain"
"$build/sipweir" explain "$work/planned.cfg" 2>/dev/null | grep -q 'hands off: dlg_manage()' ||
  fail "explain finds no handoff"
refuses "syntax.cfg:1" "$build/sipweir" explain "$work/syntax.cfg"
report=("$build/sipweir" -c --report)
"${report[@]}" "$work/good.cfg" | grep -qx '2 supported, 0 without effect, 0 planned, 0 unknown, 0 wrong' ||
  fail "report of a good script: $("${report[@]}" "$work/good.cfg")"
"${report[@]}" "$work/planned.cfg" >/dev/null || fail "what is planned is no error of a report"
refuses "unknown" "${report[@]}" "$work/variable.cfg"
refuses "wrong" "${report[@]}" "$work/route.cfg"
"${report[@]}" "$work/planned.cfg" --json | python3 -c '
import json, sys
told = json.load(sys.stdin)
assert told["summary"]["planned"] == 2 and told["summary"]["without_effect"] == 0, told
assert [row["what"] for row in told["rows"]] == ["loadmodule \"dialog\"", "dlg_manage()"], told' ||
  fail "the report as JSON"

# What the script, the command line and the files say of ports and keys.
here=(-DD -f "$work/good.cfg" -l udp:127.0.0.1:5060)
printf 'short' >"$work/bad.key"
chmod 600 "$work/bad.key"
cp "$work/bad.key" "$work/open.key"
chmod 644 "$work/open.key"
printf '1 192.0.2.1 33 0 x\nnonsense\n' >"$work/bad.list"
while IFS='|' read -r said argument; do
  refuses "$said" "${weir[@]}" "${here[@]}" "$argument"
done <<ROWS
there is no network device nosuch|--modparam=dpdk:port:s:net_af_packet0 iface=nosuch twin=sw0
does not start|--modparam=dpdk:port:s:net_nosuch0 twin=sw0
unknown setting "ifce"|--modparam=dpdk:port:s:net_null0 ifce=lo
cannot be the name of a network device|--modparam=dpdk:port:s:net_null0 twin=averyveryverylongname
write it as in addr=192.0.2.1/24|--modparam=dpdk:port:s:net_null0 twin=sw0 addr=192.0.2
is not a free tap|--modparam=dpdk:port:s:net_null0 twin=lo
a port begins with its device|--modparam=dpdk:port:s:
must be a number, 1 to 127|--modparam=dpdk:lcores:i:0
holds no keys of ours|--modparam=guard:key_file:s:$work/bad.key
chmod 600|--modparam=guard:key_file:s:$work/open.key
must be a number, 0 or more|--modparam=guard:stranger_rate:i:-1
ROWS
refuses "bad.list:1" "${weir[@]}" "${here[@]}" --loadmodule=permissions \
  "--modparam=permissions:address_file:s:$work/bad.list"
refuses "cannot read" "${weir[@]}" "${here[@]}" --loadmodule=permissions \
  "--modparam=permissions:address_file:s:$work/missing.list"
refuses "does not start" "${weir[@]}" "${here[@]}" -- --nosuch
refuses "no lcore is left" "${weir[@]}" "${here[@]}" -- -l 0
refuses "longer than the kernel allows" "$build/sipweir" -Y "$work/$(printf '%0150d' 1)" "${here[@]}"
refuses "No such file" "${weir[@]}" "${here[@]}" -w "$work/nowhere"
[ -z "$(ls "$run")" ] || fail "a refused start left something: $(ls "$run")"

# Datagrams of every size and of anything, and clients of the control socket that do not behave.
start_sipweir -f "$work/good.cfg" -l udp:127.0.0.1:5060 -l 'udp:[::1]:5060'
python3 - "$run/$instance.sock" <<'PY'
import random, socket, sys
random.seed(7)
four = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), ('127.0.0.1', 5060), 65507
six = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM), ('::1', 5060), 65527
sizes = [0, 1, 2, 3, 4, 20, 100, 500, 1472, 1473, 9000, 65506, 65507, 65526, 65527]
head = b'OPTIONS sip:a@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKx\r\n'
for turn in range(40):
    for size in sizes + [random.randrange(2000) for _ in range(20)]:
        out, edge, most = four if turn % 4 < 2 else six
        body = random.randbytes(size)
        if turn % 2:
            body = head + body
        out.sendto(body[:most], edge)
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
