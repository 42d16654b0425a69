#!/usr/bin/env bash
# Two processes over memif: our own generator as fast as the other end takes it, alone against
# dpdk-testpmd and against us in turn; then at half of that with sipp calls on a second port, of which
# none may fail. Prints both figures: the best of each one's rounds, since other work takes its part of
# the processors. MEMIF_ROUNDS (2) and MEMIF_SECONDS (2) make it longer; MEMIF_BAR is the share of what
# testpmd takes that we have to take, in percent: 80 for a release build on a quiet machine.
. "$(dirname "$0")/init.sh"
need python3 sipp dpdk-testpmd taskset
[ "$(nproc)" -ge 2 ] || { echo "skipped: one processor for two processes"; exit 77; }
rounds=${MEMIF_ROUNDS:-2}
seconds=${MEMIF_SECONDS:-2}
bar=${MEMIF_BAR:-80}
calls=100
socket=$work/memif.sock
edge_mac=02:00:00:00:00:01
generator=$build/tests/smoke/flood/weir-memif-flood

per_second() { python3 -c 'import json, sys; print(round(json.load(open(sys.argv[1]))["per_second"]))' "$1"; }

# flood ARGUMENT...: the generator on processor 0. Sets $taken, packets a second.
flood() {
  timeout 90 "$generator" --socket "$socket" --target 192.0.2.1 \
    --target-mac $edge_mac "$@" >"$work/flood.out" 2>"$work/flood.log" || fail "the generator: $(tail -n 3 "$work/flood.log")"
  taken=$(per_second "$work/flood.out")
}

listening() { [ -S "$socket" ]; }

# against_testpmd: it only receives, on processor 1. It ends when its input does.
against_testpmd() {
  local testpmd
  rm -f "$socket"
  mkfifo "$work/stdin" 2>/dev/null || true
  dpdk-testpmd --no-huge --no-shconf --no-pci --no-telemetry -m 512 --log-level=error --lcores=0@0,1@1 \
    --vdev=net_memif0,role=server,socket-abstract=no,socket="$socket" -- --forward-mode=rxonly --auto-start \
    --nb-cores=1 --total-num-mbufs=16384 --no-lsc-interrupt --disable-link-check <>"$work/stdin" >"$work/testpmd.log" 2>&1 &
  testpmd=$!
  cleanup kill -KILL $testpmd
  wait_until listening
  flood --seconds "$seconds"
  kill -KILL $testpmd
  wait $testpmd 2>/dev/null || true
}

# start_edge UPSTREAM [SOCKET]: on memif, and on that kernel socket.
start_edge() {
  rm -f "$socket"
  start_sipweir -f "$work/edge.cfg" -l udp:192.0.2.1:5060 ${2:+-l "$2"} \
    -A "ADDRESS_FILE=\"$work/address.list\"" -A "UPSTREAM=\"$1\"" -- --lcores=0@0,1@1
  wait_until listening
}

against_us() {
  start_edge sip:192.0.2.2:5080
  flood --seconds "$seconds"
  stop_sipweir
}

printf '1 127.0.0.1 32 0 tester\n' >"$work/address.list"
awk -v socket="$socket" '{ print } /^loadmodule "guard.so"/ {
  print "loadmodule \"dpdk.so\""
  print "modparam(\"dpdk\", \"port\", \"net_memif0 addr=192.0.2.1/24 mac=02:00:00:00:00:02 " \
    "args=role=server,socket-abstract=no,socket=" socket "\")"
}' "$source/examples/edge.cfg" >"$work/edge.cfg"

theirs=() ours=()
most() { printf '%s\n' "$@" | sort -n | tail -n 1; }
share() { echo $(($(most "${ours[@]}") * 100 / $(most "${theirs[@]}"))); }
for ((i = 0; i < 3 * rounds; i++)); do
  if [ "$i" -ge "$rounds" ] && [ "$(share)" -ge "$bar" ]; then break; fi
  against_testpmd
  theirs+=("$taken")
  against_us
  ours+=("$taken")
done
echo "packets a second taken by testpmd: ${theirs[*]}; by us: ${ours[*]}; we take $(share) % of what testpmd takes"
[ "$(share)" -ge "$bar" ] || fail "we take less than $bar % of what testpmd takes"

# Half of what testpmd took, until the calls are through.
half=$(($(most "${theirs[@]}") / 2))
start_edge sip:127.0.0.1:5080 udp:127.0.0.1:5060
sipp -sf "$source/tests/smoke/calls_uas.xml" -i 127.0.0.1 -p 5080 -nr -buff_size 2097152 -skip_rlimit -nostdin \
  -trace_err -error_file "$work/uas-errors.log" >"$work/uas.out" 2>&1 &
cleanup kill -KILL $!
disown
wait_until bound 5080
"$generator" --socket "$socket" --target 192.0.2.1 --target-mac $edge_mac --seconds 60 --rate "$half" \
  >"$work/half.out" 2>"$work/half.log" &
flooding=$!
cleanup kill -KILL $flooding
received() { [ "$(stat_of account.received)" -gt 1000 ]; }
wait_until received
status=0
timeout 100 sipp -sf "$source/tests/smoke/calls_uac.xml" -i 127.0.0.1 -p 5070 127.0.0.1:5060 \
  -m $calls -r 20 -nr -buff_size 2097152 -skip_rlimit -nostdin -trace_err -error_file "$work/uac-errors.log" \
  >"$work/uac.out" 2>&1 || status=$?
kill -TERM $flooding 2>/dev/null || fail "the calls outlasted the flood of a minute"
wait $flooding || fail "the generator failed beside the calls: $(tail -n 3 "$work/half.log")"
[ "$status" -eq 0 ] || fail "calls failed: $(head -c 2000 "$work/uac-errors.log" 2>/dev/null)"
echo "$calls calls beside $(per_second "$work/half.out") packets a second (half would be $half): 0 failed"
stop_sipweir
