"""Following: what those who watch something are told, and how they wait for it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

HEARTBEAT = 15.0
"""Seconds of silence after which a stream says that it is still there."""

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Event(Generic[C]):
    """One event of a stream; `cursor` is what its reader has then seen.

    It is None where a stream can't be resumed: every event then says all that matters, or the
    stream is the work itself.
    """

    name: str
    data: Any
    cursor: C


async def stirred(changed: asyncio.Event) -> bool:
    """Wait until something has changed, and forget that it did; False after a silence."""
    with suppress(TimeoutError):
        async with asyncio.timeout(HEARTBEAT):
            await changed.wait()
    heard = changed.is_set()
    changed.clear()
    return heard
