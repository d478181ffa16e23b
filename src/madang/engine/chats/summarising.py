"""A summary in place of what a contestant can no longer read, made by the contestant itself.

It is made in a task of its own, one a chat: it may take minutes, and can be stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace

from madang.domain.chats import Message, MessageAuthor
from madang.domain.contestants import Contestant
from madang.domain.errors.battles import NothingToStop
from madang.domain.errors.chats import ChatContestantGone, NothingToSummarise
from madang.domain.errors.upstreams import UpstreamEmpty, UpstreamEndless
from madang.engine.asking.composing import compose, estimate, reading_room, spell
from madang.engine.asking.roster import Roster
from madang.engine.chats.chat import Chats
from madang.engine.settings import Settings
from madang.providers.base import Message as Sent
from madang.providers.base import Request, Role, Text
from madang.store import Store

NEWEST = 4
"""Messages at the end that are not summarised as long as they fit."""

ORDER = (
    "Summarise the conversation below so that it can go on without it: facts, decisions, names, "
    "numbers, open questions, what the person wants. Short sentences, in the language of the "
    "conversation. Only the summary."
)


class Summarising:
    def __init__(self, *, settings: Settings, store: Store, roster: Roster, chats: Chats) -> None:
        self._settings = settings
        self._store = store
        self._roster = roster
        self._chats = chats
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def summarise(self, chat: str, person: str) -> None:
        """Let the chat's contestant sum up what no longer fits; returns once it is done or stopped.

        Where that is going on already, this waits for it too.

        Raises:
            NothingToSummarise: all of it fits.
            ChatContestantGone: the contestant can't be asked.
            UpstreamError: it did not answer.
        """
        await self._chats.find(chat, person)
        task = self._tasks.get(chat)
        if task is None:
            task = self._tasks[chat] = asyncio.create_task(self._make(chat, person))
            task.add_done_callback(lambda _: self._tasks.pop(chat))
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()

    async def stop(self, chat: str, person: str) -> None:
        """Stop a summary that is being made; nothing of it is kept.

        Raises:
            NothingToStop: none is.
        """
        await self._chats.find(chat, person)
        task = self._tasks.get(chat)
        if task is None:
            raise NothingToStop
        task.cancel()

    async def _make(self, chat: str, person: str) -> None:
        head = await self._chats.find(chat, person)
        slug = head.version.contestant.slug if head.version else ""
        version = self._roster.reach(slug)
        if version is None:
            raise ChatContestantGone(name=head.version.contestant.name if head.version else "?")
        path = await self._store.chats.path(chat, head.leaf)
        asked = next((at for at in range(len(path), 0, -1) if _is_question(path[at - 1])), 0)
        contestant = version.contestant
        left_out = compose(path[:asked], contestant).left_out if asked else 0
        if left_out == 0:
            raise NothingToSummarise
        old = path[: max(left_out, len(path) - NEWEST)]
        seconds = self._settings.reply_seconds
        try:
            async with asyncio.timeout(seconds):
                summary = await self._sum_up(old, contestant)
        except TimeoutError:
            raise UpstreamEndless(f"{seconds:g} s") from None
        await self._store.chats.summarise(chat, old[-1].id, summary)
        self._chats.notify(chat)

    async def forget(self, chat: str, person: str, message: str) -> None:
        """Take a summary away: the messages are sent themselves again, as far as they fit."""
        await self._chats.find(chat, person)
        await self._store.chats.summarise(chat, message, "")
        self._chats.notify(chat)

    async def _sum_up(self, messages: Sequence[Message], contestant: Contestant) -> str:
        """Piece by piece, each with the summary of what came before it."""
        summary = ""
        room = reading_room(contestant) // 2
        piece: list[str] = []
        for message in messages:
            if message.summary:
                summary, piece = message.summary, []
                continue
            text = _cut(f"{message.author.value}: {spell(message)}", room)
            if piece and estimate("\n\n".join([*piece, text])) > room:
                summary = await self._ask(contestant, summary, piece)
                piece = []
            piece.append(text)
        return await self._ask(contestant, summary, piece) if piece else summary

    async def _ask(self, contestant: Contestant, summary: str, piece: list[str]) -> str:
        before = f"Summary so far:\n{summary}\n\n" if summary else ""
        text = f"{ORDER}\n\n{before}Conversation:\n\n" + "\n\n".join(piece)
        request = Request(
            model=contestant.model,
            messages=(Sent(Role.USER, text),),
            parameters=replace(contestant.parameters, stop=()),
        )
        said = ""
        async with aclosing(self._roster.provider(contestant).stream(request)) as events:
            async for event in events:
                if isinstance(event, Text):
                    said += event.text
        if not said.strip():
            raise UpstreamEmpty
        return said.strip()


def _cut(text: str, tokens: int) -> str:
    """The beginning of a text that alone would fill all the room there is."""
    return text if estimate(text) <= tokens else text[:tokens] + "…"


def _is_question(message: Message) -> bool:
    return message.author is MessageAuthor.PERSON
