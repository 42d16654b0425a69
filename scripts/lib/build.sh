# Configure and build one build folder; sourced by the scripts.
# shellcheck shell=bash

# On a machine with ccache every compiler call goes through it (meson finds it by itself); the
# folder's name stays out of the hash so that build/, build-asan/ and clones share what they can.
export CCACHE_NOHASHDIR=1
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$PWD}

# build_folder LOG FOLDER [MESON-OPTION...] -- [NINJA-TARGET...]
# Configures FOLDER when it is new or its options changed, then builds. One line of progress; on
# failure the first errors of the log and where the rest is.
build_folder() {
  local log=$1 folder=$2
  shift 2
  local options=() targets=()
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  [ $# -gt 0 ] && shift
  targets=("$@")
  local stamp="$folder/.weir-options" wanted="${CXX:-} ${options[*]:-}"
  if [ ! -f "$folder/build.ninja" ] || [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    echo "configuring $folder"
    rm -rf "$folder/meson-private" "$folder/meson-info" "$folder/build.ninja"
    if ! meson setup "$folder" "${options[@]}" >>"$log" 2>&1 </dev/null; then
      echo "error: meson could not configure $folder:" >&2
      grep -E 'ERROR|error:' "$log" | tail -n 5 | sed 's/^/       /' >&2
      echo "       the whole output is in $log" >&2
      return 1
    fi
    echo "$wanted" >"$stamp"
  fi
  local started=$SECONDS
  echo "building $folder"
  local out="$folder/.weir-build.log"
  if ! ninja -C "$folder" "${targets[@]}" >"$out" 2>&1 </dev/null; then
    cat "$out" >>"$log"
    echo "error: the build of $folder failed:" >&2
    grep -E 'error:|FAILED|undefined reference' "$out" | head -n 10 | sed 's/^/       /' >&2
    echo "       the whole output is in $log" >&2
    return 1
  fi
  cat "$out" >>"$log"
  echo "built $folder in $((SECONDS - started)) s"
}
