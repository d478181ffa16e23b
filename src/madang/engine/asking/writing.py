"""The desk: single replies in the making, stored as they grow, whatever they belong to.

A battle's two sides and a chat's answer are written alike: one asks its provider, grows within the
limits, is flushed to the store, ends with its timings or with what went wrong, and can be stopped.
How much of it is let out, and to whom, is `streaming`'s for battles and `talking`'s for chats.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from contextlib import aclosing, suppress
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol, TypeVar

from madang.domain.contestants import Contestant
from madang.domain.errors import Unavailable
from madang.domain.errors.upstreams import (
    UpstreamEmpty,
    UpstreamEndless,
    UpstreamError,
    UpstreamMalformed,
)
from madang.domain.replies import CUT, NOT_SAVED, ReplyState, Timings, Written
from madang.engine.settings import Settings
from madang.providers.base import End, Provider, Request, StopReason, Text, Usage

FLUSH = 0.5
"""Seconds a growing reply may be ahead of the store; a long one, which is written whole, longer."""

LONG = 100_000
"""Characters from which on it is written more seldom, the longer the more: so that what is written
in a second does not grow with it."""

R = TypeVar("R", bound=Written)
Shelved_contra = TypeVar("Shelved_contra", bound=Written, contravariant=True)

log = logging.getLogger(__name__)


class Shelf(Protocol[Shelved_contra]):
    """Where replies of one kind are kept."""

    async def save_texts(self, grown: Iterable[tuple[str, str]]) -> None:
        """Keep what streaming replies have come to: pairs of a reply's id and its whole text."""
        ...

    async def finish(self, reply: Shelved_contra) -> None:
        """Keep how a reply ended, with its whole text."""
        ...


@dataclass(slots=True, eq=False)
class Script(Generic[R]):
    """What is to be written: the reply it begins and whom to ask for it."""

    reply: R
    contestant: Contestant
    provider: Provider
    request: Request


class Listener(Protocol):
    """Hears of one reply in the making."""

    def grew(self, now: float, length: int) -> None:
        """It has `length` characters since `now`, a second of the monotonic clock."""
        ...

    def ended(self, now: float, length: int) -> None:
        """It has ended, and that is stored unless `Writing.stored` says otherwise."""
        ...


@dataclass(slots=True, eq=False)
class Writing(Generic[R]):
    """One reply in the making."""

    script: Script[R]
    listener: Listener
    began: float
    first: float | None = None
    length: int = 0
    saved: int = 0
    saved_at: float = 0.0
    stored: bool = False
    ended: bool = False
    task: asyncio.Task[None] | None = None
    _reply: R = field(init=False)
    _new: list[str] = field(init=False, default_factory=list[str])

    def __post_init__(self) -> None:
        self._reply = self.script.reply

    @property
    def reply(self) -> R:
        """It as it stands. Put together when someone looks, not anew for each of its words."""
        if self._new:
            text = "".join((self._reply.text, *self._new))
            self._new.clear()
            self._reply = replace(self._reply, text=text)
        return self._reply

    @reply.setter
    def reply(self, reply: R) -> None:
        self._new.clear()
        self._reply = reply

    def grow(self, text: str, now: float) -> None:
        self.first = now if self.first is None else self.first
        self._new.append(text)
        self.length += len(text)

    def is_due(self, now: float) -> bool:
        """Whether what grew is to be stored now."""
        return now - self.saved_at >= FLUSH * self.length / LONG


class _FullError(Exception):
    """A reply has come to the limit of what one may be."""


