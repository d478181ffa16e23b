"""Chats with their messages, as they grow, are branched and are deleted.

Every change of what stands in a chat raises its `edition` in the same transaction, so that those
who watch know what they have not seen. Files are in `attachments`, finding again in `search`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Row, delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from madang.domain.chats import Chat, Found, Message, MessageAuthor, Tree
from madang.domain.contestants import Version
from madang.domain.errors.chats import ChatMoved, ReplyRunning, UnknownChat, UnknownMessage
from madang.domain.replies import INTERRUPTED, ReplyState
from madang.store import search
from madang.store.attachments import enclose, read_enclosed, remove_orphans
from madang.store.contestants import read_versions
from madang.store.contexts import forget_places, silence
from madang.store.database import Database, DuplicateError, MissingError
from madang.store.replies import outcome, read_written, save_texts
from madang.store.schema import chats, messages

CHANGEABLE = frozenset({"title", "titled", "folder", "pinned", "archived"})


CHUNK = 500


class Chats:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, chat: Chat, said: Sequence[Message] = ()) -> bool:
        """Keep a new chat, with messages where it comes with some, all at once.

        Returns:
            False where this person has one of the same `source` already; nothing was then written.
        """
        try:
            async with self._database.transaction() as connection:
                await connection.execute(insert(chats).values(_chat_columns(chat)))
                await _insert(connection, chat.person, said)
        except DuplicateError:
            return False
        return True

    async def head(self, chat: str) -> Chat:
        """The chat without its messages.

        Raises:
            UnknownChat: there is none.
        """
        async with self._database.read() as connection:
            return await _head(connection, chat)

    async def since(self, chat: str, number: int = 0) -> tuple[Chat, tuple[Message, ...]]:
        """The chat and its messages from `number` on, oldest first; images without their bytes.

        Raises:
            UnknownChat: there is none.
        """
        async with self._database.read() as connection:
            head = await _head(connection, chat)
            return head, await _read(connection, chat, messages.c.number >= number)

    async def path(self, chat: str, leaf: str | None) -> tuple[Message, ...]:
        """What was said from the first message to `leaf`, images with their bytes.

        Raises:
            UnknownMessage: `leaf` is not in this chat.
        """
        async with self._database.read() as connection:
            tree = Tree(await _read(connection, chat))
            if leaf is not None and leaf not in tree.messages:
                raise UnknownMessage
            ids = [message.id for message in tree.path(leaf)]
            said = await _read(connection, chat, messages.c.id.in_(ids), content=True)
        return tuple(sorted(said, key=lambda message: ids.index(message.id)))

    async def of(self, person: str) -> list[Chat]:
        """All of the person's chats, those that changed last first."""
        ask = (
            select(chats)
            .where(chats.c.person == person)
            .order_by(chats.c.changed_at.desc(), chats.c.id)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(ask)).all()
            versions = await read_versions(connection, {r.version for r in rows if r.version})
        return [_chat(row, versions) for row in rows]

    async def write(
        self,
        chat: str,
        said: Sequence[Message],
        *,
        branch: bool,
        title: str | None = None,
        version: str | None = None,
    ) -> int:
        """Keep new messages under a place in the tree; the last of them becomes the leaf.

        Args:
            chat: the chat's id.
            said: the messages; their `number`s are given here.
            branch: whether there may be messages under the first one's parent already.
            title: what the chat is now called, unless its person named it.
            version: the id of the version it now stands on.

        Returns:
            The number of the first of them.

        Raises:
            ChatMoved: not a branch, and something was said there meanwhile.
            ReplyRunning: the reply they follow is being written.
            UnknownChat, UnknownMessage: the chat or the place is gone.
        """
        first, last = said[0], said[-1]
        values: dict[str, Any] = {
            "leaf": last.id,
            "changed_at": first.said_at,
            "edition": chats.c.edition + 1,
            "last": chats.c.last + len(said),
        }
        if version is not None:
            values["version"] = version
        try:
            async with self._database.transaction() as connection:
                # First, for it holds the chat's row until the end of the transaction.
                done = await connection.execute(
                    update(chats)
                    .where(chats.c.id == chat)
                    .values(values)
                    .returning(chats.c.last, chats.c.person)
                )
                row = done.one_or_none()
                if row is None:
                    raise UnknownChat
                await _require_place(connection, chat, first.parent, branch=branch)
                if title is not None:
                    await connection.execute(
                        update(chats)
                        .where(chats.c.id == chat, chats.c.titled.is_(False))
                        .values(title=title)
                    )
                number = row.last - len(said) + 1
                await _insert(connection, row.person, said, number)
        except MissingError:
            raise UnknownMessage from None
        return number

    async def save_texts(self, grown: Iterable[tuple[str, str]]) -> None:
        """Keep what streaming replies have come to; one that has ended meanwhile keeps its end."""
        await save_texts(self._database, messages, grown)

    async def finish(self, reply: Message) -> None:
        """Keep how a reply ended, with its whole text. One that was deleted meanwhile stays so."""
        async with self._database.transaction() as connection:
            done = await connection.execute(
                update(messages).where(messages.c.id == reply.id).values(outcome(reply))
            )
            if done.rowcount == 1:
                person = await _touch(connection, reply.chat)
                # An end may come twice: the answer to the first was lost, or it was stopped then.
                await search.forget_said(connection, reply.chat, [reply.id])
                await search.keep_said(connection, reply.chat, person, [(reply.id, reply.text)])

    async def interrupt(self, chat: str | None = None, *, but: Collection[str] = ()) -> int:
        """Mark every reply that no one writes any more; what it had said stays.

        Args:
            chat: of this one; None: of all, on start.
            but: these are being written.

        Returns:
            How many there were.
        """
        ask = select(messages.c.id, messages.c.chat, messages.c.text).where(
            messages.c.state == ReplyState.STREAMING.value, messages.c.id.not_in(but)
        )
        if chat is not None:
            ask = ask.where(messages.c.chat == chat)
        async with self._database.transaction() as connection:
            rows = (await connection.execute(ask)).all()
            for row in rows:
                await connection.execute(
                    update(messages)
                    .where(messages.c.id == row.id)
                    .values(state=ReplyState.FAILED.value, code=INTERRUPTED)
                )
                person = await _touch(connection, row.chat)
                await search.keep_said(connection, row.chat, person, [(row.id, row.text)])
        return len(rows)

    async def change(self, chat: str, **values: Any) -> None:
        """Rename, move, pin or archive.

        Raises:
            UnknownChat: there is none.
        """
        assert set(values) <= CHANGEABLE
        async with self._database.transaction() as connection:
            await _touch(connection, chat, **values)

    async def stand(self, chat: str, version: str) -> None:
        """Let the chat stand on another version of a contestant, by its id."""
        async with self._database.transaction() as connection:
            await _touch(connection, chat, version=version)

    async def choose(self, chat: str, leaf: str) -> None:
        """Bring another branch into view.

        Raises:
            UnknownMessage: it is not in this chat.
        """
        ask = exists().where(messages.c.id == leaf, messages.c.chat == chat).select()
        async with self._database.transaction() as connection:
            if not await connection.scalar(ask):
                raise UnknownMessage
            await _touch(connection, chat, leaf=leaf)

    async def summarise(self, chat: str, message: str, summary: str) -> None:
        """Let `summary` stand for all that was said up to `message`; empty takes it away."""
        async with self._database.transaction() as connection:
            await connection.execute(
                update(messages)
                .where(messages.c.id == message, messages.c.chat == chat)
                .values(summary=summary)
            )
            await _touch(connection, chat, pruned=chats.c.edition + 1)

    async def prune(self, chat: str, message: str) -> list[str]:
        """Delete a message and all under it, files and shares too; the leaf moves beside it.

        Returns:
            The ids of what went.

        Raises:
            UnknownChat, UnknownMessage: there is no such thing any more.
        """
        async with self._database.transaction() as connection:
            await _touch(connection, chat, pruned=chats.c.edition + 1)
            head = await _head(connection, chat)
            tree = Tree(await _read(connection, chat))
            if message not in tree.messages:
                raise UnknownMessage
            gone = tree.branch(message)
            if head.leaf is None or head.leaf in gone:
                parent = tree.messages[message].parent
                beside = [one.id for one in tree.under(parent) if one.id != message]
                leaf = tree.end(beside[-1]) if beside else parent
                await connection.execute(update(chats).where(chats.c.id == chat).values(leaf=leaf))
            # Those below first; SQLite would not follow a branch deeper than a thousand by itself.
            for at in range(0, len(gone), CHUNK):
                part = gone[::-1][at : at + CHUNK]
                await connection.execute(delete(messages).where(messages.c.id.in_(part)))
            await search.forget_said(connection, chat, gone)
            await silence(connection, chat, gone)
            await remove_orphans(connection, chat)
        return gone

    async def delete(self, chat: str) -> None:
        """Delete it with all that was said in it; nothing of it stays here."""
        async with self._database.transaction() as connection:
            await search.forget_said(connection, chat)
            await silence(connection, chat)
            await forget_places(connection, [chat])
            await connection.execute(delete(chats).where(chats.c.id == chat))

    async def search(self, person: str, words: str, limit: int = 50) -> list[Found]:
        """Where all of `words` stand in the person's chats, titles first."""
        return await search.find(self._database, person, words, limit)


