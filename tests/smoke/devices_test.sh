#!/usr/bin/env bash
# DPDK ports on the devices that need no NIC: null, ring, pcap, tap and memif. af_packet and af_xdp
# have tests of their own.
. "$(dirname "$0")/init.sh"
need ip nsenter python3
[ -c /dev/net/tun ] || { echo "skipped: no /dev/net/tun"; exit 77; }

cat >"$work/a.cfg" <<'CFG'
loadmodule "sl.so"
request_route {
	sl_send_reply("200", "OK");
}
CFG
# port SPEC: the argument that makes one.
edge=(-f "$work/a.cfg" -l udp:192.0.2.1:5060)
port() { echo "--modparam=dpdk:port:s:$*"; }
received() { [ "$(stat_of account.received)" -ge "$1" ]; }

unshare --net sleep 3600 &
far=$!
cleanup kill -KILL $far
apart() { [ "$(readlink "/proc/$far/ns/net")" != "$(readlink /proc/$$/ns/net)" ]; }
wait_until apart
far() { nsenter --target "$far" --net "$@"; }
far ip link set lo up

# null: as many empty frames as the lcore can take; all of them are bad, and the account holds.
start_sipweir "${edge[@]}" "$(port net_null0 twin=sw0 addr=192.0.2.1/24)"
wait_until received 10000
"${ctl[@]}" sources >/dev/null || fail "a busy lcore does not answer"
stop_sipweir
echo "null: $(grep -c . "$work/sipweir.log") lines of log"

# ring: what is sent comes back; the twin's own chatter goes round.
ip link del sw0 2>/dev/null || true
start_sipweir "${edge[@]}" "$(port net_ring0 twin=sw0 addr=192.0.2.1/24)"
ip neigh replace 192.0.2.10 lladdr 02:00:00:00:00:02 dev sw0
python3 -c 'import socket; socket.socket(2, 2).sendto(b"x", ("192.0.2.10", 9))'
wait_until received 1
stop_sipweir

# pcap: frames from a file, the answers into another. Without a twin all goes to one link address.
python3 "$source/tests/smoke/pcap_frames.py" write "$work/in.pcap"
start_sipweir "${edge[@]}" "$(port net_pcap0 mac=02:00:00:00:00:02 addr=192.0.2.1/24 \
  args=rx_pcap="$work/in.pcap",tx_pcap="$work/out.pcap")"
wait_until received 9
[ "$(stat_of account.answered)" = 2 ] || fail "answered $(stat_of account.answered) of 2"
[ "$(stat_of account.keepalive)" = 1 ] || fail "keepalives: $(stat_of account.keepalive)"
[ "$(drops_of not_sip)" = 1 ] || fail "not_sip: $(drops_of not_sip)"
stop_sipweir
python3 "$source/tests/smoke/pcap_frames.py" read "$work/out.pcap" >"$work/out.txt"
[ "$(grep -c '^192.0.2.1:5060 192.0.2.10:5070 02:00:00:00:00:02 SIP/2.0 200 OK$' "$work/out.txt")" = 2 ] ||
  fail "not two answers: $(cat "$work/out.txt")"

# tap: the kernel has the other end, here in another namespace.
ip link del sw0 2>/dev/null || true
start_sipweir "${edge[@]}" "$(port net_tap0 iface=tapfar twin=sw0 addr=192.0.2.1/24)"
ip link set tapfar netns "$far"
far ip addr add 192.0.2.10/24 dev tapfar
far ip link set tapfar up
ask() {
  "$@" python3 - <<'PY'
import socket
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.settimeout(1)
out.connect(("192.0.2.1", 5060))
text = (
    "OPTIONS sip:192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.10;rport;branch=z9hG4bKt\r\n"
    "From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: t\r\nCSeq: 1 OPTIONS\r\n"
    "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
)
for _ in range(60):  # a new link loses what it likes
    out.send(text.encode())
    try:
        raise SystemExit(0 if out.recv(65536).startswith(b"SIP/2.0 200 ") else 1)
    except (TimeoutError, ConnectionError):
        pass
raise SystemExit("no answer")
PY
}
# refused WORDS...: the kernel that has 192.0.2.1 refuses a TCP connection, so it is there.
refused() {
  "$@" timeout 60 python3 - <<'PY'
import socket
try:
    socket.create_connection(("192.0.2.1", 9), timeout=50)
except ConnectionRefusedError:
    raise SystemExit(0)
raise SystemExit("connected?")
PY
}
ask far || fail "over the tap"
refused far || fail "the kernel behind the tap does not answer"
stop_sipweir

# memif: two of us, back to back; the other one's kernel asks through its twin.
ip link del sw0 2>/dev/null || true
start_sipweir "${edge[@]}" \
  "$(port net_memif0 twin=sw0 addr=192.0.2.1/24 args=role=server,socket-abstract=no,socket="$work/memif.sock")"
mkdir -m 700 "$work/other"
far "$build/sipweir" -E -Y "$work/other" --instance=other -P "$work/other.pid" -f "$work/a.cfg" \
  -l udp:192.0.2.10:5060 2>>"$work/other.log" \
  "$(port net_memif0 twin=sw0 addr=192.0.2.10/24 args=role=client,socket-abstract=no,socket="$work/memif.sock")" ||
  fail "the other end did not start: $(tail -n 3 "$work/other.log")"
cleanup kill -KILL "$(cat "$work/other.pid")"
ask far || fail "over memif"
refused far || fail "the kernel behind memif does not answer"
kill -TERM "$(cat "$work/other.pid")"
stop_sipweir
