"""Event streams: how what happens is written to those who follow it (`docs/api.md`)."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

import msgspec
from starlette.responses import StreamingResponse

from madang.engine.asking.following import Event

HEADERS = {
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # a proxy that gathers would undo the shared rhythm
    "X-Content-Type-Options": "nosniff",
}

OPEN = b": open\n\n"
STILL_HERE = b": still here\n\n"


def respond(
    news: AsyncGenerator[Sequence[Event[Any]]], *, opening: bool = False
) -> StreamingResponse:
    """The events of `news` as they come; where it has none to tell, that it is still there.

    Args:
        news: events, gathered by ticks.
        opening: whether the first may be long in coming, so that the stream begins without it.
    """

    async def lines() -> AsyncGenerator[bytes]:
        if opening:
            yield OPEN
        async with aclosing(news):
            async for events in news:
                yield b"".join(map(_frame, events)) or STILL_HERE

    return StreamingResponse(lines(), media_type="text/event-stream", headers=HEADERS)


def _frame(event: Event[Any]) -> bytes:
    """The lines of one event.

    By hand: FastAPI's `format_sse_event` wants text, splits it into lines, and takes 1.3 times as
    long for a few words and 4 times for what a slow reader gets at once. JSON is one line anyway.
    """
    cursor = b"" if event.cursor is None else b"id: %b\n" % str(event.cursor).encode()
    data = msgspec.json.encode(event.data)
    return b"event: %b\n%bdata: %b\n\n" % (event.name.encode(), cursor, data)
