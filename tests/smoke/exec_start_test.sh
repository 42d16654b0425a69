#!/usr/bin/env bash
# Debian's unit: ExecStart=... -P /run/kamailio/kamailio.pid -f CFG -m 64 -M 8, Type=forking.
. "$(dirname "$0")/init.sh"
need sipsak python3

cat >"$work/a.cfg" <<'CFG'
#!KAMAILIO
loadmodule "sl.so"
listen=udp:127.0.0.1:5060
request_route {
  sl_send_reply("200", "OK");
}
CFG

# The command returns when the daemon serves; nothing of it hangs on to our pipe.
output=$("$build/sipweir" -Y "$run" --instance=$instance -P "$work/sipweir.pid" -f "$work/a.cfg" \
  -m 64 -M 8 2>&1) || fail "did not start: $output"
pid=$(cat "$work/sipweir.pid")
cleanup kill -KILL "$pid"
[ -e "/proc/$pid" ] || fail "the pid file names no process"
sipsak -s sip:127.0.0.1 || fail "no answer right after the start"
[ "$(readlink "/proc/$pid/cwd")" = / ] || fail "a daemon's working directory is /"

# A second one, whatever it is called by, leaves the first alone.
refuses "which is alive" "$build/sipweir" -Y "$run" --instance=other -P "$work/sipweir.pid" \
  -f "$work/a.cfg"
refuses "--instance" "$build/sipweir" -Y "$run" --instance=$instance -f "$work/a.cfg"
refuses "5060" "$build/sipweir" -Y "$run" --instance=other -f "$work/a.cfg"
sipsak -s sip:127.0.0.1 || fail "the first one stopped serving"
stop_sipweir

# Privileges are dropped once everything is bound; the control socket goes along.
if getent passwd nobody >/dev/null && [ "$(cat /proc/self/uid_map | awk '{print $3}')" != 1 ]; then
  "$build/sipweir" -Y "$run" --instance=$instance -f "$work/a.cfg" -u nobody \
    -P "$work/sipweir.pid" -w "$work" 2>"$work/nobody.log" || fail "-u nobody: $(cat "$work/nobody.log")"
  pid=$(cat "$work/sipweir.pid")
  cleanup kill -KILL "$pid"
  [ "$(stat -c %U "/proc/$pid")" = nobody ] || fail "runs as $(stat -c %U "/proc/$pid")"
  [ "$(stat -c %U "$run/$instance.sock")" = nobody ] || fail "the socket belongs to another"
  [ "$(readlink "/proc/$pid/cwd")" = "$work" ] || fail "-w was not followed"
  sipsak -s sip:127.0.0.1 || fail "no answer from nobody"
  kill -TERM "$pid"
  wait_until gone "$pid"
fi
