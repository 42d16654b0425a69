#!/usr/bin/env bash
# Denied addresses: from the script, and from files that are read again, refused and expire while
# packets come.
. "$(dirname "$0")/init.sh"
need python3

cat >"$work/lists.cfg" <<CFG
loadmodule "sl.so"
loadmodule "guard.so"
modparam("guard", "deny", "127.0.0.7")
modparam("guard", "deny", "127.0.9.0/24")
modparam("guard", "deny_file", "$work/feed;label=apiban;expire=3600;size=3")
modparam("guard", "peer", "127.0.9.9")
request_route {
  sl_send_reply("200", "Here");
}
CFG
echo '127.0.0.8   # a scanner' >"$work/feed"
start_sipweir -f "$work/lists.cfg" -l udp:127.0.0.1:5060

# An address that is answered: one OPTIONS, one 200.
cat >"$work/ask.py" <<'PY'
import socket, sys
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.bind((sys.argv[1], 0))
port = out.getsockname()[1]
out.sendto((f"OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP {sys.argv[1]}:{port};branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
            "From: <sip:a@b>;tag=1\r\nTo: <sip:b@c>\r\nCall-ID: 1@x\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n").encode(),
           ("127.0.0.1", 5060))
if sys.argv[2] == "wait":
    out.settimeout(60)
    sys.exit(not out.recv(65536).startswith(b"SIP/2.0 200"))
PY
served() { python3 "$work/ask.py" "$1" wait || fail "$1 is not answered"; }
denied() {
  local before
  before=$(drops_of denied)
  python3 "$work/ask.py" "$1" send
  wait_until more_denied "$before"
}
more_denied() { [ "$(drops_of denied)" -gt "$1" ]; }

denied 127.0.0.7
denied 127.0.0.8
denied 127.0.9.1
served 127.0.9.9 # a peer is never denied
served 127.0.0.6
"${ctl[@]}" why 127.0.0.8 >"$work/said.log"
grep -q '^class  *denied' "$work/said.log" || fail "$(cat "$work/said.log")"
grep -Eq "^list +all +apiban: 127\.0\.0\.8/32 refused unseen +[0-9]+ +3,[56][0-9]{2} .*sipweirctl lists reload" "$work/said.log" ||
  fail "$(cat "$work/said.log")"
"${ctl[@]}" why 127.0.9.1 | grep -Eq '^deny +all +127\.0\.9\.0/24: refused unseen' || fail "$("${ctl[@]}" why 127.0.9.1)"
"${ctl[@]}" lists | grep -Eq "^apiban +1 +in force" || fail "$("${ctl[@]}" lists)"

# APIBAN's JSON; read again by itself and by a reload of the script.
echo '{"ipaddress": ["127.0.0.6", "192.0.2.0/24"], "ID": "1700000000"}' >"$work/feed"
"${ctl[@]}" lists reload | grep -Eq "^apiban +2 +in force" || fail "$("${ctl[@]}" lists)"
denied 127.0.0.6
served 127.0.0.8
echo '127.0.0.8' >"$work/feed"
"${ctl[@]}" reload >/dev/null
denied 127.0.0.8
served 127.0.0.6

# What is wrong with a file changes nothing.
for text in 'nonsense' '0.0.0.0/0' '{"ipaddress": 1}' "$(printf '10.0.0.%d\n' 1 2 3 4)"; do
  echo "$text" >"$work/feed"
  refuses "the lists are as they were" "${ctl[@]}" lists reload
  refuses "nothing was changed" "${ctl[@]}" reload
done
denied 127.0.0.8
served 127.0.0.6
refuses "usage: lists [reload]" "${ctl[@]}" lists nonsense

# A feed that nobody writes any more ends by itself.
echo '127.0.0.8' >"$work/feed"
touch -d '3597 seconds ago' "$work/feed"
"${ctl[@]}" lists reload >/dev/null
expired() { "${ctl[@]}" lists | grep -Eq '^apiban +1 +expired'; }
wait_until expired
wait_until grep -q 'list apiban: .* its 1 entries count no more' "$work/sipweir.log"
served 127.0.0.8
touch "$work/feed"
"${ctl[@]}" lists reload >/dev/null
denied 127.0.0.8
stop_sipweir

echo nonsense >"$work/feed"
refuses "line 1: 'nonsense' is no ADDRESS[/LENGTH]" "$build/sipweir" -c -f "$work/lists.cfg"
rm "$work/feed"
refuses "cannot read '$work/feed'" "$build/sipweir" -c -f "$work/lists.cfg"

# Countries and autonomous systems, from databases that are read again, too.
mmdb() { python3 "$source/tests/control/lists/write_mmdb.py" "$work/next.mmdb" "$@" && mv "$work/next.mmdb" "$work/geo.mmdb"; }
printf '127.0.20.0/24 DE 64500\n127.0.21.0/24 FR 64501\n127.0.22.0/24 - 64500\n' | mmdb --type Test-Geo
sed "/deny_file/c modparam(\"guard\", \"geoip\", \"$work/geo.mmdb\")\nmodparam(\"guard\", \"deny_country\", \"FR\")" "$work/lists.cfg" >"$work/geo.cfg"
sed -i 's/127.0.9.9/127.0.21.9/' "$work/geo.cfg"
start_sipweir -f "$work/geo.cfg" -l udp:127.0.0.1:5060
refused() {
  local before
  before=$(drops_of geoip)
  python3 "$work/ask.py" "$1" send
  wait_until more_refused "$before"
}
more_refused() { [ "$(drops_of geoip)" -gt "$1" ]; }
refused 127.0.21.1
served 127.0.21.9 # a peer
served 127.0.20.1
served 127.0.0.6
denied 127.0.0.7
"${ctl[@]}" why 127.0.21.1 >"$work/said.log"
grep -q '^class  *denied' "$work/said.log" || fail "$(cat "$work/said.log")"
grep -q '^geoip  *all  *country FR, autonomous system 64501, refused unseen by deny_country' "$work/said.log" || fail "$(cat "$work/said.log")"
"${ctl[@]}" why 127.0.20.1 | grep -Eq '^country +DE' || fail "$("${ctl[@]}" why 127.0.20.1)"
"${ctl[@]}" lists | grep -Eq "^Test-Geo .* $work/geo.mmdb" || fail "$("${ctl[@]}" lists)"
"${ctl[@]}" lists | grep -Eq "^denied by geoip +1 +in force" || fail "$("${ctl[@]}" lists)"

# Both move; then a file that is none, which changes nothing.
printf '127.0.20.0/24 FR 64500\n127.0.21.0/24 DE 64501\n' | mmdb
"${ctl[@]}" lists reload >/dev/null
refused 127.0.20.1
served 127.0.21.1
echo nonsense >"$work/geo.mmdb"
refuses "geo.mmdb: no MaxMind DB file" "${ctl[@]}" lists reload
refuses "nothing was changed" "${ctl[@]}" reload
refused 127.0.20.1
stop_sipweir
refuses "geo.mmdb: no MaxMind DB file" "$build/sipweir" -c -f "$work/geo.cfg"
sed -i 's/"FR"/"France"/' "$work/geo.cfg"
refuses "'France' is no country: write codes of two letters" "$build/sipweir" -c -f "$work/geo.cfg"
