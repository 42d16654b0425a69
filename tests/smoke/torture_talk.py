#!/usr/bin/env python3
"""Sends every message of RFC 4475 and RFC 5118 to a sipweir, as a peer and as a stranger, and compares.

    torture_talk.py PEER STRANGER SOURCE_ROOT

What the tables ask for: a request goes on unchanged but for what a proxy must touch (its own Via and
Record-Route on top, received and rport in the Via before, Max-Forwards), or is answered with a code, or
nothing comes back. A response goes back unchanged but for our Via. Strangers get no answer to what is
malformed. The order of packets of one source is kept, so a well-formed request sent behind a message
tells, when it comes out, that the message has been dealt with: nothing here waits and hopes.
"""
import csv
import re
import select
import socket
import sys

EDGE = 5080
UPSTREAM = 5099
VIA_PORTS = (5060, 5050, 5061, 5070, 6050, 19823)  # where the messages want their replies; TLS: 5061
LIMIT = 70  # maxfwd's max_limit
BASIC_END = "reply_hop"  # the last row of flaws.def that is looked for before the script

VIA = re.compile(rb"^(?:via|v)[ \t]*:\s*", re.I | re.M)
SENT_BY = re.compile(rb"SIP\s*/\s*\d\.0\s*/\s*[A-Za-z]+\s+(?:\[[^\]]*\]|[^\s;,:]+)(?:\s*:\s*\d+)?", re.I)
MAX_FORWARDS = re.compile(rb"^(max-forwards[ \t]*:\s*)(\d+)", re.I | re.M)
OUR_VIA = re.compile(rb"Via: SIP/2\.0/UDP (?:127\.0\.0\.1|\[::1\]):5080;branch=z9hG4bKweir-s[0-9a-f]{26}\r\n")
OUR_ROUTE = re.compile(rb"Record-Route: <sip:(?:127\.0\.0\.1|\[::1\]):5080;lr;[^>\r\n]*>\r\n")


class Failure(Exception):
    pass


def check(condition, text):
    if not condition:
        raise Failure(text)


def basic_flaws(root):
    names = re.findall(r"^FLAW\(\w+, *(\w+),", open(f"{root}/sip/flaws.def").read(), re.M)
    return set(names[: names.index(BASIC_END) + 1])


def messages(root):
    """Yields name, section, the verdict on a proxy's column, and the bytes."""
    for rfc in ("rfc4475", "rfc5118"):
        folder = f"{root}/tests/corpus/{rfc}"
        with open(f"{folder}/verdicts.tsv", encoding="ascii") as table:
            for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
                with open(f"{folder}/{row['file']}.dat", "rb") as file:
                    yield row["file"], f"{rfc} {row['section']}", row["proxy"], file.read()


def within_content_length(data):
    """RFC 3261 section 18.3: what stands behind the body is not part of the message."""
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"^(?:content-length|l)[ \t]*:\s*(\d+)", head, re.I | re.M)
    return head + b"\r\n\r\n" + (body[: int(length[1])] if length else body)


def top_via(data):
    """The span of the first Via value up to its comma or the end of its field, and of its sent-by."""
    start = VIA.search(data).end()
    end = re.compile(rb",|\r\n(?![ \t])").search(data, start).start()
    sent_by = SENT_BY.match(data, start)
    return start, end, sent_by.end()


def forwarded_form(data, source):
    """What a proxy may make of `data`, less what it puts on top."""
    data = within_content_length(data)
    found = MAX_FORWARDS.search(data)
    if found:
        hops = int(found[2])
        left = b"%d" % (LIMIT if hops > LIMIT else hops - 1)
        data = data[: found.start(2)] + left + data[found.end(2):]
    else:
        data = data.replace(b"\r\n\r\n", b"\r\nMax-Forwards: 10\r\n\r\n", 1)
    start, end, after = top_via(data)
    params = data[after:end]
    fix = b";received=" + source[0].encode()
    if re.search(rb";\s*rport\b", params):
        fix += b";rport=%d" % source[1]
    params = re.sub(rb";(?:received|rport)(?:=[^;,\s]*)?(?=[;\s]|$)", b"", params)
    return data[:after] + fix + params + data[end:]


def without_ours(data):
    """Takes our Via and Record-Route off the top; both must be there, once."""
    line_end = data.index(b"\r\n") + 2
    rest = data[line_end:]
    via, route = None, None
    while True:
        if via is None and (via := OUR_VIA.match(rest)):
            rest = rest[via.end():]
        elif route is None and (route := OUR_ROUTE.match(rest)):
            rest = rest[route.end():]
        else:
            break
    check(via and route, f"our Via or Record-Route is not on top: {data[:300]!r}")
    return data[:line_end] + rest, via[0]


