"""A peer's TCP side: the connections it makes and accepts, and the messages in their bytes."""
import re
import socket
import struct

LENGTH = re.compile(rb"\r\n(?:Content-Length|l) *: *(\d+)", re.I)
FIRST_PORT = 5071  # of connections that a peer makes; fixed, so that logs can show them


class Streams:
    def __init__(self, address):
        self.address, self.made = address, 0
        self.listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(address)
        self.listener.listen()
        self.buffers = {}  # what each connection has received and is no message yet
        self.current = None  # the connection that requests go by
        self.held = None  # bytes that wait for their flush

    def sockets(self):
        return [self.listener] + list(self.buffers)

    def close(self):
        for one in self.sockets():
            one.close()

    def connect(self, to):
        connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.bind((self.address[0], FIRST_PORT + self.made))
        connection.connect(to)
        self.made += 1
        self.buffers[connection] = b""
        self.current = connection

    def send(self, data, to, connection):
        """By the connection given while it is open, or else by one of our own."""
        if connection not in self.buffers:
            if self.current not in self.buffers:
                self.connect(to)
            connection = self.current
        if self.held is None:
            connection.sendall(data)
        else:
            self.held += data

    def flush(self, size, pause):
        """Sends what was held, at once or in pieces; pause() after each lets the other side read it."""
        data, self.held = self.held, None
        for start in range(0, len(data), size or len(data)):
            self.current.sendall(data[start:start + (size or len(data))])
            pause()

    def hang_up(self, reset):
        """Closes the current connection; with `reset` by RST."""
        if reset:
            self.current.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.buffers.pop(self.current)
        self.current.close()

    def read(self, ready):
        """What came by one of the sockets: (bytes of a message or a word for what happened, connection)."""
        if ready is self.listener:
            connection, _ = self.listener.accept()
            self.buffers[connection] = b""
            self.current = connection
            return [("OPENED", connection)]
        try:
            data = ready.recv(65536)
        except ConnectionError:
            data = b""
        if not data:
            self.buffers.pop(ready)
            ready.close()
            return [("CLOSED", ready)]
        return [(message, ready) for message in self.split(ready, data)]

    def split(self, connection, data):
        data = self.buffers[connection] + data
        found = []
        while data:
            if data.startswith(b"\r\n"):
                found.append("PONG")
                data = data[2:]
                continue
            end = data.find(b"\r\n\r\n")
            length = LENGTH.search(data[:end + 2]) if end >= 0 else None
            size = end + 4 + int(length[1] if length else 0)
            if end < 0 or len(data) < size:
                break
            found.append(data[:size])
            data = data[size:]
        self.buffers[connection] = data
        return found
