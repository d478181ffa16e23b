"""The vote of a battle. What comes back is the reveal."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from madang.api.people import Caller
from madang.api.yard import TheYard
from madang.domain.blinding import BattleView, ContestantView, Expected
from madang.domain.votes import Outcome, Reason

router = APIRouter(prefix="/api/battles/{battle}/vote", tags=["votes"])


class Ballot(BaseModel):
    outcome: Outcome
    reasons: list[Reason] = []
    comment: str = ""


class Why(BaseModel):
    """Said after the reveal; what is left out stays as it was."""

    reasons: list[Reason] | None = None
    comment: str | None = None


class Reveal(BaseModel):
    """The vote, and who the sides were."""

    outcome: Outcome
    reasons: list[Reason]
    comment: str
    counts: bool
    undo_until: datetime
    a: ContestantView
    b: ContestantView
    expected: Expected | None


@router.post("")
async def cast(battle: str, ballot: Ballot, yard: TheYard, caller: Caller) -> Reveal:
    reasons = tuple(dict.fromkeys(ballot.reasons))
    await yard.voting.cast(battle, caller, ballot.outcome, reasons, ballot.comment)
    return _reveal(await yard.battles.view(battle, caller))


@router.patch("")
async def explain(battle: str, why: Why, yard: TheYard, caller: Caller) -> Reveal:
    reasons = None if why.reasons is None else tuple(dict.fromkeys(why.reasons))
    await yard.voting.explain(battle, caller, reasons, why.comment)
    return _reveal(await yard.battles.view(battle, caller))


@router.delete("")
async def undo(battle: str, yard: TheYard, caller: Caller) -> BattleView:
    await yard.voting.undo(battle, caller)
    return await yard.battles.view(battle, caller)


def _reveal(view: BattleView) -> Reveal:
    assert view.vote is not None
    assert view.reveal is not None
    return Reveal(
        outcome=view.vote.outcome,
        reasons=list(view.vote.reasons),
        comment=view.vote.comment,
        counts=view.vote.counts,
        undo_until=view.vote.undo_until,
        a=view.reveal.a,
        b=view.reveal.b,
        expected=view.reveal.expected,
    )
