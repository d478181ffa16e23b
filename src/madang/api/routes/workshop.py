"""Contestants made in the page: make, revise, rename, pause, retire."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from madang.api.people import Newcomer
from madang.api.routes.contestants import Entrant, entrant
from madang.api.routes.playground import Column
from madang.api.yard import TheYard
from madang.domain.contestants import Made, Presence
from madang.engine.yard import Yard

router = APIRouter(prefix="/api/workshop", tags=["workshop"])


class Work(BaseModel):
    """A contestant made here. `ready` says whether it can be drawn now if it is to be."""

    contestant: Entrant
    presence: Presence
    ready: bool
    made_at: datetime
    changed_at: datetime


class Works(BaseModel):
    made: list[Work]


class Making(BaseModel):
    model_config = ConfigDict(extra="forbid")

    slug: str
    name: str
    column: Column
    presence: Presence = Presence.DRAWN


class Revision(BaseModel):
    model_config = ConfigDict(extra="forbid")

    column: Column


class ContestantChange(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str | None = None
    presence: Presence | None = None


@router.get("")
async def list_made(yard: TheYard) -> Works:
    return Works(made=[_work(yard, made) for made in await yard.workshop.all()])


@router.post("", status_code=201)
async def make(making: Making, yard: TheYard, person: Newcomer) -> Work:
    made = await yard.workshop.make(
        person, making.slug, making.name, making.column.draft(), making.presence
    )
    return _work(yard, made)


@router.put("/{slug}")
async def revise(slug: str, revision: Revision, yard: TheYard) -> Work:
    return _work(yard, await yard.workshop.revise(slug, revision.column.draft()))


@router.patch("/{slug}")
async def change(slug: str, wanted: ContestantChange, yard: TheYard) -> Work:
    made = await yard.workshop.change(slug, name=wanted.name, presence=wanted.presence)
    return _work(yard, made)


def _work(yard: Yard, made: Made) -> Work:
    ready = any(version.id == made.version.id for version in yard.roster.ready())
    return Work(
        contestant=entrant(made.version),
        presence=made.presence,
        ready=ready,
        made_at=made.made_at,
        changed_at=made.changed_at,
    )
