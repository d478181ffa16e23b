"""What is turned away before any route sees it: foreign hosts, other sites, bodies too large.

Plain ASGI, and it never wraps `send`: the stream passes untouched.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from madang.api.errors import respond
from madang.api.language import language_of
from madang.domain.errors import CrossSite, MadangError, TooLarge, UnknownHost

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
OVERHEAD = 16_384
"""Bytes a body may have beside its longest text."""


class Guard:
    """Wraps the whole application.

    A page of another site can make a browser send requests here, with the cookie where same-site
    rules are lax, or point a name of its own at this address (DNS rebinding). So the Host must be
    one of ours, and what changes state must come from our own origin or from no browser at all.
    """

    def __init__(self, app: ASGIApp, *, hosts: tuple[str, ...], question_characters: int) -> None:
        self._app = app
        self._hosts = LOOPBACK | {host.lower() for host in hosts}
        # A character takes at most 12 bytes of JSON (two \uXXXX escapes).
        self._limit = question_characters * 12 + OVERHEAD

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            self._check(scope["method"], headers)
        except MadangError as error:
            await respond(error, language_of(headers))(scope, receive, send)
            return
        await self._app(scope, self._limited(receive), send)

    def _check(self, method: str, headers: Headers) -> None:
        host = headers.get("host", "")
        name = (urlsplit(f"//{host}").hostname or "").lower()
        if name not in self._hosts and "*" not in self._hosts:
            raise UnknownHost(host=host)
        if int(headers.get("content-length", "0")) > self._limit:
            raise TooLarge(limit=self._limit)
        if method in SAFE_METHODS:
            return
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            raise CrossSite(origin=origin)
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise CrossSite(origin=headers.get("sec-fetch-site", ""))

    def _limited(self, receive: Receive) -> Receive:
        received = 0

        async def limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._limit:
                raise TooLarge(limit=self._limit)
            return message

        return limited
