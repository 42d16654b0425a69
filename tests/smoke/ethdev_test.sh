#!/usr/bin/env bash
# A DPDK port on a veth, the kernel behind its twin: SIP of both families, whole and in fragments,
# ARP and ND and TCP by the kernel, silence of the kernel on the device itself, and what is refused.
. "$(dirname "$0")/init.sh"
need ip nft nsenter ethtool python3
[ -c /dev/net/tun ] || { echo "skipped: no /dev/net/tun"; exit 77; }
driver=${1:-net_af_packet0}
if [ "$driver" = net_af_xdp0 ] && ! python3 -c 'import socket; socket.socket(44, socket.SOCK_RAW)'; then
  echo "skipped: this kernel has no AF_XDP"
  exit 77
fi

unshare --net sleep 3600 &
far=$!
cleanup kill -KILL $far
apart() { [ "$(readlink "/proc/$far/ns/net")" != "$(readlink /proc/$$/ns/net)" ]; }
wait_until apart
ip link add e0 type veth peer name p0 netns "$far" || { echo "skipped: no veth"; exit 77; }
far() { nsenter --target "$far" --net "$@"; }
far ip link set lo up
far ip addr add 192.0.2.10/24 dev p0
far ip addr add 2001:db8::10/64 dev p0 nodad
far ip link set p0 up
ip link set e0 up

cat >"$work/edge.cfg" <<CFG
loadmodule "sl.so"
loadmodule "siputils.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "dpdk.so"
modparam("dpdk", "port", "$driver iface=e0 twin=sw0 addr=192.0.2.1/24,2001:db8::1/64 gw=192.0.2.10")
request_route {
	if (is_method("OPTIONS")) {
		sl_send_reply("200", "OK");
		exit;
	}
	mf_process_maxfwd_header("10");
	if (af == INET6) {
		\$du = "sip:[2001:db8::10]:5080";
	} else {
		\$du = "sip:192.0.2.10:5080";
	}
	forward();
}
CFG
edge=(-f "$work/edge.cfg" -l udp:192.0.2.1:5060 -l 'udp:[2001:db8::1]:5060')

# A device that the machine needs is not taken, nor one on which the kernel would answer.
ip addr add 198.51.100.1/24 dev e0
ip route add default via 198.51.100.254 dev e0
refuses "carries this machine's default route" "$build/sipweir" -DD -E -Y "$run" "${edge[@]}"
ip route del default
refuses "bears the address 198.51.100.1" "$build/sipweir" -DD -E -Y "$run" "${edge[@]}"
ip addr flush dev e0
if [ "$driver" = net_af_xdp0 ]; then
  ethtool -L e0 rx 2 tx 2
  refuses "ethtool -L e0 combined 1" "$build/sipweir" -DD -E -Y "$run" "${edge[@]}"
  ethtool -L e0 rx 1 tx 1
fi

start_sipweir "${edge[@]}"
nft list tables | grep -q "netdev sipweir_e0" || fail "the kernel is not kept off e0"
[ "$(cat /proc/sys/net/ipv6/conf/e0/disable_ipv6)" = 1 ] || fail "e0 has IPv6 of its own"
# /sys shows the devices of the namespace that it was mounted in, so `ip` is asked.
link_address() { ip -o link show dev "$1" | grep -o 'link/ether [^ ]*'; }
[ -n "$(link_address e0)" ] && [ "$(link_address e0)" = "$(link_address sw0)" ] ||
  fail "the twin has another link address: $(link_address e0), $(link_address sw0)"

for pair in "192.0.2.1 192.0.2.10" "2001:db8::1 2001:db8::10"; do
  read -r here there <<<"$pair"
  listening=$work/server-${here//:/_}.log  # its own: the last one's says "listening" already
  python3 - "$here" >"$listening" 2>&1 <<'PY' &
import socket
import sys
family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
server = socket.create_server((sys.argv[1], 8000), family=family)
print("listening", flush=True)
stream, _ = server.accept()
total = 0
while chunk := stream.recv(65536):
    total += len(chunk)
stream.sendall(str(total).encode())
stream.close()
PY
  server=$!
  cleanup kill -KILL $server
  wait_until grep -q listening "$listening"
  far timeout 150 python3 "$source/tests/smoke/ethdev_talk.py" "$here" "$there" >"$work/talk.log" 2>&1 ||
    fail "over $here: $(tail -n 5 "$work/talk.log")"
  cat "$work/talk.log"
  wait "$server" || fail "the TCP server behind the twin failed"
done

[ "$(stat_of account.answered)" = 4 ] || fail "answered $(stat_of account.answered), not 4"
[ "$(stat_of account.forwarded)" = 4 ] || fail "forwarded $(stat_of account.forwarded), not 4"
[ "$(stat_of account.exception)" -gt 0 ] || fail "nothing went to the twin"
stop_sipweir
if nft list tables | grep -q sipweir; then fail "the ingress block outlived sipweir"; fi
[ "$(cat /proc/sys/net/ipv6/conf/e0/disable_ipv6)" = 0 ] || fail "disable_ipv6 was not restored"

# Killed without a chance to tidy up: the kernel takes the block away.
start_sipweir "${edge[@]}"
kill -KILL "$pid"
wait_until gone "$pid"
no_block() { ! nft list tables | grep -q sipweir; }
wait_until no_block
