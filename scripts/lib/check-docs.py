"""Checks that every path in docs/architecture.md exists."""
import os
import re
import sys

ROOT = os.path.abspath(sys.argv[1])
FLOORS = ("sip", "routes", "dataplane", "control")


def exists(name, floor):
    places = [name] + ([os.path.join(floor, name)] if floor else [])
    return any(os.path.exists(os.path.join(ROOT, p)) for p in places)


def main():
    missing = []
    with open(os.path.join(ROOT, "docs", "architecture.md"), encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            row = re.match(r"\| `(\w+)/` \|", line)
            floor = row.group(1) if row and row.group(1) in FLOORS else None
            for name in re.findall(r"`([\w./-]+\.(?:cc|h|def|build)|(?:%s|scripts|bench|tests|docs|examples)/[\w./-]*)`" % "|".join(FLOORS), line):
                if not exists(name, floor):
                    missing.append(f"docs/architecture.md:{number}: {name} does not exist")
    print("\n".join(missing) or "every file named in docs/architecture.md exists")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
