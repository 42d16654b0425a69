#!/usr/bin/env python3
"""Writes a MaxMind DB file for tests, as its public format specification (2.0) has it.

    write_mmdb.py OUT [--type NAME] [--ip 4|6] [--built SECONDS] [--record 24|28|32] [--style maxmind|ipinfo] <LINES

Each line is PREFIX COUNTRY ASN; `-` is none of either. Longer prefixes win over shorter ones.
"""
import argparse
import ipaddress
import struct
import sys

TEXT, UINT16, UINT32, MAP, UINT64, ARRAY = 2, 5, 6, 7, 9, 11


def control(kind, size):
    """The control byte, with the kind and the size that do not fit it behind."""
    first, behind = (kind << 5, b"") if kind < 8 else (0, bytes([kind - 7]))
    if size < 29:
        return bytes([first | size]) + behind
    if size < 285:
        return bytes([first | 29]) + behind + bytes([size - 29])
    return bytes([first | 30]) + behind + struct.pack(">H", size - 285)


def encode(value, kind=None):
    if isinstance(value, str):
        data = value.encode()
        return control(TEXT, len(data)) + data
    if isinstance(value, dict):
        return control(MAP, len(value)) + b"".join(encode(k) + encode(v) for k, v in value.items())
    if isinstance(value, list):
        return control(ARRAY, len(value)) + b"".join(encode(one) for one in value)
    number, kind = value
    data = number.to_bytes(8, "big").lstrip(b"\0")
    return control(kind, len(data)) + data


def record_of(country, asn, style):
    record = {}
    if style == "ipinfo":
        if country != "-":
            record["country_code"] = country
        if asn != "-":
            record["asn"] = "AS" + asn
        return record
    if country != "-":
        record["country"] = {"iso_code": country, "names": {"en": "Country " + country}}
    if asn != "-":
        record["autonomous_system_number"] = (int(asn), UINT32)
    return record


def insert(nodes, bits, length, data):
    """Below each node stand two of: None, ("node", N), ("data", N)."""
    at = 0
    for i in range(length):
        side = bits >> (127 - i) & 1
        if i == length - 1:
            nodes[at][side] = ("data", data)
            return
        below = nodes[at][side]
        if below is None or below[0] == "data":
            nodes.append([below, below])  # what was known of the whole is known of its halves
            nodes[at][side] = below = ("node", len(nodes) - 1)
        at = below[1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--type", default="Test-Country")
    parser.add_argument("--ip", type=int, default=6)
    parser.add_argument("--built", type=int, default=1795737600)
    parser.add_argument("--record", type=int, default=28)
    parser.add_argument("--style", default="maxmind")
    given = parser.parse_args()

    rows = []
    for line in sys.stdin:
        if not line.strip():
            continue
        prefix, country, asn = line.split()
        network = ipaddress.ip_network(prefix)
        v4 = network.version == 4
        offset = 96 if v4 and given.ip == 6 else 0
        width = 32 if v4 else 128
        bits = int(network.network_address) << (128 - width - offset)
        rows.append((network.prefixlen + offset, bits, country, asn))
    rows.sort(key=lambda row: row[0])

    nodes = [[None, None]]
    data = bytearray()
    known = {}
    for length, bits, country, asn in rows:
        if (country, asn) not in known:
            known[country, asn] = len(data)
            data += encode(record_of(country, asn, given.style))
        insert(nodes, bits, length, known[country, asn])
    if given.ip == 6 and any(length > 96 and bits >> 32 == 0 for length, bits, _, _ in rows):
        # MaxMind's files show IPv4 below ::ffff:0:0/96 and 2002::/16, too.
        at = 0
        for _ in range(96):
            at = nodes[at][0][1]
        for alias, length in ((0xFFFF << 32, 96), (0x2002 << 112, 16)):
            insert(nodes, alias, length, 0)
            place = 0
            for i in range(length - 1):
                place = nodes[place][alias >> (127 - i) & 1][1]
            nodes[place][alias >> (128 - length) & 1] = ("node", at)

    count = len(nodes)
    tree = bytearray()
    for node in nodes:
        left, right = (count if one is None else one[1] if one[0] == "node" else count + 16 + one[1] for one in node)
        if given.record == 24:
            tree += left.to_bytes(3, "big") + right.to_bytes(3, "big")
        elif given.record == 28:
            tree += (left & 0xFFFFFF).to_bytes(3, "big") + bytes([left >> 24 << 4 | right >> 24]) + (right & 0xFFFFFF).to_bytes(3, "big")
        else:
            tree += left.to_bytes(4, "big") + right.to_bytes(4, "big")
    metadata = {
        "node_count": (count, UINT32),
        "record_size": (given.record, UINT16),
        "ip_version": (given.ip, UINT16),
        "database_type": given.type,
        "languages": ["en"],
        "binary_format_major_version": (2, UINT16),
        "binary_format_minor_version": (0, UINT16),
        "build_epoch": (given.built, UINT64),
        "description": {"en": "for tests"},
    }
    with open(given.out, "wb") as out:
        out.write(tree + bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + encode(metadata))


main()
