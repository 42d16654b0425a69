#!/usr/bin/env bash
# Slow scans: who is refused for many users is found, told, kept over a restart, and banned where it
# has proved its address; a wrong password never is one.
. "$(dirname "$0")/init.sh"
need python3

cat >"$work/scans.cfg" <<CFG
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "auth.so"
loadmodule "guard.so"
modparam("guard", "scan_file", "$work/scans")
modparam("guard", "key_file", "$work/key")
modparam("guard", "peer", "127.0.0.9")
request_route {
  if (is_method("REGISTER")) {
    if (!pv_www_authenticate("weir", "right", "0")) {
      www_challenge("weir", "0");
      exit;
    }
    sl_send_reply("200", "Here");
    exit;
  }
  if (\$rU == "100") sl_send_reply("200", "Here");
  else sl_send_reply("404", "Nobody");
}
event_route[guard:scan] {
  xlog("L_WARN", "event: \$si, \$guard(reason), \$guard(seconds) s\n");
}
CFG
sed -i 's/loadmodule "pv.so"/&\nloadmodule "textops.so"/' "$work/scans.cfg"

# ADDRESS METHOD USER...: a request for each user, answered with what is printed at the end; a
# REGISTER is repeated with the digest of a wrong password.
cat >"$work/scan.py" <<'PY'
import hashlib, re, socket, sys
address, method, users = sys.argv[1], sys.argv[2], sys.argv[3:]
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.bind((address, 0))
out.settimeout(60)
port = out.getsockname()[1]
count = 0
def md5(text):
    return hashlib.md5(text.encode()).hexdigest()
def ask(user, more=""):
    global count
    count += 1
    uri = "sip:127.0.0.1" if method == "REGISTER" else f"sip:{user}@127.0.0.1"
    out.sendto((f"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP {address}:{port};branch=z9hG4bK{count}\r\nMax-Forwards: 70\r\n"
                f"From: <sip:{user}@127.0.0.1>;tag=1\r\nTo: <sip:{user}@127.0.0.1>\r\nCall-ID: {count}@x\r\n"
                f"CSeq: {count} {method}\r\n{more}Content-Length: 0\r\n\r\n").encode(), ("127.0.0.1", 5060))
    return out.recv(65536).decode()
for user in users:
    reply = ask(user)
    if method != "REGISTER":
        continue
    nonce = re.search('nonce="([^"]*)"', reply).group(1)
    response = md5(md5(f"{user}:weir:wrong") + ":" + nonce + ":" + md5("REGISTER:sip:127.0.0.1"))
    reply = ask(user, f'Authorization: Digest username="{user}", realm="weir", nonce="{nonce}", uri="sip:127.0.0.1", '
                      f'response="{response}", algorithm=MD5\r\n')
print(reply.split("\r\n")[0])
PY
scan() { python3 "$work/scan.py" "$@"; }
logged() { grep -q -- "$1" "$work/sipweir.log"; }
says() { wait_until logged "$1" || fail "no '$1' in the log: $(cat "$work/sipweir.log")"; }
shows() { "${ctl[@]}" scans | grep -Eq "$1"; }
start() { start_sipweir -f "$work/scans.cfg" -l udp:127.0.0.1:5060; }

# Seven users are none; the eighth makes a scan. A restart between them forgets nothing.
start
scan 127.0.0.2 OPTIONS 201 202 203 204 205 206 >/dev/null
wait_until shows '^127\.0\.0\.2 +6\.0 +watched .* 206$' || fail "$("${ctl[@]}" scans)"
! logged 'a scan:' || fail "six users are a scan"
stop_sipweir
[ "$(stat -c %a "$work/scans")" = 600 ] || fail "the file's mode"
start
shows '^127\.0\.0\.2 +6\.0 +watched' || fail "forgotten: $("${ctl[@]}" scans)"
scan 127.0.0.2 OPTIONS 205 206 207 208 >/dev/null
says 'a scan: 127.0.0.2 was refused for 8 users in'
says 'event: 127.0.0.2, scan, [0-9]* s'
wait_until shows '^127\.0\.0\.2 +8\.0 +scanner' || fail "$("${ctl[@]}" scans)"
"${ctl[@]}" why 127.0.0.2 | grep -q '^scan  *all  *refused for 8 users lately; 8 make a scan.* sipweirctl unban 127\.0\.0\.2$' || fail "$("${ctl[@]}" why 127.0.0.2)"
# Nothing proves that address: it might be another's who is to be banned.
[[ $(scan 127.0.0.2 OPTIONS 100) == "SIP/2.0 200 "* ]] || fail "banned without proof"
"${ctl[@]}" why 127.0.0.2 | grep -q '^class  *stranger' || fail "$("${ctl[@]}" why 127.0.0.2)"

# A wrong password, again and again, is one user; a peer is no stranger.
# shellcheck disable=SC2046  # a word each
[[ $(scan 127.0.0.3 REGISTER $(yes alice | head -20)) == "SIP/2.0 401 "* ]] || fail "not refused"
scan 127.0.0.9 OPTIONS 301 302 303 304 305 306 307 308 309 >/dev/null
# Who tries many passwords brings our nonces back, which proves its address: it is banned.
scan 127.0.0.4 REGISTER a b c d e f g h >/dev/null
says 'a scan: 127.0.0.4 was refused for 8 users'
banned() { "${ctl[@]}" why "$1" | grep -q '^class  *banned'; }
wait_until banned 127.0.0.4 || fail "not banned: $("${ctl[@]}" why 127.0.0.4)"
! shows '^127\.0\.0\.[39] ' || fail "no scanners: $("${ctl[@]}" scans)"

# The operator lifts it, and it begins anew.
"${ctl[@]}" unban 127.0.0.4 >/dev/null
! shows '^127\.0\.0\.4 ' || fail "still scored: $("${ctl[@]}" scans)"
refuses "'nonsense' is no count" "${ctl[@]}" scans nonsense
stop_sipweir

# Who trusts addresses may ban them all the same.
sed 's/modparam("guard", "peer"/modparam("guard", "scan_ban", 600)\n&/' "$work/scans.cfg" >"$work/strict.cfg"
start_sipweir -f "$work/strict.cfg" -l udp:127.0.0.1:5060
scan 127.0.0.2 OPTIONS 309 >/dev/null
wait_until banned 127.0.0.2 || fail "not banned: $("${ctl[@]}" why 127.0.0.2)"
stop_sipweir

# A file that somebody has changed is not believed.
echo nonsense >"$work/scans"
start
says 'scans: it is no scan file, or was cut off; scans are scored anew'
! shows '^127' || fail "$("${ctl[@]}" scans)"
stop_sipweir
