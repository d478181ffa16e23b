"""Beside a chat's messages: its files, its links, itself as a file, second opinions, summaries."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from madang.api.language import CallerLanguage
from madang.api.people import Caller, Newcomer
from madang.api.yard import TheYard
from madang.domain.battles import Side
from madang.domain.chats import Attachment, ChatShare, FileKind
from madang.domain.errors import Language
from madang.engine.chats.files import FileForm
from madang.engine.chats.sharing import SharedChat
from madang.engine.chats.views import FileView, HeadView

router = APIRouter(prefix="/api", tags=["chats"])

# What people gave is theirs: a browser must never run it as a page of ours.
UNTRUSTED = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=3600",
}


class Link(BaseModel):
    key: str
    shared_at: datetime


class Links(BaseModel):
    links: list[Link]


class Opened(BaseModel):
    """The battle that was begun."""

    battle: str


class Choice(BaseModel):
    """Whose answer goes on; none is the winner's."""

    side: Side | None = None


class Continued(BaseModel):
    chat: str


@router.post("/files", status_code=201)
async def give_file(
    request: Request, yard: TheYard, person: Newcomer, name: Annotated[str, Query(max_length=300)]
) -> FileView:
    """The body is the file itself."""
    return await yard.attaching.give(person, name, await request.body())


@router.delete("/files/{file}", status_code=204)
async def drop_file(file: str, yard: TheYard, caller: Caller) -> None:
    await yard.attaching.drop(caller, file)


@router.get("/chats/{chat}/files/{file}", response_class=Response)
async def get_file(chat: str, file: str, yard: TheYard, caller: Caller) -> Response:
    return _file(await yard.chat_sharing.own_file(chat, caller, file))


@router.get("/chats/{chat}/export", response_class=Response)
async def export_chat(  # noqa: PLR0917 - FastAPI hands them by name
    chat: str,
    yard: TheYard,
    caller: Caller,
    reader: CallerLanguage,
    form: FileForm = FileForm.MARKDOWN,
    language: Language | None = None,
) -> Response:
    file = await yard.chat_sharing.export(chat, caller, form, language or reader)
    name = f"attachment; filename*=UTF-8''{quote(file.name)}"
    headers = UNTRUSTED | {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(file.content, media_type=file.media_type, headers=headers)


@router.get("/chats/{chat}/shares")
async def list_shares(chat: str, yard: TheYard, caller: Caller) -> Links:
    return Links(links=[_link(one) for one in await yard.chat_sharing.shares(chat, caller)])


@router.post("/chats/{chat}/shares", status_code=201)
async def share_chat(chat: str, yard: TheYard, caller: Caller) -> Link:
    return _link(await yard.chat_sharing.share(chat, caller))


@router.delete("/chats/{chat}/shares/{key}", status_code=204)
async def take_back(chat: str, key: str, yard: TheYard, caller: Caller) -> None:
    await yard.chat_sharing.take_back(chat, caller, key)


@router.get("/shared-chats/{key}")
async def shared_chat(key: str, yard: TheYard) -> SharedChat:
    return await yard.chat_sharing.shown(key)


@router.get("/shared-chats/{key}/files/{file}", response_class=Response)
async def shared_file(key: str, file: str, yard: TheYard) -> Response:
    return _file(await yard.chat_sharing.shown_file(key, file))


@router.post("/chats/{chat}/messages/{message}/battle", status_code=201)
async def ask_second(chat: str, message: str, yard: TheYard, caller: Caller) -> Opened:
    return Opened(battle=await yard.second.ask(chat, caller, message))


@router.post("/battles/{battle}/continue", status_code=201)
async def continue_chat(
    battle: str, yard: TheYard, caller: Caller, choice: Choice | None = None
) -> Continued:
    return Continued(chat=await yard.second.adopt(battle, caller, choice.side if choice else None))


@router.post("/chats/{chat}/summary", status_code=201)
async def summarise(chat: str, yard: TheYard, caller: Caller) -> HeadView:
    await yard.summarising.summarise(chat, caller)
    return await yard.chats.head(chat, caller)


@router.delete("/chats/{chat}/summary", status_code=204)
async def stop_summary(chat: str, yard: TheYard, caller: Caller) -> None:
    await yard.summarising.stop(chat, caller)


@router.delete("/chats/{chat}/messages/{message}/summary")
async def forget_summary(chat: str, message: str, yard: TheYard, caller: Caller) -> HeadView:
    await yard.summarising.forget(chat, caller, message)
    return await yard.chats.head(chat, caller)


def _link(share: ChatShare) -> Link:
    return Link(key=share.key, shared_at=share.shared_at)


def _file(attachment: Attachment) -> Response:
    if attachment.kind is FileKind.IMAGE:
        return Response(attachment.content, media_type=attachment.media_type, headers=UNTRUSTED)
    return Response(attachment.text, media_type="text/plain; charset=utf-8", headers=UNTRUSTED)
