"""Joins JUnit files into one and prints the closing line that says what passed."""
import argparse
import sys
import xml.etree.ElementTree as ElementTree


def outcome_of(case):
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    if case.find("skipped") is not None or case.get("result") == "suppressed":
        return "skipped"
    return "passed"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", required=True)
    parser.add_argument("--broken", type=int, default=0, help="builds or runs that gave no result")
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()

    joined = ElementTree.Element("testsuites")
    count = {"passed": 0, "failed": arguments.broken, "skipped": 0}
    for path in arguments.files:
        folder = path.split("/")[0]
        for suite in ElementTree.parse(path).getroot().iter("testsuite"):
            suite.set("name", f"{folder}: {suite.get('name')}")
            joined.append(suite)
            for case in suite.iter("testcase"):
                outcome = outcome_of(case)
                count[outcome] += 1
                if outcome == "passed":
                    continue
                skipped = case.find("skipped")
                why = (skipped.get("message") or skipped.text or "") if skipped is not None else ""
                print(f"{outcome}: {suite.get('name')}: {case.get('name')} {why.strip()[:200]}".rstrip())
    ElementTree.ElementTree(joined).write(arguments.out, encoding="utf-8", xml_declaration=True)
    if count["passed"] == 0 and count["failed"] == 0:
        count["failed"] = 1
        print("failed: no test was run")
    print(f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    return 1 if count["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
