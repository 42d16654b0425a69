#!/usr/bin/env bash
# Packets in a pcapng file, each with its verdict, as tshark reads them.
. "$(dirname "$0")/init.sh"
need tshark python3

cat >"$work/capture.cfg" <<'CFG'
loadmodule "sl.so"
request_route {
  sl_send_reply("200", "Here");
}
CFG
start_sipweir -f "$work/capture.cfg" -l udp:127.0.0.1:5060 -l 'udp:[::1]:5060'

cat >"$work/send.py" <<'PY'
import socket, sys
kind, count = sys.argv[1], int(sys.argv[2])
v6 = kind == "v6"
out = socket.socket(socket.AF_INET6 if v6 else socket.AF_INET, socket.SOCK_DGRAM)
out.bind(("::1" if v6 else "127.0.0.2", 5070))
agent = "friendly-scanner" if kind == "scanner" else "phone"
for n in range(count):
    text = (f"OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2:5070;branch=z9hG4bK{n}\r\n"
            f"Max-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@c>\r\nCall-ID: {kind}{n}@x\r\n"
            f"CSeq: 1 OPTIONS\r\nUser-Agent: {agent}\r\nContent-Length: 0\r\n\r\n")
    if kind == "junk":
        text = "nonsense"
    out.sendto(text.encode(), ("::1" if v6 else "127.0.0.1", 5060))
PY

# capture NAME ARGUMENT...: in the background, once the daemon notes packets.
capture() {
  local name=$1
  shift
  "${ctl[@]}" capture "$work/$name" "$@" 2>"$work/$name.log" &
  capturing=$!
  wait_until test -s "$work/$name"
}
ended() {
  wait "$capturing" || fail "the capture ended with $?: $(cat "$work/"*.pcapng.log)"
}

capture all.pcapng packets=4
python3 "$work/send.py" good 1
python3 "$work/send.py" scanner 1
python3 "$work/send.py" junk 1
python3 "$work/send.py" v6 1
ended
tshark -r "$work/all.pcapng" -T fields -e ip.src -e ipv6.src -e udp.srcport -e udp.dstport -e sip.Method -e frame.comment \
  >"$work/all.txt" 2>/dev/null
grep -Eq '^127\.0\.0\.2.*5070.*5060.*OPTIONS.*answered; class stranger; socket udp:127\.0\.0\.1:5060; lcore 1$' "$work/all.txt" ||
  fail "$(cat "$work/all.txt")"
grep -q 'dropped scanner: a header value names a known scanner' "$work/all.txt" || fail "$(cat "$work/all.txt")"
grep -q 'dropped not_sip: the payload does not begin as SIP does' "$work/all.txt" || fail "$(cat "$work/all.txt")"
grep -Eq '::1.*OPTIONS.*answered' "$work/all.txt" || fail "$(cat "$work/all.txt")"
bad=$(tshark -r "$work/all.pcapng" -o udp.check_checksum:TRUE -o ip.check_checksum:TRUE \
  -Y 'udp.checksum.status == 0 || ip.checksum.status == 0 || _ws.malformed' 2>/dev/null | wc -l)
[ "$bad" = 0 ] || fail "$bad packets have a wrong checksum"

# Filters.
capture some.pcapng reason=scanner packets=2
python3 "$work/send.py" good 3
python3 "$work/send.py" scanner 2
ended
[ "$(tshark -r "$work/some.pcapng" -T fields -e sip.User-Agent 2>/dev/null | sort | uniq -c | tr -s ' ')" = " 2 friendly-scanner" ] ||
  fail "reason=scanner captured others"
capture none.pcapng address=192.0.2.0/24 seconds=1
python3 "$work/send.py" good 3
ended
grep -q '^0 packets captured, 0 lost' "$work/none.pcapng.log" || fail "$(cat "$work/none.pcapng.log")"

# An interrupt ends it in order, and the next one may begin.
capture first.pcapng verdict=answered
refuses "another capture runs" "${ctl[@]}" capture "$work/second.pcapng"
python3 "$work/send.py" good 3
kill -TERM "$capturing"
ended
[ "$(tshark -r "$work/first.pcapng" 2>/dev/null | wc -l)" = 3 ] || fail "not 3 packets in the interrupted capture"

refuses "there is no drop reason 'nope'" "${ctl[@]}" capture "$work/x" reason=nope
refuses "there is no verdict 'nope'" "${ctl[@]}" capture "$work/x" verdict=nope
refuses "is no address" "${ctl[@]}" capture "$work/x" address=nope
refuses "usage: sipweirctl capture FILE" "${ctl[@]}" capture "$work/x" packets=many
refuses "usage: " "${ctl[@]}" capture
refuses "cannot write" "${ctl[@]}" capture "$work/no/where"
stop_sipweir
