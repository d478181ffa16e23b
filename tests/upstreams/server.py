"""The HTTP side of a fake: plays the script of the model that is asked for."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from types import ModuleType

from aiohttp import web

from tests.upstreams import anthropic, google, openai
from tests.upstreams.scripting import Failure, Received, Script

DIALECTS: dict[str, ModuleType] = {"openai": openai, "anthropic": anthropic, "google": google}
WIRES = tuple(DIALECTS)

HUGE = 5 * 1024 * 1024


@dataclass(eq=False)
class Fake:
    """A running fake. `open` counts the answers being given; `left` those a client broke off."""

    dialect: ModuleType
    scripts: Mapping[str, Script]
    default: Script
    url: str = ""
    requests: list[Received] = field(default_factory=list)
    open: int = 0
    left: int = 0
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def script(self, model: str) -> Script:
        if model in self.scripts:
            return self.scripts[model]
        if model in set(Failure):
            return replace(self.default, failure=Failure(model))
        return self.default

    async def idle(self) -> None:
        """Wait until nobody is being answered."""
        await self.until(lambda: self.open == 0)

    async def until(self, condition) -> None:
        """Wait for a condition on this fake's counters and requests; ten seconds at most."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(condition)

    async def count(self, *, opened: int = 0, left: int = 0) -> None:
        async with self._changed:
            self.open += opened
            self.left += left
            self._changed.notify_all()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        received = self.dialect.receive(
            request.path_qs,
            {name.lower(): value for name, value in request.headers.items()},
            await request.json(),
        )
        self.requests.append(received)
        await self.count(opened=1)
        try:
            return await self._answer(request, received)
        except (asyncio.CancelledError, ConnectionResetError):
            await self.count(left=1)
            raise
        finally:
            await self.count(opened=-1)

    async def _answer(self, request: web.Request, received: Received) -> web.StreamResponse:
        script = self.script(received.model)
        failure = script.failure
        if script.key is not None and received.key != script.key:
            failure = Failure.WRONG_KEY
        if failure is Failure.HANG_BEFORE_HEADERS:
            await asyncio.Event().wait()
        if failure is Failure.CLOSED_BEFORE_HEADERS:
            request.transport.close()
            return web.Response()
        if failure is Failure.NOT_SSE:
            return web.Response(text="<html>Welcome to our proxy</html>", content_type="text/html")
        if failure in self.dialect.PROBLEMS:
            status, body = self.dialect.refuse(failure, received)
            limited = failure is Failure.RATE_LIMITED
            headers = {"Retry-After": str(script.retry_after)} if limited else None
            return web.json_response(body, status=status, headers=headers)
        if words := self.dialect.objection(received):
            status, body = self.dialect.refuse(Failure.REJECTED, received, words)
            return web.json_response(body, status=status)
        headers = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        await _play(Performance(self.dialect, script, failure, received, request, response))
        return response

    async def models(self, request: web.Request) -> web.Response:
        del request
        script = self.default
        nobody = Received(
            path="", key=None, model="", system="", messages=(), images=(), body={}, headers={}
        )
        if script.failure in self.dialect.PROBLEMS:
            status, body = self.dialect.refuse(script.failure, nobody)
            return web.json_response(body, status=status)
        return web.json_response(self.dialect.models(script))

    async def tags(self, request: web.Request) -> web.Response:
        """Ollama's list of models."""
        del request
        return web.json_response({"models": [{"name": n, "model": n} for n in self.default.models]})


@dataclass(frozen=True)
class Performance:
    """One answer being given."""

    dialect: ModuleType
    script: Script
    failure: Failure | None
    received: Received
    request: web.Request
    response: web.StreamResponse

    held: bytearray = field(default_factory=bytearray)

    async def write(self, *frames: bytes) -> None:
        piece = self.script.piece
        if self.script.burst:
            self.held.extend(b"".join(frames))
            return
        for frame in frames:
            for at in range(0, len(frame), piece or len(frame)):
                await self.response.write(frame[at : at + piece] if piece else frame)


async def _play(play: Performance) -> None:
    script, dialect, received = play.script, play.dialect, play.received
    await play.write(*dialect.opening(received, script))
    if play.failure is Failure.HANG_BEFORE_WORDS:
        await asyncio.Event().wait()
    if play.failure is not Failure.EMPTY:
        for number, text in enumerate(script.words(received)):
            if number == script.after:
                if script.gate:
                    await script.gate.wait()
                if await _fail(play):
                    return
            await asyncio.sleep(script.delay)
            await play.write(dialect.word(received, script, text))
    await play.write(*dialect.closing(received, script))
    await play.response.write_eof(bytes(play.held))


async def _fail(play: Performance) -> bool:  # noqa: C901 -- a case a failure
    """Do what goes wrong in mid-stream; whether anything did."""
    dialect, received = play.dialect, play.received
    match play.failure:
        case Failure.HANG_MID_STREAM:
            await asyncio.Event().wait()
        case Failure.MALFORMED:
            await play.write(b'data: {"choices": [{"delta": \n\n')
        case Failure.NOT_UTF8:
            await play.write(dialect.word(received, play.script, "@").replace(b"@", b"\xff\xfe"))
        case Failure.HUGE_EVENT:
            await play.write(b"data: " + b"0" * HUGE)
        case Failure.TRUNCATED:
            await play.response.write_eof()
        case Failure.CUT:
            play.request.transport.abort()
        case Failure.HALF_CLOSED:
            play.request.transport.write_eof()
            await asyncio.Event().wait()
        case Failure.ENDLESS:
            while True:
                await asyncio.sleep(play.script.delay or 0.001)
                await play.write(dialect.word(received, play.script, "and on "))
        case Failure.ERROR_EVENT:
            await play.write(dialect.error_event(received))
        case Failure.FILTERED:
            await play.write(*dialect.filtered(received, play.script))
        case _:
            return False
    return True


@asynccontextmanager
async def upstream(
    wire: str, script: Script | Mapping[str, Script] | None = None, *, port: int = 0
) -> AsyncGenerator[Fake]:
    """A fake that speaks `wire`; its `url` is what that vendor's SDK takes as base address."""
    dialect = DIALECTS[wire]
    one = isinstance(script, Script)
    fake = Fake(
        dialect,
        scripts={} if one or script is None else script,
        default=script if one else Script(),
    )
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        fake.url = f"http://127.0.0.1:{listener.getsockname()[1]}{dialect.BASE}"
        if fake.default.failure is Failure.REFUSED:
            yield fake  # bound, so that nobody else gets the port, and not listening
            return
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.add_routes([web.post(path, fake.answer) for path in dialect.ANSWERS])
        app.add_routes([web.get(path, fake.models) for path in dialect.MODELS])
        app.router.add_get("/api/tags", fake.tags)
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        try:
            yield fake
        finally:
            await runner.cleanup()
