#!/usr/bin/env bash
# What an operator sees of the guard: classes and rates, every rule that touches an address, and
# what would be refused while it observes.
. "$(dirname "$0")/init.sh"
need python3

write_script() {
  cat >"$work/view.cfg" <<CFG
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "htable.so"
loadmodule "guard.so"
modparam("guard", "source_rate", 5)
modparam("guard", "source_burst", 5)
modparam("guard", "peer", "127.0.0.9:5062")
modparam("guard", "observe", $1)
modparam("htable", "htable", "ipban=>size=8;autoexpire=300;")
request_route {
  if (\$sht(ipban=>\$si) != \$null) exit;
  if (\$rU == "bad") \$sht(ipban=>\$si) = 1;
  sl_send_reply("200", "Here");
}
CFG
}
write_script 0
start_sipweir -f "$work/view.cfg" -l udp:127.0.0.1:5060

cat >"$work/send.py" <<'PY'
import socket, sys
address, user, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.bind((address, 0))
port = out.getsockname()[1]
for n in range(count):
    out.sendto((f"OPTIONS sip:{user}@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP {address}:{port};branch=z9hG4bK{n}\r\n"
                f"Max-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@c>\r\nCall-ID: {n}@x\r\n"
                "CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n").encode(), ("127.0.0.1", 5060))
PY
received=0
send() {
  python3 "$work/send.py" "$1" "$2" "$3"
  received=$((received + $3))
  wait_until arrived
}
arrived() { [ "$(stat_of account.received)" = "$received" ]; }

# says COMMAND... -- LINE-PATTERN...
says() {
  local command=()
  while [ "$1" != -- ]; do
    command+=("$1")
    shift
  done
  shift
  "${ctl[@]}" "${command[@]}" >"$work/said.log" || fail "sipweirctl ${command[*]}"
  for pattern in "$@"; do
    grep -Eq -- "$pattern" "$work/said.log" || fail "no '$pattern' in ${command[*]}: $(cat "$work/said.log")"
  done
}

send 127.0.0.2 good 20
[ "$(drops_of rate_source)" -ge 14 ] || fail "the rate did not hold: $("${ctl[@]}" drops)"
says guard -- '^mode +enforce' '^stranger +[56] ' '^rate_source +1[45] ' '127\.0\.0\.2 .*stranger' \
  'a stranger \(IPv4 address, IPv6 /64\) +5 +5' 'all strangers +no limit'
says why 127.0.0.2 -- '^class +stranger' 'source_rate .*20 packets counted, 5 a second allowed, 5 at once .* 1[45] '

says why 127.0.0.9 -- '^class +peer' '^peer +all +127\.0\.0\.9/32, port 5062: never banned, no cap'
says why 127.0.0.77 -- '^class +stranger' '^\(none\)'

"${ctl[@]}" ban 127.0.0.3 60
send 127.0.0.3 good 2
says why 127.0.0.3 -- '^class +banned' \
  '^ban +1 +by the operator +[0-9]+ +(60|5[0-9]) +2  sipweirctl unban 127\.0\.0\.3$'
"${ctl[@]}" unban 127.0.0.3
says why 127.0.0.3 -- '^class +stranger'

# The script's own ban.
send 127.0.0.4 bad 1
says why 127.0.0.4 -- '^class +banned' '^ban_table +all .*ipban' '\$sht\(ipban=>127\.0\.0\.4\) = \$null'

refuses "is no address" "${ctl[@]}" why nonsense
refuses "usage: why ADDRESS" "${ctl[@]}" why
refuses "is no count" "${ctl[@]}" guard nonsense

# Observing: counted, and not refused.
write_script 1
"${ctl[@]}" reload >/dev/null
dropped=$(drops_of rate_source)
send 127.0.0.5 good 20
[ "$(drops_of rate_source)" = "$dropped" ] || fail "refuses although it observes"
says guard -- '^mode +observe: refuses nothing' '^would be dropped' '^rate_source +1[45] '
stop_sipweir
