"""The files of flows/: a script, what the peers do, and what Kamailio made of it."""
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "flows")
SECTIONS = ("script", "play", "kamailio")
PEERS = ("caller", "one", "two", "three", "four")
STEP = re.compile(r"(%s) (->|<-) (again )?(new )?([A-Z]+|[1-6]\d\d)(?:\.(\d+))?(?: (.+))?$" % "|".join(PEERS))
PAUSE = re.compile(r"pause (\d+)$")
STREAM = re.compile(r"(%s) (over tcp|holds|flushes|hangs up|resets)(?: in pieces of (\d+)|( backwards))?$" % "|".join(PEERS))


class Step:
    """One line of a play, and the header fields and body that stand indented under it.

    PEER -> METHOD [URI]                    sends a request
    PEER -> new METHOD [URI]                the same with a Call-ID of its own
    PEER -> CODE [reason] [to METHOD[.N]]   answers the last request, or the N-th of that method
    PEER -> again METHOD|CODE               sends the same bytes once more
    PEER <- METHOD|CODE                     waits for a message that is new
    PEER <- again METHOD|CODE               waits for a retransmission
    pause MS                                lets time go by
    PEER over tcp                           stands first: connects and listens by TCP, and not by UDP
    PEER holds, PEER flushes [backwards]    what is sent in between goes at once, the last one first
    PEER flushes [in pieces of N]           over TCP: in one write, or in pieces
    PEER hangs up, PEER resets              ends its connection

    Over TCP, `-> PING` sends CRLF CRLF, and PONG, OPENED and CLOSED can be waited for.
    """

    def __init__(self, place, text):
        self.place, self.text, self.fields, self.body = place, text, [], ""
        found, pause, stream = STEP.match(text), PAUSE.match(text), STREAM.match(text)
        if not found and not pause and not stream:
            raise SystemExit(f"{place}: no step: {text}")
        self.pause = int(pause[1]) if pause else None
        self.stream = stream[2] if stream else None
        if stream:
            self.peer, self.size, self.backwards = stream[1], int(stream[3] or 0), bool(stream[4])
        if found:
            self.peer, self.sends = found[1], found[2] == "->"
            self.again, self.new = bool(found[3]), bool(found[4])
            self.what, self.rest = found[5], found[7] or ""
            self.number = int(found[6]) if found[6] else None
            to = re.search(r"(?:^| )to ([A-Z]+)(?:\.(\d+))?$", self.rest)
            self.to = (to[1], int(to[2] or 0)) if to else ("", 0)
            self.reason = self.rest[: to.start()] if to else self.rest

    def add(self, line):
        """A line under the step: `Name: value` sets a field, `Name:` removes it, `+Name: value` adds
        one, `| text` is a line of the body."""
        if line.startswith("|"):
            self.body += line[1:].removeprefix(" ") + "\r\n"
        elif re.match(r"\+?[A-Za-z-]+:", line):
            self.fields.append(line)
        else:
            raise SystemExit(f"{self.place}: neither field nor body: {line}")


class Flow:
    def __init__(self, path, text=None):
        self.path, self.text, self.lenient = path, text, text is not None
        self.name = os.path.basename(path).removesuffix(".flow")
        if text is None:
            with open(path, encoding="ascii") as file:
                self.text = file.read()
        parts = re.split(r"^== (\w+)\n", self.text, flags=re.M)
        self.title = " ".join(line[2:] for line in parts[0].split("\n") if line.startswith("# "))
        if not self.title or tuple(parts[1::2]) not in (SECTIONS, SECTIONS[:2]):
            raise SystemExit(f"{path}: wants a comment, then the sections {', '.join(SECTIONS)}")
        self.script, play = parts[2].strip("\n"), parts[4]
        self.recorded = parts[6].strip("\n") if len(parts) > 6 else None
        self.steps = []
        first = self.text[: self.text.index("== play\n")].count("\n") + 2
        for number, line in enumerate(play.split("\n"), first):
            if not line.strip() or line.startswith("#"):
                continue
            if line[0] == " ":
                self.steps[-1].add(line.strip())
            else:
                self.steps.append(Step(f"{self.name}.flow:{number}", line.strip()))

    def over_tcp(self):
        return {step.peer for step in self.steps if step.stream == "over tcp"}

    def record(self, answer):
        head = self.text.split("== kamailio\n")[0].rstrip("\n")
        with open(self.path, "w", encoding="ascii") as file:
            file.write(f"{head}\n\n== kamailio\n{answer}\n")


def read_flows(wanted):
    names = sorted(name for name in os.listdir(FOLDER) if name.endswith(".flow"))
    flows = [Flow(os.path.join(FOLDER, name)) for name in names]
    unknown = set(wanted) - {flow.name for flow in flows}
    if unknown:
        raise SystemExit("no such flow: " + ", ".join(sorted(unknown)))
    return [flow for flow in flows if not wanted or flow.name in wanted]


def configuration(flow, modules):
    """The script as a server reads it. It answers probes, in a transaction, so that they take the
    way of all that came before."""
    with open(os.path.join(FOLDER, "frame.cfg"), encoding="ascii") as file:
        frame = file.read().replace("MODULES", modules)
    probe = 'request_route { if ($ci == "probe") { t_newtran(); t_reply("200", "Here"); exit; }'
    script, count = re.subn(r"^request_route \{", probe, flow.script.replace("FLOWS", FOLDER), flags=re.M)
    if count != 1:
        raise SystemExit(f"{flow.path}: its script has no line that begins with request_route {{")
    head = "#!KAMAILIO\n" + "#!define WITH_TCP\n" * bool(flow.over_tcp())
    return frame.replace("#!KAMAILIO\n", head, 1) + script + "\n"
