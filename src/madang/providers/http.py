"""Asking an upstream over HTTP and reading its event stream: sockets, patience, and the key.

Everything that can go wrong on the way leaves here as an `UpstreamError`. What is asked and what
the events mean is a wire format's business.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import msgspec

from madang.domain.errors.upstreams import (
    UpstreamAuth,
    UpstreamError,
    UpstreamMalformed,
    UpstreamTimeout,
    UpstreamTruncated,
    UpstreamUnreachable,
)
from madang.providers import failures
from madang.providers.sse import Event, EventTooLargeError, Parser

OK = 200
EVENT_STREAM = "text/event-stream"

LARGEST_BODY = 1024 * 1024
"""Bytes read of an answer that is not a stream."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds to wait: for a connection, for the first word, and between two signs of life."""

    connect: float = 10.0
    first_word: float = 120.0
    silence: float = 60.0


def open_session() -> aiohttp.ClientSession:
    """One session for all upstreams, to be closed by who opens it. It bounds nothing by itself."""
    return aiohttp.ClientSession(
        # No connection is kept for later: one that its server closed in the meantime would fail a
        # reply, and a reply is never asked for twice.
        connector=aiohttp.TCPConnector(limit=0, force_close=True),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None),
        headers={"Accept-Encoding": "identity"},  # compression would hold words back
    )


class Stream:
    """The event stream of one answer, as it comes."""

    def __init__(
        self, response: aiohttp.ClientResponse, patience: Patience, first_word_by: float
    ) -> None:
        self._response = response
        self._patience = patience
        self._parser = Parser()
        self._first_word_by: float | None = first_word_by

    def heard(self) -> None:
        """The first word has come: from now on only silence counts."""
        self._first_word_by = None

    async def read(self) -> list[Event] | None:
        """What one read of the socket brought, which may be nothing whole; None at the end."""
        now = asyncio.get_running_loop().time()
        by = self._first_word_by
        try:
            async with asyncio.timeout_at(now + self._patience.silence if by is None else by):
                data = await self._response.content.readany()
        except TimeoutError:
            if by is None:
                raise UpstreamTimeout(f"silent for {self._patience.silence:g} s") from None
            raise _no_first_word(self._patience) from None
        return self._parser.feed(data) if data else None


@dataclass(frozen=True, slots=True)
class Line:
    """An address, the headers that go with every request to it, and the key to keep quiet about."""

    session: aiohttp.ClientSession
    base_url: str
    headers: dict[str, str] = field(repr=False)
    key: str | None = field(repr=False)
    patience: Patience

    @asynccontextmanager
    async def stream(self, path: str, body: dict[str, Any]) -> AsyncGenerator[Stream]:
        """Post a question. Left early, the connection is closed at once, and the model stops.

        Raises:
            UpstreamError: also for whatever goes wrong within the `async with`.
        """
        first_word_by = asyncio.get_running_loop().time() + self.patience.first_word
        with self._translated():
            try:
                async with asyncio.timeout_at(first_word_by):
                    response = await self._request("POST", path, msgspec.json.encode(body))
            except TimeoutError as error:
                raise _timeout(error, self.patience) from None
            try:
                await self._accept(response)
                yield Stream(response, self.patience, first_word_by)
            finally:
                response.close()

    async def get(self, path: str) -> bytes:
        """The body of a plain answer.

        Raises:
            UpstreamError: there is none, or it is longer than `LARGEST_BODY`.
        """
        with self._translated():
            try:
                async with asyncio.timeout(self.patience.connect):
                    response = await self._request("GET", path)
                    async with response:
                        body = await _read(response)
            except TimeoutError as error:
                raise _timeout(error, self.patience) from None
            if response.status != OK:
                raise failures.from_status(response.status, body)
            return body

    async def _request(
        self, method: str, path: str, body: bytes | None = None
    ) -> aiohttp.ClientResponse:
        if self.key and not (self.key.isascii() and self.key.isprintable()):
            raise UpstreamAuth("the key holds characters that no key has")
        headers = self.headers | ({"Content-Type": "application/json"} if body else {})
        return await self.session.request(
            method,
            self.base_url + path,
            data=body,
            headers=headers,
            allow_redirects=False,  # the key goes to the address a person wrote, and nowhere else
            timeout=aiohttp.ClientTimeout(total=None, connect=self.patience.connect),
        )

    async def _accept(self, response: aiohttp.ClientResponse) -> None:
        """Let a stream pass, and nothing else."""
        if response.status == OK and response.content_type == EVENT_STREAM:
            return
        try:
            async with asyncio.timeout(self.patience.connect):
                body = await _read(response)
        except TimeoutError:
            body = b""
        if response.status != OK:
            retry_after = response.headers.get("Retry-After")
            raise failures.from_status(response.status, body, retry_after)
        if fault := failures.read_fault(body):
            raise failures.from_fault(fault)
        raise UpstreamMalformed(f"{response.content_type} in place of an event stream")

    @contextmanager
    def _translated(self) -> Generator[None]:
        """Turn what libraries raise into our errors, and see that none carries the key."""
        try:
            yield
        except UpstreamError as error:
            if self.key and self.key in error.reason:
                raise type(error)(error.reason.replace(self.key, "•••")) from None
            raise
        except (
            aiohttp.ClientConnectorError,
            aiohttp.InvalidURL,
            aiohttp.NonHttpUrlClientError,
        ) as error:
            raise UpstreamUnreachable(_describe(error)) from None
        except (EventTooLargeError, aiohttp.ClientResponseError) as error:
            raise UpstreamMalformed(_describe(error)) from None
        except (aiohttp.ClientError, OSError) as error:
            raise UpstreamTruncated(_describe(error)) from None


async def _read(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    while data := await response.content.readany():
        body += data
        if len(body) > LARGEST_BODY:
            raise UpstreamMalformed(f"an answer of more than {LARGEST_BODY} bytes")
    return bytes(body)


def _timeout(error: TimeoutError, patience: Patience) -> UpstreamTimeout:
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return UpstreamTimeout(f"no connection within {patience.connect:g} s")
    return _no_first_word(patience)


def _no_first_word(patience: Patience) -> UpstreamTimeout:
    return UpstreamTimeout(f"no first word within {patience.first_word:g} s")


def _describe(error: Exception) -> str:
    """What happened, without the addresses and the bytes that libraries put into their messages."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if isinstance(error, EventTooLargeError):
        return str(error)
    return type(error).__name__
