"""The second application: what the run window's frames are served. It knows nobody.

Plain ASGI on a listener of its own. It answers GET for one-time documents (`/r/<token>`) and for
vendored libraries (`/v/<file>`), at the sandbox's own hosts only, reads no cookie, sets none, and
never redirects.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

from starlette.datastructures import Headers
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from madang.api.guard import name_of
from madang.engine.running.kit import find_library
from madang.engine.running.runs import Runs

FILE = re.compile(r"/v/((?:[\w.-]+/)?[\w.-]+)")
TOKEN = re.compile(r"/r/([\w-]{32})")


class SandboxApp:
    def __init__(self, runs: Runs, hosts: tuple[str, ...]) -> None:
        self._runs = runs
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        response = self._answer(scope["method"], scope["path"], Headers(scope=scope))
        await response(scope, receive, send)

    def _answer(self, method: str, path: str, headers: Headers) -> Response:
        host = headers.get("host", "")
        name = name_of(host)
        if not self._runs.sandbox.answers(name, self._hosts):
            return _refusal(421)
        if method != "GET":
            return _refusal(405)
        if found := TOKEN.fullmatch(path):
            return self._document(found[1], host, headers)
        if found := FILE.fullmatch(path):
            return _library(found[1])
        return _refusal(404)

    def _document(self, token: str, host: str, headers: Headers) -> Response:
        # Where the browser says what a request is for: only ever a frame.
        if headers.get("sec-fetch-dest", "iframe") != "iframe":
            return _refusal(403)
        waiting = self._runs.take(token, host)
        if waiting is None:
            return _refusal(404)
        if waiting.rest is None:
            return Response(waiting.body, headers=waiting.headers)
        return StreamingResponse(_parts(waiting.body, waiting.rest), headers=waiting.headers)


class TwoOrigins:
    """One process, two listeners: which of the two a request came in by decides who answers."""

    def __init__(self, page: ASGIApp, sandbox: ASGIApp, *, port: int) -> None:
        self._page = page
        self._sandbox = sandbox
        self._port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The address of the socket itself; nothing a client sends reaches it.
        server = scope.get("server")
        foreign = scope["type"] != "lifespan" and server and server[1] == self._port
        await (self._sandbox if foreign else self._page)(scope, receive, send)


async def _parts(head: bytes, rest: asyncio.Future[bytes]) -> AsyncIterator[bytes]:
    yield head
    try:
        yield await rest
    finally:
        rest.cancel()  # the frame is gone, or has it all: nobody need bring the text any more


def _library(file: str) -> Response:
    found = find_library(file)
    return FileResponse(found[0], headers=found[1]) if found else _refusal(404)


def _refusal(status: int) -> Response:
    """As little as can be said: whoever asks may be code that a model wrote."""
    return PlainTextResponse(
        "",
        status_code=status,
        headers={
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        },
    )
