"""The event stream of a battle (`docs/api.md`)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header
from starlette.responses import StreamingResponse

from madang.api.people import Caller
from madang.api.streaming import respond
from madang.api.yard import TheYard

router = APIRouter(prefix="/api/battles/{battle}/stream", tags=["battles"])


@router.get("", response_class=StreamingResponse)
async def follow(
    battle: str,
    yard: TheYard,
    caller: Caller,
    last_event_id: Annotated[str, Header()] = "",
    after: str = "",
) -> StreamingResponse:
    """Events from the last one seen; `docs/api.md` has their shapes."""
    await yard.battles.find(battle, caller)
    news = yard.battles.follow(battle, caller, last_event_id or after)
    return respond(news, opening=True)
