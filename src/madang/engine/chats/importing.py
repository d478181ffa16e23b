"""Bringing chats in from elsewhere: a large file comes in pieces, is read as a stream, and resumes.

The file lies in `imports/` of the home until it has been read. Each conversation is one transaction
under a name of its own, so however often a file is begun anew, nothing comes in twice.
"""

from __future__ import annotations

import asyncio
import logging
import zipfile
import zlib
from collections import defaultdict
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

import ijson  # pyright: ignore[reportMissingTypeStubs] - it has none

from madang.domain.chats import Chat, Message
from madang.domain.errors import Unavailable
from madang.domain.errors.chats import FileEmpty, FileTooLarge, ImportRunning, UnknownImport
from madang.domain.imports import Import, ImportState
from madang.domain.people import Person
from madang.domain.replies import ReplyState
from madang.engine.asking.questions import new_id
from madang.engine.chats.foreign import ForeignChat, read_chat
from madang.store import Store

MEGABYTE = 1024 * 1024
MEGABYTES = 200
"""The most a file may have."""

BATCH = 20
"""Conversations read at a time, in a thread of its own."""

NOT_JSON = "import_not_json"
NOTHING = "import_nothing"
NOT_SAVED = "import_not_saved"
LOCKED = "import_locked"
BROKEN = "import_broken"

DAMAGED = (
    ijson.JSONError,
    UnicodeDecodeError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
)

log = logging.getLogger(__name__)

Batch = list[tuple[ForeignChat | None, int]]


