"""What people made of replies: a reply's text as its person changed it. The reply itself stays."""

import hashlib
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select, update

from madang.domain.errors.templates import DocumentMoved
from madang.store.database import Database, DuplicateError
from madang.store.schema import documents


class Documents:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, chat: str) -> dict[str, str]:
        """The changed texts of a chat, by the reply's id."""
        ask = select(documents.c.message, documents.c.text).where(documents.c.chat == chat)
        async with self._database.read() as connection:
            return {row.message: row.text for row in await connection.execute(ask)}

    async def keep(self, chat: str, message: str, text: str | None, before: str | None) -> None:
        """Keep a reply's text as it is now; None lets it be as it was written.

        Args:
            chat: the chat the reply stands in.
            message: the reply's id.
            text: as it is now.
            before: the digest of the text this one was made of; None where that was the reply.

        Raises:
            DocumentMoved: another text stands there by now, and stays.
            MissingError: there is no such message.
        """
        theirs = documents.c.message == message
        told = {"text": text, "changed_at": datetime.now(UTC)}
        try:
            async with self._database.transaction() as connection:
                # Held until the end, so that of two writers one sees what the other wrote.
                held = select(documents.c.text).where(theirs).with_for_update()
                _require(await connection.scalar(held), before)
                if text is None:
                    await connection.execute(delete(documents).where(theirs))
                elif before is None:
                    row = {"message": message, "chat": chat, **told}
                    await connection.execute(insert(documents).values(row))
                else:
                    await connection.execute(update(documents).where(theirs).values(told))
        except DuplicateError:  # both were the first to change it
            raise _moved((await self.of(chat)).get(message)) from None


def digest(text: str | None) -> str | None:
    """The name of a text: equal texts have equal ones."""
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()[:32]


def _require(now: str | None, before: str | None) -> None:
    if digest(now) != before:
        raise _moved(now)


def _moved(now: str | None) -> DocumentMoved:
    named = digest(now)
    return DocumentMoved(text=now, digest=named) if now is not None and named else DocumentMoved()
