"""Files that go with a message: what they are is seen from their bytes, not from their names.

Images stay as they are; of everything else only the text is kept. A PDF's text is taken out by a
process of its own (`pdf_text`), which may be slow or die without harm.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta

import msgspec

from madang.domain.chats import Attachment, FileKind
from madang.domain.errors.chats import (
    FileEmpty,
    FileEncrypted,
    FileKindUnknown,
    FileNotWhatItSays,
    FileTooLarge,
    FileTooSlow,
    FileWithoutText,
)
from madang.domain.people import Person
from madang.engine.asking.questions import new_id
from madang.engine.chats.pictures import image_type, is_whole
from madang.engine.chats.views import FileView, view_file
from madang.store import Store

MEGABYTE = 1024 * 1024
IMAGE_MEGABYTES = 5
"""Of an image; vendors take no more, and it travels with every question that follows."""

FILE_MEGABYTES = 20
"""Of any other file."""

CHARACTERS = 200_000
"""Characters kept of a file's text; the rest is left out, and that is said."""

PDF_SECONDS = 60.0
PDF_PROCESSES = 2

WAITING = timedelta(days=1)
"""How long a file that was never sent is kept."""

IMAGE_NAMES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
PDF = "application/pdf"
ENCODINGS = ("utf-8-sig", "cp949")
"""In which texts are read; the second is what Korean offices still write CSV in."""


class Attaching:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._reading = asyncio.Semaphore(PDF_PROCESSES)

    async def open(self) -> None:
        """Delete what was given and never sent."""
        await self._store.attachments.drop_waiting(datetime.now(UTC) - WAITING)

    async def give(self, person: Person, name: str, data: bytes) -> FileView:
        """Take a file in, to go with a message later.

        Raises:
            FileUnusable: it can't be read; which kind of it says why.
        """
        name = name.strip()[:200] or "file"
        attachment = await self._read(name, data)
        await self._store.people.add(person)
        await self._store.attachments.add(attachment, person.id, datetime.now(UTC))
        return view_file(attachment)

    async def drop(self, person: str, file: str) -> None:
        """Take a file back that no message carries yet."""
        await self._store.attachments.drop(file, person)

    async def _read(self, name: str, data: bytes) -> Attachment:
        if not data:
            raise FileEmpty(name=name)
        if image := image_type(data):
            _require_size(name, data, IMAGE_MEGABYTES)
            if not is_whole(data, image):
                raise FileNotWhatItSays(name=name)
            return _attachment(name, data, FileKind.IMAGE, image, content=data)
        if name.lower().endswith(IMAGE_NAMES):
            raise FileNotWhatItSays(name=name)
        _require_size(name, data, FILE_MEGABYTES)
        if data[:1024].lstrip().startswith(b"%PDF-"):
            text = await self._read_pdf(name, data)
            return _attachment(name, data, FileKind.TEXT, PDF, text=text)
        if name.lower().endswith(".pdf"):
            raise FileNotWhatItSays(name=name)
        text = _decode(name, data)
        if not text.strip():
            raise FileEmpty(name=name)
        return _attachment(name, data, FileKind.TEXT, "text/plain", text=text)

    async def _read_pdf(self, name: str, data: bytes) -> str:
        async with self._reading:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "madang.engine.chats.pdf_text",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                async with asyncio.timeout(PDF_SECONDS):
                    answer, _ = await process.communicate(data)
            except TimeoutError:
                raise FileTooSlow(name=name, seconds=int(PDF_SECONDS)) from None
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        if process.returncode != 0:
            raise FileNotWhatItSays(name=name)
        found = msgspec.json.decode(answer, type=dict[str, str])
        match found["state"]:
            case "encrypted":
                raise FileEncrypted(name=name)
            case "damaged":
                raise FileNotWhatItSays(name=name)
            case _:
                pass
        if not found["text"].strip():
            raise FileWithoutText(name=name)
        return found["text"]


def _require_size(name: str, data: bytes, megabytes: int) -> None:
    if len(data) > megabytes * MEGABYTE:
        raise FileTooLarge(name=name, limit=megabytes)


def _decode(name: str, data: bytes) -> str:
    """The text of a file that is text, in whichever of the usual encodings."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data:
        raise FileKindUnknown(name=name)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileKindUnknown(name=name)


def _attachment(
    name: str,
    data: bytes,
    kind: FileKind,
    media_type: str,
    *,
    text: str = "",
    content: bytes | None = None,
) -> Attachment:
    return Attachment(
        id=new_id("a"),
        name=name,
        kind=kind,
        media_type=media_type,
        size=len(data),
        text=text[:CHARACTERS],
        cut=len(text) > CHARACTERS,
        content=content,
    )
