#!/usr/bin/env bash
# Without any privilege: no root, no capability, no home, no runtime folder of its own.
. "$(dirname "$0")/init.sh"
need setpriv sipsak python3

cat >"$work/a.cfg" <<'CFG'
loadmodule "sl.so"
listen=udp:127.0.0.1:5060
request_route { sl_send_reply("200", "OK"); }
CFG
chmod 644 "$work/a.cfg"
user=65534
# Where only one uid is mapped there is nobody else to become; capabilities can still go.
as_user=(setpriv --no-new-privs --bounding-set=-all --inh-caps=-all)
if awk '$3 > 65534 { found = 1 } END { exit !found }' /proc/self/uid_map; then
  as_user+=(--reuid="$user" --regid="$user" --clear-groups)
else
  user=$(id -u)
fi
chmod 711 "$(dirname "$build")" 2>/dev/null || true
mkdir "$work/home"
chown "$user" "$work/home"
plain=(env -u XDG_RUNTIME_DIR -u XDG_STATE_HOME HOME="$work/home" "${as_user[@]}")
cp "$build/sipweir" "$build/sipweirctl" "$work/"

if [ "$user" != 0 ]; then
  refuses "cannot" "${plain[@]}" "$work/sipweir" -f "$work/a.cfg" -P /run/nobody.pid
  refuses "only root" "${plain[@]}" "$work/sipweir" -f "$work/a.cfg" -u root
fi
# Who is root inside has /run outside: that belongs to another.
place=()
socket=(--instance plain)
if [ "$user" = 0 ]; then
  place=(-Y "$run")
  socket=(--socket "$run/plain.sock")
fi
"${plain[@]}" "$work/sipweir" -f "$work/a.cfg" "${place[@]}" --instance=plain -P "$work/home/a.pid" -E \
  2>>"$work/sipweir.log" || fail "did not start without privilege: $(tail -n 3 "$work/sipweir.log")"
pid=$(cat "$work/home/a.pid")
cleanup kill -KILL "$pid"
sipsak -s sip:127.0.0.1 || fail "no answer"
"${plain[@]}" "$work/sipweirctl" "${socket[@]}" stats >"$work/stats.log" ||
  fail "sipweirctl does not find the socket of its own user"
key=$work/home/.local/state/sipweir/plain.key
if [ "$user" != 0 ]; then
  [ "$(stat -c %a "$key")" = 600 ] || fail "the key file is $(stat -c %a "$key" 2>&1)"
fi
kill -TERM "$pid"
wait_until gone "$pid"
