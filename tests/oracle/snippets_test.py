#!/usr/bin/env python3
"""Runs the snippets of snippets/*.txt by Kamailio and by sipweir, on the same messages, and compares.

    snippets_test.py SIPWEIR [--show] [--write] [FILE[:LINE]...]

What each of them logged, answered and forwarded must be the same, byte for byte once branches, tags
and our Record-Route cookie have one form. A difference is allowed where the snippet names its reason
(snippets/differences.txt), and is then required: a listed difference that is gone fails, too.

--show prints what both did; --write renews the list of reasons in docs/compatibility.md.
Without Kamailio, or where namespaces are refused, the test is skipped (77).
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

from proxy import Proxy
from snippet_table import FOLDER, check_document, read_reasons, read_snippets, script

SKIPPED = 77


def refused_by_kamailio(log, owners):
    """The snippets that an unsuccessful start complains of; it stops at the first ten or so."""
    refused = {}
    with open(log, encoding="latin-1") as file:
        for line in file:
            found = re.search(r"(?:ERROR|CRITICAL): .*(?:line:? |\(|\.cfg:)(\d+)(?:[,) ]|$)", line)
            if found and int(found[1]) in owners:
                refused.setdefault(owners[int(found[1])], line.strip())
    return refused


def refused_by_us(sipweir, path, owners):
    """The snippets our compiler refuses, each with what it says."""
    run = subprocess.run([sipweir, "-c", "-f", path, "-A", "SIPWEIR"], capture_output=True, timeout=60)
    refused = {}
    for line in (run.stdout + run.stderr).decode("latin-1").split("\n"):
        found = re.search(re.escape(os.path.basename(path)) + r":(\d+)[:-].*(?:error|planned): ", line)
        if found and int(found[1]) in owners:
            refused.setdefault(owners[int(found[1])], line)
        elif found:
            raise SystemExit("the frame is refused:\n" + line)
    return refused


def judge(snippets, theirs, ours, refused, show):
    wrong = 0
    for number, snippet in snippets:
        same = number not in refused and theirs[number] == ours[number]
        fine = same == (snippet.reason is None)
        wrong += not fine
        if fine and not show:
            continue
        verdict = "ok" if fine else "DIFFERS" if not same else f"no longer differs ({snippet.reason})"
        print(f"{snippet.place}: {verdict}: {snippet.text}")
        if number in refused:
            print("    " + refused[number])
        for name, result in (("kamailio", theirs), ("sipweir", ours)):
            if number in result:
                log, packets = result[number]
                print(f"    {name:8} logs {log}")
                if packets and (show or same or not packets == theirs[number][1] == ours.get(number, (0, 0))[1]):
                    for way, text in packets:
                        print(f"    {name:8} {way} {text!r}")
    return wrong


def alone():
    """Runs this again in a network of its own."""
    if os.environ.get("WEIR_SNIPPETS_INSIDE"):
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        return
    unshare = ["unshare", "--net"] if os.getuid() == 0 else ["unshare", "--map-root-user", "--net"]
    if subprocess.run(unshare + ["true"], capture_output=True).returncode != 0:
        print("skipped: this machine refuses namespaces (unshare --net)")
        sys.exit(SKIPPED)
    os.environ["WEIR_SNIPPETS_INSIDE"] = "1"
    os.execvp("unshare", unshare + [sys.executable] + sys.argv)


def find_kamailio():
    kamailio = shutil.which("kamailio") or shutil.which("kamailio", path="/usr/sbin")
    for folder in ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"):
        modules = os.path.join(folder, "kamailio", "modules")
        if kamailio and os.path.exists(os.path.join(modules, "siputils.so")):
            return kamailio, modules + "/"
    print("skipped: Kamailio is not installed")
    sys.exit(SKIPPED)


class Trial:
    """Both programs over the same snippets, in one folder. A snippet that one of them refuses is
    taken out of the script, since neither starts with an error in it."""

    def __init__(self, sipweir, snippets, folder):
        self.sipweir, self.snippets, self.folder = sipweir, snippets, folder
        self.kamailio, self.modules = find_kamailio()
        self.path = os.path.join(folder, "snippets.cfg")
        for name in os.listdir(FOLDER):  # what the frame includes
            if name.startswith("included"):
                shutil.copy(os.path.join(FOLDER, name), folder)
        self.refused = {}  # number -> who refuses it, and what it says

    def write(self):
        """Writes the script of what nobody has refused yet; returns the snippet of each line."""
        left = [pair for pair in self.snippets if pair[0] not in self.refused]
        text, owners = script(left, self.modules)
        with open(self.path, "w", encoding="ascii") as file:
            file.write(text)
        return left, owners

    def command(self, program):
        return [program, "-f", self.path, "-DD", "-E", "-w", self.folder, "-Y", self.folder]

    def by_kamailio(self):
        proxy = Proxy("kamailio", self.command(self.kamailio) + ["-M", "64"], self.folder)
        while True:
            left, owners = self.write()
            if proxy.run(left):
                return proxy.results
            found = refused_by_kamailio(proxy.log, owners)
            if not found:
                raise SystemExit("kamailio did not start:\n" + proxy.tail())
            self.refused.update((n, "kamailio refuses it: " + line) for n, line in found.items())

    def by_sipweir(self):
        while True:
            left, owners = self.write()
            found = refused_by_us(self.sipweir, self.path, owners)
            if not found:
                break
            self.refused.update((n, "sipweir refuses it: " + line) for n, line in found.items())
        proxy = Proxy("sipweir", self.command(self.sipweir) + ["-A", "SIPWEIR"], self.folder)
        if not proxy.run(left):
            raise SystemExit("sipweir did not start:\n" + proxy.tail())
        return proxy.results


def main():
    arguments = sys.argv[1:]
    show, write = "--show" in arguments, "--write" in arguments
    sipweir, *wanted = [a for a in arguments if not a.startswith("--")]
    everything = []
    for name in sorted(os.listdir(FOLDER)):
        if name.endswith(".txt") and name != "differences.txt":
            everything += read_snippets(os.path.join(FOLDER, name))
    reasons = read_reasons()
    for snippet in everything:
        if snippet.reason is not None and snippet.reason not in reasons:
            raise SystemExit(f"{snippet.place}: differences.txt has no reason {snippet.reason!r}")
    snippets = [(f"s{n}", s) for n, s in enumerate(everything)
                if not wanted or any(s.place == w or s.place.startswith(w + ":") for w in wanted)]
    find_kamailio()
    alone()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(sipweir, snippets, folder)
        theirs = trial.by_kamailio()
        ours = trial.by_sipweir()
    wrong = judge(snippets, theirs, ours, trial.refused, show)
    listed = sum(s.reason is not None for _, s in snippets)
    print(f"{len(snippets)} snippets: {len(snippets) - listed - wrong} equal, {listed} listed, {wrong} wrong")
    if not wanted and not check_document(everything, reasons, write):
        return 1
    return 1 if wrong else 0


sys.exit(main())
