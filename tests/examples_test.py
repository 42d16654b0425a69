#!/usr/bin/env python3
"""Checks with `sipweir -c` that every example of a function in docs/reference compiles and uses
nothing that is planned, and that the scripts of examples/ check.

    examples_test.py SIPWEIR
"""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs/reference/modules"
BLOCK = re.compile(r"^(?:request_route|route|reply_route|onreply_route|failure_route|branch_route|onsend_route|event_route)\b.*\{", re.M)
# Modules that read files when they are loaded, or that give functions another meaning.
LEFT_OUT = {"dialplan", "mtree"}
LIST = ROOT / "examples/dispatcher.list"


def read_examples():
    """{function: (module, text)}: the first block of code below each function's head."""
    examples = {}
    for page in sorted(PAGES.glob("*.md")):
        functions = page.read_text().partition("\n## Functions\n")[2].partition("\n## ")[0]
        for section in functions.split("\n### ")[1:]:
            name, _, rest = section.partition("\n")
            code = re.search(r"^```\n(.*?)^```$", rest, re.M | re.S)
            if code:
                examples[name.strip().replace("\\", "")] = (page.stem, code[1])
    return examples


def script(module, text):
    """What stands around an example: statements get a request_route, other blocks stand beside it."""
    head = "listen=udp:127.0.0.1:5060\n"
    modules = sorted({page.stem for page in PAGES.glob("*.md")} - LEFT_OUT - {"core", "dpdk", "guard"} | {module} - {"core"})
    head += "".join(f'loadmodule "{name}.so"\n' for name in modules)
    head += f'modparam("dispatcher", "list_file", "{LIST}")\nmodparam("dispatcher", "flags", 2)\n'
    block = BLOCK.search(text)
    if block is None:
        return f"{head}request_route {{\n{text}}}\n"
    if re.search(r"^request_route", text, re.M):
        return head + text
    return f"{head}request_route {{\n{text[:block.start()]}exit;\n}}\n{text[block.start():]}"


def check_scripts(sipweir):
    """How many scripts of examples/ do not check; those that say nothing of a plan must be ready to run."""
    wrong = 0
    for path in sorted((ROOT / "examples").glob("*.cfg")):
        run = subprocess.run([sipweir, "-c", "-f", path, "-l", "udp:127.0.0.1:5060", "-A", f'DESTINATIONS="{LIST}"'],
                             capture_output=True, text=True, timeout=60)
        planned = ": planned: " in run.stdout + run.stderr
        if run.returncode != 0 or planned != ("planned" in path.read_text()):
            wrong += 1
            print(f"{path.name} does not check: {run.stdout}{run.stderr}")
    return wrong


def main():
    sipweir, wrong = sys.argv[1], 0
    examples = read_examples()
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "example.cfg"
        for name, (module, text) in examples.items():
            path.write_text(script(module, text))
            run = subprocess.run([sipweir, "-c", "-f", path], capture_output=True, text=True, timeout=60)
            said = [line for line in (run.stdout + run.stderr).splitlines() if re.search(r":\d+:\d+: (error|planned): ", line)]
            if run.returncode != 0 or said:
                wrong += 1
                print(f"the example of {name}() does not compile: {said[0] if said else run.stderr}")
    wrong += check_scripts(sipweir)
    print(f"{len(examples)} examples, {wrong} wrong")
    return 1 if wrong or len(examples) < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
