#!/usr/bin/env bash
# A capture of live traffic, judged again: packet by packet the verdicts must be those of the live
# run. Then what a replay says of bans, of good sources that would lose, and of bad input.
. "$(dirname "$0")/init.sh"
need python3 tcpdump tshark

cat >"$work/edge.cfg" <<'CFG'
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "htable.so"
loadmodule "guard.so"
# So slow that no packet of a burst stands near the edge of its allowance.
modparam("guard", "source_rate", 1)
modparam("guard", "source_burst", 5)
modparam("guard", "peer", "127.0.0.9")
modparam("guard", "key_file", "KEYS")
modparam("htable", "htable", "ipban=>size=8;autoexpire=300;")
request_route {
  if ($sht(ipban=>$si) != $null) exit;
  if ($rU == "bad") {
    $sht(ipban=>$si) = 1;
    exit;
  }
  if ($rU == "near") {
    sl_send_reply("200", "Here");
    exit;
  }
  $du = "sip:127.0.0.1:5080";
  forward();
}
CFG
sed -i "s|KEYS|$work/keys|" "$work/edge.cfg"
start_sipweir -f "$work/edge.cfg" -l udp:127.0.0.1:5060

# A registrar that accepts everything, and the phones.
cat >"$work/registrar.py" <<'PY'
import socket
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 5080))
while True:
    text, source = server.recvfrom(65536)
    kept = [line for line in text.decode().split("\r\n") if line.split(":")[0] in ("Via", "From", "To", "Call-ID", "CSeq")]
    reply = ["SIP/2.0 200 OK"] + kept + ["Contact: <sip:a@127.0.0.2:5070>;expires=600", "Content-Length: 0", "", ""]
    server.sendto("\r\n".join(reply).encode(), source)
PY
python3 "$work/registrar.py" &
cleanup kill -KILL $!
wait_until bound 5080
cat >"$work/send.py" <<'PY'
import socket, sys
address, kind, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.bind((address, 5070))
for n in range(count):
    method = "REGISTER" if kind == "register" else "OPTIONS"
    user = {"bad": "bad", "register": "far", "far": "far"}.get(kind, "near")
    more = ""
    if kind == "scanner":
        more = "User-Agent: friendly-scanner\r\n"
    if kind == "register":
        more = ('Authorization: Digest username="a", realm="x", nonce="n", uri="sip:x", response="'
                + "0" * 32 + '"\r\n')
    text = (f"{method} sip:{user}@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP {address}:5070;branch=z9hG4bK{kind}{n}\r\n"
            f"Max-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@c>\r\nCall-ID: {kind}{n}@{address}\r\n"
            f"CSeq: 1 {method}\r\n{more}Content-Length: 0\r\n\r\n")
    text = {"junk": "nonsense", "keep": "\r\n\r\n", "malformed": "OPTIONS sip:x SIP/2.0\r\n\r\n",
            "reply": text.replace("OPTIONS sip:near@127.0.0.1 SIP/2.0", "SIP/2.0 200 OK")}.get(kind, text)
    out.sendto(text.encode(), ("127.0.0.1", 5060))
PY

tcpdump -i lo -U -s 0 -w "$work/lo.pcap" udp 2>"$work/tcpdump.log" &
dumping=$!
cleanup kill -KILL $dumping
"${ctl[@]}" capture "$work/live.pcapng" 2>"$work/capture.log" &
capturing=$!
cleanup kill -KILL $capturing
wait_until grep -q 'listening on' "$work/tcpdump.log"
wait_until test -s "$work/live.pcapng"

received=0
send() {
  python3 "$work/send.py" "$1" "$2" "$3"
  received=$((received + $3 + ${4:-0}))
  wait_until arrived
}
arrived() { [ "$(stat_of account.received)" = "$received" ]; }
trusted() {
  "${ctl[@]}" --json guard | python3 -c 'import json, sys; sys.exit(json.load(sys.stdin)["trusted_flows"] < 1)'
}
# The last number: replies of the registrar that come back through us.
send 127.0.0.2 register 1 1
wait_until trusted
send 127.0.0.2 near 30    # trusted: all of them
send 127.0.0.2 far 1 1
send 127.0.0.3 near 20    # a stranger: five
send 127.0.0.4 scanner 2
send 127.0.0.5 junk 2
send 127.0.0.5 keep 2
send 127.0.0.5 malformed 2
send 127.0.0.5 reply 2
send 127.0.0.6 bad 1      # bans itself; what came in the same burst would still be routed
send 127.0.0.6 bad 2
send 127.0.0.9 near 40    # a peer: all of them
kill -TERM $capturing
wait $capturing || fail "$(cat "$work/capture.log")"
seen_by_tcpdump() { [ "$(tshark -r "$work/lo.pcap" -Y 'udp.dstport == 5060' 2>/dev/null | wc -l)" = "$received" ]; }
wait_until seen_by_tcpdump
kill -TERM $dumping
wait $dumping || true

