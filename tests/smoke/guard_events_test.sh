#!/usr/bin/env bash
# What a script has of the guard: ban(), unban(), trust(), $guard(...), and the event routes for bans
# and floods.
. "$(dirname "$0")/init.sh"
need python3

cat >"$work/events.cfg" <<'CFG'
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "htable.so"
loadmodule "guard.so"
modparam("guard", "source_rate", 50)
modparam("guard", "source_burst", 50)
modparam("guard", "peer", "127.0.0.9")
modparam("guard", "flood_rate", 100)
modparam("guard", "flood_seconds", 1)
modparam("guard", "ban_events", 3)
modparam("htable", "htable", "seen=>size=4;")
request_route {
  switch ($rU) {
    case "ban":
      if (ban(60)) xlog("L_WARN", "banned a $guard(class)\n");
      else xlog("L_WARN", "spared a $guard(class)\n");
      exit;
    case "lift": unban("127.0.0.2"); break;
    case "trust": trust(600); break;
    case "rate": xlog("L_WARN", "a $guard(class) sends $guard(rate) a second\n"); break;
  }
  sl_send_reply("200", "Here");
}
event_route[guard:ban] {
  $sht(seen=>$si) = $guard(seconds);
  xlog("L_WARN", "event: $si banned for $guard(seconds) s, $guard(reason), $sht(seen=>$si)\n");
  sl_send_reply("200", "Nobody");
  forward("127.0.0.1", 9);
}
event_route[guard:flood-start] {
  xlog("L_WARN", "event: flood of $guard(dropped), $guard(seconds)\n");
  ban(30, "127.0.0.77");
}
event_route[guard:flood-end] { xlog("L_WARN", "event: over after $guard(seconds), $guard(dropped)\n"); }
CFG
start_sipweir -f "$work/events.cfg" -l udp:127.0.0.1:5060

cat >"$work/send.py" <<'PY'
import socket, sys
address, user, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.bind((address, int(sys.argv[4]) if len(sys.argv) > 4 else 0))
port = out.getsockname()[1]
for n in range(count):
    out.sendto((f"OPTIONS sip:{user}@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP {address}:{port};branch=z9hG4bK{n}\r\n"
                f"Max-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@c>\r\nCall-ID: {n}@x\r\n"
                "CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n").encode(), ("127.0.0.1", 5060))
PY
received=0
arrived() { [ "$(stat_of account.received)" = "$received" ]; }
send() {
  python3 "$work/send.py" "$@"
  received=$((received + $3))
  wait_until arrived
}
logged() { grep -q -- "$1" "$work/sipweir.log"; }
says() { wait_until logged "$1" || fail "no '$1' in the log: $(cat "$work/sipweir.log")"; }

# A stranger is banned by the script, and the event route hears of it once.
send 127.0.0.2 ban 1
says 'banned a stranger'
says 'event: 127.0.0.2 banned for 60 s, script, 60'
banned=$(drops_of banned)
send 127.0.0.2 good 3
[ "$(drops_of banned)" = $((banned + 3)) ] || fail "not banned: $("${ctl[@]}" drops)"
"${ctl[@]}" why 127.0.0.2 | grep -Eq '^ban +1 +by the script' || fail "why does not tell"

# Another source lifts it.
send 127.0.0.3 lift 1
answered=$(stat_of account.answered)
send 127.0.0.2 good 1
[ "$(stat_of account.answered)" = $((answered + 1)) ] || fail "still banned"

# Peers and addresses with a trusted flow are spared, whatever comes from their other ports.
send 127.0.0.9 ban 1
says 'spared a peer'
send 127.0.0.4 trust 1 5071
"${ctl[@]}" why 127.0.0.4 | grep -Eq '^class +trusted' || fail "not trusted"
send 127.0.0.4 ban 1 5071
says 'spared a trusted'
send 127.0.0.4 ban 1 5072
says 'spared a stranger'

# The rate: twenty packets in the first second.
send 127.0.0.5 rate 20
says 'a stranger sends 20 a second'

# An operator's bans are events, too, and never more of them than the script wants.
"${ctl[@]}" ban 127.0.0.21 20 >/dev/null
says 'event: 127.0.0.21 banned for 20 s, operator'
bans_at_once() {
  local host pids=()
  for host in $(seq 22 41); do
    "${ctl[@]}" ban 127.0.0.$host 20 >/dev/null &
    pids+=($!)
  done
  wait "${pids[@]}"
  logged 'bans without event_route\[guard:ban\]: over 3 a second'
}
wait_until bans_at_once

# A flood begins and ends; the event route's own ban counts, and is no event.
send 127.0.0.6 good 400
says 'event: flood of [0-9]*, <null>'
says 'event: over after [1-9]'
"${ctl[@]}" guard | grep -Eq '^flood +none; the last: 3[0-9]+ packets refused in' || fail "guard says: $("${ctl[@]}" guard)"
banned_too() { "${ctl[@]}" why 127.0.0.77 | grep -Eq '^class +banned'; }
wait_until banned_too || fail "the event route bans nobody"
! logged 'event: 127.0.0.77' || fail "an event route's own ban is an event"

stop_sipweir
