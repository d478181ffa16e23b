"""The rooms of chats: replies in the making, and those who watch them.

As `streaming` is for battles, but nothing is held back: what has come is shown, gathered on the
ticker of `rooms`. How a reply is written and stored is in `writing`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from madang.domain.chats import Message
from madang.engine.asking import rooms, writing
from madang.engine.asking.rooms import Rooms
from madang.engine.asking.writing import Desk, Writing
from madang.engine.settings import Settings
from madang.store import Store

Script = writing.Script[Message]


@dataclass(slots=True, eq=False)
class Talk(rooms.Room):
    """The room of a chat; `gone` says that it was deleted."""

    gone: bool = False
    grown: bool = False
    writings: dict[str, Writing[Message]] = field(default_factory=dict[str, Writing[Message]])

    def notify(self, *, edition: bool = False) -> None:
        rooms.Room.notify(self, edition=edition)
        self.grown = False

    @property
    def idle(self) -> bool:
        return not self.writings

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


class Talks(Rooms[Talk, Message]):
    """All rooms of chats."""

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(Talk, Desk(store.chats, settings))

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
            self._desk.cut(one, len(one.reply.text))
            await self._desk.end(one)

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

    def _let_out(self, room: Talk) -> None:
        over = [id_ for id_, one in room.writings.items() if one.ended and one.stored]
        for id_ in over:
            del room.writings[id_]
        if over or room.grown:
            room.notify(edition=bool(over))
