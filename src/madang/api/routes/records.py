"""Behind the board: pairs, history, one contestant, one pair, one's own board, exposure."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from madang.api.people import Caller
from madang.api.yard import TheYard
from madang.domain.categories import OVERALL
from madang.engine.leaderboard.records import (
    ContestantRecord,
    Exposed,
    History,
    Meetings,
    OwnBoard,
    PairRecord,
)

router = APIRouter(prefix="/api/leaderboard", tags=["leaderboard"])


class Exposure(BaseModel):
    contestants: list[Exposed]


@router.get("/pairs")
async def pairs(yard: TheYard, category: str = OVERALL) -> Meetings:
    return await yard.records.meetings(category)


@router.get("/history")
async def history(yard: TheYard, category: str = OVERALL) -> History:
    return await yard.records.history(category)


@router.get("/mine")
async def mine(yard: TheYard, caller: Caller) -> OwnBoard:
    return await yard.records.mine(caller)


@router.get("/exposure")
async def exposure(yard: TheYard) -> Exposure:
    return Exposure(contestants=await yard.records.exposure())


@router.get("/contestants/{slug:path}")
async def contestant(slug: str, yard: TheYard, category: str = OVERALL) -> ContestantRecord:
    return await yard.records.contestant(slug, category)


@router.get("/pair")
async def pair(yard: TheYard, a: str, b: str) -> PairRecord:
    return await yard.records.pair(a, b)
