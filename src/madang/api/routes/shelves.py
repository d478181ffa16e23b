"""A person's chats as a list: folders, search, and what they want of every reply."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from madang.api.people import Caller, Newcomer
from madang.api.yard import TheYard
from madang.domain.chats import Folder, Found, Preferences
from madang.engine.chats.shelves import Shelf
from madang.engine.chats.views import HeadView

router = APIRouter(prefix="/api", tags=["chats"])


class ChatChange(BaseModel):
    """What is left out stays as it was; `folder` is empty for none."""

    model_config = ConfigDict(extra="forbid")

    title: str | None = None
    folder: str | None = None
    pinned: bool | None = None
    archived: bool | None = None


class FolderName(BaseModel):
    name: str


class Findings(BaseModel):
    found: list[Found]


@router.get("/chats")
async def list_chats(yard: TheYard, caller: Caller) -> Shelf:
    return await yard.shelves.of(caller)


@router.get("/chats/search")
async def search_chats(
    yard: TheYard, caller: Caller, words: Annotated[str, Query(max_length=200)] = ""
) -> Findings:
    return Findings(found=await yard.shelves.search(caller, words))


@router.patch("/chats/{chat}")
async def change_chat(chat: str, change: ChatChange, yard: TheYard, caller: Caller) -> HeadView:
    return await yard.shelves.change(chat, caller, **change.model_dump())


@router.post("/folders", status_code=201)
async def add_folder(named: FolderName, yard: TheYard, person: Newcomer) -> Folder:
    return await yard.shelves.add_folder(person, named.name)


@router.patch("/folders/{folder}")
async def rename_folder(folder: str, named: FolderName, yard: TheYard, caller: Caller) -> Folder:
    return await yard.shelves.rename_folder(folder, caller, named.name)


@router.delete("/folders/{folder}", status_code=204)
async def delete_folder(folder: str, yard: TheYard, caller: Caller) -> None:
    await yard.shelves.delete_folder(folder, caller)


@router.get("/preferences")
async def get_preferences(yard: TheYard, caller: Caller) -> Preferences:
    return await yard.shelves.preferences(caller)


@router.put("/preferences")
async def set_preferences(wanted: Preferences, yard: TheYard, person: Newcomer) -> Preferences:
    return await yard.shelves.prefer(person, wanted)
