#!/usr/bin/env bash
# fuzz.sh FOLDER SECONDS: runs every fuzzer of the build folder for that long, two at a time, and
# writes FOLDER/fuzz.junit.xml. A crash fails the run; the input is kept in FOLDER/fuzz/.
set -euo pipefail
folder=$1
seconds=$2
mkdir -p "$folder/fuzz"
fuzzers=()
for path in "$folder"/tests/fuzz/*_fuzz; do [ -x "$path" ] && fuzzers+=("$path"); done
if [ "${#fuzzers[@]}" -eq 0 ]; then
  echo "error: no fuzzer was built in $folder" >&2
  exit 1
fi

run_one() {
  local path=$1 name
  name=$(basename "$path")
  mkdir -p "$folder/fuzz/$name"
  local seeds=()
  for seed in "tests/fuzz/seeds/${name%_fuzz}" "tests/corpus/${name%_fuzz}" tests/corpus/rfc4475 tests/corpus/rfc5118; do [ -d "$seed" ] && seeds+=("$seed"); done
  "$path" -dict=tests/fuzz/sip.dict -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$folder/fuzz/$name-" "$folder/fuzz/$name" "${seeds[@]}" >"$folder/fuzz/$name.log" 2>&1
}

# figures LOG: how many inputs were tried, and how many of the program's edges they took.
figures() {
  local inputs taken all
  inputs=$(grep -oE 'stat::number_of_executed_units: *[0-9]+' "$1" | grep -oE '[0-9]+$' || echo 0)
  taken=$(grep -oE ' cov: [0-9]+' "$1" | tail -n 1 | grep -oE '[0-9]+$' || echo 0)
  all=$(grep -oE '\([0-9]+ PCs\)' "$1" | head -n 1 | grep -oE '[0-9]+' || echo 0)
  echo "$inputs inputs, $taken of $all edges"
}

cases=
# Two at a time: this is what a small machine has cores for.
for ((i = 0; i < ${#fuzzers[@]}; i += 2)); do
  pids=()
  pair=("${fuzzers[@]:i:2}")
  for path in "${pair[@]}"; do
    run_one "$path" &
    pids+=($!)
  done
  for j in "${!pair[@]}"; do
    name=$(basename "${pair[j]}")
    if wait "${pids[j]}"; then
      echo "fuzz $name: $(figures "$folder/fuzz/$name.log"), no crash"
      cases+="<testcase name=\"$name\"/>"
    else
      echo "fuzz $name: FAILED"
      tail -n 30 "$folder/fuzz/$name.log"
      cases+="<testcase name=\"$name\"><failure message=\"crash, see $folder/fuzz/$name.log\"/></testcase>"
    fi
  done
done
echo "<?xml version=\"1.0\"?><testsuites><testsuite name=\"fuzz\">$cases</testsuite></testsuites>" >"$folder/fuzz.junit.xml"