class Lab:
    def __init__(self, peer):
        self.family = socket.AF_INET6 if ":" in peer else socket.AF_INET
        self.host = peer
        self.upstream = self.bound(peer, UPSTREAM)
        self.barriers = 0

    def bound(self, host, port):
        out = socket.socket(self.family, socket.SOCK_DGRAM)
        out.bind((host, port))
        return out

    def barrier(self, source):
        """A request through the edge behind what was sent; gives what came upstream before it."""
        self.barriers += 1
        mark = b"barrier-%d" % self.barriers
        host, port = source.getsockname()[:2]
        where = f"[{host}]" if ":" in host else host
        source.sendto(
            b"OPTIONS sip:barrier@example.net SIP/2.0\r\nVia: SIP/2.0/UDP %s:%d;branch=z9hG4bK%s\r\n"
            b"Max-Forwards: 70\r\nFrom: <sip:a@example.org>;tag=1\r\nTo: <sip:b@example.net>\r\n"
            b"Call-ID: %s\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n" % (where.encode(), port, mark, mark),
            (self.host, EDGE))
        before = []
        while True:
            ready, _, _ = select.select([self.upstream], [], [], 5)
            check(ready, "the request behind the message never came out")
            data = self.upstream.recv(65535)
            if b"Call-ID: " + mark in data:
                return before
            before.append(data)

    def request(self, source_host, data):
        """Sends `data`; gives what came upstream, what came back, and from where it was sent."""
        sockets = [self.bound(source_host, port) for port in VIA_PORTS]
        try:
            sockets[0].sendto(data, (self.host, EDGE))
            upstream = self.barrier(sockets[0])
            ready, _, _ = select.select(sockets, [], [], 0)
            return upstream, [one.recv(65535) for one in ready], sockets[0].getsockname()[:2]
        finally:
            for one in sockets:
                one.close()

    def response(self, data, expected):
        """Has a request forwarded, and answers it with `data`, whose top Via stands for ours."""
        phone = self.bound(self.host, VIA_PORTS[0])
        try:
            where = f"[{self.host}]" if ":" in self.host else self.host
            cseq = re.search(rb"^CSeq:.*\r\n", data, re.M)[0]
            call_id = re.search(rb"^Call-ID:.*\r\n", data, re.M)[0]
            sender = re.search(rb"^From:.*\r\n", data, re.M)[0]
            via = b"Via: SIP/2.0/UDP %s:%d;branch=z9hG4bKtorture\r\n" % (where.encode(), VIA_PORTS[0])
            phone.sendto(
                b"INVITE sip:user@example.edu SIP/2.0\r\n" + via + b"To: <sip:user@example.edu>\r\n" +
                sender + call_id + b"CSeq: 35 INVITE\r\nContent-Length: 0\r\n\r\n", (self.host, EDGE))
            forwarded = self.barrier(phone)
            check(len(forwarded) == 1, "the request before the response was not forwarded")
            request, our_via = without_ours(forwarded[0])
            client_via = re.search(rb"^Via:.*\r\n", request, re.M)[0]
            top = re.search(rb"^Via:.*\r\n", data, re.M)
            lone = len(re.findall(rb"^Via:", data, re.M)) == 1
            below = client_via if lone else b""
            self.upstream.sendto(data[: top.start()] + our_via + below + data[top.end():], (self.host, EDGE))
            # A good response behind it, for an end to the waiting.
            behind = (b"SIP/2.0 180 Behind\r\n" + our_via + client_via + sender + b"To: <sip:b@d>;tag=9\r\n" +
                      call_id + b"CSeq: 35 INVITE\r\nContent-Length: 0\r\n\r\n")
            self.upstream.sendto(behind, (self.host, EDGE))
            came = []
            while not came or not came[-1].startswith(b"SIP/2.0 180 Behind"):
                ready, _, _ = select.select([phone], [], [], 5)
                check(ready, "the response behind the message never came out")
                came.append(phone.recv(65535))
            wanted = [data[: top.start()] + client_via + data[top.end():]] if expected == "forward" else []
            check(came[:-1] == wanted, f"wanted {wanted!r}\ngot    {came[:-1]!r}")
        finally:
            phone.close()


def field(data, name):
    found = re.search(rb"^" + name + rb"[ \t]*:\s*(.*?)\s*\r\n(?![ \t])", data, re.I | re.M | re.S)
    return found[1] if found else None


def check_answer(data, answers, code, flaw):
    check(len(answers) == 1, f"wanted an answer with {code}, got {answers!r}")
    answer = answers[0]
    check(answer.startswith(b"SIP/2.0 " + code.encode() + b" "), f"wanted {code}, got {answer[:60]!r}")
    for name in (rb"(?:call-id|i)", rb"cseq", rb"(?:from|f)"):
        check(field(answer, name) == field(data, name), f"{name.decode()} was not copied: {answer!r}")
    if flaw == "proxy_require":
        check(field(answer, b"Unsupported") == field(data, b"Proxy-Require"), f"Unsupported: {answer!r}")


def judge(lab, host, known, data, verdict, basic):
    """One request; gives True when it was malformed and nothing came back."""
    code, _, flaw = verdict.partition(" ")
    upstream, answers, source = lab.request(host, data)
    if verdict == "forward":
        check(not answers, f"answered: {answers!r}")
        check(len(upstream) == 1, f"forwarded {len(upstream)} times")
        bare, _ = without_ours(upstream[0])
        wanted = forwarded_form(data, source)
        check(bare == wanted, f"wanted {wanted!r}\ngot    {bare!r}")
        return False
    check(not upstream, f"forwarded: {upstream!r}")
    if code == "drop" or (flaw in basic and not known):
        check(not answers, f"answered: {answers!r}")
        return True
    check_answer(data, answers, code, flaw)
    return False


def main():
    peer, stranger, root = sys.argv[1:]
    lab = Lab(peer)
    basic = basic_flaws(root)
    done, silent, failures = 0, 0, 0
    for name, section, verdict, data in messages(root):
        for host in (peer, stranger):
            try:
                if not data.startswith(b"SIP/"):
                    silent += judge(lab, host, host == peer, data, verdict, basic)
                elif host == peer:
                    lab.response(data, verdict)
                    silent += verdict != "forward"
                done += 1
            except Failure as failure:
                failures += 1
                print(f"FAILED: {name}, {section}, wants '{verdict}', from {host}: {failure}")
    print(f"{done} exchanges by {peer} and {stranger}, {silent} malformed and silent, {failures} failures")
    return 1 if failures or done < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
