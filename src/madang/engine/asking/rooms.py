"""Rooms: where replies are in the making, and those who watch them.

A battle and a chat each have one. What is let out when, and what is stopped how, is theirs to say
(`battles/streaming.py`, `chats/talking.py`); how a reply is written and stored is in `writing`.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from madang.engine.asking.writing import Desk, R

TICK = 0.05
"""Seconds between two events of one room, at most (`docs/decisions/streaming.md`)."""


@dataclass(slots=True, eq=False)
class Room:
    """One that someone watches or in which something is in the making.

    `edition` counts what a watcher can only learn from the store.
    """

    edition: int = 0
    watchers: set[asyncio.Event] = field(default_factory=set[asyncio.Event])
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    claims: int = 0

    def notify(self, *, edition: bool = False) -> None:
        self.edition += edition
        for watcher in self.watchers:
            watcher.set()

    @property
    def idle(self) -> bool:
        """Whether nothing is in the making here."""
        raise NotImplementedError


Kind = TypeVar("Kind", bound=Room)


class Rooms(ABC, Generic[Kind, R]):
    """All rooms of one kind, the desk their replies are written at, and the ticker they share."""

    def __init__(self, make: Callable[[], Kind], desk: Desk[R]) -> None:
        self._make = make
        self._desk = desk
        self._rooms: dict[str, Kind] = {}
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
    def room(self, place: str) -> Generator[Kind]:
        """The room of a battle or a chat, kept while someone is in it or it is not idle."""
        room = self._rooms.setdefault(place, self._make())
        room.claims += 1
        try:
            yield room
        finally:
            room.claims -= 1
            self._leave(place, room)

    @abstractmethod
    def _let_out(self, room: Kind) -> None:
        """Show what has come since the last tick, and forget what is over."""

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            for place, room in list(self._rooms.items()):
                if not room.idle:
                    self._let_out(room)
                self._leave(place, room)

    def _leave(self, place: str, room: Kind) -> None:
        if room.claims == 0 and room.idle and self._rooms.get(place) is room:
            del self._rooms[place]
