"""Birds that must not sing: servers on loopback that note every contact an attack makes.

One HTTP server at several names and two ports takes every path, and the path's first part says
whose attack it was. What has no path (STUN, TURN, QUIC, a bare connection) comes to a port that
belongs to one attack alone.
"""

import asyncio
import base64
import hashlib
import threading
from contextlib import contextmanager

ADDRESSES = ("127.0.0.1", "127.0.0.2", "::1")
NOISE = 20
"""Contacts of one attack that are kept; more of them say nothing new."""

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PAGE = b"<!doctype html><title>canary</title><p>canary"
BODIES = {
    "png": ("image/png", PIXEL),
    "svg": (
        "image/svg+xml",
        b'<svg xmlns="http://www.w3.org/2000/svg" id="x" width="1" height="1"/>',
    ),
    "css": ("text/css", b"p{color:red}"),
    "js": ("text/javascript", b"self.canary=1;"),
    "json": ("application/json", b"{}"),
    "csv": ("text/csv", b"a,b\n1,2\n"),
    "vtt": ("text/vtt", b"WEBVTT\n"),
    "events": ("text/event-stream", b"data: canary\n\n"),
    "html": ("text/html", PAGE),
}
OPEN = (
    "Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Headers: *\r\n"
    "Access-Control-Allow-Private-Network: true\r\nCross-Origin-Resource-Policy: cross-origin\r\n"
    "Timing-Allow-Origin: *\r\nCache-Control: no-store\r\n"
)


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, sing):
        self._sing = sing

    def datagram_received(self, data, addr):  # noqa: ARG002 (asyncio calls it so)
        self._sing(f"UDP, {len(data)} bytes")


class Canaries:
    """All servers, in a thread of their own. `heard` may be read from any thread."""

    def __init__(self):
        self._loop = asyncio.new_event_loop()
        self._heard: dict[str, list[str]] = {}
        self._open = []
        self._connections = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="canaries")
        self._thread.start()
        self.port = self._do(self._listen_http(0))
        self.other_port = self._do(self._listen_http(0))

    def heard(self, attack):
        """What reached a canary because of this attack."""
        return list(self._heard.get(attack, ()))

    def forget(self):
        self._heard.clear()

    def udp(self, attack):
        """A port where any packet belongs to this attack."""
        return self._do(self._listen_udp(attack))

    def tcp(self, attack):
        """A port where any connection belongs to this attack."""
        return self._do(self._listen_tcp(attack))

    def close(self):
        async def end():
            for server in self._open:
                server.close()
            for task in self._connections:
                task.cancel()
            await asyncio.gather(*self._connections, return_exceptions=True)

        self._do(end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _do(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    def _sing(self, attack, what):
        heard = self._heard.setdefault(attack, [])
        if len(heard) < NOISE:
            heard.append(what)

    async def _listen_http(self, port):
        for address in ADDRESSES:
            server = await asyncio.start_server(self._http, address, port)
            self._open.append(server)
            port = server.sockets[0].getsockname()[1]
        return port

    async def _listen_tcp(self, attack):
        async def contact(_, writer):
            self._sing(attack, "TCP connection")
            writer.close()

        server = await asyncio.start_server(contact, "127.0.0.1", 0)
        self._open.append(server)
        return server.sockets[0].getsockname()[1]

    async def _listen_udp(self, attack):
        transport, _ = await self._loop.create_datagram_endpoint(
            lambda: Datagrams(lambda what: self._sing(attack, what)), ("127.0.0.1", 0)
        )
        self._open.append(transport)
        return transport.get_extra_info("sockname")[1]

    async def _http(self, reader, writer):
        task = asyncio.current_task()
        self._connections.add(task)
        try:
            await self._answer(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # a browser closed early: what it asked for is noted already
        finally:
            self._connections.discard(task)
            writer.close()

    async def _answer(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, _ = head.split(" ", 2)
        fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        fields = {name.lower(): value for name, value in fields.items()}
        attack, _, rest = target.lstrip("/").partition("/")
        self._sing(attack, f"{method} {rest or target} at {fields.get('host', '?')}")
        if key := fields.get("sec-websocket-key"):
            token = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()
            accept = base64.b64encode(hashlib.sha1(token).digest()).decode()
            writer.write(
                b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + f"Sec-WebSocket-Accept: {accept}\r\n\r\n".encode()
            )
            await writer.drain()
            await reader.read(1024)
            return
        ending = target.partition("?")[0].rpartition(".")[2]
        kind, body = BODIES.get(ending, BODIES["html"])
        writer.write(
            f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
            f"Connection: close\r\n{OPEN}\r\n".encode()
            + body
        )
        await writer.drain()


@contextmanager
def canaries():
    birds = Canaries()
    try:
        yield birds
    finally:
        birds.close()
