"""Showing a chat to others: by a link that can be taken back, and as a file.

What is shown is what was said on one branch and by which contestants. Who the person is stands
nowhere in it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from madang.domain.chats import Attachment, ChatShare
from madang.domain.errors import Language
from madang.domain.errors.chats import UnknownMessage
from madang.engine.chats import files as chat_files
from madang.engine.chats.chat import Chats
from madang.engine.chats.views import MessageView, view_message
from madang.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedChat:
    """What a link shows."""

    title: str
    shared_at: datetime
    messages: tuple[MessageView, ...]


class ChatSharing:
    def __init__(self, *, store: Store, chats: Chats) -> None:
        self._store = store
        self._chats = chats

    async def share(self, chat: str, person: str) -> ChatShare:
        """A link to the branch in view, as it stands now.

        Raises:
            UnknownMessage: nothing has been said yet.
        """
        head = await self._chats.find(chat, person)
        if head.leaf is None:
            raise UnknownMessage
        share = ChatShare(
            key=secrets.token_urlsafe(16), chat=chat, leaf=head.leaf, shared_at=datetime.now(UTC)
        )
        await self._store.chat_shares.add(share)
        return share

    async def shares(self, chat: str, person: str) -> list[ChatShare]:
        """The links to a chat that stand."""
        await self._chats.find(chat, person)
        return await self._store.chat_shares.of(chat)

    async def take_back(self, chat: str, person: str, key: str) -> None:
        """Let a link show nothing any more."""
        await self._chats.find(chat, person)
        await self._store.chat_shares.delete(key, chat)

    async def shown(self, key: str) -> SharedChat:
        """What the link shows.

        Raises:
            UnknownChatShare: nothing; it was taken back, or its chat deleted.
        """
        share = await self._store.chat_shares.get(key)
        chat = await self._store.chats.head(share.chat)
        path = await self._store.chats.path(share.chat, share.leaf)
        return SharedChat(
            title=chat.title,
            shared_at=share.shared_at,
            messages=tuple(view_message(message) for message in path),
        )

    async def shown_file(self, key: str, file: str) -> Attachment:
        """A file of what the link shows."""
        share = await self._store.chat_shares.get(key)
        path = await self._store.chats.path(share.chat, share.leaf)
        carried = {one.id: one for message in path for one in message.attachments}
        return await self._store.attachments.in_chat(file if file in carried else "", share.chat)

    async def own_file(self, chat: str, person: str, file: str) -> Attachment:
        """A file of one's own chat."""
        await self._chats.find(chat, person)
        return await self._store.attachments.in_chat(file, chat)

    async def export(
        self, chat: str, person: str, form: chat_files.FileForm, language: Language
    ) -> chat_files.ChatFile:
        """The chat as a file: JSON has every branch, the others the one in view."""
        await self._chats.find(chat, person)
        head, messages = await self._store.chats.since(chat)
        path = await self._store.chats.path(chat, head.leaf)
        return chat_files.write(form, head, messages, path, language)
