#!/bin/sh
# completion_test.sh SIPWEIR SIPWEIRCTL: bash and zsh read the completion scripts, and bash completes
# options, commands and names by them.
set -eu
sipweir=$1
sipweirctl=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
  echo "error: $1" >&2
  exit 1
}
for shell in bash zsh; do
  "$sipweir" completion "$shell" >"$work/sipweir.$shell"
  "$sipweirctl" completion "$shell" >"$work/sipweirctl.$shell"
  for program in sipweir sipweirctl; do
    grep -q "Completion of $program for $shell" "$work/$program.$shell" || fail "$program has none for $shell"
    if command -v "$shell" >/dev/null; then
      "$shell" -n "$work/$program.$shell" || fail "$shell does not read $program's"
    fi
  done
done
# Every long option and every command stands in both scripts.
for option in $("$sipweir" -h | grep -oE '^ +(-., )?--[a-z-]+' | grep -oE -- '--[a-z-]+'); do
  grep -q -- "$option" "$work/sipweir.bash" || fail "$option is not completed by bash"
  grep -q -- "$option" "$work/sipweir.zsh" || fail "$option is not completed by zsh"
done
for command in $("$sipweirctl" --help | sed -n '/^Commands:/,$s/^    \([a-z]*\) .*/\1/p'); do
  grep -qw "$command" "$work/sipweirctl.bash" || fail "$command is not completed by bash"
  grep -qw "$command" "$work/sipweirctl.zsh" || fail "$command is not completed by zsh"
done
# complete PROGRAM WORD...: what bash offers for the last word.
complete_with_bash() {
  bash -c '
    program=$1 path=$2 script=$3
    shift 3
    . "$script"
    COMP_WORDS=("$program" "$@")
    COMP_CWORD=$#
    "_$program" "$path" "${!#}" ""
    printf "%s\n" "${COMPREPLY[@]}"' - "$@"
}
offered() {
  wanted=$1
  shift
  complete_with_bash "$@" | grep -qx -- "$wanted" || fail "bash does not offer $wanted for: $*"
}
offered --server-id sipweir "$sipweir" "$work/sipweir.bash" --serv
offered explain sipweir "$sipweir" "$work/sipweir.bash" expl
offered sl_send_reply sipweir "$sipweir" "$work/sipweir.bash" doc sl_send
offered zsh sipweir "$sipweir" "$work/sipweir.bash" completion z
offered rollback sipweirctl "$sipweirctl" "$work/sipweirctl.bash" roll
offered --json sipweirctl "$sipweirctl" "$work/sipweirctl.bash" --js
