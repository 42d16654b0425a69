"""Capture files for a pcap port, without a library.

pcap_frames.py write FILE: frames as an Ethernet would bring them, SIP and others.
pcap_frames.py read FILE: a line for each UDP datagram in it: source, destination, first line.
"""
import struct
import sys

EDGE_MAC, FAR_MAC = b"\x02\x00\x00\x00\x00\x01", b"\x02\x00\x00\x00\x00\x02"
FAR, EDGE = bytes([192, 0, 2, 10]), bytes([192, 0, 2, 1])


def checksum(data):
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def datagram(payload, port=5060, tag=None):
    udp = struct.pack(">HHHH", 5070, port, 8 + len(payload), 0) + payload
    head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0, FAR, EDGE)
    head = head[:10] + struct.pack(">H", checksum(head)) + head[12:]
    vlan = b"" if tag is None else struct.pack(">HH", 0x8100, tag)
    return EDGE_MAC + FAR_MAC + vlan + b"\x08\x00" + head + udp


def options(number):
    return (
        f"OPTIONS sip:192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.10:5070;branch=z9hG4bKp{number}\r\n"
        f"From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: p{number}\r\nCSeq: {number} OPTIONS\r\n"
        "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
    ).encode()


def write(path):
    frames = [datagram(options(1)), datagram(options(2)), datagram(b"\r\n\r\n"), datagram(b"nonsense")]
    frames += [datagram(options(3), port=9), datagram(options(4))[:60], b"\xff" * 60, b"\x01"]
    frames += [EDGE_MAC + FAR_MAC + b"\x08\x06" + b"\0" * 46]  # no ARP that says anything
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for frame in frames:
            out.write(struct.pack("<IIII", 0, 0, len(frame), len(frame)) + frame)


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    at = 24
    while at + 16 <= len(data):
        size = struct.unpack("<I", data[at + 8 : at + 12])[0]
        frame = data[at + 16 : at + 16 + size]
        at += 16 + size
        if frame[12:14] != b"\x08\x00" or frame[23] != 17:
            continue
        source, to = (".".join(map(str, frame[i : i + 4])) for i in (26, 30))
        ports = struct.unpack(">HH", frame[34:38])
        print(f"{source}:{ports[0]} {to}:{ports[1]} {frame[:6].hex(':')}", end=" ")
        print(frame[42:].split(b"\r\n")[0].decode(errors="replace"))


{"write": write, "read": read}[sys.argv[1]](sys.argv[2])
