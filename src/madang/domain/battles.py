"""A battle: one person, two sides, turns of one question and two replies.

Values and rules only: what may be voted on, when a reply stands. What a voter may see of it is in
`blinding`; how it is run, in the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from madang.domain.contestants import Version
from madang.domain.votes import Vote


class Side(StrEnum):
    A = "a"
    B = "b"

    @property
    def other(self) -> Side:
        return Side.B if self is Side.A else Side.A


class Pace(StrEnum):
    """EVEN: both sides are let out at one shared rate. NATURAL: as they come."""

    EVEN = "even"
    NATURAL = "natural"


class ReplyState(StrEnum):
    STREAMING = "streaming"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


INTERRUPTED = "interrupted"
"""The code of a reply that a crash or a shutdown of Madang itself cut off."""

NOT_SAVED = "not_saved"
"""The code of a reply that could not be written to the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """What one reply took. Seconds, tokens and US dollars; None where it is not known."""

    first_word: float | None = None
    total: float | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None

    @property
    def tokens_per_second(self) -> float | None:
        """Speed after the first word."""
        if not self.tokens_out or self.total is None or self.first_word is None:
            return None
        writing = self.total - self.first_word
        return self.tokens_out / writing if writing > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One attempt of one side to answer one turn."""

    id: str
    side: Side
    attempt: int
    state: ReplyState
    text: str = ""
    code: str | None = None
    reason: str | None = None
    stop_reason: str | None = None
    timings: Timings = field(default_factory=Timings)

    @property
    def stands(self) -> bool:
        """Whether it can be judged: it ended, of itself or by the person's Stop, with text."""
        return self.state in (ReplyState.DONE, ReplyState.STOPPED) and bool(self.text.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question and the newest attempt of each side. `counted` is False after the reveal."""

    id: str
    number: int
    question: str
    asked_at: datetime
    counted: bool
    replies: dict[Side, Reply]

    @property
    def running(self) -> bool:
        return any(reply.state is ReplyState.STREAMING for reply in self.replies.values())

    @property
    def stands(self) -> bool:
        return len(self.replies) == len(Side) and all(r.stands for r in self.replies.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Battle:
    """All that is known of a battle. Nothing of it leaves the server but through `blinding`."""

    id: str
    person: str
    created_at: datetime
    pace: Pace
    versions: dict[Side, Version]
    probability: float
    turns: tuple[Turn, ...] = ()
    votes: tuple[Vote, ...] = ()

    @property
    def vote(self) -> Vote | None:
        """The one vote that has not been undone."""
        return next((vote for vote in reversed(self.votes) if vote.undone_at is None), None)

    @property
    def revealed(self) -> bool:
        """Names were shown once and can't be unseen, so an undone vote counts here too."""
        return bool(self.votes)

    @property
    def judged_turn(self) -> Turn | None:
        """The newest turn a vote would be about; None where no two replies stand yet."""
        return next((t for t in reversed(self.turns) if t.counted and t.stands), None)

    @property
    def running(self) -> bool:
        return any(turn.running for turn in self.turns)
