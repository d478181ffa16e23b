"""Published score tables: read from what a person pasted, and judged. Nothing of them is kept."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from madang.api.yard import TheYard
from madang.engine.benchmarks import tables as benchmarks
from madang.engine.benchmarks.tables import Assumptions, Rated, Report

router = APIRouter(prefix="/api/benchmarks", tags=["benchmarks"])

MOST_RATED = 2000


class Pasted(BaseModel):
    text: str
    title: str = ""


class TableView(BaseModel):
    """A table in Madang's own JSON form; scores in percent, ratings as they are."""

    table: dict[str, Any]


class BenchmarkQuestion(BaseModel):
    """What is to be judged. Without `board` the table is set beside Madang's own.

    `names` says which contestant a model is, where the board has another name for it.
    """

    table: dict[str, Any]
    against: str | None = None
    confidence: Annotated[float, Field(ge=0.5, le=0.9999)] = 0.95
    correlation: Annotated[float, Field(ge=0, le=0.95)] = 0.0
    within_groups: Annotated[float, Field(ge=0, le=1)] = 0.0
    tries: Annotated[int, Field(ge=1, le=10_000)] = 10
    board: Annotated[list[Rated], Field(max_length=MOST_RATED)] | None = None
    names: dict[str, str] = {}


@router.get("/example")
async def example() -> TableView:
    return TableView(table=benchmarks.announcement())


@router.post("/tables")
async def read(pasted: Pasted) -> TableView:
    return TableView(table=benchmarks.read(pasted.text, pasted.title))


@router.post("/report")
async def judge(question: BenchmarkQuestion, yard: TheYard) -> Report:
    return await benchmarks.judge(
        question.table,
        leaderboard=yard.leaderboard,
        against=question.against,
        assumptions=Assumptions(
            confidence=question.confidence,
            correlation=question.correlation,
            within_groups=question.within_groups,
        ),
        tries=question.tries,
        board=question.board,
        names=question.names,
    )
