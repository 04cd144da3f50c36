"""The least that a client can do: ask for bytes and throw them away, or wait.

As a program: client.py HOST PORT CA-FILE-OR-EMPTY FETCH-ITEMS
prints the seconds from connecting to the last byte, and how many bytes came.
"""

import re
import select
import socket
import ssl
import sys
import time

# What `scan` needs at least: every header, and the beginning of the first part.
TEXT = "(BODY.PEEK[HEADER] BODY.PEEK[1]<0.65536>)"
# The whole of every mail.
FULL = "BODY.PEEK[]"


class Client:
    """One connection, logged in as ann."""

    def __init__(self, host, port, authority=""):
        self.socket = socket.create_connection((host, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if authority:
            context = ssl.create_default_context(cafile=authority)
            self.socket = context.wrap_socket(self.socket, server_hostname=host)
        self.rest = b""
        self.line()
        self.command("LOGIN ann annpass")

    def line(self):
        while b"\n" not in self.rest:
            received = self.socket.recv(65536)
            if not received:
                raise EOFError("the server closed the connection")
            self.rest += received
        line, self.rest = self.rest.split(b"\n", 1)
        return line.rstrip(b"\r")

    def command(self, text):
        self.socket.sendall(f"x {text}\r\n".encode())
        return self._finish(text)

    def append(self, mailbox, mail):
        """Files a mail; gives the moment in which its last byte left."""
        self.socket.sendall(f"x APPEND {mailbox} {{{len(mail)}+}}\r\n".encode() + mail + b"\r\n")
        left = time.perf_counter()
        self._finish("APPEND")
        return left

    def _finish(self, text):
        while not (line := self.line()).startswith(b"x "):
            pass
        if not line.startswith(b"x OK"):
            raise SystemExit(f"{text}: {line.decode(errors='replace')}")

    def discard(self, items):
        """Fetches `items` of all mails, and counts bytes in place of keeping them."""
        self.socket.sendall(f"y UID FETCH 1:* {items}\r\n".encode())
        buffer = bytearray(1 << 20)
        view = memoryview(buffer)
        ending = re.compile(rb"\r\ny (OK|NO|BAD)[^\r\n]*\r\n\Z")
        total, tail = 0, b"\r\n"
        while True:
            size = self.socket.recv_into(buffer)
            if not size:
                raise EOFError("the server closed the connection")
            total += size
            tail = (tail + bytes(view[max(0, size - 512):size]))[-512:]
            if found := ending.search(tail):
                if found[1] != b"OK":
                    raise SystemExit(f"FETCH: {found[0].decode()}")
                return total

    def idle(self):
        self.socket.sendall(b"z IDLE\r\n")
        while not self.line().startswith(b"+"):
            pass

    def exists(self, count, deadline):
        """The moment in which the server said that `count` mails are there, or None."""
        while (left := deadline - time.perf_counter()) > 0:
            if b"\n" not in self.rest and not select.select([self.socket], [], [], left)[0]:
                return None
            found = re.match(rb"\* (\d+) EXISTS", self.line())
            if found and int(found[1]) >= count:
                return time.perf_counter()
        return None


def main():
    host, port, authority, items = sys.argv[1:]
    began = time.perf_counter()
    client = Client(host, int(port), authority)
    client.command("EXAMINE INBOX")
    total = client.discard(items)
    print(time.perf_counter() - began, total)


if __name__ == "__main__":
    main()
