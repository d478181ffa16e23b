"""Whether the server is there, and what the first page shows."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from madang import __version__
from madang.api.language import CallerLanguage
from madang.api.yard import TheYard
from madang.domain.battles import Pace
from madang.engine.battles.voting import COMMENT_CHARACTERS

router = APIRouter(tags=["status"])


class Health(BaseModel):
    status: Literal["ok"] = "ok"


class Embedded(BaseModel):
    """The embedded model: `fraction` of loading done, where known; `reason` why it can't be had."""

    state: Literal["off", "loading", "ready", "failed"]
    fraction: float | None
    reason: str | None


class Limits(BaseModel):
    """Characters."""

    question_characters: int
    comment_characters: int


class Status(BaseModel):
    """`local` says that no contestant that may be drawn is asked over a network."""

    version: str
    contestants: int
    votes: int
    people: int
    local: bool
    pace: Pace
    embedded: Embedded
    limits: Limits


@router.get("/healthz")
async def health() -> Health:
    return Health()


@router.get("/api/status")
async def status(yard: TheYard, language: CallerLanguage) -> Status:
    votes, people = await yard.leaderboard.totals()
    embedded = yard.roster.embedded(language)
    return Status(
        version=__version__,
        contestants=len(yard.roster.ready()),
        votes=votes,
        people=people,
        local=yard.roster.local,
        pace=yard.settings.pace,
        embedded=Embedded(state=embedded.state, fraction=embedded.fraction, reason=embedded.reason),
        limits=Limits(
            question_characters=yard.settings.question_characters,
            comment_characters=COMMENT_CHARACTERS,
        ),
    )
