#!/usr/bin/env bash
# Start, reload and explain take time linear in the script's size: 5,000 lines against 1,000. What
# is compared is processor time, the least of several runs, so that a busy machine does not matter.
. "$(dirname "$0")/init.sh"
need python3

# script LINES: routes with a regex, a table access, texts with variables and a call each.
script() {
  printf 'loadmodule "%s.so"\n' sl pv textops xlog htable
  echo 'modparam("htable", "htable", "seen=>size=8;")'
  echo 'request_route { route(R0); }'
  local i
  for ((i = 0; i < $1 / 8; i++)); do
    printf 'route[R%d] {\n  if ($rU =~ "^0%d[0-9]+$" && is_method("INVITE")) {\n' $i $i
    printf '    $var(x%d) = "v%d" + $fU;\n    xlog("L_DBG", "route %d $var(x%d)\\n");\n  }\n' \
      $((i % 50)) $i $i $((i % 50))
    printf '  if ($sht(seen=>$si) == %d) { sl_send_reply("403", "No"); exit; }\n' $i
    printf '  route(R%d);\n}\n' $(((i * 7 + 1) % ($1 / 8)))
  done
}
script 1000 >"$work/small.cfg"
script 5000 >"$work/large.cfg"
start_sipweir -f "$work/small.cfg" -l udp:127.0.0.1:5060

python3 - "$build" "$work" "$pid" "${ctl[@]}" <<'PY' || fail "not linear"
import os, resource, subprocess, sys
build, work, daemon, ctl = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]

def control_seconds():
    with open(f'/proc/{daemon}/task/{daemon}/schedstat', encoding='ascii') as file:
        return int(file.read().split()[0]) / 1e9

def child_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime

def least(clock, command):
    best = 1e9
    for _ in range(5):
        before = clock()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        best = min(best, clock() - before)
    return best

good = True
for name, clock, command in (
        ('start (-c)', child_seconds, [f'{build}/sipweir', '-l', 'udp:127.0.0.1:5060', '-c', '-f']),
        ('reload', control_seconds, ctl + ['reload']),
        ('explain', child_seconds, [f'{build}/sipweir', 'explain'])):
    small = least(clock, command + [f'{work}/small.cfg'])
    large = least(clock, command + [f'{work}/large.cfg'])
    print(f'{name}: {small * 1000:.0f} ms for 1,000 lines, {large * 1000:.0f} ms for 5,000: '
          f'{large / small:.1f} times')
    good = good and large / small < 8  # a square would be 25
sys.exit(0 if good else 1)
PY
stop_sipweir