async def _head(connection: AsyncConnection, chat: str) -> Chat:
    row = (await connection.execute(select(chats).where(chats.c.id == chat))).one_or_none()
    if row is None:
        raise UnknownChat
    return _chat(row, await read_versions(connection, {row.version} - {None}))


async def _read(
    connection: AsyncConnection, chat: str, *where: Any, content: bool = False
) -> tuple[Message, ...]:
    ask = select(messages).where(messages.c.chat == chat, *where).order_by(messages.c.number)
    rows = (await connection.execute(ask)).all()
    versions = await read_versions(connection, {row.version for row in rows} - {None})
    enclosed = await read_enclosed(connection, chat, content=content)
    return tuple(_message(row, versions, enclosed.get(row.id, ())) for row in rows)


async def _touch(connection: AsyncConnection, chat: str, **values: Any) -> str:
    """Raise the edition, with other changes of the chat's row; gives its person."""
    done = await connection.execute(
        update(chats)
        .where(chats.c.id == chat)
        .values(edition=chats.c.edition + 1, **values)
        .returning(chats.c.person)
    )
    row = done.one_or_none()
    if row is None:
        raise UnknownChat
    return row.person


async def _require_place(
    connection: AsyncConnection, chat: str, parent: str | None, *, branch: bool
) -> None:
    """Whether something may be said under `parent` now."""
    if parent is not None:
        place = messages.c.id == parent, messages.c.chat == chat
        state = await connection.scalar(select(messages.c.state).where(*place))
        if state is None:
            raise UnknownMessage
        if state == ReplyState.STREAMING.value:
            raise ReplyRunning
    if not branch:
        below = messages.c.parent == parent if parent else messages.c.parent.is_(None)
        ask = select(func.count()).select_from(messages).where(messages.c.chat == chat, below)
        if await connection.scalar(ask):
            raise ChatMoved


