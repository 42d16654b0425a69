#!/usr/bin/env bash
# Signatures of scanners: the built-in ones, then a file that is read again, by itself and with the
# script, and refused while requests come.
. "$(dirname "$0")/init.sh"
need python3

cat >"$work/plain.cfg" <<CFG
loadmodule "sl.so"
loadmodule "guard.so"
modparam("guard", "source_rate", 0)
request_route {
  sl_send_reply("200", "Here");
}
CFG
sed '/guard.so/a modparam("guard", "signatures", "'"$work"'/signatures.list")' "$work/plain.cfg" >"$work/listed.cfg"

# ADDRESS AGENT SECONDS: one OPTIONS; prints how many answers came until then. SECONDS "forever": one
# after the other until killed; fails when one is not answered in a minute.
cat >"$work/ask.py" <<'PY'
import socket, sys, time
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.bind((sys.argv[1], 0))
forever = sys.argv[3] == "forever"
out.settimeout(60 if forever else float(sys.argv[3]))
port = out.getsockname()[1]
answered = sent = 0
while forever or sent < 1:
    sent += 1
    out.sendto((f"OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP {sys.argv[1]}:{port};branch=z9hG4bK{sent}\r\n"
                f"Max-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@c>\r\nCall-ID: {sent}@x\r\nCSeq: 1 OPTIONS\r\n"
                f"User-Agent: {sys.argv[2]}\r\nContent-Length: 0\r\n\r\n").encode(), ("127.0.0.1", 5060))
    try:
        reply = out.recv(65536)
    except socket.timeout:
        if forever:
            sys.exit(f"request {sent} was not answered")
        continue
    assert reply.startswith(b"SIP/2.0 200"), reply
    answered += 1
    if forever:
        time.sleep(0.005)  # 1,000 answers a second to strangers are the limit
print(answered)
PY
served() { [ "$(python3 "$work/ask.py" "$1" "$2" 60)" = 1 ] || fail "$2 is not answered"; }
caught() {
  local before
  before=$(drops_of scanner)
  [ "$(python3 "$work/ask.py" "$1" "$2" 0.3)" = 0 ] || fail "$2 is answered"
  wait_until more_caught "$before"
}
more_caught() { [ "$(drops_of scanner)" = $(($1 + 1)) ]; }
# hits_of SIGNATURE
hits_of() {
  "${ctl[@]}" --json signatures | python3 -c '
import json, sys
print(next(row["hits"] for row in json.load(sys.stdin)["signatures"] if row["signature"] == sys.argv[1]))' "$1"
}
says() { "${ctl[@]}" signatures "${@:2}" | grep -Eq "$1" || fail "$("${ctl[@]}" signatures)"; }

# Without a file the built-in names are looked for.
start_sipweir -f "$work/plain.cfg" -l udp:127.0.0.1:5060
says '^file +built in'
caught 127.0.0.2 "friendly-scanner"
caught 127.0.0.2 "sipcli/v1.8"
served 127.0.0.2 "sipsak 0.9.8"
[ "$(hits_of sipcli)/$(hits_of pplsip)" = 1/0 ] || fail "$("${ctl[@]}" signatures)"
refuses "the built-in list is used" "${ctl[@]}" signatures reload
refuses "usage: signatures [list|reload]" "${ctl[@]}" signatures nonsense

# The shipped list takes its place with a reload of the script, and finds the same.
cp "$source/data/signatures.list" "$work/signatures.list"
"${ctl[@]}" reload "$work/listed.cfg" >/dev/null
says "^file +$work/signatures.list"
says "^date +[0-9]{4}-[0-9]{2}-[0-9]{2}"
says '^count +6'
caught 127.0.0.2 "my SIPVicious"
for phone in "sipsak 0.9.8" "PortSIP UC" CSipSimple_d2 "eyeBeam 1102q" MizuPhone/3; do served 127.0.0.3 "$phone"; done
says '^sipvicious +1 +user-agent,'
"${ctl[@]}" drops scanner | grep -q 'User-Agent: my SIPVicious' || fail "$("${ctl[@]}" drops scanner)"

# While a phone asks without a pause the list changes again and again, good and bad: it loses nothing.
python3 "$work/ask.py" 127.0.0.4 "Phone" forever 2>"$work/phone.log" &
phone=$!
cleanup kill -KILL "$phone"
for round in 1 2 3 4; do
  printf 'date 2026-12-%02d\nuser-agent,call-id dialer "^(auto|robo)dial"\nuser-agent round ^round-%d$\n' "$round" "$round" |
    tr -d '"' >"$work/next.list"
  mv "$work/next.list" "$work/signatures.list"
  says "^date +2026-12-$(printf %02d "$round")" reload
  caught 127.0.0.2 "round-$round"
  [ "$(hits_of round)" = 1 ] || fail "$("${ctl[@]}" signatures)"
  served 127.0.0.2 "round-$((round + 1))"
  printf 'date 2026-12-31\nuser-agent a x\nuser-agent b (\n' >"$work/signatures.list"
  refuses "$work/signatures.list:3: the pattern '(' does not do" "${ctl[@]}" signatures reload
  refuses "the signatures are as they were" "${ctl[@]}" signatures reload
  refuses "nothing was changed" "${ctl[@]}" reload "$work/listed.cfg"
  [ "$(hits_of round)" = 1 ] || fail "a bad list changed something: $("${ctl[@]}" signatures)"
done
caught 127.0.0.2 "RoboDialer 7"
served 127.0.0.2 "friendly-scanner" # the file has it no more
kill -0 "$phone" || fail "the phone lost a request: $(cat "$work/phone.log")"
kill "$phone"
"${ctl[@]}" rollback >/dev/null
says '^file +built in'
caught 127.0.0.2 "friendly-scanner"
stop_sipweir

refuses "$work/signatures.list:3: the pattern '(' does not do" "$build/sipweir" -c -f "$work/listed.cfg"
printf 'user-agent a x\n' >"$work/signatures.list"
refuses "$work/signatures.list:1: begin the list with its date" "$build/sipweir" -c -f "$work/listed.cfg"
rm "$work/signatures.list"
refuses "cannot read '$work/signatures.list'" "$build/sipweir" -c -f "$work/listed.cfg"
