"""A person's battles: start, ask, retry, stop, look."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict

from madang.api.people import Caller, Newcomer
from madang.api.yard import TheYard
from madang.domain.battles import Side
from madang.domain.blinding import BattleView

router = APIRouter(prefix="/api/battles", tags=["battles"])

LARGEST_TURN = 1_000_000
TurnNumber = Annotated[int, Path(ge=1, le=LARGEST_TURN)]


class Aim(BaseModel):
    """What the battle is for: most often it is of the pair that `category` is in doubt about.

    With `text`, what will be asked first, only those are drawn that can read all of it.
    """

    model_config = ConfigDict(extra="forbid")

    category: str | None = None
    text: str = ""


class Pair(BaseModel):
    """Two contestants, by slug, that are to meet over a question; their vote counts nowhere."""

    model_config = ConfigDict(extra="forbid")

    pair: tuple[str, str]
    text: str


class Started(BaseModel):
    id: str


class Question(BaseModel):
    """What is asked; `side` alone, where it is to mend what it made."""

    text: str
    side: Side | None = None


class Asked(BaseModel):
    turn: int


class Again(BaseModel):
    """Which side answers again; none names every side that failed or was stopped."""

    side: Side | None = None


class Listed(BaseModel):
    """One of the caller's battles; `question` is its first, or in a line the form it came of."""

    id: str
    created_at: datetime
    question: str | None
    turns: int
    voted: bool


class Listing(BaseModel):
    battles: list[Listed]


@router.get("")
async def list_battles(yard: TheYard, caller: Caller) -> Listing:
    summaries = await yard.battles.of(caller)
    return Listing(battles=[Listed.model_validate(s, from_attributes=True) for s in summaries])


@router.post("", status_code=201)
async def start_battle(yard: TheYard, person: Newcomer, aim: Aim | None = None) -> Started:
    aim = aim or Aim()
    return Started(id=await yard.battles.start(person, aim.category, question=aim.text))


@router.post("/chosen", status_code=201)
async def start_chosen(pair: Pair, yard: TheYard, person: Newcomer) -> Started:
    return Started(id=await yard.battles.meet(person, pair.pair, pair.text))


@router.get("/{battle}")
async def get_battle(battle: str, yard: TheYard, caller: Caller) -> BattleView:
    return await yard.battles.view(battle, caller)


@router.post("/{battle}/turns", status_code=202)
async def ask(battle: str, question: Question, yard: TheYard, caller: Caller) -> Asked:
    return Asked(turn=await yard.battles.ask(battle, caller, question.text, question.side))


@router.post("/{battle}/turns/{turn}/retry", status_code=202)
async def retry(
    battle: str, turn: TurnNumber, yard: TheYard, caller: Caller, again: Again | None = None
) -> Asked:
    side = again.side if again else None
    return Asked(turn=await yard.battles.retry(battle, caller, turn, side))


@router.post("/{battle}/stop", status_code=202)
async def stop(battle: str, yard: TheYard, caller: Caller) -> Asked:
    return Asked(turn=await yard.battles.stop(battle, caller))
