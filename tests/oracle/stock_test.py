#!/usr/bin/env python3
"""Debian's stock kamailio.cfg checks clean with its features on and off: none of them, each one, every
pair, all, and all but one. What is not built yet is told as planned; nothing is unknown or wrong.

    stock_test.py SIPWEIR
"""
import collections
import concurrent.futures
import itertools
import json
import pathlib
import re
import subprocess
import sys

STOCK = pathlib.Path("/etc/kamailio/kamailio.cfg")
SKIPPED = 77
# These name DBURL, which the file defines with WITH_MYSQL alone; Kamailio refuses them without it, too.
WANT_A_DATABASE = {
    "WITH_ACCDB", "WITH_ALIASDB", "WITH_AUTH", "WITH_MULTIDOMAIN", "WITH_PRESENCE", "WITH_SPEEDDIAL", "WITH_USRLOCDB",
}


def combinations(flags):
    every = [()] + [(flag,) for flag in flags] + list(itertools.combinations(flags, 2)) + [tuple(flags)]
    return every + [tuple(other for other in flags if other != flag) for flag in flags]


def check(sipweir, script, defines):
    """The complaints of `sipweir -c` that are not about what is planned; empty when it exits 0."""
    words = [sipweir, "-c", "-f", str(script)]
    if WANT_A_DATABASE & set(defines) and "WITH_MYSQL" not in defines:
        defines = (*defines, "WITH_MYSQL")
    for define in defines:
        words += ["-A", define]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    bad = [line for line in done.stderr.splitlines() if ": error: " in line]
    if done.returncode != 0 or bad:
        return f"{' '.join(defines) or 'no feature'}: exit {done.returncode}: " + "; ".join(bad[:3] or [done.stderr[-300:]])
    return ""


def report(sipweir, script, defines):
    words = [sipweir, "-c", "--report", str(script), "--json"]
    for define in defines:
        words += ["-A", define]
    return json.loads(subprocess.run(words, capture_output=True, text=True, timeout=60).stdout)


def main():
    sipweir = sys.argv[1]
    examples = pathlib.Path(__file__).resolve().parent.parent.parent / "examples"
    failures = []
    for script in sorted(examples.glob("*.cfg")):
        failures.append(check(sipweir, script, (f'DESTINATIONS="{examples / "dispatcher.list"}"',)))
    count = 0
    if STOCK.exists():
        text = STOCK.read_text(errors="replace")
        flags = sorted(set(re.findall(r"#!ifn?def\s+(WITH_\w+)", text)))
        if len(flags) < 15:
            sys.exit(f"error: only {len(flags)} features in {STOCK}: is it the package's file?")
        every = combinations(flags)
        count = len(every)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            failures += pool.map(lambda defines: check(sipweir, STOCK, defines), every)
        rows = report(sipweir, STOCK, flags)["rows"]
        states = collections.Counter(row["support"] for row in rows)
        failures += [f"{row['line']}: {row['support']}: {row['what']}" for row in rows if row["support"] in ("unknown", "wrong")]
        print(f"{len(flags)} features, {count} combinations; with all on: {dict(states)}")
    failures = [failure for failure in failures if failure]
    for failure in failures[:20]:
        print(f"error: {failure}", file=sys.stderr)
    if failures:
        return 1
    return 0 if count else SKIPPED


if __name__ == "__main__":
    sys.exit(main())
