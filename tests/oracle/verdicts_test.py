#!/usr/bin/env python3
"""Compares our parser and `kamailio -c` with the verdicts of verdicts.txt.

usage: verdicts_test.py READ_SCRIPT
Without Kamailio only our side is checked, and the test counts as skipped (77) when that is good.
"""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
HEAD = """listen=udp:127.0.0.1:5060
loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "kex.so"
"""
# What our parser and Kamailio have to say: True is "accepted".
EXPECTED = {
    "accepted": (True, True),
    "refused": (False, False),
    "stricter": (False, True),
    "looser": (True, False),
}
SKIPPED = 77


def rows():
    with open(os.path.join(HERE, "verdicts.txt"), encoding="ascii") as f:
        for number, line in enumerate(f, 1):
            if not line.strip() or line.startswith("#"):
                continue
            verdict, place, snippet = line.rstrip("\n").split(None, 2)
            yield number, verdict, place, snippet.replace("\\n", "\n")


def script(place, snippet):
    if place == "body":
        return f"{HEAD}request_route {{\n{snippet}\n}}\n"
    return f"{snippet}\nrequest_route {{ exit; }}\n"


def accepts(command):
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    if run.returncode < 0:
        sys.exit(f"{command[0]} was killed by signal {-run.returncode}")
    return run.returncode == 0, run.stdout.decode(errors="replace")


def main():
    kamailio = shutil.which("kamailio") or shutil.which("kamailio", path="/usr/sbin")
    wrong = count = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "snippet.cfg")
        for number, verdict, place, snippet in rows():
            count += 1
            with open(path, "w", encoding="ascii") as f:
                f.write(script(place, snippet))
            judges = [("sipweir", [sys.argv[1], path], EXPECTED[verdict][0])]
            if kamailio:
                judges.append(("kamailio", [kamailio, "-c", "-f", path], EXPECTED[verdict][1]))
            for name, command, expected in judges:
                accepted, output = accepts(command)
                if accepted == expected:
                    continue
                wrong += 1
                said = "accepts" if accepted else "refuses"
                print(f"verdicts.txt:{number}: {name} {said} it, against the verdict {verdict!r}")
                print("    " + snippet.replace("\n", "\n    "))
                print("    " + "\n    ".join(output.strip().split("\n")[-5:]))
    print(f"{count} snippets, {wrong} verdicts wrong" + ("" if kamailio else "; no kamailio here"))
    if wrong:
        return 1
    return 0 if kamailio else SKIPPED


sys.exit(main())
