#!/usr/bin/env bash
# A farm of two servers behind examples/dispatcher.cfg: calls are spread by their Call-ID, a server that does not
# answer OPTIONS any more gets none until it answers again, and the operator has the last word.
. "$(dirname "$0")/init.sh"
need python3

# A server: answers what it is sent, and writes what it got. Without the file ok.PORT it stays silent.
cat >"$work/server.py" <<'PY'
import os, socket, sys
address, folder = sys.argv[1], sys.argv[2]
here = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
here.bind((address, 5080))
open(f"{folder}/bound.{address}", "w").close()
with open(f"{folder}/got.{address}", "w", buffering=1) as got:
    while True:
        data, source = here.recvfrom(65535)
        lines = data.decode("latin-1").split("\r\n")
        fields = [line for line in lines if line.split(":")[0] in ("Via", "From", "To", "Call-ID", "CSeq")]
        call = next(line for line in fields if line.startswith("Call-ID"))
        method = lines[0].split()[0]
        got.write(f"{method} {call.split()[1]} from {source[1]}\n")
        if method == "OPTIONS" and os.path.exists(f"{folder}/silent.{address}"):
            continue
        if method != "ACK":
            here.sendto(("SIP/2.0 200 OK\r\n" + "\r\n".join(fields) + "\r\nContent-Length: 0\r\n\r\n").encode(), source)
PY
for server in 127.0.0.2 127.0.0.3; do
  python3 "$work/server.py" "$server" "$work" 2>>"$work/server.log" &
  cleanup kill $!
  wait_until test -e "$work/bound.$server"
done

cat >"$work/calls.py" <<'PY'
import socket, sys
first, count = int(sys.argv[1]), int(sys.argv[2])
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.bind(("127.0.0.1", 5062))
out.settimeout(10)
answered = 0
for call in range(first, first + count):
    for method in "INVITE", "INVITE", "CANCEL":
        out.sendto((f"{method} sip:bob@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bK{call}\r\n"
                    f"Max-Forwards: 9\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@c>\r\nCall-ID: call-{call}\r\n"
                    f"CSeq: 1 {method}\r\nContent-Length: 0\r\n\r\n").encode(), ("127.0.0.1", 5060))
        answer = out.recv(65535)
        assert answer.startswith(b"SIP/2.0 " + sys.argv[3].encode()), answer
        answered += 1
print(answered)
PY
calls() { python3 "$work/calls.py" "$@" >/dev/null || fail "the calls $* were not answered so"; }
# got SERVER METHOD: how many of them it got.
got() { grep -c "^$2 " "$work/got.$1" || true; }
state() { "${ctl[@]}" --json dispatcher list | python3 -c '
import json, sys
print(" ".join(row["state"] for row in json.load(sys.stdin)))'; }
states_are() { [ "$(state)" = "$1" ]; }

cp "$source/examples/dispatcher.list" "$work/list"
sed 's/"fr_timer", [0-9]*/"fr_timer", 300/; s/"ds_ping_interval", [0-9]*/"ds_ping_interval", 1/' \
  "$source/examples/dispatcher.cfg" >"$work/farm.cfg"
start_sipweir -f "$work/farm.cfg" -l udp:127.0.0.1:5060 -A "DESTINATIONS=\"$work/list\"" \
  -A 'STRANGERS=100000' --modparam=guard:peer:s:127.0.0.1

# Probes come from the socket that calls come from, and their answers reach control.
wait_until states_are "AP AP"
grep -q '^OPTIONS .* from 5060$' "$work/got.127.0.0.2" || fail "no probe from port 5060: $(cat "$work/got.127.0.0.2")"

# A retransmission and the CANCEL go where the INVITE went; each server gets its part.
calls 0 100 200
for server in 127.0.0.2 127.0.0.3; do
  [ "$(got "$server" INVITE)" -ge 60 ] || fail "$server got $(got "$server" INVITE) of 200 INVITEs"
  [ "$(got "$server" INVITE)" = $((2 * $(got "$server" CANCEL))) ] || fail "$server: a CANCEL took another way"
done

# One falls silent: trying, then inactive, and the other gets all calls.
touch "$work/silent.127.0.0.3"
wait_until states_are "IP AP"
before=$(got 127.0.0.3 INVITE)
calls 100 50 200
[ "$(got 127.0.0.3 INVITE)" = "$before" ] || fail "an inactive server got calls"
grep -q 'sip:127.0.0.3:5080 of set 1 is inactive' "$work"/*.log || fail "the log does not tell of it"

# Reloading the list keeps what is known of a server, and takes on a changed one.
"${ctl[@]}" reload >/dev/null
states_are "IP AP" || fail "the reload forgot the states: $(state)"
rm "$work/silent.127.0.0.3"
wait_until states_are "AP AP"

# The operator's word: disabled ones get nothing, all of them gone is a 503.
"${ctl[@]}" dispatcher set_state d 1 sip:127.0.0.2:5080 >/dev/null
states_are "AP DX" || fail "set_state did nothing: $(state)"
before=$(got 127.0.0.2 INVITE)
calls 150 20 200
[ "$(got 127.0.0.2 INVITE)" = "$before" ] || fail "a disabled server got calls"
"${ctl[@]}" dispatcher set_state d 1 all >/dev/null
calls 170 1 503
"${ctl[@]}" dispatcher set_state a 1 all >/dev/null
wait_until states_are "AP AP"

"${ctl[@]}" dispatcher list >"$work/said.log"
grep -Eq '^ *1 +sip:127\.0\.0\.3:5080 +AP +0 +weight=50' "$work/said.log" || fail "the list says: $(cat "$work/said.log")"
refuses "there is no set 7" "${ctl[@]}" dispatcher set_state a 7 all
refuses "set 1 has no sip:10.0.0.1" "${ctl[@]}" dispatcher set_state a 1 sip:10.0.0.1
refuses "is no state" "${ctl[@]}" dispatcher set_state x 1 all
refuses "usage: dispatcher" "${ctl[@]}" dispatcher nonsense
echo '1 sip:127.0.0.2:5080 0 0 weight=heavy' >"$work/list"
refuses "line 1: weight=heavy is no number" "${ctl[@]}" reload
states_are "AP AP" || fail "a reload that failed changed states: $(state)"

# Destinations are peers.
"${ctl[@]}" why 127.0.0.2 | grep -q 'destination sip:127.0.0.2:5080 of set 1, port 5080: never banned' ||
  fail "why says: $("${ctl[@]}" why 127.0.0.2)"
stop_sipweir
