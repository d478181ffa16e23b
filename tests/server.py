"""A real Madang on a real port, in this process, and a caller that keeps every byte it gets."""

import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import uvicorn

from madang.api.app import create_app, guarded
from madang.cli.serve import listen, listen_beside
from madang.engine.settings import Settings


@dataclass
class Caller:
    """One person's browser: cookies, and all that the server ever sent it."""

    http: aiohttp.ClientSession
    url: str
    received: list[bytes] = field(default_factory=list)

    async def call(self, method, path, json=None, *, data=None, headers=None):
        """The status and the decoded body."""
        request = self.http.request(method, self.url + path, json=json, data=data, headers=headers)
        async with request as response:
            body = await response.read()
            self.received += [repr(response.raw_headers).encode(), body]
            return response.status, _decode(body)

    async def get(self, path, **rest):
        return await self.call("GET", path, **rest)

    async def post(self, path, json=None, **rest):
        return await self.call("POST", path, json, **rest)

    async def start(self, text=None):
        """A battle, and its first turn where there is a question."""
        status, body = await self.post("/api/battles")
        assert status == 201, body
        if text is not None:
            status, asked = await self.post(f"/api/battles/{body['id']}/turns", {"text": text})
            assert status == 202, asked
        return body["id"]

    async def events(self, battle, after="", *, headers=None):
        """The stream's events as (name, data, id), until the caller leaves the loop."""
        async for event in self.stream(f"/api/battles/{battle}/stream", after, headers=headers):
            yield event

    async def stream(self, path, after="", *, headers=None):
        """As `events`, at any address."""
        headers = {"Last-Event-ID": after} if after else headers or {}
        timeout = aiohttp.ClientTimeout(total=60)
        async with self.http.get(self.url + path, headers=headers, timeout=timeout) as response:
            assert response.status == 200, await response.text()
            self.received.append(repr(response.raw_headers).encode())
            event = {}
            async for line in response.content:
                self.received.append(line)
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name in ("event", "data", "id"):
                    event[name] = value
                elif not name and event:
                    yield event["event"], json.loads(event["data"]), event["id"]
                    event = {}

    async def watch(self, battle, turn=1, after=""):
        """All events until both sides of a turn have ended."""
        seen = []
        events = self.events(battle, after)
        async for event in events:
            seen.append(event)
            name, data, _ = event
            if name == "turn" and data["turn"] == turn and data["state"] == "done":
                break
        await events.aclose()
        return seen


def _decode(body):
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")


@asynccontextmanager
async def serving(settings: Settings, environment=None):
    """Madang as `madang serve` runs it; yields its address."""
    listener = listen(settings)
    beside = listen_beside(settings, listener)
    app = create_app(settings, environment or {}, sandbox_port=beside.getsockname()[1])
    config = uvicorn.Config(
        guarded(app, settings), log_level="warning", timeout_graceful_shutdown=1, lifespan="on"
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None
    import asyncio

    task = asyncio.create_task(server.serve(sockets=[listener, beside]))
    while not server.started:
        if task.done():
            await task
            raise AssertionError("the server did not start")
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def calling(url):
    """A new person at the server's address."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        yield Caller(http, url)
