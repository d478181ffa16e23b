"""What is kept of a reply, be it of a battle or of a chat: as it grows, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, Table, bindparam, update

from madang.domain.replies import ReplyState, Timings, Written
from madang.store.database import Database


async def save_texts(database: Database, table: Table, grown: Iterable[tuple[str, str]]) -> None:
    """Keep what streaming replies have come to: pairs of a reply's id and its whole text.

    A reply that has ended meanwhile keeps its end.
    """
    rows = [{"reply": reply, "so_far": text} for reply, text in grown]
    if not rows:
        return
    streaming = table.c.state == ReplyState.STREAMING.value
    async with database.transaction() as connection:
        await connection.execute(
            update(table)
            .where(table.c.id == bindparam("reply"), streaming)
            .values(text=bindparam("so_far")),
            rows,
        )


def outcome(reply: Written) -> dict[str, Any]:
    """The columns that change while a reply is written, and when it ends."""
    return {
        "state": reply.state.value,
        "text": reply.text,
        "code": reply.code,
        "reason": reply.reason,
        "stop_reason": reply.stop_reason,
        **asdict(reply.timings),
    }


def read_written(row: Row[Any]) -> dict[str, Any]:
    """What `Written` is made of."""
    return {
        "id": row.id,
        "state": ReplyState(row.state),
        "text": row.text,
        "code": row.code,
        "reason": row.reason,
        "stop_reason": row.stop_reason,
        "timings": Timings(
            first_word=row.first_word,
            total=row.total,
            tokens_in=row.tokens_in,
            tokens_out=row.tokens_out,
            cost=row.cost,
        ),
    }