async def _insert(
    connection: AsyncConnection, person: str, said: Sequence[Message], number: int = 1
) -> None:
    if not said:
        return
    rows = [_columns(message, place) for place, message in enumerate(said, number)]
    await connection.execute(insert(messages), rows)
    for message in said:
        await enclose(connection, message, person)
    ended = [(m.id, m.text) for m in said if not m.running]
    await search.keep_said(connection, said[0].chat, person, ended)


def _chat_columns(chat: Chat) -> dict[str, Any]:
    columns = {name: getattr(chat, name) for name in chats.c.keys()}  # noqa: SIM118 - a collection
    return columns | {"version": chat.version.id if chat.version else None}


def _chat(row: Row[Any], versions: dict[str, Version]) -> Chat:
    return Chat(
        id=row.id,
        person=row.person,
        created_at=row.created_at,
        changed_at=row.changed_at,
        title=row.title,
        titled=row.titled,
        folder=row.folder,
        pinned=row.pinned,
        archived=row.archived,
        version=versions.get(row.version),
        leaf=row.leaf,
        edition=row.edition,
        pruned=row.pruned,
        last=row.last,
        source=row.source,
    )


def _columns(message: Message, number: int) -> dict[str, Any]:
    return {
        "id": message.id,
        "chat": message.chat,
        "number": number,
        "parent": message.parent,
        "author": message.author.value,
        "said_at": message.said_at,
        "version": message.version.id if message.version else None,
        "label": message.label,
        "battle": message.battle,
        "left_out": message.left_out,
        "summary": message.summary,
        **outcome(message),
    }


def _message(row: Row[Any], versions: dict[str, Version], enclosed: Sequence[Any]) -> Message:
    return Message(
        chat=row.chat,
        number=row.number,
        parent=row.parent,
        author=MessageAuthor(row.author),
        said_at=row.said_at,
        version=versions.get(row.version),
        label=row.label,
        battle=row.battle,
        left_out=row.left_out,
        summary=row.summary,
        attachments=tuple(enclosed),
        **read_written(row),
    )
