"""From what a reader has seen and what may now be seen to the events between the two.

A `Cursor` says what has been seen, whole: that makes a stream resumable from any event, after a
restart too, without a log of events. Pure; made only of `blinding`'s views.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Self

from madang.domain.battles import Battle, Side
from madang.domain.blinding import RevealView, TurnView, view_vote
from madang.domain.replies import ReplyState
from madang.engine.asking.following import Event

STATE_LETTERS = {
    ReplyState.STREAMING: "w",
    ReplyState.DONE: "d",
    ReplyState.FAILED: "f",
    ReplyState.STOPPED: "s",
}
LETTER_STATES = {letter: state for state, letter in STATE_LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Seen:
    """What has been seen of one side: its attempt (0: nothing), characters, and state."""

    attempt: int = 0
    characters: int = 0
    state: ReplyState = ReplyState.STREAMING


@dataclass(frozen=True, slots=True)
class Cursor:
    """All of the turns before `turn` has been seen, `a` and `b` of it, and the vote `mark`."""

    turn: int = 0
    a: Seen = field(default_factory=Seen)
    b: Seen = field(default_factory=Seen)
    done: bool = False
    mark: int = 0

    def __str__(self) -> str:
        sides = (
            f"{seen.attempt}-{seen.characters}-{STATE_LETTERS[seen.state]}"
            for seen in (self.a, self.b)
        )
        return ".".join((str(self.turn), *sides, str(int(self.done)), str(self.mark)))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one back; what is not one means that nothing has been seen."""
        try:
            turn, a, b, done, mark = text.split(".")
            return cls(int(turn), _parse_seen(a), _parse_seen(b), done == "1", int(mark))
        except (ValueError, KeyError):
            return cls()

    def side(self, side: Side) -> Seen:
        return self.a if side is Side.A else self.b

    def seeing(self, side: Side, seen: Seen) -> Self:
        return replace(self, a=seen) if side is Side.A else replace(self, b=seen)


@dataclass(frozen=True, slots=True)
class Scene:
    """A turn as it may be seen, with the number of the attempt of each side it was put to."""

    view: TurnView
    attempts: dict[Side, int]


def mark(battle: Battle) -> int:
    """A number that changes whenever a vote is cast, explained or undone; 0 before the first."""
    if not battle.votes:
        return 0
    return zlib.crc32(repr(battle.votes).encode()) or 1


def all_seen(scenes: Iterable[Scene], battle: Battle) -> Cursor:
    """The cursor of one who has seen everything there is."""
    cursor = Cursor()
    for event in between(cursor, scenes):
        cursor = event.cursor
    return replace(cursor, mark=mark(battle))


def between(cursor: Cursor, scenes: Iterable[Scene]) -> Iterator[Event[Cursor]]:
    """The events from `cursor` to `scenes`, oldest turn first."""
    for scene in scenes:
        if scene.view.turn < cursor.turn:
            continue
        if scene.view.turn > cursor.turn:
            cursor = Cursor(turn=scene.view.turn, mark=cursor.mark)
            yield Event("turn", _turn(scene.view, ReplyState.STREAMING), cursor)
        for event in _of_turn(cursor, scene):
            cursor = event.cursor
            yield event


def verdict(cursor: Cursor, battle: Battle, reveal: RevealView | None) -> Iterator[Event[Cursor]]:
    """The `reveal` event, where a vote was cast, explained or undone since `cursor`."""
    now = mark(battle)
    if now == cursor.mark:
        return
    vote = view_vote(battle.vote)
    data = {"vote": vote, "reveal": reveal}
    yield Event("reveal", data, replace(cursor, mark=now))


def _of_turn(cursor: Cursor, scene: Scene) -> Iterator[Event[Cursor]]:
    view = scene.view
    for side in scene.attempts:
        if cursor.side(side).attempt != scene.attempts[side]:
            cursor = replace(cursor.seeing(side, Seen(scene.attempts[side])), done=False)
            data = {"turn": view.turn, "side": side, "state": ReplyState.STREAMING}
            yield Event("side", data, cursor)
    grown: dict[str, Any] = {}
    for side in scene.attempts:
        seen, text = cursor.side(side), view.of(side).text
        if len(text) > seen.characters:
            grown[side] = text[seen.characters :]
            cursor = cursor.seeing(side, replace(seen, characters=len(text)))
    if grown:
        yield Event("text", {"turn": view.turn, **grown}, cursor)
    for side in scene.attempts:
        seen, now = cursor.side(side), view.of(side)
        if now.state is not seen.state:
            cursor = cursor.seeing(side, replace(seen, state=now.state))
            data = {"turn": view.turn, "side": side, "state": now.state}
            yield Event("side", data | ({"code": now.code} if now.code else {}), cursor)
    if view.state is ReplyState.DONE and not cursor.done:
        cursor = replace(cursor, done=True)
        yield Event("turn", _turn(view, ReplyState.DONE), cursor)


def _turn(view: TurnView, state: ReplyState) -> dict[str, Any]:
    return {
        "turn": view.turn,
        "text": view.text,
        "counted": view.counted,
        "side": view.side,
        "state": state,
    }


def _parse_seen(text: str) -> Seen:
    attempt, characters, letter = text.split("-")
    return Seen(int(attempt), int(characters), LETTER_STATES[letter])
