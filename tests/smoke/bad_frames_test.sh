#!/usr/bin/env bash
# Frames that no good sender sends, to a DPDK port: each is a counted drop, an answer or the kernel's;
# the edge lives, its account holds, and a good request is answered afterwards.
. "$(dirname "$0")/init.sh"
need ip nft nsenter ethtool python3
[ -c /dev/net/tun ] || { echo "skipped: no /dev/net/tun"; exit 77; }

unshare --net sleep 3600 &
far=$!
cleanup kill -KILL $far
apart() { [ "$(readlink "/proc/$far/ns/net")" != "$(readlink /proc/$$/ns/net)" ]; }
wait_until apart
ip link add e0 address 02:00:00:00:00:01 type veth peer name p0 netns "$far" ||
  { echo "skipped: no veth"; exit 77; }
far() { nsenter --target "$far" --net "$@"; }
far ip link set lo up
far ip link set p0 address 02:00:00:00:00:10
far ip addr add 192.0.2.10/24 dev p0
far ip addr add 2001:db8::10/64 dev p0 nodad
far ip link set p0 up
ip link set e0 up

cat >"$work/edge.cfg" <<'CFG'
loadmodule "sl.so"
modparam("dpdk", "port", "net_af_packet0 iface=e0 twin=sw0 addr=192.0.2.1/24,2001:db8::1/64 gw=192.0.2.10")
modparam("guard", "source_rate", 100000)
modparam("guard", "source_burst", 100000)
request_route { sl_send_reply("200", "OK"); }
CFG
start_sipweir -f "$work/edge.cfg" -l udp:192.0.2.1:5060 -l 'udp:[2001:db8::1]:5060'

for seed in 1 2 3; do
  sent=$(far python3 "$source/tests/smoke/bad_frames_talk.py" p0 02:00:00:00:00:01 $seed)
  kill -0 "$pid" || fail "it died of the frames of seed $seed"
  check_account
  echo "seed $seed: $sent frames sent, $(stat_of account.received) received so far"
done
[ "$(stat_of account.received)" -gt $((sent / 2)) ] || fail "little of it was counted"
for reason in malformed fragment bad_frame; do
  [ "$(drops_of $reason)" -gt 0 ] || fail "nothing was dropped as $reason: $("${ctl[@]}" drops)"
done

# The good one, after all that.
far python3 - <<'PY' || fail "no answer after the bad frames: $("${ctl[@]}" drops)"
import socket
for family, here, there in ((socket.AF_INET, "192.0.2.10", "192.0.2.1"),
                            (socket.AF_INET6, "2001:db8::10", "2001:db8::1")):
    host, edge = (f"[{here}]", f"[{there}]") if ":" in here else (here, there)
    phone = socket.socket(family, socket.SOCK_DGRAM)
    phone.settimeout(1)
    phone.bind((here, 5071))
    text = (f"OPTIONS sip:{edge} SIP/2.0\r\nVia: SIP/2.0/UDP {host}:5071;branch=z9hG4bKg\r\n"
            "Max-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: g\r\n"
            "CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n")
    for _ in range(60):
        phone.sendto(text.encode(), (there, 5060))
        try:
            if phone.recv(65536).startswith(b"SIP/2.0 200 "):
                break
        except TimeoutError:
            pass
    else:
        raise SystemExit(f"{there} is silent")
PY
stop_sipweir
