"""Documents: begun from a template, and kept as their person changes them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from madang.api.language import CallerLanguage
from madang.api.people import Caller, Newcomer
from madang.api.routes.battles import Started
from madang.api.routes.chat_extras import Choice
from madang.api.routes.templates import Filling
from madang.api.yard import TheYard
from madang.engine.chats.chat import AT_ONCE

router = APIRouter(prefix="/api", tags=["documents"])


class DocumentWanted(Filling):
    """A form, who writes it (none is whoever the person talked with last), and how many times."""

    contestant: str | None = None
    count: Annotated[int, Field(ge=1, le=AT_ONCE)] = 1


class Text(BaseModel):
    """A reply as it is now; none lets it be as it was written.

    `before` is the digest of the text it was made of, none for the reply as it was written.
    """

    model_config = ConfigDict(extra="forbid")

    text: str | None
    before: str | None


class KeptText(BaseModel):
    digest: str | None


class Texts(BaseModel):
    """By the reply's id: its text, and the digest that a change of it has to name."""

    texts: dict[str, str]
    digests: dict[str, str]


@router.post("/templates/{slug}/documents", status_code=201)
async def start(
    slug: str, wanted: DocumentWanted, yard: TheYard, person: Newcomer, language: CallerLanguage
) -> Started:
    chat = await yard.documents.start(
        person,
        slug,
        wanted.language or language,
        wanted.values,
        voice=wanted.voice,
        contestant=wanted.contestant,
        count=wanted.count,
    )
    return Started(id=chat)


@router.post("/battles/{battle}/document", status_code=201)
async def adopt(
    battle: str, yard: TheYard, caller: Caller, choice: Choice | None = None
) -> Started:
    chat = await yard.documents.adopt(battle, caller, choice.side if choice else None)
    return Started(id=chat)


@router.get("/documents/{chat}")
async def get_texts(chat: str, yard: TheYard, caller: Caller) -> Texts:
    texts = await yard.documents.texts(chat, caller)
    return Texts(texts=texts, digests=yard.documents.digests(texts))


@router.put("/documents/{chat}/{message}")
async def keep(chat: str, message: str, text: Text, yard: TheYard, caller: Caller) -> KeptText:
    kept = await yard.documents.keep(chat, caller, message, text.text, text.before)
    return KeptText(digest=kept)
