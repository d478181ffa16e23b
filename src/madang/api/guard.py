"""What is turned away before any route sees it: foreign hosts, other sites, bodies too large.

Plain ASGI, and it never wraps `send`: the stream passes untouched.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from madang.api.errors import respond
from madang.api.language import language_of
from madang.domain.errors import MadangError
from madang.domain.errors.requests import CrossSite, TooLarge, UnknownHost
from madang.engine.benchmarks.tables import MOST_CHARACTERS

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
OVERHEAD = 16_384
"""Bytes a body may have beside its longest text."""

CHARACTER = 12
"""The most bytes of JSON that a character takes: two \\uXXXX escapes."""

LARGE = (
    ("/api/runs", 16 * 1024 * 1024),
    ("/api/places/", 16 * 1024 * 1024),
    ("/api/playground/", 4 * 1024 * 1024),
    ("/api/files", 21 * 1024 * 1024),
    ("/api/chat-imports/", 9 * 1024 * 1024),
    ("/api/benchmarks/", MOST_CHARACTERS * CHARACTER + OVERHEAD),
)
"""Paths whose bodies carry artifacts, files or tables, and how many bytes those may have."""


class Guard:
    """Wraps the whole application.

    A page of another site can make a browser send requests here, with the cookie where same-site
    rules are lax, or point a name of its own at this address (DNS rebinding). So the Host must be
    one of ours, and what changes state must come from our own origin or from no browser at all.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: tuple[str, ...],
        question_characters: int,
        reply_characters: int,
        foreign: Callable[[str], bool],
    ) -> None:
        self._app = app
        self._foreign = foreign
        self._hosts = LOOPBACK | {host.lower() for host in hosts}
        self._limit = question_characters * CHARACTER + OVERHEAD
        self._large = (*LARGE, ("/api/documents/", reply_characters * CHARACTER + OVERHEAD))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            limit = next(
                (most for path, most in self._large if scope["path"].startswith(path)), self._limit
            )
            self._check(scope["method"], headers, limit)
        except MadangError as error:
            await respond(error, language_of(headers))(scope, receive, send)
            return
        await self._app(scope, _limited(receive, limit), send)

    def _check(self, method: str, headers: Headers, limit: int) -> None:
        host = headers.get("host", "")
        name = name_of(host)
        # What runs in the sandbox must never find the page at its own name.
        if self._foreign(name) or (name not in self._hosts and "*" not in self._hosts):
            raise UnknownHost(host=host)
        if int(headers.get("content-length", "0")) > limit:
            raise TooLarge(limit=limit)
        if method in SAFE_METHODS:
            return
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            raise CrossSite(origin=origin)
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise CrossSite(origin=headers.get("sec-fetch-site", ""))


def name_of(host: str) -> str:
    """The name in a Host header, without its port; empty where there is none to be read."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _limited(receive: Receive, limit: int) -> Receive:
    received = 0

    async def limited() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise TooLarge(limit=limit)
        return message

    return limited
