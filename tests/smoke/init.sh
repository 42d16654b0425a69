# Sourced first by every smoke test. Gives it a machine of its own: mount and network namespaces
# with nothing but loopback, a folder $work, and functions to start, ask and stop a sipweir.
#
# Nothing here sleeps for a while and hopes: a daemon's start ends when it serves, and wait_until
# asks for a condition. WEIR_BUILD names the build folder; $source the checkout.
# Exit 77 (skip) says that the test does not belong on this machine.

set -euo pipefail

source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$(cd "${WEIR_BUILD:-$source/build}" && pwd)
instance=smoke

if [ -z "${WEIR_SMOKE_INSIDE:-}" ]; then
  map=()
  [ "$(id -u)" -eq 0 ] || map=(--map-root-user)
  if ! unshare "${map[@]}" --mount --net true 2>/dev/null; then
    echo "skipped: this machine refuses namespaces (unshare --mount --net)"
    exit 77
  fi
  WEIR_SMOKE_INSIDE=1 exec unshare "${map[@]}" --mount --net "$0" "$@"
fi

ip link set lo up
work=$(mktemp -d /tmp/weir-smoke.XXXXXX)
chmod 755 "$work"
run=$work/run
mkdir -m 700 "$run"
export XDG_STATE_HOME=$work/state
ctl=("$build/sipweirctl" --socket "$run/$instance.sock")

# cleanup COMMAND...: to be run at the end, whatever happens; the last one first.
cleanups=()
cleanup() { cleanups+=("$(printf '%q ' "$@")"); }

finish() {
  local status=$? i
  trap - EXIT
  set +e
  if [ "$status" -ne 0 ] && [ "$status" -ne 77 ]; then
    echo "--- failed with $status; the last lines of every log:"
    tail -n 30 "$work"/*.log 2>/dev/null
    "${ctl[@]}" stats 2>/dev/null
  fi
  for ((i = ${#cleanups[@]} - 1; i >= 0; i--)); do eval "${cleanups[$i]}" >/dev/null 2>&1; done
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT

fail() {
  echo "FAILED: $*"
  exit 1
}

# need COMMAND...: skips the test where a tool is missing.
need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || {
      echo "skipped: $tool is not installed"
      exit 77
    }
  done
}

# wait_until COMMAND...: until the command succeeds; a minute, since other work may fill the machine.
wait_until() {
  local deadline=$((SECONDS + 60))
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || fail "waited too long for: $*"
    read -rt 0.05 <><(:) || true
  done
}

# bound PORT: a UDP socket of this network namespace has that port.
bound() { grep -qi ":$(printf '%04X' "$1") " /proc/net/udp /proc/net/udp6; }

# start_sipweir ARGUMENT...: as a daemon, so that the command ends when it serves. $pid is it.
start_sipweir() {
  "$build/sipweir" -E -Y "$run" --instance="$instance" -P "$work/sipweir.pid" "$@" \
    2>>"$work/sipweir.log" || fail "sipweir $* did not start: $(tail -n 3 "$work/sipweir.log")"
  pid=$(cat "$work/sipweir.pid")
  cleanup kill -KILL "$pid"
}

# gone PID: the process has ended, or is a zombie that nobody has asked after.
gone() {
  local state
  state=$(awk '{ print $3 }' "/proc/$1/stat" 2>/dev/null) || return 0
  [ -z "$state" ] || [ "$state" = Z ]
}

# stop_sipweir: ends it in order; its account must be exact to the last packet.
stop_sipweir() {
  check_account
  kill -TERM "$pid"
  wait_until gone "$pid"
  [ ! -e "$work/sipweir.pid" ] || fail "the pid file is still there"
  [ ! -e "$run/$instance.sock" ] || fail "the control socket is still there"
}

# stat_of PATH: one number of `sipweirctl --json stats`, as in account.received.
stat_of() {
  "${ctl[@]}" --json stats | python3 -c '
import json, sys
value = json.load(sys.stdin)
for name in sys.argv[1].split("."):
    value = value[name]
print(value)' "$1"
}

# drops_of REASON
drops_of() {
  "${ctl[@]}" --json drops | python3 -c '
import json, sys
print(next(row["count"] for row in json.load(sys.stdin) if row["reason"] == sys.argv[1]))' "$1"
}

check_account() {
  local difference
  difference=$(stat_of account.difference)
  [ "$difference" = 0 ] || fail "the account is off by $difference"
}

# refuses TEXT COMMAND...: it must fail within a minute with a message that holds TEXT.
refuses() {
  local text=$1 status=0
  shift
  timeout 60 "$@" >"$work/refusal.log" 2>&1 || status=$?
  [ "$status" -ne 0 ] || fail "was not refused: $*"
  [ "$status" -ne 124 ] || fail "hangs: $*"
  [ "$status" -lt 128 ] || fail "crashed with $status: $*"
  grep -qF -- "$text" "$work/refusal.log" ||
    fail "does not say '$text' but '$(cat "$work/refusal.log")': $*"
}
