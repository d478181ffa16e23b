"""The event stream of a chat (`docs/api.md`)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header
from starlette.responses import StreamingResponse

from madang.api.people import Caller
from madang.api.streaming import respond
from madang.api.yard import TheYard

router = APIRouter(prefix="/api/chats/{chat}/stream", tags=["chats"])


@router.get("", response_class=StreamingResponse)
async def follow_chat(
    chat: str,
    yard: TheYard,
    caller: Caller,
    last_event_id: Annotated[str, Header()] = "",
    after: str = "",
) -> StreamingResponse:
    """Events from the last one seen; `docs/api.md` has their shapes."""
    await yard.chats.find(chat, caller)
    news = yard.chats.follow(chat, caller, last_event_id or after)
    return respond(news, opening=True)
