"""The snippets of snippets/*.txt, the script they make together, and what is said of their differences."""
import os

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FOLDER = os.path.join(HERE, "snippets")
DOCUMENT = os.path.join(ROOT, "docs", "compatibility.md")
START = "<!-- tests/oracle/snippets_test.py --write -->\n"
END = "<!-- end -->\n"


class Snippet:
    def __init__(self, path, line, text):
        self.place = f"{os.path.basename(path)}:{line}"
        self.text = text.strip()
        self.message, self.reason = "invite", None
        while text[0] in "@!":
            word, text = text.split(None, 1)
            if word[0] == "@":
                self.message = word[1:]
            else:
                self.reason = word[1:]
        self.body = script_of(text.strip())


def script_of(text):
    """The statements of a snippet: what each of its short forms stands for."""
    if text.startswith("= "):
        return f'$var(r) = "kept"; $var(r) = {text[2:]}; xlog("[$var(r)]\\n");'
    if text.startswith("? "):
        return f'if ({text[2:]}) {{ xlog("true\\n"); }} else {{ xlog("false\\n"); }}'
    if text.startswith('"'):
        return f'xlog("{text[1:-1]}\\n");'
    return text


def read_snippets(path):
    with open(path, encoding="ascii") as file:
        lines = file.read().split("\n")
    start, text = 0, ""
    for number, line in enumerate(lines + ["end"], 1):
        if line[:1] in (" ", "\t"):
            text += "\n" + line
            continue
        if text:
            yield Snippet(path, start, text)
        start, text = number, "" if not line or line[0] == "#" or number > len(lines) else line


def read_reasons():
    """The reasons in their order: key and what the document says."""
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


def document_section(snippets, reasons):
    lines = []
    for key, text in reasons.items():
        count = sum(snippet.reason == key for snippet in snippets)
        if count:
            lines.append(f"* {text} ({count})\n")
    return "".join(lines)


def check_document(snippets, reasons, write):
    with open(DOCUMENT, encoding="utf-8") as file:
        text = file.read()
    head, rest = text.split(START)
    old, tail = rest.split(END)
    new = document_section(snippets, reasons)
    if old == new:
        return True
    if write:
        with open(DOCUMENT, "w", encoding="utf-8") as file:
            file.write(head + START + new + END + tail)
        return True
    print("docs/compatibility.md does not list what snippets/ lists: run snippets_test.py --write")
    return False


def script(snippets, modules):
    """The whole script, and the snippet of each of its lines."""
    with open(os.path.join(FOLDER, "frame.cfg"), encoding="ascii") as file:
        text = file.read().replace("MODULES", modules).replace("TABLES", os.path.join(FOLDER, "tables"))
        lines = text.rstrip("\n").split("\n")
    owners = {}
    for number, snippet in snippets:
        lines.append(f"route[{number}] {{")
        for line in snippet.body.split("\n"):
            lines.append(line)
            owners[len(lines)] = number
        lines.append("}")
    return "\n".join(lines) + "\n", owners
