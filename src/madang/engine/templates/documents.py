"""Documents: a chat that began from a template, whose newest reply is a text to go on with.

Asking, answering anew and going on are the chat's own; here is how one begins, and what a person
makes of a reply by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from madang.domain.battles import Side
from madang.domain.chats import Chat
from madang.domain.errors.chats import NothingToContinue
from madang.domain.errors.templates import DocumentTooLong
from madang.domain.people import Person
from madang.engine.asking.questions import new_id
from madang.engine.battles.battle import Battles
from madang.engine.chats.chat import Chats
from madang.engine.chats.second_opinion import WINNERS, conversation
from madang.engine.settings import Settings
from madang.engine.templates.filling import Language, Templates
from madang.store import Store
from madang.store.documents import digest

LONGEST_TITLE = 80


class Documents:
    def __init__(
        self,
        *,
        settings: Settings,
        store: Store,
        templates: Templates,
        chats: Chats,
        battles: Battles,
    ) -> None:
        self._settings = settings
        self._store = store
        self._templates = templates
        self._chats = chats
        self._battles = battles

    async def start(
        self,
        person: Person,
        slug: str,
        language: Language,
        values: Mapping[str, str],
        *,
        voice: bool,
        contestant: str | None,
        count: int,
    ) -> str:
        """Let one contestant answer a form, `count` times side by side: the chat's id.

        Raises:
            UnknownTemplate, UnfitFormError: as `Templates.fill`.
            QuestionTooLong: the prompt is longer than a question may be.
            UnknownContestant, ChatContestantGone: nobody is there to write it.
        """
        said = await self._store.voices.of(person.id) if voice else ""
        filled = await self._templates.fill(slug, language, values, said)
        title = filled.form.headline[:LONGEST_TITLE]
        chat, _ = await self._chats.begin(
            person, filled.prompt, slug=contestant, title=title, count=count
        )
        return chat

    async def adopt(self, battle_id: str, person: str, side: Side | None = None) -> str:
        """Let a side's answer to a form be a document to go on with: the chat's id.

        Args:
            battle_id: a battle of a template that was voted on.
            person: whose it is.
            side: whose answer; None is the winner's.

        Raises:
            NothingToContinue: no vote, no winner, or no form.
        """
        battle = await self._battles.find(battle_id, person)
        form, vote, turn = battle.form, battle.vote, battle.judged_turn
        side = side or (WINNERS.get(vote.outcome) if vote else None)
        if vote is None or side is None or turn is None or form is None:
            raise NothingToContinue
        now = datetime.now(UTC)
        chat = Chat(
            id=new_id("c"),
            person=person,
            created_at=now,
            changed_at=now,
            title=form.headline[:LONGEST_TITLE],
            titled=True,
            version=battle.versions[side],
            # Twice is once: a person has one chat of a source.
            source=f"battle:{battle.id}:{side}",
        )
        said = conversation(battle, side, turn, chat.id)
        chat = replace(chat, leaf=said[-1].id, last=len(said))
        if await self._store.chats.add(chat, said):
            return chat.id
        there = await self._store.chats.of(person)
        return next(one.id for one in there if one.source == chat.source)

    async def texts(self, chat: str, person: str) -> dict[str, str]:
        """What the person made of replies by hand, by the reply's id. Raises as `Chats.find`."""
        await self._chats.find(chat, person)
        return await self._store.documents.of(chat)

    @staticmethod
    def digests(texts: Mapping[str, str]) -> dict[str, str]:
        """The name of each text, which a change of it has to give."""
        return {message: str(digest(text)) for message, text in texts.items()}

    async def keep(
        self, chat: str, person: str, message: str, text: str | None, before: str | None
    ) -> str | None:
        """Keep a reply as the person changed it; None lets it be as it was written.

        Args:
            chat: the chat it stands in.
            person: whose it is.
            message: the reply's id.
            text: as it is now.
            before: the digest of the text it was made of, None for the reply as it was written.

        Returns:
            The digest of the text as it is kept.

        Raises:
            DocumentMoved: another window has changed it since; nothing is written.
            UnknownChat, NotYourChat, UnknownMessage: there is none, or it is someone else's.
            DocumentTooLong: longer than a reply may be.
        """
        limit = self._settings.reply_characters
        if text is not None and len(text) > limit:
            raise DocumentTooLong(length=len(text), limit=limit)
        await self._chats.find(chat, person)
        await self._store.chats.path(chat, message)
        await self._store.documents.keep(chat, message, text, before)
        kept = await self._store.documents.of(chat)
        return digest(kept.get(message))
