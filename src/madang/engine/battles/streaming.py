"""The stage: two replies to one question, whether anyone watches or not.

How each is written and stored is in `writing`; here they are let out by the `Pacer`, on the ticker
of `rooms`. Which events a reader then gets is in `events`; who may ask for what, in
`battle`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from madang.domain.battles import Pace, Reply, Side, Turn
from madang.domain.contestants import Contestant
from madang.engine.asking import rooms, writing
from madang.engine.asking.rooms import Rooms
from madang.engine.asking.writing import Desk, Writing
from madang.engine.battles.pacing import Pacer, Track
from madang.engine.settings import Settings
from madang.store import Store

Script = writing.Script[Reply]
"""What one side is to do in a turn."""


@dataclass(slots=True, eq=False)
class Play:
    """One turn of one battle in the making. A side that is not written is already out."""

    turn: Turn
    pacer: Pacer
    writings: dict[Side, Writing[Reply]] = field(default_factory=dict[Side, Writing[Reply]])

    def now(self) -> Turn:
        """The turn with its replies as they stand at this moment."""
        grown = {side: writing.reply for side, writing in self.writings.items()}
        return replace(self.turn, replies=self.turn.replies | grown)

    @property
    def running(self) -> bool:
        """Whether a reader still waits for something."""
        return not self.pacer.out

    @property
    def over(self) -> bool:
        return not self.running and all(w.stored for w in self.writings.values())


@dataclass(slots=True, eq=False)
class Room(rooms.Room):
    """A battle. What its watchers learn from the store: a new turn, a retry, a vote."""

    play: Play | None = None

    @property
    def idle(self) -> bool:
        return self.play is None


@dataclass(slots=True, eq=False)
class Ear:
    """Tells the track of one side, and those who watch, how its reply grows."""

    room: Room
    play: Play
    track: Track

    def grew(self, now: float, length: int) -> None:
        self.track.grow(now, length)
        # The first words go out at once; all later ones wait for the tick.
        if self.track.shown == 0 and self.play.pacer.advance(now):
            self.room.notify()

    def ended(self, now: float, length: int) -> None:
        self.track.length = length
        self.track.end(now)
        self.play.pacer.advance(now)
        self.room.notify()


class Stage(Rooms[Room, Reply]):
    """All rooms of battles."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        on_end: Callable[[Contestant, Reply], None] = lambda _, __: None,
    ) -> None:
        """`on_end` hears how each contestant's replies end."""
        super().__init__(Room, Desk(store.battles, settings, on_end))
        self._settings = settings

    def perform(self, room: Room, turn: Turn, scripts: dict[Side, Script], pace: Pace) -> None:
        """Begin a turn, or anew the sides of it that are in `scripts`."""
        began = time.monotonic()
        tracks = {side: Track() for side in Side}
        for side, track in tracks.items():
            if side not in scripts:
                known = turn.replies.get(side)
                track.length = track.shown = len(known.text) if known else 0
                track.end(began)
        pacer = Pacer(pace, self._settings.hold_seconds, tracks)
        pacer.advance(began)
        room.play = Play(turn, pacer)
        for side, script in scripts.items():
            ear = Ear(room, room.play, tracks[side])
            room.play.writings[side] = self._desk.begin(script, ear, began)
        room.notify(edition=True)

    async def stop(self, room: Room) -> None:
        """Stop both sides where their readers see them now; what was not let out is dropped."""
        if room.play is None:
            return
        writings = room.play.writings
        await self._desk.halt(writings.values())
        seen = room.play.pacer.showing()
        for side, one in writings.items():
            self._desk.cut(one, seen[side].characters, end_seen=seen[side].ended)
        for one in writings.values():
            await self._desk.end(one)

    async def clear(self, room: Room) -> None:
        """Stop both sides and forget them: what is stored of them is about to be deleted."""
        await self.stop(room)
        for one in room.play.writings.values() if room.play else ():
            self._desk.drop(one)
        room.play = None

    async def settle(self, room: Room) -> None:
        """Store the ends that could not be stored when they came.

        Raises:
            Unavailable: they still can't be.
        """
        if room.play:
            await self._desk.settle(room.play.writings.values())

    def _let_out(self, room: Room) -> None:
        play = room.play
        if play and play.pacer.advance(time.monotonic()):
            room.notify()
        if play and play.over:
            room.play = None
            room.notify(edition=True)
