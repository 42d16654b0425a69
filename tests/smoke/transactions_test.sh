#!/usr/bin/env bash
# Calls through a stateful script: examples/relay.cfg with a primary server that refuses each second
# call, and a backup that takes them. No call fails, nothing is left behind.
. "$(dirname "$0")/init.sh"
need sipp python3

calls=400
cat >"$work/refuse.xml" <<'XML'
<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="out of service">
  <recv request="INVITE" crlf="true"/>
  <send retrans="500">
    <![CDATA[
      SIP/2.0 503 Out of Service
      [last_Via:]
      [last_From:]
      [last_To:];tag=[pid]refused[call_number]
      [last_Call-ID:]
      [last_CSeq:]
      Content-Length: 0

    ]]>
  </send>
  <recv request="ACK"/>
</scenario>
XML
# The transaction's times as the script has them, but that the table empties while we watch.
sed 's/^modparam("tm", "fr_timer", 2000)/&\nmodparam("tm", "wt_timer", 300)/' "$source/examples/relay.cfg" >"$work/relay.cfg"
sipp -sf "$work/refuse.xml" -i 127.0.0.1 -p 5080 -buff_size 2097152 -skip_rlimit -nostdin >"$work/primary.out" 2>&1 &
primary=$!
cleanup kill -KILL $primary
disown
# The callee looks at our branches: those of transactions.
sed 's/z9hG4bKweir-s/z9hG4bKweir-t/' "$source/tests/smoke/calls_uas.xml" >"$work/backup.xml"
sipp -sf "$work/backup.xml" -i 127.0.0.1 -p 5081 -buff_size 2097152 -skip_rlimit -nostdin \
  -trace_err -error_file "$work/backup-errors.log" >"$work/backup.out" 2>&1 &
cleanup kill -KILL $!
disown
wait_until bound 5080
wait_until bound 5081
start_sipweir -f "$work/relay.cfg" -l udp:127.0.0.1:5060 -A 'PEER="127.0.0.1"'

status=0
timeout 120 sipp -sf "$source/tests/smoke/calls_uac.xml" -i 127.0.0.1 -p 5070 127.0.0.1:5060 \
  -m $calls -r 100 -buff_size 2097152 -skip_rlimit -nostdin -trace_err -error_file "$work/uac-errors.log" \
  >"$work/uac.out" 2>&1 || status=$?
[ "$status" -eq 0 ] || fail "sipp ended with $status: $(head -c 2000 "$work/uac-errors.log" 2>/dev/null)"

# INVITE and BYE of each call make a transaction; the ACK of the call is forwarded without one.
[ "$(stat_of transactions.created)" -ge $((calls * 2)) ] || fail "too few transactions: $("${ctl[@]}" stats)"
[ "$(stat_of transactions.refused)" = 0 ] || fail "transactions refused: $("${ctl[@]}" stats)"
[ "$(stat_of account.dropped)" = 0 ] || fail "dropped: $("${ctl[@]}" drops)"
none_left() { [ "$(stat_of transactions.active)" = 0 ]; }
wait_until none_left
stop_sipweir

# A transaction outlives a reload: what it armed is the route of that name in the script that runs by
# then, although another one stands before it now.
script_with() {
  cat <<CFG
loadmodule "tm.so"
request_route {
    t_on_failure("LAST");
    \$du = "sip:127.0.0.1:5080";
    t_relay();
}
$1
failure_route[LAST] { t_reply("480", "$2"); }
CFG
}
script_with "" "Old" >"$work/old.cfg"
script_with 'failure_route[FIRST] { t_reply("480", "Wrong"); }' "New" >"$work/new.cfg"
"$build/sipweir" -c -f "$work/new.cfg" >/dev/null || fail "the new script does not check"
kill -KILL "$primary"
free_port() { ! bound 5080; }
wait_until free_port
start_sipweir -f "$work/old.cfg" -l udp:127.0.0.1:5060
got=$(python3 "$source/tests/smoke/transactions_reload.py" 5060 "${ctl[@]}" reload "$work/new.cfg")
[ "$got" = "SIP/2.0 480 New" ] || fail "after the reload the caller got: $got"
stop_sipweir