# Packet by packet: verdict, reason and class.
replay=("$build/sipweir" replay -f "$work/edge.cfg" -l udp:127.0.0.1:5060)
tshark -r "$work/live.pcapng" -T fields -e frame.comment 2>/dev/null |
  sed -E 's/^([a-z]+)( [a-z_]+)?(: .*)?; class ([a-z]+);.*/\1\2 \4/' >"$work/live.txt"
[ "$(wc -l <"$work/live.txt")" = "$received" ] || fail "captured $(wc -l <"$work/live.txt") of $received packets"
for file in live.pcapng lo.pcap; do
  "${replay[@]}" "$work/$file" --each >"$work/each.log" || fail "replay of $file ends with $?"
  sed -nE 's/^[0-9.]+ [^ ]+ > [^ ]+ ([a-z_ ]+): .*/\1/p' "$work/each.log" >"$work/again.txt"
  diff "$work/live.txt" "$work/again.txt" >"$work/diff.log" || fail "$file: $(cat "$work/diff.log")"
done
for verdict in 'forwarded stranger' 'answered trusted' 'forwarded trusted' 'answered stranger' 'dropped rate_source stranger' \
  'dropped scanner stranger' 'dropped not_sip stranger' 'keepalive stranger' 'dropped malformed stranger' \
  'dropped unsolicited_reply stranger' 'dropped script_drop stranger' 'dropped banned stranger' 'answered peer'; do
  grep -qx "$verdict" "$work/live.txt" || fail "the traffic had no '$verdict': $(sort "$work/live.txt" | uniq -c)"
done

# The sum, for people and for programs.
"${replay[@]}" "$work/lo.pcap" >"$work/sum.log"
grep -Eq '^dropped +rate_source +15 ' "$work/sum.log" || fail "$(cat "$work/sum.log")"
grep -Eq '^127\.0\.0\.6 +the script +1 ' "$work/sum.log" || fail "$(cat "$work/sum.log")"
"${replay[@]}" "$work/lo.pcap" --json | python3 -c '
import json, sys
found = json.load(sys.stdin)
assert found["judged"] == '"$received"', found
assert found["not_for_us"] > 0 and found["replies_to_others"] == 2, found'

# Good sources.
printf '# ours\n127.0.0.2\n127.0.0.9/32  # the trunk\n' >"$work/good"
"${replay[@]}" "$work/lo.pcap" --good "$work/good" >"$work/sum.log" || fail "a good source loses: $(cat "$work/sum.log")"
echo 127.0.0.3 >>"$work/good"
status=0
"${replay[@]}" "$work/lo.pcap" --good "$work/good" >"$work/sum.log" || status=$?
[ $status = 1 ] || fail "exit $status although 127.0.0.3 loses"
grep -Eq '^127\.0\.0\.3 +15 +rate_source' "$work/sum.log" || fail "$(cat "$work/sum.log")"

# Bad input.
head -c 5000 "$work/lo.pcap" >"$work/cut.pcap"
refuses "ends within a packet" "${replay[@]}" "$work/cut.pcap"
refuses "no packet of $work/lo.pcap is for a socket" "$build/sipweir" replay "$work/lo.pcap" -f "$work/edge.cfg" -l udp:127.0.0.1:5999
grep -Eq -- '-l udp:127\.0\.0\.1:5060  \([0-9]+ packets\)' "$work/refusal.log" || fail "$(cat "$work/refusal.log")"
refuses "is no capture" "${replay[@]}" "$work/edge.cfg"
refuses "cannot read" "${replay[@]}" "$work/missing.pcap"
echo nonsense >"$work/good"
refuses "good:1: 'nonsense' is no ADDRESS" "${replay[@]}" "$work/lo.pcap" --good "$work/good"
refuses "usage: sipweir replay FILE" "$build/sipweir" replay
stop_sipweir
