"""A battle: one person, two sides, turns of one question and two replies.

Values and rules only: what may be voted on, when a reply stands. What a voter may see of it is in
`blinding`; how it is run, in the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from madang.domain.contestants import Version
from madang.domain.forms import Form
from madang.domain.replies import ReplyState, Written
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Written):
    """One attempt of one side to answer one turn."""

    side: Side
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question and the newest attempt of each side it was put to.

    Attributes:
        counted: False after the reveal.
        side: whom alone it was put to, to mend what did not run; None: both.
    """

    id: str
    number: int
    question: str
    asked_at: datetime
    counted: bool
    replies: dict[Side, Reply]
    side: Side | None = None

    @property
    def sides(self) -> tuple[Side, ...]:
        """Whom it was put to."""
        return (self.side,) if self.side else tuple(Side)

    @property
    def running(self) -> bool:
        return any(reply.state is ReplyState.STREAMING for reply in self.replies.values())

    @property
    def stands(self) -> bool:
        """Whether there are two replies to compare; never of what one side alone was asked."""
        return len(self.replies) == len(Side) and all(r.stands for r in self.replies.values())

    @property
    def mends(self) -> bool:
        """Whether it takes the place of what one side had answered before."""
        return self.side is not None and all(reply.stands for reply in self.replies.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One thing said before a battle began; `images` are ids of files."""

    by_person: bool
    text: str
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What both sides are given alike before their first question.

    `chat` and `message` say where in a chat the battle was asked for. `prelude` is what had been
    said there, `enclosed` the text of the files and `images` the pictures that go with the first
    question, `instructions` what the person wants of every reply.
    """

    chat: str | None = None
    message: str | None = None
    prelude: tuple[Spoken, ...] = ()
    enclosed: str = ""
    images: tuple[str, ...] = ()
    instructions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Battle:
    """All that is known of a battle. Nothing of it leaves the server but through `blinding`.

    `chosen`: the person said which two are to meet, and does not know only which side is which.
    """

    id: str
    person: str
    created_at: datetime
    pace: Pace
    versions: dict[Side, Version]
    probability: float
    form: Form | None = None
    turns: tuple[Turn, ...] = ()
    votes: tuple[Vote, ...] = ()
    context: Context | None = None
    chosen: bool = False

    @property
    def vote(self) -> Vote | None:
        """The one vote that has not been undone."""
        return next((vote for vote in reversed(self.votes) if vote.undone_at is None), None)

    @property
    def revealed(self) -> bool:
        """Names were shown once and can't be unseen, so an undone vote counts here too."""
        return bool(self.votes)

    @property
    def informed(self) -> bool:
        """Whether a vote now is kept without counting: the person knows too much.

        Who chose the two may know their hands, so a vote of theirs is no blind one.
        """
        return self.revealed or self.chosen

    @property
    def judged_turn(self) -> Turn | None:
        """The newest turn a vote would be about; None where no two replies stand yet."""
        return next((t for t in reversed(self.turns) if t.counted and t.stands), None)

    @property
    def judged_until(self) -> int | None:
        """The newest turn that a vote would be about, with what a side has mended since."""
        turn = self.judged_turn
        if turn is None:
            return None
        later = [t.number for t in self.turns if t.counted and t.mends and t.number > turn.number]
        return max([turn.number, *later])

    def judged(self, until: int) -> dict[Side, Turn]:
        """For each side the turn with the reply that a vote on turn `until` is about.

        It is the newest turn with two replies that stand, or what a side mended after it.
        """
        found: dict[Side, Turn] = {}
        for turn in self.turns:
            if turn.counted and turn.number <= until:
                if turn.stands:
                    found = dict.fromkeys(Side, turn)
                elif turn.mends and found:
                    found[turn.sides[0]] = turn
        return found

    @property
    def running(self) -> bool:
        return any(turn.running for turn in self.turns)
