#!/usr/bin/env python3
"""Caller and callee of one call that is refused while the script is reloaded.

    transactions_reload.py EDGE_PORT RELOAD-COMMAND...

The INVITE is sent and reaches the callee; then the command runs; then the callee answers 486. Prints
the start line of the final reply that the caller gets."""
import socket
import subprocess
import sys


def listen(port):
    peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    peer.bind(("127.0.0.1", port))
    peer.settimeout(10)
    return peer


def answer(request, status):
    lines = [line for line in request.split("\r\n")[1:] if line.split(":")[0] in ("Via", "From", "To", "Call-ID", "CSeq")]
    lines = [line + ";tag=callee" if line.startswith("To:") else line for line in lines]
    return "\r\n".join([f"SIP/2.0 {status}"] + lines + ["Content-Length: 0", "", ""])


def main():
    edge = ("127.0.0.1", int(sys.argv[1]))
    caller, callee = listen(5070), listen(5080)
    invite = "\r\n".join([
        "INVITE sip:bob@127.0.0.1 SIP/2.0", "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKreload", "Max-Forwards: 70",
        "From: <sip:alice@127.0.0.1>;tag=caller", "To: <sip:bob@127.0.0.1>", "Call-ID: reload@127.0.0.1", "CSeq: 1 INVITE",
        "Contact: <sip:alice@127.0.0.1:5070>", "Content-Length: 0", "", ""])
    caller.sendto(invite.encode(), edge)
    request = callee.recv(65535).decode()
    assert request.startswith("INVITE"), request
    subprocess.run(sys.argv[2:], check=True, stdout=subprocess.DEVNULL)
    callee.sendto(answer(request, "486 Busy Here").encode(), edge)
    while True:
        reply = caller.recv(65535).decode()
        if not reply.startswith("SIP/2.0 1"):
            print(reply.split("\r\n")[0])
            return


main()
