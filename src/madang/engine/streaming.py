"""The stage: replies in the making, whether anyone watches or not.

Every reply is written by a task of its own, let out by the `Pacer` on one ticker that all battles
share, and stored as it grows by one flusher that all battles share. Which events a reader then
gets is in `events`; who may ask for what, in `battle`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Generator
from contextlib import aclosing, contextmanager, suppress
from dataclasses import dataclass, field, replace

from madang.domain.battles import (
    NOT_SAVED,
    Pace,
    Reply,
    ReplyState,
    Side,
    Timings,
    Turn,
)
from madang.domain.contestants import Contestant
from madang.domain.errors import (
    Unavailable,
    UpstreamEmpty,
    UpstreamEndless,
    UpstreamError,
    UpstreamMalformed,
)
from madang.engine.pacing import Pacer, Track
from madang.engine.settings import Settings
from madang.providers.base import End, Provider, Request, StopReason, Text, Usage
from madang.store import Store

TICK = 0.05
"""Seconds between two events of one battle, at most (`docs/decisions/streaming.md`)."""

FLUSH = 0.5
"""Seconds a growing reply may be ahead of the store."""

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Script:
    """What one side is to do in a turn: the reply it begins and whom to ask for it."""

    reply: Reply
    contestant: Contestant
    provider: Provider
    request: Request


@dataclass(slots=True, eq=False)
class Performance:
    """One reply in the making."""

    script: Script
    reply: Reply
    track: Track
    began: float
    saved: int = 0
    stored: bool = False
    task: asyncio.Task[None] | None = None


@dataclass(slots=True, eq=False)
class Play:
    """One turn of one battle in the making. A side that is not performed is already out."""

    turn: Turn
    pacer: Pacer
    performances: dict[Side, Performance]

    def now(self) -> Turn:
        """The turn with its replies as they stand at this moment."""
        grown = {side: performance.reply for side, performance in self.performances.items()}
        return replace(self.turn, replies=self.turn.replies | grown)

    @property
    def running(self) -> bool:
        """Whether a reader still waits for something."""
        return not self.pacer.out

    @property
    def over(self) -> bool:
        return not self.running and all(p.stored for p in self.performances.values())


@dataclass(slots=True, eq=False)
class Room:
    """A battle that someone watches or that is in the making.

    `edition` counts what a watcher can only learn from the store: a new turn, a retry, a vote.
    """

    edition: int = 0
    play: Play | None = None
    watchers: set[asyncio.Event] = field(default_factory=set[asyncio.Event])
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    claims: int = 0

    def notify(self, *, edition: bool = False) -> None:
        self.edition += edition
        for watcher in self.watchers:
            watcher.set()


class Stage:
    """All rooms, the ticker and the flusher."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        on_end: Callable[[Contestant, Reply], None] = lambda _, __: None,
    ) -> None:
        """`on_end` hears how each contestant's replies end."""
        self._on_end = on_end
        self._store = store
        self._settings = settings
        self._rooms: dict[str, Room] = {}
        self._tasks: list[asyncio.Task[None]] = []

    def open(self) -> None:
        self._tasks = [asyncio.create_task(self._tick()), asyncio.create_task(self._flush())]

    async def close(self) -> None:
        """End every task; replies in the making are marked interrupted on the next start."""
        performing = [
            performance.task
            for room in self._rooms.values()
            if room.play
            for performance in room.play.performances.values()
            if performance.task
        ]
        for task in (*self._tasks, *performing):
            task.cancel()
        await asyncio.gather(*self._tasks, *performing, return_exceptions=True)
        await self._store.battles.save_texts(
            [(p.reply.id, p.reply.text) for _, p in self._growing()]
        )

    @contextmanager
    def room(self, battle: str) -> Generator[Room]:
        """The room of a battle, kept for as long as someone is in it or it is in the making."""
        room = self._rooms.setdefault(battle, Room())
        room.claims += 1
        try:
            yield room
        finally:
            room.claims -= 1
            self._leave(battle, room)

    def perform(self, room: Room, turn: Turn, scripts: dict[Side, Script], pace: Pace) -> None:
        """Begin a turn, or anew the sides of it that are in `scripts`."""
        began = time.monotonic()
        tracks: dict[Side, Track] = {}
        performances: dict[Side, Performance] = {}
        for side in Side:
            track = tracks[side] = Track()
            if side in scripts:
                script = scripts[side]
                performances[side] = Performance(script, script.reply, track, began)
            else:
                length = len(turn.replies[side].text)
                track.length = track.shown = length
                track.end(began)
        pacer = Pacer(pace, self._settings.hold_seconds, tracks)
        pacer.advance(began)
        room.play = Play(turn, pacer, performances)
        for performance in performances.values():
            performance.task = asyncio.create_task(self._perform(room, performance))
        room.notify(edition=True)

    async def stop(self, room: Room) -> None:
        """Stop both sides where their readers see them now; what was not let out is dropped."""
        if room.play is None:
            return
        performances = room.play.performances.values()
        for performance in performances:
            if performance.task:
                performance.task.cancel()
        await asyncio.gather(*(p.task for p in performances if p.task), return_exceptions=True)
        for performance in performances:
            if performance.reply.state is not ReplyState.FAILED:
                reply, track = performance.reply, performance.track
                cut = reply.text[: track.shown]
                whole = reply.state is ReplyState.DONE and len(cut) == len(reply.text)
                if not whole:
                    performance.reply = replace(reply, text=cut, state=ReplyState.STOPPED)
            await self._end(room, performance)

    async def _perform(self, room: Room, performance: Performance) -> None:
        """Write one reply, from the first word to the last or to what went wrong."""
        try:
            reply = await self._write(room, performance)
        except UpstreamError as error:
            reply = _failed(performance, error)
        except TimeoutError:
            reply = _failed(performance, UpstreamEndless(f"{self._settings.reply_seconds:g} s"))
        # An adapter's own mistake must end this reply, not leave its battle hanging.
        except Exception as error:  # noqa: BLE001 - said above
            log.error("reply %s: %s in its adapter", performance.reply.id, type(error).__name__)
            reply = _failed(performance, UpstreamMalformed(type(error).__name__))
        if reply.code:
            log.warning("reply %s: %s", reply.id, reply.code)
        performance.reply = reply
        await self._end(room, performance)

    async def _write(self, room: Room, performance: Performance) -> Reply:
        script, settings = performance.script, self._settings
        first: float | None = None
        usage: Usage | None = None
        reason: StopReason | None = None
        async with (
            asyncio.timeout(settings.reply_seconds),
            aclosing(script.provider.stream(script.request)) as events,
        ):
            async for event in events:
                match event:
                    case Text(text):
                        now = time.monotonic()
                        first = now if first is None else first
                        self._grow(room, performance, text, now)
                    case Usage():
                        usage = event
                    case End(reason):
                        pass
        if not performance.reply.text.strip():
            raise UpstreamEmpty
        prices = script.contestant.prices
        timings = Timings(
            first_word=first - performance.began if first is not None else None,
            total=time.monotonic() - performance.began,
            tokens_in=usage.tokens_in if usage else None,
            tokens_out=usage.tokens_out if usage else None,
            cost=prices.cost(usage.tokens_in, usage.tokens_out) if prices and usage else None,
        )
        return replace(
            performance.reply, state=ReplyState.DONE, stop_reason=reason, timings=timings
        )

    def _grow(self, room: Room, performance: Performance, text: str, now: float) -> None:
        grown = performance.reply.text + text
        limit = self._settings.reply_characters
        performance.reply = replace(performance.reply, text=grown[:limit])
        performance.track.grow(now, min(len(grown), limit))
        if len(grown) > limit:
            raise UpstreamEndless(f"{limit} characters")
        # The first words go out at once; all later ones wait for the tick.
        if performance.track.shown == 0 and room.play and room.play.pacer.advance(now):
            room.notify()

    async def _end(self, room: Room, performance: Performance) -> None:
        """Store how a reply ended, and only then let its end be seen."""
        try:
            await self._store.battles.finish(performance.reply)
            performance.stored = True
        except Unavailable as error:
            log.error("reply %s: %s", performance.reply.id, error.code)
            performance.reply = replace(performance.reply, state=ReplyState.FAILED, code=NOT_SAVED)
        self._on_end(performance.script.contestant, performance.reply)
        track = performance.track
        track.length = len(performance.reply.text)
        track.end(time.monotonic())
        if room.play:
            room.play.pacer.advance(time.monotonic())
        room.notify()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            now = time.monotonic()
            for battle, room in list(self._rooms.items()):
                if room.play is None:
                    continue
                if room.play.pacer.advance(now):
                    room.notify()
                if room.play.over:
                    room.play = None
                    room.notify(edition=True)
                    self._leave(battle, room)

    def _growing(self) -> list[tuple[Room, Performance]]:
        """What is ahead of the store: replies that grew, and ends that could not be stored."""
        return [
            (room, performance)
            for room in self._rooms.values()
            if room.play
            for performance in room.play.performances.values()
            if not performance.stored and len(performance.reply.text) > performance.saved
        ]

    async def _flush(self) -> None:
        """Store what has grown, all battles in one transaction."""
        while True:
            await asyncio.sleep(FLUSH)
            growing = self._growing()
            texts = {p.reply.id: p.reply.text for _, p in growing}
            try:
                if texts:
                    await self._store.battles.save_texts(list(texts.items()))
            except Unavailable as error:
                log.error("%d replies not stored: %s", len(texts), error.code)
                for room, performance in growing:
                    await self._abandon(room, performance)
                continue
            for _, performance in growing:
                performance.saved = len(texts[performance.reply.id])
            for room in list(self._rooms.values()):
                with suppress(Unavailable):  # said when it happened, and tried again
                    await self.settle(room)

    async def _abandon(self, room: Room, performance: Performance) -> None:
        """What can't be kept is not written on: the person sees it failed, and may retry."""
        if performance.reply.state is not ReplyState.STREAMING or performance.task is None:
            return
        performance.task.cancel()
        await asyncio.gather(performance.task, return_exceptions=True)
        performance.reply = replace(performance.reply, state=ReplyState.FAILED, code=NOT_SAVED)
        await self._end(room, performance)

    async def settle(self, room: Room) -> None:
        """Store the ends that could not be stored when they came.

        Raises:
            Unavailable: they still can't be.
        """
        for performance in room.play.performances.values() if room.play else ():
            if performance.track.ended and not performance.stored:
                await self._store.battles.finish(performance.reply)
                performance.stored = True

    def _leave(self, battle: str, room: Room) -> None:
        if room.claims == 0 and room.play is None and self._rooms.get(battle) is room:
            del self._rooms[battle]


def _failed(performance: Performance, error: UpstreamError) -> Reply:
    return replace(
        performance.reply,
        state=ReplyState.FAILED,
        code=error.code,
        reason=error.reason or None,
        timings=Timings(total=time.monotonic() - performance.began),
    )
