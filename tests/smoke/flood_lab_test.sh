#!/usr/bin/env bash
# The flood lab's two edges that the demo has not: Kamailio behind nftables, and behind sipweir, whose
# known callers lose nothing.
. "$(dirname "$0")/init.sh"
need python3 ip nft sipp kamailio
[ "$(id -u)" -eq 0 ] || skip "network namespaces need root"
cd "$(dirname "$0")/../.."
python3 scripts/lib/demo/flood_lab.py --rates 2000 --attack spoofed --attack kdmq --edge kamailio-nft \
  --edge sipweir-kamailio --seconds 2 --calls 20 --out "$work/lab" >"$work/lab.out" 2>&1 || fail "the lab failed: $(tail -n 5 "$work/lab.out")"
python3 - "$work/lab/lab.csv" <<'PY'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="ascii")))
assert len(rows) == 4, rows
for row in rows:
    assert int(row["sent_per_second"]) > 1000, row
    if row["edge"] == "sipweir-kamailio":
        assert row["peer"] == row["registered"] == "100.0", row
        assert row["packets_to_attacker"] == "0", row
PY
