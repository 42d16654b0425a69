"""The peers around a server: what they send and receive, as a play of flows/ says."""
import re
import select
import socket
import time

from flow_file import PEERS
from flow_stream import Streams

EDGE, PROBER = ("127.0.0.1", 5060), ("127.0.0.9", 5060)
PATIENCE = 8.0  # seconds that a step waits; the longest timer of a flow is below 4
CALM = 0.4  # seconds without a packet that end a flow
BREATH = 0.06  # seconds in which a TCP connection gives what it has to the server
REASONS = {100: "Trying", 180: "Ringing", 183: "Session Progress", 200: "OK", 202: "Accepted",
           301: "Moved Permanently", 302: "Moved Temporarily", 401: "Unauthorized", 403: "Forbidden",
           404: "Not Found", 407: "Proxy Authentication Required", 408: "Request Timeout",
           480: "Temporarily Unavailable", 481: "Call/Transaction Does Not Exist", 486: "Busy Here",
           487: "Request Terminated", 488: "Not Acceptable Here", 500: "Server Internal Error",
           503: "Service Unavailable", 600: "Busy Everywhere", 603: "Decline"}
COPIED = ("via", "from", "to", "call-id", "cseq")
DIALOG = ("INVITE", "ACK", "BYE", "PRACK", "UPDATE", "INFO", "REFER", "MESSAGE")


class Message:
    def __init__(self, data, way=None):
        self.data, self.way = data, way  # the connection or address that it came by
        head, _, self.body = data.decode("latin-1").partition("\r\n\r\n")
        self.start, *lines = head.split("\r\n")
        self.fields = [(line.split(":", 1)[0], line.split(":", 1)[-1].strip()) for line in lines]
        reply = self.start.startswith("SIP/2.0 ")
        self.what = self.start.split(" ")[1 if reply else 0]
        self.code = int(self.what) if reply else 0
        self.method = self.one("cseq").split(" ")[-1]

    def all(self, name):
        return [value for key, value in self.fields if key.lower() == name]

    def one(self, name):
        return (self.all(name) or [""])[0]


class Event:
    """What happens on a TCP connection beside messages: OPENED, CLOSED, PONG."""

    data, again, code, method, start = b"", False, 0, "", ""

    def __init__(self, what):
        self.what = what


def write(start, fields, body=""):
    fields = [(k, str(len(body)) if k == "Content-Length" else v) for k, v in fields]
    lines = [start] + [f"{key}: {value}" for key, value in fields]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode("latin-1")


def edited(fields, edits):
    """The fields of a message after what stands under its step."""
    fields = list(fields)
    for edit in edits:
        name, value = edit.lstrip("+").split(":", 1)
        same = [n for n, (key, _) in enumerate(fields) if key.lower() == name.lower()]
        place = len(fields) - 1 if edit[0] == "+" or not same else same[0]
        if edit[0] != "+":
            fields = [field for n, field in enumerate(fields) if n not in same]
        if value.strip():
            fields.insert(place, (name, value.strip()))
    return fields


def address_of(text):
    found = re.search(r"<([^>]*)>", text)
    return found[1] if found else text.split(";")[0].strip()


def bound():
    """True when somebody listens at EDGE: its address and port as /proc shows them."""
    with open("/proc/net/udp", encoding="ascii") as file:
        return " 0100007F:13C4 " in file.read()


