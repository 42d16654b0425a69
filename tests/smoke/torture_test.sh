#!/usr/bin/env bash
# The messages of RFC 4475 and RFC 5118 over the wire: what a peer and a stranger get for each, and
# what goes on, byte for byte. tests/corpus/*/verdicts.tsv is the oracle.
. "$(dirname "$0")/init.sh"
need python3

ip addr add fd00::2/128 dev lo
cat >"$work/torture.cfg" <<'CFG'
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "sanity.so"
loadmodule "rr.so"
modparam("guard", "peer", "127.0.0.1")
modparam("guard", "peer", "::1")
modparam("guard", "source_rate", 100000)
modparam("guard", "source_burst", 100000)
modparam("sanity", "autodrop", 0)

request_route {
	# All checks, and the URIs of request line, From, To and Contact.
	if (!sanity_check("32743", "15")) exit;
	if (!mf_process_maxfwd_header("10")) {
		sl_send_reply("483", "Too Many Hops");
		exit;
	}
	record_route();
	if (af == INET) {
		$du = "sip:127.0.0.1:5099";
	} else {
		$du = "sip:[::1]:5099";
	}
	forward();
}
CFG
start_sipweir -f "$work/torture.cfg" -l udp:127.0.0.1:5080 -l 'udp:[::1]:5080'

before=0
for pair in "127.0.0.1 127.0.0.2" "::1 fd00::2"; do
  # shellcheck disable=SC2086
  python3 "$source/tests/smoke/torture_talk.py" $pair "$source" | tee "$work/talk.txt"
  silent=$(sed -n 's/.* \([0-9]*\) malformed and silent.*/\1/p' "$work/talk.txt")
  now=$(drops_of malformed)
  [ "$((now - before))" = "$silent" ] ||
    fail "$((now - before)) drops are counted as malformed, not $silent"
  before=$now
done
stop_sipweir
