"""The far side of a DPDK port: talks SIP over UDP to the edge and TCP to its twin.

ethdev_talk.py EDGE_ADDRESS OWN_ADDRESS: every check prints a line; the first that fails ends it.
Sockets are connected, so that an ICMP error (the kernel answering beside the edge) is an exception.
"""
import socket
import sys

EDGE, OWN = sys.argv[1:3]
FAMILY = socket.AF_INET6 if ":" in EDGE else socket.AF_INET


def host(address):
    return f"[{address}]" if ":" in address else address


def message(method, number, filling):
    lines = [
        f"{method} sip:bob@example.net SIP/2.0",
        f"Via: SIP/2.0/UDP {host(OWN)}:5070;branch=z9hG4bK-{method}-{number}",
        "Max-Forwards: 70",
        "From: <sip:alice@example.net>;tag=a",
        "To: <sip:bob@example.net>",
        f"Call-ID: {method}-{number}-{len(filling)}",
        f"CSeq: {number} {method}",
        f"X-Filling: {filling}",
        "Content-Length: 0",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def main():
    client = socket.socket(FAMILY, socket.SOCK_DGRAM)
    client.settimeout(60)
    client.bind((OWN, 5070))
    client.connect((EDGE, 5060))
    for number, filling in ((1, "short"), (2, "y" * 3500)):
        client.send(message("OPTIONS", number, filling))
        answer = client.recv(65536).decode()
        assert answer.startswith("SIP/2.0 200 "), answer
        assert f"CSeq: {number} OPTIONS" in answer, answer
        print(f"OPTIONS of {len(filling)} bytes answered over {EDGE}")

    server = socket.socket(FAMILY, socket.SOCK_DGRAM)
    server.settimeout(60)
    server.bind((OWN, 5080))
    for number, filling in ((3, "short"), (4, "z" * 3500)):
        client.send(message("INVITE", number, filling))
        got, source = server.recvfrom(65536)
        assert source[:2] == (EDGE, 5060), source
        assert filling.encode() in got and b"Max-Forwards: 69" in got, got
        assert got.count(b"Via:") == 2, got
        print(f"INVITE of {len(got)} bytes forwarded from {source[0]}")

    stream = socket.create_connection((EDGE, 8000), timeout=60)
    stream.sendall(b"x" * 50000)
    stream.shutdown(socket.SHUT_WR)
    got = b""
    while chunk := stream.recv(65536):
        got += chunk
    assert got == b"50000", got
    print(f"TCP to the twin works over {EDGE}")


main()
