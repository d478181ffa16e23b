"""An import of chats from elsewhere: what is known of it while it goes on and when it is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ImportState(StrEnum):
    """SENDING: the file is on its way. READING: it is here and is being read."""

    SENDING = "sending"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """`size` and `read` are bytes of the file.

    `chats` and `messages` were brought in; `known` chats had been brought in before; `skipped`
    could not be read. `code` says why it failed.
    """

    id: str
    person: str
    name: str
    size: int
    begun_at: datetime
    state: ImportState = ImportState.SENDING
    read: int = 0
    chats: int = 0
    messages: int = 0
    known: int = 0
    skipped: int = 0
    code: str | None = None
