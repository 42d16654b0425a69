#!/usr/bin/env bash
# The first thing a newcomer does: the shield on loopback answers OPTIONS.
. "$(dirname "$0")/init.sh"
need sipsak python3

start_sipweir -f "$source/examples/edge.cfg" -l udp:127.0.0.1:5060 -l 'udp:[::1]:5060'
for _ in 1 2 3; do
  sipsak -s sip:127.0.0.1 || fail "OPTIONS to 127.0.0.1 got no 200"
done
[ "$(stat_of account.answered)" -ge 3 ] || fail "the answers were not counted"

# Every command of sipweirctl has something to say, for people and for programs.
for command in stats guard "why 192.0.2.7" drops sources routes memory version "ban 192.0.2.7 60" "unban 192.0.2.7"; do
  # shellcheck disable=SC2086
  "${ctl[@]}" $command >"$work/$$.txt" || fail "sipweirctl $command"
  [ -s "$work/$$.txt" ] || fail "sipweirctl $command says nothing"
  # shellcheck disable=SC2086
  "${ctl[@]}" --json $command | python3 -m json.tool >/dev/null || fail "sipweirctl --json $command"
done
refuses "is no address" "${ctl[@]}" ban nonsense
refuses "there is no drop reason" "${ctl[@]}" drops nonsense

# Each reason has its last examples.
python3 -c '
import socket
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for n in range(3):
    out.sendto(b"nonsense %d\\\x01\r\n" % n, ("127.0.0.1", 5060))'
wait_until sh -c "'${ctl[0]}' --socket '$run/$instance.sock' drops not_sip | grep -q nonsense"
"${ctl[@]}" drops not_sip | grep -qF 'nonsense 0\\\x01\r\n' || fail "$("${ctl[@]}" drops not_sip)"
refuses "usage: ban" "${ctl[@]}" ban

# A banned address gets no answer, and gets one again afterwards.
"${ctl[@]}" ban 127.0.0.1 60
before=$(drops_of banned)
timeout 60 sipsak -s sip:127.0.0.1 >"$work/banned.txt" &
asking=$!
more_banned() { [ "$(drops_of banned)" -gt "$before" ]; }
wait_until more_banned
kill "$asking" 2>/dev/null || true
if wait "$asking"; then fail "a banned source was answered"; fi
"${ctl[@]}" unban 127.0.0.1
sipsak -s sip:127.0.0.1 || fail "no answer after unban"

kill -HUP "$pid"
kill -USR1 "$pid"
wait_until grep -q "received .* difference 0" "$work/sipweir.log"
stop_sipweir
