#!/usr/bin/env python3
"""Runs the call flows of flows/*.flow by sipweir and compares with what Kamailio 5.6.3 made of them.

    flows_test.py SIPWEIR [--show] [--write] [NAME...]
    flows_test.py --kamailio|--record [--show] [NAME...]
    flows_test.py SIPWEIR --random FIRST COUNT

A flow has a script, the steps of its peers, and what Kamailio did: the lines that the script
logged, the messages that each peer got, with delays where a timer is behind them, and the outcome.
verdicts.txt says of each flow whether sipweir does the same; a listed difference that is gone fails,
too. --write renews it and the list in docs/compatibility.md. --kamailio asks Kamailio whether it
still does what is recorded; --record writes down what it does. --show prints what was done.
--random plays flows that are made from numbers by both servers.

Each server runs in a network of its own, six at a time. What is not as it was expected is tried
once more alone, since a busy machine delays. Where namespaces are refused, the test is skipped (77).
"""
import ctypes
import difflib
import fcntl
import multiprocessing
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile

from flow_file import FOLDER, HERE, Flow, configuration, read_flows
from flow_peers import Play
from flow_random import random_flow
from flow_record import alike, answer, read_log

SKIPPED = 77
AT_ONCE = 6
DOCUMENT = os.path.join(os.path.dirname(os.path.dirname(HERE)), "docs", "compatibility.md")
START, END = "<!-- tests/oracle/flows_test.py --write -->\n", "<!-- end of flows -->\n"
CLONE_NEWNET, SIOCSIFFLAGS, UP = 0x40000000, 0x8914, 0x1


