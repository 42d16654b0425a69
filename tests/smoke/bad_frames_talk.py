"""Sends what no good sender would to a DPDK port: bad_frames_talk.py DEVICE TARGET_MAC SEED.

Datagrams of every size to 65,535 bytes in fragments, fragments that overlap, repeat, lie about their
length or reach beyond 65,535, headers cut short and full of random bytes, extension headers without
an end, VLAN tags, and frames of random bytes. All goes out of one packet socket.
"""
import random
import socket
import struct
import sys

DEVICE, TARGET, SEED = sys.argv[1], bytes.fromhex(sys.argv[2].replace(":", "")), int(sys.argv[3])
SOURCE = bytes.fromhex("020000000010")
FOUR = socket.inet_aton("192.0.2.10"), socket.inet_aton("192.0.2.1")
SIX = (socket.inet_pton(socket.AF_INET6, "2001:db8::10"),
       socket.inet_pton(socket.AF_INET6, "2001:db8::1"))
SIP = (b"OPTIONS sip:192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.10:5070;branch=z9hG4bKf\r\n"
       b"Max-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: f\r\n"
       b"CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n")
ROOM = 1480  # bytes of a datagram in one fragment, a multiple of 8


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def four(rest, identity=1, flags=0, protocol=17, length=None, first=0x45, options=b""):
    length = 20 + len(options) + len(rest) if length is None else length
    def header(check):
        return struct.pack("!BBHHHBBH4s4s", first, 0, length & 0xffff, identity & 0xffff, flags, 64, protocol,
                           check, *FOUR) + options
    return b"\x08\x00" + header(checksum(header(0))) + rest


def six(rest, following=17, length=None):
    length = len(rest) if length is None else length
    return b"\x86\xdd" + struct.pack("!IHBB16s16s", 6 << 28, length & 0xffff, following, 64, *SIX) + rest


def udp(payload, length=None, port=5060):
    length = 8 + len(payload) if length is None else length
    # Zero is "no checksum" in IPv4, and wrong in IPv6: both are wanted.
    return struct.pack("!HHHH", 5070, port, length & 0xffff, 0) + payload


def pieces_of_four(datagram, identity):
    for at in range(0, max(1, len(datagram)), ROOM):
        more = 0x2000 if at + ROOM < len(datagram) else 0
        yield four(datagram[at:at + ROOM], identity, more | at // 8)


def pieces_of_six(datagram, identity):
    for at in range(0, max(1, len(datagram)), ROOM - 40):
        step = ROOM - 40
        more = at + step < len(datagram)
        yield six(struct.pack("!BBHI", 17, 0, at | more, identity) + datagram[at:at + step], 44)


def datagrams(rand):
    """Whole datagrams, and large ones in fragments: in order, backwards and shuffled."""
    sizes = [0, 1, 2, 3, 4, 7, 8, 20, 100, 500, 1471, 1472, 1473, 1480, 9000, 30000, 65506, 65507]
    for number, size in enumerate(sizes * 4):
        payload = (SIP if number % 2 else b"") + rand.randbytes(size)
        for made in (pieces_of_four, pieces_of_six):
            pieces = list(made(udp(payload[:size]), 1000 + number))
            if number % 3 == 1:
                pieces.reverse()
            elif number % 3 == 2:
                rand.shuffle(pieces)
            yield from pieces


def fragments(rand):
    """What only an attacker sends: overlaps, repetitions, holes, ends beyond 65,535."""
    for number in range(300):
        body = udp(SIP + rand.randbytes(3000))
        pieces = list(pieces_of_four(body, 5000 + number) if number % 2 else pieces_of_six(body, 5000 + number))
        yield pieces[0]
        yield rand.choice(pieces)
        yield four(rand.randbytes(rand.choice([0, 1, 8, 1400])), 5000 + number, 0x2000 | rand.randrange(8192))
        yield four(rand.randbytes(1400), 5000 + number, rand.choice([0x1fff, 0x3fff, 0x1ff0, 0x2001]))
        yield six(struct.pack("!BBHI", rand.choice([17, 0, 44, 59]), rand.randrange(256), rand.randrange(65536),
                              5000 + number) + rand.randbytes(rand.choice([0, 7, 8, 1000])), 44)
        yield from pieces[1:]


def headers(rand):
    """Lengths that lie, options, extension headers, headers that end early."""
    for _ in range(300):
        body = udp(SIP, length=rand.choice([None, 0, 7, 8, 9, 65535]))
        yield four(body, length=rand.choice([None, 0, 19, 20, 21, 28, 1500, 65535]))
        yield four(body, first=rand.choice([0x40, 0x41, 0x44, 0x46, 0x4f, 0x55, 0x65]))
        yield four(body, first=0x40 | 15, options=rand.randbytes(40))
        yield six(body, length=rand.choice([None, 0, 1, 8, 1500, 65535]))
        chain = b""
        for _ in range(rand.randrange(1, 20)):
            chain += bytes([rand.choice([0, 43, 44, 50, 51, 60, 135]), rand.choice([0, 0, 1, 255])]) + rand.randbytes(6)
        yield six(chain + body, rand.choice([0, 43, 60]))
        whole = rand.choice([four(body), six(body)])
        yield whole[:rand.randrange(len(whole))]
        yield b"\x81\x00" + rand.randbytes(2) + rand.choice([four(body), six(body)])
        mangled = bytearray(rand.choice([four(body), six(body)]))
        for _ in range(rand.randrange(1, 6)):
            mangled[rand.randrange(2, 60)] = rand.randrange(256)
        yield bytes(mangled)
        yield rand.randbytes(rand.randrange(1, 1500))


def main():
    rand = random.Random(SEED)
    out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    out.bind((DEVICE, 0))
    sent = 0
    for make in (datagrams, fragments, headers):
        for frame in make(rand):
            out.send((TARGET + SOURCE + frame)[:1514].ljust(14, b"\0"))
            sent += 1
    print(sent)


main()
