"""Links that show a chat up to one message. A link that was taken back is deleted, not marked."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from madang.domain.chats import ChatShare
from madang.domain.errors.chats import UnknownChatShare
from madang.store.database import Database
from madang.store.schema import chat_shares


class ChatShares:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, share: ChatShare) -> None:
        row = {
            "key": share.key,
            "chat": share.chat,
            "leaf": share.leaf,
            "shared_at": share.shared_at,
        }
        async with self._database.transaction() as connection:
            await connection.execute(insert(chat_shares).values(row))

    async def get(self, key: str) -> ChatShare:
        """The link with this key.

        Raises:
            UnknownChatShare: there is none, or it was taken back.
        """
        async with self._database.read() as connection:
            found = await connection.execute(select(chat_shares).where(chat_shares.c.key == key))
            row = found.one_or_none()
        if row is None:
            raise UnknownChatShare
        return ChatShare(key=row.key, chat=row.chat, leaf=row.leaf, shared_at=row.shared_at)

    async def of(self, chat: str) -> list[ChatShare]:
        """The links to a chat, newest first."""
        ask = select(chat_shares).where(chat_shares.c.chat == chat)
        async with self._database.read() as connection:
            rows = await connection.execute(ask.order_by(chat_shares.c.shared_at.desc()))
            return [
                ChatShare(key=row.key, chat=row.chat, leaf=row.leaf, shared_at=row.shared_at)
                for row in rows
            ]

    async def delete(self, key: str, chat: str) -> None:
        """Take a link to this chat back."""
        async with self._database.transaction() as connection:
            await connection.execute(
                delete(chat_shares).where(chat_shares.c.key == key, chat_shares.c.chat == chat)
            )
