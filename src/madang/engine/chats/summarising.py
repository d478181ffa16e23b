"""A summary in place of what a contestant can no longer read, made by the contestant itself."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace

from madang.domain.chat_errors import ChatContestantGone, NothingToSummarise
from madang.domain.chats import Message, MessageAuthor
from madang.domain.contestants import Contestant
from madang.domain.errors import UpstreamEmpty
from madang.engine.asking.composing import compose, estimate, reading_room, spell
from madang.engine.asking.roster import Roster
from madang.engine.chats.chat import Chats
from madang.engine.settings import Settings
from madang.providers.base import Message as Sent
from madang.providers.base import Request, Role, Text
from madang.store import Store

NEWEST = 4
"""Messages at the end that are never summarised."""

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

    async def summarise(self, chat: str, person: str) -> None:
        """Let the chat's contestant sum up what no longer fits; takes as long as it takes.

        Raises:
            NothingToSummarise: all of it fits.
            ChatContestantGone: the contestant can't be asked.
            UpstreamError, TimeoutError: it did not answer.
        """
        head = await self._chats.find(chat, person)
        slug = head.version.contestant.slug if head.version else ""
        version = self._roster.reach(slug)
        if version is None:
            raise ChatContestantGone(name=head.version.contestant.name if head.version else "?")
        path = await self._store.chats.path(chat, head.leaf)
        old = path[:-NEWEST]
        asked = next((at for at in range(len(path), 0, -1) if _is_question(path[at - 1])), 0)
        contestant = version.contestant
        if not old or compose(path[:asked], contestant).left_out == 0:
            raise NothingToSummarise
        async with asyncio.timeout(self._settings.reply_seconds):
            summary = await self._sum_up(old, contestant)
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
