"""A person's chats: start, ask, answer anew, stop, branch, delete. Sorting them is in `shelves`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from madang.api.people import Caller, Newcomer
from madang.api.yard import TheYard
from madang.engine.chats.chat import AT_ONCE, Begun
from madang.engine.chats.views import ChatView, HeadView

router = APIRouter(prefix="/api/chats", tags=["chats"])

Count = Annotated[int, Field(ge=1, le=AT_ONCE)]


class Beginning(BaseModel):
    """A new chat; with `text` or files its first question is asked at once."""

    model_config = ConfigDict(extra="forbid")

    contestant: str | None = None
    title: Annotated[str, Field(max_length=200)] = ""
    text: str | None = None
    files: list[str] = []
    count: Count = 1


class StartedChat(BaseModel):
    id: str
    message: str | None = None
    replies: list[str] = []


class Saying(BaseModel):
    """What is said after message `after` (none: at the beginning).

    `branch` says that something may stand there already, as when a message is edited. `contestant`
    answers it and goes on answering.
    """

    model_config = ConfigDict(extra="forbid")

    text: str
    after: str | None = None
    branch: bool = False
    files: list[str] = []
    contestant: str | None = None
    count: Count = 1


class Anew(BaseModel):
    """Who answers again, and how many times; none is whoever the chat is with."""

    model_config = ConfigDict(extra="forbid")

    contestant: str | None = None
    count: Count = 1


class BranchChoice(BaseModel):
    """The end of the branch to bring into view."""

    leaf: str


class ContestantChoice(BaseModel):
    """Who answers from now on."""

    contestant: str


@router.post("", status_code=201)
async def start_chat(
    yard: TheYard, person: Newcomer, beginning: Beginning | None = None
) -> StartedChat:
    wanted = beginning or Beginning()
    if wanted.text is None and not wanted.files:
        return StartedChat(id=await yard.chats.start(person, wanted.contestant, wanted.title))
    chat, asked = await yard.chats.begin(
        person,
        wanted.text or "",
        slug=wanted.contestant,
        title=wanted.title,
        files=wanted.files,
        count=wanted.count,
    )
    return StartedChat(id=chat, message=asked.message, replies=list(asked.replies))


@router.get("/{chat}")
async def get_chat(chat: str, yard: TheYard, caller: Caller) -> ChatView:
    return await yard.chats.view(chat, caller)


@router.post("/{chat}/messages", status_code=202)
async def say(chat: str, saying: Saying, yard: TheYard, caller: Caller) -> Begun:
    return await yard.chats.ask(
        chat,
        caller,
        saying.text,
        after=saying.after,
        branch=saying.branch,
        files=saying.files,
        slug=saying.contestant,
        count=saying.count,
    )


@router.post("/{chat}/messages/{message}/replies", status_code=202)
async def answer(
    chat: str, message: str, yard: TheYard, caller: Caller, anew: Anew | None = None
) -> Begun:
    wanted = anew or Anew()
    return await yard.chats.answer(
        chat, caller, message, slug=wanted.contestant, count=wanted.count
    )


@router.post("/{chat}/stop", status_code=202)
async def stop(chat: str, yard: TheYard, caller: Caller) -> HeadView:
    await yard.chats.stop(chat, caller)
    return await yard.chats.head(chat, caller)


@router.put("/{chat}/leaf")
async def choose(chat: str, branch: BranchChoice, yard: TheYard, caller: Caller) -> HeadView:
    await yard.chats.choose(chat, caller, branch.leaf)
    return await yard.chats.head(chat, caller)


@router.put("/{chat}/contestant")
async def stand(chat: str, standing: ContestantChoice, yard: TheYard, caller: Caller) -> HeadView:
    await yard.chats.stand(chat, caller, standing.contestant)
    return await yard.chats.head(chat, caller)


@router.delete("/{chat}/messages/{message}", status_code=204)
async def prune(chat: str, message: str, yard: TheYard, caller: Caller) -> None:
    await yard.chats.prune(chat, caller, message)


@router.delete("/{chat}", status_code=204)
async def delete(chat: str, yard: TheYard, caller: Caller) -> None:
    await yard.chats.delete(chat, caller)