class Peer:
    def __init__(self, name, over_tcp=False):
        self.name, self.address = name, ("127.0.0.%d" % (PEERS.index(name) + 2), 5060)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(self.address)
        self.streams = Streams(self.address) if over_tcp else None
        self.sent, self.received, self.held = [], [], None
        self.sequence = self.branches = self.calls = 0
        self.call, self.local, self.remote, self.target, self.routes = "", "", "", "", []
        self.last = 0.0  # when something was sent or came

    def uri(self):
        return f"sip:{self.name}@{self.address[0]}" + ";transport=tcp" * bool(self.streams)

    def sockets(self):
        return [self.socket] + (self.streams.sockets() if self.streams else [])

    def close(self):
        self.socket.close()
        if self.streams:
            self.streams.close()

    def send(self, data, way=None):
        """Sends by the connection or to the address that a request came from, or to the edge."""
        if self.streams:
            self.streams.send(data, EDGE, way)
        elif self.held is not None:
            self.held.append(data)
        else:
            self.socket.sendto(data, way or EDGE)
        if data.strip():
            self.sent.append(Message(data, way))
        self.last = time.monotonic()

    def receive(self, ready, base):
        """Takes what came; notes how long after `base`, or after the last message here."""
        if ready is self.socket:
            found = [ready.recvfrom(65536)]
        else:
            found = self.streams.read(ready)
        for data, way in found:
            message = Event(data) if isinstance(data, str) else Message(data, way)
            now = time.monotonic()
            message.delay, message.taken = now - max(base, self.last), False
            if isinstance(message, Message):
                message.again = any(message.data == old.data for old in self.received)
                if not message.again:
                    self.learn(message)
            self.received.append(message)
            self.last = now

    def learn(self, message):
        """What a dialog needs to know: the far end's tag, target and routes."""
        if message.method != "INVITE" or not 101 <= (message.code or 200) < 300:
            return
        if message.code and ";tag=" in message.one("to"):
            self.remote, self.routes = message.one("to"), message.all("record-route")[::-1]
        elif not message.code and ";tag=" not in message.one("to"):
            self.call, self.local = message.one("call-id"), message.one("to") + f";tag={self.name}"
            self.remote, self.routes = message.one("from"), message.all("record-route")
        if message.one("contact"):
            self.target = address_of(message.one("contact"))

    def request(self, step):
        if step.what in ("CANCEL", "ACK"):
            invite = [m for m in self.sent if m.start.startswith("INVITE ")][-1]
            finals = [m for m in self.received if m.code >= 200 and m.method == "INVITE"]
            if step.what == "CANCEL" or finals[-1].code >= 300:
                return self.hop_by_hop(step, invite, finals)
        within = not step.new and step.what in DIALOG and self.remote
        if not within and step.what != "ACK":
            self.calls += 1 if step.new or not self.call else 0
            self.call = f"{self.name}-{self.calls}"
            self.local, self.remote, self.routes = f"<{self.uri()}>;tag={self.name}", "", []
        if step.what != "ACK":
            self.sequence += 1
        self.branches += 1
        uri = step.rest or (self.target if within else "sip:bob@127.0.0.3")
        transport = "TCP" if self.streams else "UDP"
        fields = [("Via", f"SIP/2.0/{transport} {self.address[0]};branch=z9hG4bK{self.name}{self.branches}"),
                  ("From", self.local), ("To", self.remote or f"<{uri}>"), ("Call-ID", self.call),
                  ("CSeq", f"{self.sequence} {step.what}"), ("Max-Forwards", "70"),
                  ("Contact", f"<{self.uri()}>"), ("Content-Length", "0")]
        fields[1:1] = [("Route", route) for route in self.routes]
        return write(f"{step.what} {uri} SIP/2.0", edited(fields, step.fields), step.body)

    def hop_by_hop(self, step, invite, finals):
        """CANCEL, and the ACK to a negative reply: they go the INVITE's way (RFC 3261 9.1, 17.1.1.3)."""
        to = invite.one("to") if step.what == "CANCEL" else finals[-1].one("to")
        number = invite.one("cseq").split(" ")[0]
        fields = [("Via", invite.one("via"))] + [("Route", r) for r in invite.all("route")]
        fields += [("From", invite.one("from")), ("To", to), ("Call-ID", invite.one("call-id")),
                   ("CSeq", f"{number} {step.what}"), ("Max-Forwards", "70"), ("Content-Length", "0")]
        uri = step.rest or invite.start.split(" ")[1]
        return write(f"{step.what} {uri} SIP/2.0", edited(fields, step.fields), step.body)

    def reply(self, step):
        code, (method, number) = int(step.what), step.to
        requests = []
        for message in self.received:
            fits = message.what == method if method else message.what not in ("ACK", "CANCEL")
            if isinstance(message, Message) and not message.code and not message.again and fits:
                requests.append(message)
        if not requests:
            raise LookupError(f"{step.place}: {self.name} has no request to answer")
        request = requests[number - 1]
        fields = [field for field in request.fields if field[0].lower() in COPIED
                  or field[0].lower() == "record-route" and 100 < code < 300]
        for n, (key, value) in enumerate(fields):
            if key.lower() == "to" and ";tag=" not in value and code > 100:
                fields[n] = (key, value + f";tag={self.name}")
        if request.what == "INVITE" and 100 < code < 300:
            fields.append(("Contact", f"<{self.uri()}>"))
        fields.append(("Content-Length", "0"))
        start = f"SIP/2.0 {code} {step.reason or REASONS.get(code, 'Some Reason')}"
        return write(start, edited(fields, step.fields), step.body), request.way

    def next(self, step):
        """The message that a step waits for, if it is there."""
        for message in self.received:
            if message.what == step.what and message.again == step.again and not message.taken:
                message.taken = True
                return message
        return None