class ChatImports:
    def __init__(self, store: Store, home: Path) -> None:
        self._store = store
        self._folder = home / "imports"
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def open(self) -> None:
        """Go on with what was being read when Madang last stopped."""
        for one in await self._store.imports.reading():
            self._read_soon(one)

    async def close(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def begin(self, person: Person, name: str, size: int) -> Import:
        """Announce a file of `size` bytes.

        Raises:
            FileEmpty: there is nothing in it.
            FileTooLarge: more than `MEGABYTES`.
            ImportRunning: one of this person's is being read.
        """
        if size == 0:
            raise FileEmpty(name=name)
        if size > MEGABYTES * MEGABYTE:
            raise FileTooLarge(name=name, limit=MEGABYTES)
        for one in await self._store.imports.of(person.id):
            if one.state is ImportState.READING:
                raise ImportRunning
            if one.state is ImportState.SENDING:
                if (one.name, one.size) == (name, size):
                    # The same file again: its sending goes on, or is over but for the note of it.
                    return await self._read_whole(one) if self.received(one) == size else one
                await self._forget(one)
        await self._store.people.add(person)
        begun = Import(
            id=new_id("i"),
            person=person.id,
            name=name[:200],
            size=size,
            begun_at=datetime.now(UTC),
        )
        await self._store.imports.add(begun)
        return begun

    async def send(self, id_: str, person: str, offset: int, piece: bytes) -> int:
        """Take in a piece of the file; where all is here, reading begins.

        Returns:
            How many bytes are here: the next piece begins there. A piece that begins elsewhere is
            not taken.
        """
        # One at a time: of two windows that send the same piece, the second finds it there.
        async with self._turns[id_]:
            one = await self.find(id_, person)
            here = self.received(one)
            here_after = here + len(piece)
            if one.state is not ImportState.SENDING or offset != here or here_after > one.size:
                return here
            await asyncio.to_thread(self._append, one.id, piece)
            if here_after == one.size:
                await self._read_whole(one)
            return here_after

    async def find(self, id_: str, person: str) -> Import:
        """One of the person's imports.

        Raises:
            UnknownImport: there is none of this id.
        """
        one = await self._store.imports.get(id_)
        if one.person != person:
            raise UnknownImport
        return one

    async def of(self, person: str) -> list[Import]:
        """The person's imports, newest first."""
        return await self._store.imports.of(person)

    async def forget(self, id_: str, person: str) -> None:
        """Stop an import and forget its file; what it brought in stays."""
        await self._forget(await self.find(id_, person))

    def received(self, one: Import) -> int:
        """Bytes of the file that are here."""
        path = self._path(one.id)
        if one.state is not ImportState.SENDING:
            return one.size
        return path.stat().st_size if path.exists() else 0

    async def _forget(self, one: Import) -> None:
        async with self._turns[one.id]:  # a piece on its way would begin the file anew
            if task := self._tasks.pop(one.id, None):
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
            self._path(one.id).unlink(missing_ok=True)
            await self._store.imports.delete(one.id)
            self._turns.pop(one.id, None)

    def _path(self, id_: str) -> Path:
        return self._folder / id_

    def _append(self, id_: str, piece: bytes) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        with self._path(id_).open("ab") as file:
            file.write(piece)

    async def _read_whole(self, one: Import) -> Import:
        """All of the file is here: note that, and read it."""
        one = replace(one, state=ImportState.READING)
        await self._store.imports.save(one)
        self._turns.pop(one.id, None)
        self._read_soon(one)
        return one

    def _read_soon(self, one: Import) -> None:
        self._tasks[one.id] = asyncio.create_task(self._read(one))

    async def _read(self, one: Import) -> None:
        try:
            async for so_far in self._bring_in(one):
                one = so_far  # whatever ends this, what came in is counted
        except DAMAGED:
            one = replace(one, state=ImportState.FAILED, code=NOT_JSON)
        except _LockedError:
            one = replace(one, state=ImportState.FAILED, code=LOCKED)
        except Unavailable as error:
            log.error("import %s: %s", one.id, error.code)
            one = replace(one, state=ImportState.FAILED, code=NOT_SAVED)
        except Exception as error:  # noqa: BLE001 - as said below
            # Whatever it was: one that never ends would keep all others out. Only the kind is
            # logged, for the text may hold what a person wrote.
            log.error("import %s: %s", one.id, type(error).__name__)
            one = replace(one, state=ImportState.FAILED, code=BROKEN)
        try:
            await self._store.imports.save(one)
        except Unavailable as error:  # it is still being read for the next start, which tries again
            log.error("import %s: %s", one.id, error.code)
            return
        self._path(one.id).unlink(missing_ok=True)
        self._tasks.pop(one.id, None)

    async def _bring_in(self, one: Import) -> AsyncGenerator[Import]:
        """Read its file: the import as it stands after each conversation."""
        conversations = _open(self._path(one.id))
        for _ in range(one.chats + one.known + one.skipped):  # these were read before a restart
            await asyncio.to_thread(next, conversations, None)
        damage: Exception | None = None
        while damage is None:
            batch, damage = await asyncio.to_thread(_take, conversations)
            if not batch:
                break
            for chat, read in batch:
                one = replace(one, read=min(read, one.size))
                if chat is None:
                    one = replace(one, skipped=one.skipped + 1)
                elif await self._store.chats.add(*_own(chat, one.person)):
                    messages = one.messages + len(chat.messages)
                    one = replace(one, chats=one.chats + 1, messages=messages)
                else:
                    one = replace(one, known=one.known + 1)
                yield one
            await self._store.imports.save(one)
        if damage:
            raise damage
        if one.chats + one.known == 0:
            yield replace(one, state=ImportState.FAILED, code=NOTHING)
        else:
            yield replace(one, state=ImportState.DONE, read=one.size)


class _LockedError(Exception):
    """A .zip with a password, or packed in a way that can't be undone here."""


def _take(
    conversations: Iterator[tuple[ForeignChat | None, int]],
) -> tuple[Batch, Exception | None]:
    """The next ones, and what kept those after them from being read."""
    batch: Batch = []
    try:
        for one in islice(conversations, BATCH):
            batch.append(one)
    except (*DAMAGED, _LockedError) as error:
        return batch, error
    return batch, None


def _open(path: Path) -> Generator[tuple[ForeignChat | None, int]]:
    """The conversations of an export, each with how many bytes have been read by then."""
    with ExitStack() as stack:
        if zipfile.is_zipfile(path):
            archive = stack.enter_context(zipfile.ZipFile(path))
            names = [n for n in archive.namelist() if _holds_chats(n)]
            for name in names:
                try:
                    file = archive.open(name)
                except RuntimeError as error:
                    raise _LockedError from error
                with file:
                    yield from _parse(file)
        else:
            yield from _parse(stack.enter_context(path.open("rb")))


def _holds_chats(name: str) -> bool:
    stem = name.rsplit("/", 1)[-1]
    return stem.startswith("conversations") and stem.endswith(".json")


def _parse(file: IO[bytes]) -> Generator[tuple[ForeignChat | None, int]]:
    items: Iterator[Any] = ijson.items(file, "item", use_float=True)
    for raw in items:
        # One conversation of a shape never seen must not keep the others out.
        try:
            chat = read_chat(raw)
        except (KeyError, TypeError, ValueError, AttributeError):
            chat = None
        yield chat, file.tell()


def _own(chat: ForeignChat, person: str) -> tuple[Chat, list[Message]]:
    """With names of our own."""
    id_ = new_id("c")
    ids = {message.key: new_id("m") for message in chat.messages}
    messages = [
        Message(
            id=ids[one.key],
            chat=id_,
            number=number,
            parent=ids[one.parent] if one.parent else None,
            author=one.author,
            said_at=one.said_at,
            label=one.label,
            state=ReplyState.DONE,
            text=one.text,
        )
        for number, one in enumerate(chat.messages, 1)
    ]
    head = Chat(
        id=id_,
        person=person,
        created_at=chat.created_at,
        changed_at=chat.changed_at,
        title=chat.title,
        titled=True,
        leaf=ids.get(chat.leaf or ""),
        last=len(messages),
        source=chat.source,
    )
    return head, messages
