"""A provider over HTTP: one wire format, one address, one key. All vendors need no other."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import aiohttp

from madang.domain.errors.upstreams import UpstreamEmpty, UpstreamMalformed, UpstreamTruncated
from madang.providers.anthropic import Anthropic
from madang.providers.base import End, Event, Request, StopReason, Text
from madang.providers.google import Google
from madang.providers.http import Line, Patience
from madang.providers.openai import OpenAI
from madang.providers.profiles import WireName
from madang.providers.sse import Event as Chunk
from madang.providers.wire import Answer, Wire

WIRES: dict[WireName, Wire] = {"openai": OpenAI(), "anthropic": Anthropic(), "google": Google()}


class Upstream:
    """Implements `Provider`. The session is shared and stays its opener's to close."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        wire: WireName,
        base_url: str,
        key: str | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._wire = WIRES[wire]
        key = key.strip() if key else None
        self._line = Line(
            session,
            self._wire.base(base_url),
            self._wire.headers(key),
            key,
            patience or Patience(),
        )

    async def stream(self, request: Request) -> AsyncGenerator[Event]:
        """See `Provider.stream`."""
        answer = Answer()
        spoke = False
        path, body = self._wire.path(request), self._wire.body(request)
        async with self._line.stream(path, body) as stream:
            while not answer.closed and (chunks := await stream.read()) is not None:
                self._read(chunks, answer)
                if text := answer.take():
                    stream.heard()
                    spoke = spoke or not text.isspace()
                    yield Text(text)
                if answer.failure is not None:
                    raise answer.failure
            if answer.reason is None:
                raise UpstreamTruncated("the stream closed without its end")
            if not spoke:
                spent = answer.reason is StopReason.LENGTH
                raise UpstreamEmpty("the limit of tokens was spent before it" if spent else "")
        if answer.usage is not None:
            yield answer.usage
        yield End(answer.reason)

    async def check(self) -> None:
        """See `Provider.check`."""
        await self.models()

    async def models(self) -> list[str]:
        """The ids of the models that this key may use.

        Raises:
            UpstreamError: it can't be asked, or refuses, or answers with something else.
        """
        body = await self._line.get(self._wire.models_path)
        try:
            return self._wire.read_models(body)
        except ValueError as error:
            raise UpstreamMalformed(str(error)) from None

    def _read(self, chunks: list[Chunk], answer: Answer) -> None:
        """Take in events up to a failure, so that the words before it are not lost."""
        for chunk in chunks:
            try:
                self._wire.read(chunk, answer)
            except ValueError as error:  # not JSON, not UTF-8, or not of the promised shape
                answer.failure = UpstreamMalformed(str(error))
            if answer.closed or answer.failure is not None:
                return
