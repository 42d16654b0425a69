#!/usr/bin/env bash
# Reloads while sipp calls: two scripts take turns, by sipweirctl, by SIGHUP and by rollback, and
# nothing is retransmitted (-nr), so that one lost packet is one failed call. Then everything that
# a reload refuses: nothing may change.
. "$(dirname "$0")/init.sh"
need sipp sipsak python3

calls=600
printf '1 127.0.0.1 32 0 tester\n' >"$work/address.list"
cp "$source/examples/edge.cfg" "$work/edge.cfg"
{
  echo 'failure_route[FIRST] { exit; }'
  echo 'route[BEFORE] { xlog("L_DBG", "before\n"); }'
  sed 's/^request_route {/&\n  route(BEFORE);/' "$source/examples/edge.cfg"
} >"$work/other.cfg"
sipp -sf "$source/tests/smoke/calls_uas.xml" -i 127.0.0.1 -p 5080 -nr -buff_size 2097152 -skip_rlimit -nostdin \
  -trace_err -error_file "$work/uas-errors.log" >"$work/uas.out" 2>&1 &
cleanup kill -KILL $!
disown
wait_until bound 5080
start_sipweir -f "$work/edge.cfg" -l udp:127.0.0.1:5060 \
  -A "ADDRESS_FILE=\"$work/address.list\"" -A 'UPSTREAM="sip:127.0.0.1:5080"'

slot_of() {
  "${ctl[@]}" --json routes | python3 -c '
import json, sys
print(next(row["index"] for row in json.load(sys.stdin) if row["name"] == sys.argv[1]))' "$1"
}
slot=$(slot_of REQINIT)
# So few a second that the sockets of a sipp that has to wait for its processor do not overflow.
timeout 150 sipp -sf "$source/tests/smoke/calls_uac.xml" -i 127.0.0.1 -p 5070 127.0.0.1:5060 \
  -m $calls -r 60 -nr -buff_size 2097152 -skip_rlimit -nostdin -trace_err -error_file "$work/uac-errors.log" \
  -trace_stat -fd 1 -stf "$work/uac.csv" >"$work/uac.out" 2>&1 &
uac=$!
cleanup kill -KILL $uac
reloads=0
while ! gone $uac; do
  "${ctl[@]}" reload "$work/other.cfg" >"$work/reload.log" || fail "reload: $(cat "$work/reload.log")"
  kill -HUP "$pid"
  "${ctl[@]}" reload >"$work/reload.log" || fail "reload: $(cat "$work/reload.log")"
  "${ctl[@]}" rollback >"$work/reload.log" || fail "rollback: $(cat "$work/reload.log")"
  reloads=$((reloads + 4))
  read -rt 0.02 <><(:) || true
done
status=0
wait $uac || status=$?
[ "$status" -eq 0 ] || fail "sipp ended with $status: $(head -c 2000 "$work/uac-errors.log" 2>/dev/null)"
python3 - "$work/uac.csv" $calls $reloads <<'PY' || fail "not every call succeeded"
import sys
rows = open(sys.argv[1], encoding='ascii', errors='replace').read().strip().split('\n')
row = dict(zip(rows[0].split(';'), rows[-1].split(';')))
good, bad = int(row['SuccessfulCall(C)']), int(row['FailedCall(C)'])
again = int(row['Retransmissions(C)'])
print(f'{good} calls succeeded, {bad} failed, {again} retransmissions during {sys.argv[3]} reloads')
sys.exit(0 if (good, bad, again) == (int(sys.argv[2]), 0, 0) and int(sys.argv[3]) >= 20 else 1)
PY
[ "$(stat_of account.dropped)" = 0 ] || fail "dropped: $("${ctl[@]}" drops)"

# A route keeps its slot, whatever was put before it.
"${ctl[@]}" reload >/dev/null
[ "$(slot_of REQINIT)" = "$slot" ] || fail "REQINIT moved from slot $slot"
"${ctl[@]}" reload "$work/other.cfg" >/dev/null
[ "$(slot_of REQINIT)" = "$slot" ] || fail "REQINIT moved from slot $slot by a route before it"
[ "$(slot_of BEFORE)" != 1 ] || fail "a new route took the first slot"

# What changes is told; what nothing changes is told too.
"${ctl[@]}" reload >/dev/null
generation() {
  "${ctl[@]}" --json routes | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["generation"])'
}
"${ctl[@]}" reload "$work/other.cfg" >"$work/told"
for line in 'added    route\[BEFORE\]' 'added    failure_route\[FIRST\]' 'changed  request_route'; do
  grep -q "$line" "$work/told" || fail "does not say '$line': $(cat "$work/told")"
