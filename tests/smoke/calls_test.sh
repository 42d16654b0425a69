#!/usr/bin/env bash
# 1,000 sipp calls through the shield on loopback; nothing is retransmitted (-nr), so that one lost
# packet is one failed call.
. "$(dirname "$0")/init.sh"
need sipp python3

calls=1000
printf '1 127.0.0.1 32 0 tester\n' >"$work/address.list"
sipp -sf "$source/tests/smoke/calls_uas.xml" -i 127.0.0.1 -p 5080 -nr -buff_size 2097152 -skip_rlimit -nostdin \
  -trace_err -error_file "$work/uas-errors.log" >"$work/uas.out" 2>&1 &
cleanup kill -KILL $!
disown
wait_until bound 5080
start_sipweir -f "$source/examples/edge.cfg" -l udp:127.0.0.1:5060 \
  -A "ADDRESS_FILE=\"$work/address.list\"" -A 'UPSTREAM="sip:127.0.0.1:5080"'

# So few a second, and so much room, that the sockets of a sipp that has to wait for its processor do
# not overflow.
status=0
timeout 150 sipp -sf "$source/tests/smoke/calls_uac.xml" -i 127.0.0.1 -p 5070 127.0.0.1:5060 \
  -m $calls -r 100 -nr -buff_size 2097152 -skip_rlimit -nostdin -trace_err -error_file "$work/uac-errors.log" \
  -trace_stat -fd 1 -stf "$work/uac.csv" >"$work/uac.out" 2>&1 || status=$?
[ "$status" -eq 0 ] || fail "sipp ended with $status: $(head -c 2000 "$work/uac-errors.log" 2>/dev/null)"
python3 - "$work/uac.csv" $calls <<'PY' || fail "not every call succeeded"
import sys
rows = open(sys.argv[1], encoding='ascii', errors='replace').read().strip().split('\n')
row = dict(zip(rows[0].split(';'), rows[-1].split(';')))
good, bad = int(row['SuccessfulCall(C)']), int(row['FailedCall(C)'])
again = int(row['Retransmissions(C)'])
print(f'{good} calls succeeded, {bad} failed, {again} retransmissions')
sys.exit(0 if (good, bad, again) == (int(sys.argv[2]), 0, 0) else 1)
PY

# Per call: INVITE, ACK, BYE one way, 180, 200, 200 the other way.
[ "$(stat_of account.forwarded)" -ge $((calls * 6)) ] || fail "too little was forwarded"
[ "$(stat_of account.dropped)" = 0 ] || fail "dropped: $("${ctl[@]}" drops)"
stop_sipweir
