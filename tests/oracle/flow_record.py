"""What a server made of a flow, in a form that two servers can share."""
import re

FROM_LOG = re.compile(r"<script>: (.*)")
TAG = re.compile(r"(;tag=)([^;>\s]+)")
BRANCH = re.compile(r"(;branch=)([^;,\s]+)")
COOKIE = re.compile(r";weir=[^;>,\s]*")
CONNECTION = re.compile(r";i=[0-9a-f]+")
VIA = re.compile(r"([^;]*;)(.*)")
DELAY = re.compile(r" \[(\d+) ms\]$")
SHORTEST = 0.15  # seconds; what comes sooner follows at once
AT_ONCE = 450  # milliseconds that a busy machine may take for it; timers of the flows are longer


def read_log(path):
    with open(path, encoding="latin-1") as file:
        return [found[1].rstrip() for found in map(FROM_LOG.search, file) if found]


class Names:
    """Tags, branches and Call-IDs that the server makes up, by their order at each peer."""

    def __init__(self, play):
        self.theirs, self.known = set(), {}
        for message in (message for peer in play.peers.values() for message in peer.sent):
            if message.code:
                self.theirs.update(value for _, value in TAG.findall(message.one("to")))
            else:
                self.theirs.add(message.one("call-id"))
                self.theirs.update(value for _, value in TAG.findall(message.one("from")))
                self.theirs.update(value for _, value in BRANCH.findall(message.one("via")))

    def name(self, value, kind):
        if value in self.theirs:
            return value
        if kind == "tag":  # Kamailio gives the same one to several transactions, we do not
            return "edge"
        count = sum(k == kind for _, k in self.known)
        return self.known.setdefault((value, kind), f"edge{count + 1}")

    def normal(self, key, value):
        key = key.lower()
        if key == "via":
            value = CONNECTION.sub("", value)
            # Kamailio keeps rport where it stood, we put it beside received
            value = VIA.sub(lambda via: via[1] + ";".join(sorted(via[2].split(";"))), value)
            value = BRANCH.sub(lambda found: found[1] + self.name(found[2], "branch"), value)
        if key in ("to", "from"):
            value = TAG.sub(lambda found: found[1] + self.name(found[2], "tag"), value)
        if key == "call-id":
            value = self.name(value, "call")
        return COOKIE.sub("", value)


def message_lines(message, before, names):
    """The start line and the fields; of those that are as in the message before, only the names."""
    delay = round(message.delay, 1)
    suffix = f" [{delay * 1000:.0f} ms]" if message.delay >= SHORTEST else ""
    if message.again:
        return [f"  again {message.what}{suffix}"]
    if not message.start:
        return [f"  {message.what}{suffix}"]
    lines, old, seen = [f"  {message.start}{suffix}"], {}, {}
    for key, value in before.fields if before else []:
        old.setdefault(key, []).append(names.normal(key, value))
    same = []
    for key, value in message.fields:
        value, number = names.normal(key, value), seen.setdefault(key, 0)
        seen[key] += 1
        if old.get(key, [])[number:number + 1] == [value]:
            same.append(key)
            continue
        if same:
            lines.append("    " + " ".join(same))
        same = []
        lines.append(f"    {key}: {value}")
    if same:
        lines.append("    " + " ".join(same))
    lines += [f"    | {line}" for line in message.body.split("\r\n")[:-1]]
    return lines


def answer(play, log):
    lines = ["log"] + [f"  {line}" for line in log]
    for name, peer in play.peers.items():
        names = Names(play)
        before = peer.sent[0] if peer.sent and not peer.sent[0].code else None
        if peer.received:
            lines.append(name)
        for message in peer.received:
            lines += message_lines(message, before, names)
            before = before if message.again or not message.start else message
    return "\n".join(lines + [f"outcome {play.outcome}"])


def alike(one, other):
    """Equal, with the tolerance that delays need: timers tick, and machines are busy."""
    one, other = one.split("\n"), other.split("\n")
    if len(one) != len(other):
        return False
    for a, b in zip(one, other):
        if DELAY.sub("", a) != DELAY.sub("", b):
            return False
        a, b = (int(found[1]) if found else 0 for found in (DELAY.search(a), DELAY.search(b)))
        if max(a, b) >= AT_ONCE and abs(a - b) > 200 + 0.25 * max(a, b):
            return False
    return True
