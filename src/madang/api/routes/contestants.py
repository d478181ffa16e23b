"""Who may be drawn."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from madang.api.yard import TheYard
from madang.domain.contestants import Parameters, Prices, Version

router = APIRouter(prefix="/api/contestants", tags=["contestants"])


class Entrant(BaseModel):
    """A contestant as it stands now. Prices are US dollars per million tokens."""

    slug: str
    version: int
    name: str
    maker: str
    provider: str
    model: str
    system: str
    parameters: Parameters
    prices: Prices | None
    open_weights: bool
    sees_images: bool
    context_tokens: int | None


class Entrants(BaseModel):
    contestants: list[Entrant]


@router.get("")
async def list_contestants(yard: TheYard) -> Entrants:
    return Entrants(contestants=[entrant(version) for version in yard.roster.ready()])


def entrant(version: Version) -> Entrant:
    contestant = version.contestant
    return Entrant(
        slug=contestant.slug,
        version=version.number,
        name=contestant.name,
        maker=contestant.maker,
        provider=contestant.provider,
        model=contestant.model,
        system=contestant.system,
        parameters=contestant.parameters,
        prices=contestant.prices,
        open_weights=contestant.open_weights,
        sees_images=contestant.sees_images,
        context_tokens=contestant.context_tokens,
    )