class Play:
    """All peers of one flow. `received` and `sent` of each tell what was on the wire."""

    def __init__(self, flow, alive):
        self.flow, self.alive, self.last_send, self.unsettled = flow, alive, 0.0, False
        self.peers = {name: Peer(name, name in flow.over_tcp()) for name in PEERS}
        self.prober, self.probes = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), 0
        self.prober.bind(PROBER)
        self.outcome = "complete"
        self.repeated_at_end = []  # retransmissions after the last step: the flow should wait for them

    def close(self):
        for peer in self.peers.values():
            peer.close()
        self.prober.close()

    def ready(self):
        """Asks until the server answers."""
        deadline = time.monotonic() + 60
        while self.alive() and time.monotonic() < deadline:
            if not bound():
                time.sleep(0.02)
            elif self.answers(3):
                return True
        return False

    def answers(self, seconds):
        """Sends a probe; its answer says that the server has done with all that came before."""
        self.probes += 1
        via = f"SIP/2.0/UDP {PROBER[0]};branch=z9hG4bKprobe{self.probes}"
        fields = [("Via", via), ("From", "<sip:a@a>;tag=a"), ("To", "<sip:a@a>"), ("Call-ID", "probe"),
                  ("CSeq", f"{self.probes} OPTIONS"), ("Content-Length", "0")]
        self.prober.sendto(write("OPTIONS sip:a@a SIP/2.0", fields), EDGE)
        deadline = time.monotonic() + seconds
        while select.select([self.prober], [], [], max(0, deadline - time.monotonic()))[0]:
            if via in self.prober.recv(65536).decode("latin-1"):
                return True
        return False

    def settle(self):
        """Lets the server finish what it was sent, and takes what comes of it."""
        if self.flow.over_tcp():
            self.collect(BREATH)
        self.answers(2)
        while self.collect(0):
            pass

    def collect(self, seconds):
        """Takes what comes within the time, or the first of it; True when there was something."""
        sockets = {one: peer for peer in self.peers.values() for one in peer.sockets()}
        ready, _, _ = select.select(list(sockets), [], [], max(0, seconds))
        for one in ready:
            sockets[one].receive(one, self.last_send)
        return bool(ready)

    def run(self):
        for step in self.flow.steps:
            try:
                if not self.step(step):
                    break
            except LookupError:  # nothing to answer or to send again
                if not self.flow.lenient:
                    raise
        played = {name: len(peer.received) for name, peer in self.peers.items()}
        deadline = time.monotonic() + PATIENCE
        while self.collect(CALM) and time.monotonic() < deadline:
            pass
        self.repeated_at_end = [m for name, peer in self.peers.items() for m in peer.received[played[name]:] if m.again]
        if not self.alive():
            self.outcome = "the server ended"

    def step(self, step):
        if step.pause is not None:
            deadline = time.monotonic() + step.pause / 1000
            while time.monotonic() < deadline:
                self.collect(deadline - time.monotonic())
            return True
        peer = self.peers[step.peer]
        if step.stream:
            self.stream(peer, step)
            return True
        if step.sends:
            self.send(peer, step)
            self.unsettled = True
            return True
        self.unsettled = False
        deadline = time.monotonic() + PATIENCE
        while peer.next(step) is None:
            if not self.alive() or not self.collect(min(0.5, deadline - time.monotonic())):
                if time.monotonic() >= deadline or not self.alive():
                    self.outcome = f"waited in vain at: {step.text}"
                    return False
        return True

    def stream(self, peer, step):
        """A step that is about how messages are sent, and not about one of them."""
        if step.stream == "holds":
            if peer.streams:
                peer.streams.held = b""
            else:
                peer.held = []
        elif step.stream == "flushes":
            if peer.streams:
                peer.streams.flush(step.size, lambda: self.collect(0.01))
            for data in (peer.held or [])[:: -1 if step.backwards else 1]:
                peer.socket.sendto(data, EDGE)
                if step.backwards:
                    self.settle()
            peer.held = None
            self.last_send = peer.last = time.monotonic()
        elif step.stream != "over tcp":
            peer.streams.hang_up(step.stream == "resets")

    def send(self, peer, step):
        """Two messages in a row are kept apart, so that what the script says to them has one order."""
        if self.unsettled and peer.held is None:
            self.settle()
        way = None
        if step.again:
            old = [m for m in peer.sent if m.what == step.what][-1]
            data, way = old.data, old.way
        elif step.what == "PING":
            data = b"\r\n\r\n"
        elif step.what.isdigit():
            data, way = peer.reply(step)
        else:
            data = peer.request(step)
        peer.send(data, way)
        self.last_send = peer.last
