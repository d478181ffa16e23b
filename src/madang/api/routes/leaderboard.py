"""The board: what people prefer, with its doubt, category by category."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import StreamingResponse

from madang.api.streaming import respond
from madang.api.yard import TheYard
from madang.domain.categories import OVERALL
from madang.domain.exclusions import Exclusion
from madang.engine.leaderboard.boards import CategoryView
from madang.engine.leaderboard.standings import Board

router = APIRouter(prefix="/api/leaderboard", tags=["leaderboard"])


class Exclusions(BaseModel):
    exclusions: list[Exclusion]


class Categories(BaseModel):
    categories: list[CategoryView]


@router.get("")
async def leaderboard(
    yard: TheYard, category: str = OVERALL, styled: bool = False, excluded: bool = False
) -> Board:
    return await yard.leaderboard.board(category, styled=styled, excluded=excluded)


@router.get("/exclusions")
async def exclusions(yard: TheYard) -> Exclusions:
    """What the owner left out, and why: the command line does it, and everyone may know."""
    return Exclusions(exclusions=await yard.leaderboard.exclusions())


@router.get("/categories")
async def categories(yard: TheYard) -> Categories:
    return Categories(categories=await yard.leaderboard.categories())


@router.get("/stream", response_class=StreamingResponse)
async def follow(yard: TheYard) -> StreamingResponse:
    """An event `votes` whenever the counted votes change, at most four a second."""
    return respond(yard.leaderboard.watch())
