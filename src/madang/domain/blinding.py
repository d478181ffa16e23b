"""What a voter may see of a battle, decided here and nowhere else.

Every byte about a battle that leaves the server is made from the values of this module, and before
the first vote these hold no contestant, no figure, no upstream's word: only what was asked, what
has been let out of both replies so far, and whether each side still writes, ended or failed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from madang.domain.battles import Battle, Context, Pace, Reply, Side, Turn
from madang.domain.contestants import Parameters, Prices, Version
from madang.domain.forms import Form
from madang.domain.replies import CUT, INTERRUPTED, NOT_SAVED, ReplyState
from madang.domain.votes import Outcome, Reason, Vote

FAILED = "failed"

BLIND_CODES = frozenset({FAILED, INTERRUPTED, NOT_SAVED, CUT})
"""The only codes a side may carry before the vote. All but the first are Madang's own doing and
befall both sides alike; every upstream's failure is `failed`, for a wrong key or a 429 names a
vendor."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of a reply in the making has been let out: characters, and whether its end has."""

    characters: int
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    state: ReplyState
    text: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnView:
    """One turn. `side` is whom alone it was put to; the other side is then done, and empty."""

    turn: int
    text: str
    counted: bool
    side: Side | None
    state: ReplyState
    a: SideView
    b: SideView

    def of(self, side: Side) -> SideView:
        return self.a if side is Side.A else self.b


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteView:
    outcome: Outcome
    reasons: tuple[Reason, ...]
    comment: str
    counts: bool
    undo_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestantView:
    """Who a side was, and what its judged reply took: seconds, tokens, US dollars."""

    slug: str
    version: int
    name: str
    maker: str
    model: str
    system: str
    parameters: Parameters
    prices: Prices | None
    first_word: float | None
    tokens_per_second: float | None
    total: float | None
    tokens_in: int | None
    tokens_out: int | None
    cost: float | None
    code: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The share of votes that the board gave each side before this one; they sum to 1."""

    a: float
    b: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealView:
    a: ContestantView
    b: ContestantView
    expected: Expected | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenView:
    by_person: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextView:
    """What both sides were given: it is the person's own, so all of it may be seen."""

    chat: str | None
    message: str | None
    prelude: tuple[SpokenView, ...]
    images: tuple[str, ...]
    instructions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BattleView:
    """The whole state of a battle as its person may see it now; `form` is what they filled in.

    `chosen`: they said which two meet, so their vote counts for no board.
    """

    id: str
    pace: Pace
    created_at: datetime
    form: Form | None
    cursor: str
    running: bool
    can_vote: bool
    turns: tuple[TurnView, ...]
    vote: VoteView | None
    reveal: RevealView | None
    context: ContextView | None = None
    chosen: bool = False


Showing = Mapping[Side, Shown]
"""For a turn still in the making: what of each side has been let out."""


def view_side(reply: Reply, shown: Shown | None, *, revealed: bool) -> SideView:
    """One reply, cut to what has been let out; `shown` is None for one that is out as a whole."""
    if shown is not None and not shown.ended:
        return SideView(state=ReplyState.STREAMING, text=reply.text[: shown.characters])
    code = reply.code
    if code is not None and not revealed and code not in BLIND_CODES:
        code = FAILED
    return SideView(state=reply.state, text=reply.text, code=code)


def view_turn(turn: Turn, showing: Showing | None, *, revealed: bool) -> TurnView:
    """One turn; `showing` is None where both replies are out as a whole."""
    a, b = (
        view_side(turn.replies[side], showing[side] if showing else None, revealed=revealed)
        if side in turn.sides
        else SideView(state=ReplyState.DONE, text="")
        for side in Side
    )
    running = ReplyState.STREAMING in (a.state, b.state)
    return TurnView(
        turn=turn.number,
        text=turn.question,
        counted=turn.counted,
        side=turn.side,
        state=ReplyState.STREAMING if running else ReplyState.DONE,
        a=a,
        b=b,
    )


def view_vote(vote: Vote | None) -> VoteView | None:
    if vote is None:
        return None
    return VoteView(
        outcome=vote.outcome,
        reasons=vote.reasons,
        comment=vote.comment,
        counts=vote.counts,
        undo_until=vote.undo_until,
    )


def view_reveal(battle: Battle) -> RevealView | None:
    """Who the sides were: None until a vote has been cast."""
    if not battle.revealed:
        return None
    share = battle.votes[-1].expected
    turn = battle.judged_turn
    a, b = (_view_contestant(battle.versions[side], turn, side) for side in Side)
    return RevealView(a=a, b=b, expected=None if share is None else Expected(a=share, b=1 - share))


def view_battle(battle: Battle, *, cursor: str, showing: Mapping[int, Showing]) -> BattleView:
    """The whole state; `showing` has an entry for each turn number still in the making."""
    turns = tuple(
        view_turn(turn, showing.get(turn.number), revealed=battle.revealed) for turn in battle.turns
    )
    running = any(turn.state is ReplyState.STREAMING for turn in turns)
    return BattleView(
        id=battle.id,
        pace=battle.pace,
        created_at=battle.created_at,
        form=battle.form,
        cursor=cursor,
        running=running,
        can_vote=not running and battle.vote is None and battle.judged_turn is not None,
        turns=turns,
        vote=view_vote(battle.vote),
        reveal=view_reveal(battle),
        context=view_context(battle.context),
        chosen=battle.chosen,
    )


def view_context(context: Context | None) -> ContextView | None:
    """What was said before: never by whom, for that may be one of the sides."""
    if context is None:
        return None
    return ContextView(
        chat=context.chat,
        message=context.message,
        prelude=tuple(SpokenView(by_person=s.by_person, text=s.text) for s in context.prelude),
        images=context.images,
        instructions=context.instructions,
    )


def _view_contestant(version: Version, turn: Turn | None, side: Side) -> ContestantView:
    contestant = version.contestant
    reply = turn.replies[side] if turn else None
    figures: dict[str, Any] = dict.fromkeys(
        ("first_word", "total", "tokens_in", "tokens_out", "cost", "tokens_per_second")
    )
    if reply:
        figures = asdict(reply.timings) | {"tokens_per_second": reply.timings.tokens_per_second}
    return ContestantView(
        slug=contestant.slug,
        version=version.number,
        name=contestant.name,
        maker=contestant.maker,
        model=contestant.model,
        system=contestant.system,
        parameters=contestant.parameters,
        prices=contestant.prices,
        code=reply.code if reply else None,
        reason=reply.reason if reply else None,
        **figures,
    )