class Desk(Generic[R]):
    """All replies of one kind in the making, and the flusher they share."""

    def __init__(
        self,
        shelf: Shelf[R],
        settings: Settings,
        on_end: Callable[[Contestant, R], None] = lambda _, __: None,
    ) -> None:
        """`on_end` hears how each contestant's replies end."""
        self._shelf = shelf
        self._settings = settings
        self._on_end = on_end
        self._writings: set[Writing[R]] = set()
        self._flusher: asyncio.Task[None] | None = None

    def open(self) -> None:
        self._flusher = asyncio.create_task(self._flush())

    async def close(self) -> None:
        """End every task; replies in the making are marked interrupted on the next start."""
        tasks = [writing.task for writing in self._writings]
        running = [task for task in (self._flusher, *tasks) if task]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self._shelf.save_texts([(w.reply.id, w.reply.text) for w in self._growing()])

    def begin(self, script: Script[R], listener: Listener, began: float) -> Writing[R]:
        """Let a reply be written, whether anyone watches or not."""
        writing = Writing(script, listener, began)
        self._writings.add(writing)
        writing.task = asyncio.create_task(self._perform(writing))
        return writing

    async def halt(self, writings: Iterable[Writing[R]]) -> None:
        """Let the pen fall; what was written stands, and its end is still to be given."""
        tasks = [writing.task for writing in writings if writing.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def cut(self, writing: Writing[R], seen: int, *, end_seen: bool = True) -> None:
        """Drop what was not `seen` of one that was halted, as its person stopped it; then `end` it.

        That goes for its end too, if it had come to one, unless `end_seen`.
        """
        reply = writing.reply
        text = reply.text[:seen]
        failed = reply.state is ReplyState.FAILED
        whole = reply.state is not ReplyState.STREAMING and len(text) == len(reply.text)
        if not (end_seen and (failed or whole)):
            writing.reply = replace(
                reply, text=text, state=ReplyState.STOPPED, code=None, reason=None
            )

    def drop(self, writing: Writing[R]) -> None:
        """Forget one that was halted and whose row is gone."""
        self._writings.discard(writing)

    async def settle(self, writings: Iterable[Writing[R]]) -> None:
        """Store the ends that could not be stored when they came.

        Raises:
            Unavailable: they still can't be.
        """
        for writing in writings:
            if writing.ended and not writing.stored:
                await self._shelf.finish(writing.reply)
                self._keep(writing)

    async def _perform(self, writing: Writing[R]) -> None:
        """Write one reply, from the first word to the last or to what went wrong."""
        try:
            reply = await self._write(writing)
        except UpstreamError as error:
            reply = _failed(writing, error)
        except (_FullError, TimeoutError):
            reply = _cut(writing) or _failed(
                writing, UpstreamEndless(f"{self._settings.reply_seconds:g} s")
            )
        # An adapter's own mistake must end this reply, not leave its battle or chat hanging.
        except Exception as error:  # noqa: BLE001 - said above
            log.error("reply %s: %s in its adapter", writing.reply.id, type(error).__name__)
            reply = _failed(writing, UpstreamMalformed(type(error).__name__))
        if reply.code:
            log.warning("reply %s: %s", reply.id, reply.code)
        writing.reply = reply
        await self.end(writing)

    async def _write(self, writing: Writing[R]) -> R:
        script, settings = writing.script, self._settings
        usage: Usage | None = None
        reason: StopReason | None = None
        async with (
            asyncio.timeout(settings.reply_seconds),
            aclosing(script.provider.stream(script.request)) as events,
        ):
            async for event in events:
                match event:
                    case Text(text):
                        self._grow(writing, text)
                    case Usage():
                        usage = event
                    case End(reason):
                        pass
        if not writing.reply.text.strip():
            raise UpstreamEmpty
        prices = script.contestant.prices
        timings = Timings(
            first_word=_first_word(writing),
            total=time.monotonic() - writing.began,
            tokens_in=usage.tokens_in if usage else None,
            tokens_out=usage.tokens_out if usage else None,
            cost=prices.cost(usage.tokens_in, usage.tokens_out) if prices and usage else None,
        )
        return replace(writing.reply, state=ReplyState.DONE, stop_reason=reason, timings=timings)

    def _grow(self, writing: Writing[R], text: str) -> None:
        now = time.monotonic()
        room = self._settings.reply_characters - writing.length
        writing.grow(text[:room], now)
        writing.listener.grew(now, writing.length)
        if len(text) > room:
            raise _FullError

    async def end(self, writing: Writing[R]) -> None:
        """Store how a reply ended, and only then let its end be seen."""
        try:
            await self._shelf.finish(writing.reply)
            self._keep(writing)
        # Whatever it was: one that never ends would keep its battle or chat from going on.
        except Exception as error:  # noqa: BLE001 - said above
            log.error("reply %s: %s", writing.reply.id, type(error).__name__)
            writing.reply = replace(
                writing.reply, state=ReplyState.FAILED, code=NOT_SAVED, timings=Timings()
            )
        self._on_end(writing.script.contestant, writing.reply)
        writing.ended = True
        writing.listener.ended(time.monotonic(), len(writing.reply.text))

    def _keep(self, writing: Writing[R]) -> None:
        writing.stored = True
        self._writings.discard(writing)

    def _growing(self) -> list[Writing[R]]:
        """What is ahead of the store: replies that grew, and ends that could not be stored."""
        return [w for w in self._writings if not w.stored and w.length > w.saved]

    async def _flush(self) -> None:
        """Store what has grown, all of it in one transaction."""
        while True:
            await asyncio.sleep(FLUSH)
            now = time.monotonic()
            growing = [writing for writing in self._growing() if writing.is_due(now)]
            texts = {w.reply.id: w.reply.text for w in growing}
            try:
                if texts:
                    await self._shelf.save_texts(list(texts.items()))
            except Unavailable as error:
                log.error("%d replies not stored: %s", len(texts), error.code)
                for writing in growing:
                    await self._abandon(writing)
                continue
            except Exception as error:  # noqa: BLE001 - one that does not fit must not end the others
                log.error("%d replies not stored: %s", len(texts), type(error).__name__)
                continue
            for writing in growing:
                writing.saved = len(texts[writing.reply.id])
                writing.saved_at = now
            for writing in list(self._writings):
                with suppress(Exception):  # said when it happened, and tried again
                    await self.settle([writing])

    async def _abandon(self, writing: Writing[R]) -> None:
        """What can't be kept is not written on: the person sees it failed, and may retry."""
        if writing.reply.state is not ReplyState.STREAMING or writing.task is None:
            return
        writing.task.cancel()
        await asyncio.gather(writing.task, return_exceptions=True)
        writing.reply = replace(writing.reply, state=ReplyState.FAILED, code=NOT_SAVED)
        await self.end(writing)


def _first_word(writing: Writing[R]) -> float | None:
    return None if writing.first is None else writing.first - writing.began


def _cut(writing: Writing[R]) -> R | None:
    """What stands of a reply that came to a limit; None where there are no words."""
    if not writing.reply.text.strip():
        return None
    timings = Timings(first_word=_first_word(writing), total=time.monotonic() - writing.began)
    return replace(writing.reply, state=ReplyState.STOPPED, code=CUT, timings=timings)


def _failed(writing: Writing[R], error: UpstreamError) -> R:
    return replace(
        writing.reply,
        state=ReplyState.FAILED,
        code=error.code,
        reason=error.reason or None,
        timings=Timings(total=time.monotonic() - writing.began),
    )