def own_network():
    """Each worker has a loopback of its own, so that all flows use the same addresses."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", UP))


def alone():
    """Runs this again as root of a user namespace, if it is not root already."""
    if os.environ.get("WEIR_FLOWS_INSIDE"):
        return
    unshare = ["unshare", "--net"] if os.getuid() == 0 else ["unshare", "--map-root-user", "--net"]
    if subprocess.run(unshare + ["true"], capture_output=True).returncode != 0:
        print("skipped: this machine refuses namespaces (unshare --net)")
        sys.exit(SKIPPED)
    os.environ["WEIR_FLOWS_INSIDE"] = "1"
    os.execvp("unshare", unshare + [sys.executable] + sys.argv)


def find_kamailio():
    kamailio = shutil.which("kamailio") or shutil.which("kamailio", path="/usr/sbin")
    for folder in ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"):
        modules = os.path.join(folder, "kamailio", "modules")
        if kamailio and os.path.exists(os.path.join(modules, "tm.so")):
            return kamailio, modules + "/"
    print("skipped: Kamailio is not installed")
    sys.exit(SKIPPED)


def perform(job):
    """Runs one flow by one server: its name, and what it did or why it did not start."""
    flow, program, modules, extra = job
    with tempfile.TemporaryDirectory() as folder:
        script, log = os.path.join(folder, "flow.cfg"), os.path.join(folder, "log")
        with open(script, "w", encoding="ascii") as file:
            file.write(configuration(flow, modules))
        command = [program, "-f", script, "-DD", "-E", "-w", folder, "-Y", folder] + extra
        with open(log, "wb") as file:
            process = subprocess.Popen(command, stdout=file, stderr=file, stdin=subprocess.DEVNULL)
        play = Play(flow, lambda: process.poll() is None)
        try:
            if not play.ready():
                with open(log, encoding="latin-1") as file:
                    return flow.name, "did not start:\n" + "".join(file.readlines()[-12:])
            play.run()
        except LookupError as error:
            play.outcome = str(error)
        finally:
            play.close()
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return flow.name, answer(play, read_log(log))


def by_server(flows, program, modules, extra, fine):
    """What the server made of each flow. `fine` says which results need no second try."""
    results = {}
    for at_once in (AT_ONCE, 1):
        jobs = [(flow, program, modules, extra) for flow in flows
                if at_once > 1 or not fine(flow, results[flow.name])]
        if jobs:
            with multiprocessing.Pool(min(at_once, len(jobs)), own_network) as pool:
                results.update(pool.imap_unordered(perform, jobs))
    return results


def difference(recorded, result):
    lines = difflib.unified_diff(recorded.split("\n"), result.split("\n"), "kamailio", "now", lineterm="", n=2)
    return "    " + "\n    ".join(list(lines))


def ask_kamailio(flows, record, show):
    program, modules = find_kamailio()
    alone()
    results = by_server(flows, program, modules, ["-m", "32", "-M", "8"],
                        lambda flow, result: alike(flow.recorded or "", result))
    wrong = 0
    for flow in flows:
        result = results[flow.name]
        if not result.endswith("\noutcome complete"):
            print(f"{flow.name}: Kamailio does not play it to the end:\n{result}")
            wrong += 1
        elif not alike(flow.recorded or "", result):
            if record:
                flow.record(result)
            wrong += not record
            print(f"{flow.name}: {'recorded' if record else 'DIFFERS'}:")
            print(result if flow.recorded is None else difference(flow.recorded, result))
        elif show:
            print(f"{flow.name}:\n{result}")
    print(f"{len(flows)} flows by Kamailio, {wrong} wrong")
    return wrong


def compare_random(sipweir, first, count):
    """Plays flows that are made from numbers by both, and prints those that differ."""
    program, modules = find_kamailio()
    alone()
    flows = [Flow(f"random_{n}.flow", random_flow(n)) for n in range(first, first + count)]
    theirs = by_server(flows, program, modules, ["-m", "32", "-M", "8"], lambda flow, result: True)
    ours = by_server(flows, os.path.abspath(sipweir), "/usr/lib/", ["-A", "SIPWEIR"],
                     lambda flow, result: alike(theirs[flow.name], result))
    wrong = [flow for flow in flows if not alike(theirs[flow.name], ours[flow.name])]
    for flow in wrong:
        print(flow.text)
        print(difference(theirs[flow.name], ours[flow.name]))
    print(f"{count} flows from number {first}: {count - len(wrong)} equal, {len(wrong)} differ")
    return 1 if wrong else 0


def read_verdicts():
    """What verdicts.txt says of each flow: equal, planned, or the key of a reason."""
    verdicts = {}
    with open(os.path.join(FOLDER, "verdicts.txt"), encoding="ascii") as file:
        for line in file:
            if line.strip() and line[0] != "#":
                verdict, name = line.split()
                verdicts[name] = verdict
    return verdicts


def write_verdicts(verdicts):
    path = os.path.join(FOLDER, "verdicts.txt")
    with open(path, encoding="ascii") as file:
        head = [line for line in file if line[0] == "#"]
    width = max(len(verdict) for verdict in verdicts.values())
    with open(path, "w", encoding="ascii") as file:
        file.writelines(head + ["\n"])
        file.writelines(f"{verdicts[name]:{width}} {name}\n" for name in sorted(verdicts))


def read_reasons():
    reasons = {}
    with open(os.path.join(FOLDER, "differences.txt"), encoding="ascii") as file:
        for line in file:
            if line.startswith("#") or not line.strip():
                continue
            if line[0] == " ":
                reasons[key] += " " + line.strip()
            else:
                key, text = line.strip().split(None, 1)
                reasons[key] = text
    return reasons


def check_document(verdicts, reasons, write):
    with open(DOCUMENT, encoding="utf-8") as file:
        head, rest = file.read().split(START)
    old, tail = rest.split(END)
    new = ""
    for key, text in reasons.items():
        count = sum(verdict == key for verdict in verdicts.values())
        new += f"* {text} ({count})\n" if count else ""
    if old != new and write:
        with open(DOCUMENT, "w", encoding="utf-8") as file:
            file.write(head + START + new + END + tail)
    elif old != new:
        print("docs/compatibility.md does not list what verdicts.txt does: run flows_test.py --write")
    return old == new or write


def verdict_of(flow, result):
    """What sipweir did: equal, planned (its script is refused with that word), or differs."""
    if alike(flow.recorded, result):
        return "equal"
    return "planned" if result.startswith("did not start:") and "planned" in result else "differs"


def ask_sipweir(flows, sipweir, show, write, all_of_them):
    reasons, listed = read_reasons(), read_verdicts()
    unrecorded = [flow.name for flow in flows if flow.recorded is None]
    if unrecorded or set(listed.values()) - set(reasons) - {"equal"}:
        raise SystemExit(f"not recorded: {unrecorded}, or verdicts.txt has a verdict without a reason")
    alone()
    results = by_server(flows, os.path.abspath(sipweir), "/usr/lib/", ["-A", "SIPWEIR"],
                        lambda flow, result: listed.get(flow.name) not in ("equal", None)
                        or verdict_of(flow, result) == "equal")
    wrong, counts = 0, {}
    for flow in flows:
        name, result = flow.name, results[flow.name]
        found, said = verdict_of(flow, result), listed.get(flow.name, "not listed")
        fine = found == said or found == "differs" and said in reasons and said != "planned"
        if write:
            listed[name] = said if fine else "open" if found == "differs" else found
        wrong += not fine and not write
        counts[found] = counts.get(found, 0) + 1
        if show or not fine:
            print(f"{name}: {found}" + ("" if fine else f", and verdicts.txt says {said}"))
            print(difference(flow.recorded, result) if found == "differs" else "    " + result.split("\n")[-1])
    print(f"{len(flows)} flows: " + ", ".join(f"{n} {word}" for word, n in counts.items()) + f"; {wrong} wrong")
    if write and all_of_them:
        write_verdicts({flow.name: listed[flow.name] for flow in flows})
    return wrong + (all_of_them and not check_document(listed, reasons, write))


def main():
    options = [a for a in sys.argv[1:] if a.startswith("--")]
    names = [a for a in sys.argv[1:] if not a.startswith("--")]
    show = "--show" in options
    if "--kamailio" in options or "--record" in options:
        return 1 if ask_kamailio(read_flows(names), "--record" in options, show) else 0
    sipweir, *names = names
    if "--random" in options:
        return compare_random(sipweir, int(names[0]), int(names[1]))
    return 1 if ask_sipweir(read_flows(names), sipweir, show, "--write" in options, not names) else 0


if __name__ == "__main__":
    sys.exit(main())
