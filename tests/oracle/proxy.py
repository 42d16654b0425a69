"""A proxy under test: what it makes of messages, on the wire and in its log."""
import os
import re
import select
import socket
import subprocess
import time

from snippet_table import FOLDER

EDGE, CLIENT, SERVER = ("127.0.0.1", 5060), ("127.0.0.2", 5062), ("127.0.0.3", 5080)
PATIENCE = 60.0  # seconds for one message; both take less than a millisecond on a machine at rest
PAUSE = 0.005  # between messages: sipweir writes no more than 1000 log lines a second


def message(name, number, vias=""):
    with open(os.path.join(FOLDER, "messages", name + ".sip"), encoding="latin-1", newline="") as f:
        text = f.read()
    head, body = text.split("\n\n", 1)
    head = head.replace("{vias}", vias).replace("{length}", str(len(body)))
    head = head.replace("\nCall-ID:", f"\nSnippet: {number}\nCall-ID:", 1).replace("\n", "\r\n")
    return (head + "\r\n\r\n" + body).encode("latin-1")


def sync(number):
    """The message after a snippet's, each with a Call-ID of its own, and what its traces hold."""
    mark = b"sync-%d!" % number
    return message("sync", "sync").replace(b"\nCall-ID: sync", b"\nCall-ID: " + mark, 1), mark


def is_reply(name):
    with open(os.path.join(FOLDER, "messages", name + ".sip"), encoding="latin-1") as file:
        return file.read(4) == "SIP/"


NORMAL = (
    # What each proxy makes up: its branch, To tags of its own replies, our cookie in Record-Route.
    (re.compile(rb"(;branch=z9hG4bK)(?:weir-s[0-9a-f]{26}(?:;i=\d+)?|[0-9a-f]{1,4}\.[0-9a-f]{32}\.\d)"), rb"\1*"),
    (re.compile(rb"(\r\nTo:[^\r\n]*;tag=)(?:[0-9a-f]{17}|[0-9a-f]{32}[.-][0-9a-f.]+)(?=\r)"), rb"\1*"),
    (re.compile(rb";weir=[^;>\r\n]*"), rb""),
)


VIA = re.compile(rb"(\r\nVia: [^;\r]*;)([^\r]*)")


def normal(datagram):
    # Kamailio keeps rport where it stood, we put it beside received.
    datagram = VIA.sub(lambda via: via[1] + b";".join(sorted(via[2].split(b";"))), datagram)
    for pattern, form in NORMAL:
        datagram = pattern.sub(form, datagram)
    return datagram.decode("latin-1")


class Wire:
    """The two ends around a proxy: what is sent and what comes out, on the wire and in the log."""

    def __init__(self, log):
        self.log, self.syncs = log, 0
        self.client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.client.bind(CLIENT)
        self.server.bind(SERVER)

    def close(self):
        self.client.close()
        self.server.close()
        self.log.close()

    def until(self, marks, packets):
        """Reads both ends until each has seen its mark; the rest goes to `packets`."""
        deadline = time.monotonic() + PATIENCE
        waiting = dict(marks)
        while waiting:
            ready, _, _ = select.select(list(waiting), [], [], max(0, deadline - time.monotonic()))
            if not ready:
                return False
            for end in ready:
                data = end.recv(65536)
                if waiting[end] in data:
                    waiting.pop(end)
                    self.last = data
                elif b"\nCall-ID: sync-" not in data:  # what is left of the start
                    packets.append(("to server" if end is self.server else "to client", normal(data)))
        return True

    def settle(self, packets):
        """Both ends have seen all that came of the messages before, and so has the log."""
        self.syncs += 1
        text, mark = sync(self.syncs)
        self.client.sendto(text, EDGE)
        return self.until({self.client: mark, self.server: mark}, packets) and self.logged(mark)

    def logged(self, mark):
        """The log comes by another way than the packets."""
        deadline, seen = time.monotonic() + PATIENCE, b""
        while time.monotonic() < deadline:
            seen += self.log.read()
            if b"@@ done " + mark in seen:
                return True
            time.sleep(0.0005)
        return False

    def talk(self, number, name):
        """What comes out of the proxy for one snippet; None when it has stopped to answer."""
        packets = []
        if is_reply(name):
            self.client.sendto(message("invite", "carry"), EDGE)
            if not self.until({self.server: b"Snippet: carry"}, packets):
                return None
            vias = re.findall(rb"^Via:[^\r]*", self.last, re.M)
            reply = message(name, number, b"\n".join(vias).decode("latin-1"))
            self.server.sendto(reply, EDGE)
        else:
            self.client.sendto(message(name, number), EDGE)
        return packets if self.settle(packets) else None


LOG_LINE = re.compile(r"^ *\d+\(\d+\) [A-Z]+: ")
ESCAPES = {i: f"\\x{i:02x}" for i in list(range(32)) + [127]}
ESCAPES.update({9: "\t", 10: "\\n", 13: "\\r"})


def read_log(path):
    """The script's lines by snippet number, in one spelling of control characters."""
    with open(path, encoding="latin-1", newline="") as file:
        lines = file.read().split("\n")
    entries = []
    for line in lines:
        if LOG_LINE.match(line) or not entries:
            entries.append(line)
        else:
            entries[-1] += "\n" + line
    logs, current = {}, None
    for entry in entries:
        _, found, text = entry.partition("<script>: ")
        if not found:
            continue
        text = text[:-1] if text.endswith("\n") else text
        text = text.translate(ESCAPES)
        if text.startswith("@@ "):
            current = logs.setdefault(text[3:], [])
        elif current is not None:
            current.append(text)
    return logs


class Proxy:
    """One of the two programs over the snippets: `results` holds (log, packets) by number."""

    def __init__(self, name, command, folder):
        self.name, self.command, self.results = name, command, {}
        self.log = os.path.join(folder, name + ".log")

    def run(self, snippets):
        with open(self.log, "wb") as log:
            wire = Wire(open(self.log, "rb"))
            process = subprocess.Popen(self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            if not self.ready(wire, process):
                return False
            packets = {}
            for number, snippet in snippets:
                packets[number] = wire.talk(number, snippet.message)
                time.sleep(PAUSE)
                if packets[number] is None:
                    raise SystemExit(f"{snippet.place}: {self.name} answers no more:\n" + self.tail())
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
            wire.close()
        logs = read_log(self.log)
        for number, _ in snippets:
            self.results[number] = (logs.get(number, ["(not run)"]), packets[number])
        return True

    def ready(self, wire, process):
        """Asks until the proxy has answered once; what it says to the questions before is passed over."""
        deadline = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < deadline:
            wire.syncs += 1
            text, mark = sync(wire.syncs)
            try:
                wire.client.sendto(text, EDGE)
            except ConnectionError:
                pass
            if select.select([wire.client, wire.server], [], [], 0.2)[0]:
                return wire.settle([])
        return False

    def tail(self):
        with open(self.log, encoding="latin-1") as file:
            return "".join(file.readlines()[-12:])
