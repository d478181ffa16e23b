"""A vote: what one person said of one battle, and how long it may be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

UNDO_WINDOW = timedelta(seconds=15)


class Outcome(StrEnum):
    A = "a"
    B = "b"
    TIE = "tie"
    BOTH_BAD = "both_bad"


class Reason(StrEnum):
    """Why, in one press; more than one may be given."""

    ACCURATE = "accurate"
    CLEAR = "clear"
    COMPLETE = "complete"
    SHORT = "short"
    STYLE = "style"
    FOLLOWED = "followed"
    RAN = "ran"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """Never deleted, only annotated: `undone_at` is such a note.

    `informed` marks a vote cast after the names had been shown (a vote, an undo, a vote again), or
    by one who had chosen the two. It is kept, and counts for no board: only a blind vote does.
    `expected` is the share of votes that the board gave side A before this one; None where it had
    too few to say.
    """

    id: str
    battle: str
    person: str
    turn: int
    outcome: Outcome
    reasons: tuple[Reason, ...]
    comment: str
    cast_at: datetime
    informed: bool
    expected: float | None = None
    undone_at: datetime | None = None

    @property
    def counts(self) -> bool:
        return self.undone_at is None and not self.informed

    @property
    def undo_until(self) -> datetime:
        return self.cast_at + UNDO_WINDOW
