"""Bringing chats in from elsewhere: a file in pieces, and how far it has come."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from madang.api.people import Caller, Newcomer
from madang.api.yard import TheYard
from madang.domain.imports import Import, ImportState

router = APIRouter(prefix="/api/chat-imports", tags=["chats"])


class Announced(BaseModel):
    """A file that is to come: its name and its size in bytes."""

    name: str
    size: int = Field(ge=0)


class Progress(BaseModel):
    """`received` and `read` are bytes of `size`; the next piece begins at `received`."""

    id: str
    name: str
    size: int
    state: ImportState
    received: int
    read: int
    chats: int
    messages: int
    known: int
    skipped: int
    code: str | None


class ImportList(BaseModel):
    imports: list[Progress]


class Received(BaseModel):
    received: int


@router.get("")
async def list_imports(yard: TheYard, caller: Caller) -> ImportList:
    return ImportList(imports=[_progress(yard, one) for one in await yard.chat_imports.of(caller)])


@router.post("", status_code=201)
async def begin_import(announced: Announced, yard: TheYard, person: Newcomer) -> Progress:
    begun = await yard.chat_imports.begin(person, announced.name, announced.size)
    return _progress(yard, begun)


@router.get("/{id_}")
async def get_import(id_: str, yard: TheYard, caller: Caller) -> Progress:
    return _progress(yard, await yard.chat_imports.find(id_, caller))


@router.put("/{id_}")
async def send_piece(
    id_: str,
    request: Request,
    yard: TheYard,
    caller: Caller,
    offset: Annotated[int, Query(ge=0)],
) -> Received:
    """The body is the piece of the file that begins at `offset`."""
    piece = await request.body()
    return Received(received=await yard.chat_imports.send(id_, caller, offset, piece))


@router.delete("/{id_}", status_code=204)
async def forget_import(id_: str, yard: TheYard, caller: Caller) -> None:
    await yard.chat_imports.forget(id_, caller)


def _progress(yard: TheYard, one: Import) -> Progress:
    return Progress(
        id=one.id,
        name=one.name,
        size=one.size,
        state=one.state,
        received=yard.chat_imports.received(one),
        read=one.read,
        chats=one.chats,
        messages=one.messages,
        known=one.known,
        skipped=one.skipped,
        code=one.code,
    )