done
"${ctl[@]}" reload "$work/other.cfg" | grep -q '(none)' || fail "finds a change where there is none"
(cd "$work" && "${ctl[@]}" reload other.cfg >/dev/null) || fail "a relative name is not found"

# A host name is looked up again, and keeps its address where the resolver has lost it.
cp /etc/hosts "$work/hosts.before"
cp /etc/hosts "$work/hosts"
echo '127.0.0.1 upstream.example' >>"$work/hosts"
mount --bind "$work/hosts" /etc/hosts
cat >"$work/named.cfg" <<'CFG'
loadmodule "pv.so"
request_route { $du = "sip:upstream.example:5999"; forward(); }
CFG
"${ctl[@]}" reload "$work/named.cfg" >/dev/null
grep -q 'upstream.example' "$work/sipweir.log" && fail "a name in /etc/hosts is not found"
cp "$work/hosts.before" "$work/hosts"
"${ctl[@]}" reload "$work/named.cfg" >/dev/null
wait_until grep -q "'upstream.example' in the script is .*: it keeps the address it had" \
  "$work/sipweir.log"
forwarded=$(stat_of account.forwarded)
more_forwarded() { [ "$(stat_of account.forwarded)" -gt "$forwarded" ]; }
printf '%s\r\n' 'OPTIONS sip:a@example.net SIP/2.0' 'Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKx' \
  'From: <sip:a@example.net>;tag=1' 'To: <sip:b@example.net>' 'Call-ID: 1' 'CSeq: 1 OPTIONS' \
  'Max-Forwards: 9' 'Content-Length: 0' '' >"$work/options"
cat "$work/options" >/dev/udp/127.0.0.1/5060
wait_until more_forwarded

# Two at once: one after the other.
before=$(generation)
"${ctl[@]}" reload >"$work/first" &
first=$!
"${ctl[@]}" reload "$work/other.cfg" >"$work/second" &
second=$!
wait $first || fail "the first of two: $(cat "$work/first")"
wait $second || fail "the second of two: $(cat "$work/second")"
[ "$(generation)" -eq $((before + 2)) ] || fail "two reloads made not two generations"

# Refused, each with its reason; the same script goes on.
before=$(generation)
echo 'request_route { route(NOWHERE); }' >"$work/broken.cfg"
echo 'loadmodule "nosuchmodule.so"' >"$work/module.cfg"
printf 'loadmodule "dialog.so"\nrequest_route { dlg_manage(); }\n' >"$work/planned.cfg"
{
  echo 'listen=udp:127.0.0.1:5999'
  cat "$work/edge.cfg"
} >"$work/sockets.cfg"
{
  echo 'modparam("dpdk", "lcores", 7)'
  cat "$work/edge.cfg"
} >"$work/lcores.cfg"
{
  echo 'modparam("guard", "peer", "nobody")'
  cat "$work/edge.cfg"
} >"$work/guard.cfg"
while IFS='|' read -r said file; do
  status=0
  "${ctl[@]}" reload "$work/$file" >"$work/refusal.log" 2>&1 || status=$?
  [ "$status" -eq 1 ] || fail "reload of $file ended with $status"
  grep -qF "$said" "$work/refusal.log" || fail "$file: '$said' is not in $(cat "$work/refusal.log")"
  grep -qF 'nothing was changed' "$work/refusal.log" || fail "$file: $(cat "$work/refusal.log")"
done <<'ROWS'
broken.cfg:1:23: error: route[NOWHERE] is not defined|broken.cfg
nosuchmodule|module.cfg
planned|planned.cfg
No such file|missing.cfg
it is a directory|.
added listen=udp:127.0.0.1:5999|sockets.cfg
added modparam("dpdk", "lcores")|lcores.cfg
ADDRESS[/LENGTH][:PORT]|guard.cfg
ROWS
kill -HUP "$pid" # a good one, so that the signal is known to have been served
wait_until grep -q "edge.cfg runs as generation $((before + 1))" "$work/sipweir.log"
cp "$work/broken.cfg" "$work/edge.cfg"
kill -HUP "$pid"
wait_until grep -q 'edge.cfg: nothing was changed' "$work/sipweir.log"
[ "$(generation)" -eq $((before + 1)) ] || fail "a refused reload changed something"
sipsak -s sip:127.0.0.1 || fail "no answer after the refusals: $("${ctl[@]}" drops)"
stop_sipweir
