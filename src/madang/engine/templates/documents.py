"""Documents: a chat that began from a template, whose newest reply is a text to go on with.

Asking, answering anew and going on are the chat's own; here is how one begins, and what a person
makes of a reply by hand.
"""

from __future__ import annotations

from collections.abc import Mapping

from madang.domain.errors import DocumentTooLong
from madang.domain.people import Person
from madang.engine.chats.chat import Chats
from madang.engine.settings import Settings
from madang.engine.templates.filling import Language, Templates
from madang.store import Store
from madang.store.documents import digest

LONGEST_TITLE = 80


class Documents:
    def __init__(
        self, *, settings: Settings, store: Store, templates: Templates, chats: Chats
    ) -> None:
        self._settings = settings
        self._store = store
        self._templates = templates
        self._chats = chats

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
        self._templates.check(filled.prompt)
        title = filled.form.headline[:LONGEST_TITLE]
        chat, _ = await self._chats.begin(
            person, filled.prompt, slug=contestant, title=title, count=count
        )
        return chat

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
