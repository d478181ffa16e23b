"""Templates: gallery, a form and its prompt, a battle of it, the team's own, the brand voice."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from madang.api.language import CallerLanguage
from madang.api.people import Caller, Newcomer
from madang.api.routes.battles import Started
from madang.api.yard import TheYard
from madang.engine.templates.filling import Gallery, Language, Looked, Template, TemplateView

router = APIRouter(prefix="/api", tags=["templates"])

InLanguage = Annotated[Language | None, Query(alias="language")]


class Filling(BaseModel):
    """A form as it is filled in. `voice`: whether the caller's brand voice goes in."""

    model_config = ConfigDict(extra="forbid")

    values: dict[str, str]
    language: Language | None = None
    voice: bool = False


class Prompt(BaseModel):
    """What would be asked."""

    prompt: str


class Source(BaseModel):
    """A template's file."""

    model_config = ConfigDict(extra="forbid")

    source: str


class Draft(BaseModel):
    """A template in the making, in pieces."""

    model_config = ConfigDict(extra="forbid")

    draft: Template


class Saving(BaseModel):
    """`before` is the digest of the text that was changed, none where there was no file of it.

    `file` is the broken file that it mends.
    """

    model_config = ConfigDict(extra="forbid")

    source: str
    before: str | None = None
    file: str = ""


class Voice(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str


@router.get("/templates")
async def gallery(yard: TheYard, caller: CallerLanguage, language: InLanguage = None) -> Gallery:
    return await yard.templates.gallery(language or caller)


@router.post("/templates")
async def save(saving: Saving, yard: TheYard) -> TemplateView:
    return await yard.templates.save(saving.source, saving.before, saving.file)


@router.post("/templates/check")
async def check(made: Source | Draft, yard: TheYard) -> Looked:
    if isinstance(made, Draft):
        return yard.templates.look_at_draft(made.draft)
    return yard.templates.look_at(made.source)


@router.get("/templates/files/{file}")
async def get_file(file: str, yard: TheYard) -> Looked:
    return await yard.templates.broken(file)


@router.delete("/templates/files/{file}", status_code=204)
async def delete_file(file: str, yard: TheYard) -> None:
    await yard.templates.delete(file)


@router.get("/templates/{slug}")
async def get_template(
    slug: str, yard: TheYard, caller: CallerLanguage, language: InLanguage = None
) -> TemplateView:
    return await yard.templates.view(slug, language or caller)


@router.post("/templates/{slug}/prompt")
async def prompt(
    slug: str, filling: Filling, yard: TheYard, caller: Caller, language: CallerLanguage
) -> Prompt:
    voice = await yard.templates.voice(caller) if filling.voice else ""
    filled = await yard.templates.fill(slug, filling.language or language, filling.values, voice)
    return Prompt(prompt=filled.prompt)


@router.post("/templates/{slug}/battles", status_code=201)
async def battle(
    slug: str, filling: Filling, yard: TheYard, person: Newcomer, language: CallerLanguage
) -> Started:
    battle_id = await yard.templates.battle(
        person, slug, filling.language or language, filling.values, voice=filling.voice
    )
    return Started(id=battle_id)


@router.get("/voice")
async def get_voice(yard: TheYard, caller: Caller) -> Voice:
    return Voice(text=await yard.templates.voice(caller))


@router.put("/voice")
async def put_voice(voice: Voice, yard: TheYard, person: Newcomer) -> Voice:
    await yard.templates.keep_voice(person, voice.text)
    return Voice(text=await yard.templates.voice(person.id))
