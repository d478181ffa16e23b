"""The rooms of chats: replies in the making, and those who watch them.

As `streaming` is for battles, but nothing is held back: what has come is shown, gathered on one
ticker that all chats share. How a reply is written and stored is in `writing`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from madang.domain.chats import Message
from madang.engine.asking import writing
from madang.engine.asking.writing import Desk, Writing
from madang.engine.settings import Settings
from madang.store import Store

TICK = 0.05
"""Seconds between two events of one chat, at most."""

Script = writing.Script[Message]


@dataclass(slots=True, eq=False)
class Talk:
    """A chat that someone watches or in which replies are being written.

    `edition` counts what a watcher can only learn from the store; `gone` says that it was deleted.
    """

    edition: int = 0
    gone: bool = False
    grown: bool = False
    writings: dict[str, Writing[Message]] = field(default_factory=dict[str, Writing[Message]])
    watchers: set[asyncio.Event] = field(default_factory=set[asyncio.Event])
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    claims: int = 0

    def notify(self, *, edition: bool = False) -> None:
        self.edition += edition
        self.grown = False
        for watcher in self.watchers:
            watcher.set()

    def now(self, messages: Iterable[Message]) -> list[Message]:
        """These messages as they stand at this moment, those in the making with what has come."""
        return [
            _so_far(self.writings[one.id]) if one.id in self.writings else one for one in messages
        ]

    @property
    def running(self) -> list[str]:
        """The ids of the replies that are being written."""
        return [id_ for id_, one in self.writings.items() if not one.ended]


def _so_far(one: Writing[Message]) -> Message:
    """A reply as it may be seen: its end only once that is stored."""
    return one.reply if one.ended else replace(one.script.reply, text=one.reply.text)


@dataclass(slots=True, eq=False)
class Ear:
    """Tells those who watch a chat how one reply grows."""

    talk: Talk
    begun: bool = False

    def grew(self, now: float, length: int) -> None:
        del now, length
        self.talk.grown = True
        if not self.begun:  # the first words go out at once; all later ones wait for the tick
            self.begun = True
            self.talk.notify()

    def ended(self, now: float, length: int) -> None:
        del now, length
        self.talk.notify(edition=True)


class Talks:
    """All talks, the desk their replies are written at, and the ticker."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._desk = Desk(store.chats, settings)
        self._talks: dict[str, Talk] = {}
        self._ticker: asyncio.Task[None] | None = None

    def open(self) -> None:
        self._desk.open()
        self._ticker = asyncio.create_task(self._tick())

    async def close(self) -> None:
        """End every task; replies in the making are marked interrupted on the next start."""
        if self._ticker:
            self._ticker.cancel()
            await asyncio.gather(self._ticker, return_exceptions=True)
        await self._desk.close()

    @contextmanager
    def talk(self, chat: str) -> Generator[Talk]:
        """The talk of a chat, kept while someone is in it or something is being written."""
        talk = self._talks.setdefault(chat, Talk())
        talk.claims += 1
        try:
            yield talk
        finally:
            talk.claims -= 1
            self._leave(chat, talk)

    def begin(self, talk: Talk, scripts: Sequence[Script]) -> None:
        """Let replies be written that are in the store already."""
        began = time.monotonic()
        for script in scripts:
            talk.writings[script.reply.id] = self._desk.begin(script, Ear(talk), began)
        talk.notify(edition=True)

    async def stop(self, talk: Talk, replies: Iterable[str]) -> None:
        """Stop these; what has come of them stays."""
        chosen = [talk.writings[one] for one in replies if one in talk.writings]
        chosen = [one for one in chosen if not one.ended]
        await self._desk.halt(chosen)
        for one in chosen:
            await self._desk.cut(one, len(one.reply.text))

    async def drop(self, talk: Talk, replies: Iterable[str]) -> None:
        """Let the pen fall on what is being deleted: nothing of it is stored any more."""
        chosen = [talk.writings.pop(one) for one in replies if one in talk.writings]
        await self._desk.halt(chosen)
        for one in chosen:
            self._desk.drop(one)

    async def settle(self, talk: Talk) -> None:
        """Store the ends that could not be stored when they came.

        Raises:
            Unavailable: they still can't be.
        """
        await self._desk.settle(talk.writings.values())

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            for chat, talk in list(self._talks.items()):
                over = [id_ for id_, one in talk.writings.items() if one.ended and one.stored]
                for id_ in over:
                    del talk.writings[id_]
                if over or talk.grown:
                    talk.notify(edition=bool(over))
                self._leave(chat, talk)

    def _leave(self, chat: str, talk: Talk) -> None:
        if talk.claims == 0 and not talk.writings and self._talks.get(chat) is talk:
            del self._talks[chat]
