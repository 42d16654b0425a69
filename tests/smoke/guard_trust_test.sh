#!/usr/bin/env bash
# Trusted phones are trusted after a restart, and a file that is not what we wrote trusts nobody.
. "$(dirname "$0")/init.sh"
need python3

cat >"$work/trust.cfg" <<CFG
loadmodule "sl.so"
loadmodule "guard.so"
modparam("guard", "trust_file", "$work/phones.trust")
request_route {
  if (\$rU == "trust") trust(600);
  sl_send_reply("200", "Here");
}
CFG
start() { start_sipweir -f "$work/trust.cfg" -l udp:127.0.0.1:5060; }
class_of() { "${ctl[@]}" why "$1" | awk '$1 == "class" { print $2 }'; }
is() { [ "$(class_of "$1")" = "$2" ]; }
expect() { wait_until is "$1" "$2" || fail "$1 is $(class_of "$1"), not $2"; }

start
python3 - <<'PY'
import socket
for address, user in ("127.0.0.2", "trust"), ("127.0.0.3", "trust"), ("127.0.0.4", "stay"):
    out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    out.bind((address, 5071))
    out.settimeout(20)
    out.sendto((f"OPTIONS sip:{user}@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP {address}:5071;branch=z9hG4bK1\r\n"
                f"Max-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@c>\r\nCall-ID: {address}@x\r\n"
                "CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n").encode(), ("127.0.0.1", 5060))
    assert out.recv(2000).startswith(b"SIP/2.0 200"), address
PY
expect 127.0.0.2 trusted
expect 127.0.0.4 stranger
stop_sipweir
[ "$(stat -c %a "$work/phones.trust")" = 600 ] || fail "others may read the file"
grep -q '^127.0.0.3:5071 ' "$work/phones.trust" || fail "a phone is missing: $(cat "$work/phones.trust")"

start
expect 127.0.0.2 trusted
expect 127.0.0.3 trusted
expect 127.0.0.4 stranger
grep -q "2 phones are trusted as before" "$work/sipweir.log" || fail "the log says nothing of them"
stop_sipweir

# Somebody adds himself.
sed -i 's/^127.0.0.3:/127.0.0.66:/' "$work/phones.trust"
start
grep -q "phones.trust: it was changed, or written with other keys; nobody is trusted" "$work/sipweir.log" ||
  fail "the log says nothing of the file"
expect 127.0.0.66 stranger
expect 127.0.0.2 stranger
stop_sipweir
