"""Score tables for the page: read, judged, set beside the board."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from madang.benchmarks import Assumptions, Rated, example, reading
from madang.benchmarks.reading import documents
from madang.benchmarks.report import Report, report
from madang.engine.benchmarks.errors import usable
from madang.engine.leaderboard.boards import Leaderboard

Document = dict[str, Any]
"""A table in Madang's own JSON form, as `madang.benchmarks.reading.documents` has it."""

MOST_CHARACTERS = reading.MOST_CHARACTERS
"""How long a pasted text may be."""


def announcement() -> Document:
    """The table that ships."""
    return documents.write(example.announcement())


def read(text: str, title: str = "") -> Document:
    """The table in a text that a person pasted, with `remarks` for its reader to check.

    Raises:
        UnusableTable: it holds none, or none that can be relied on.
    """
    with usable():
        table = reading.read(text, title=title)
    return {**documents.write(table), "remarks": [asdict(remark) for remark in table.remarks]}


async def judge(
    document: Document,
    *,
    leaderboard: Leaderboard,
    against: str | None,
    assumptions: Assumptions,
    tries: int,
    board: list[Rated] | None,
    names: Mapping[str, str],
) -> Report:
    """All there is to say about a table, in a thread, so that no stream waits for it.

    Without `against` the first model is compared with the others. Without a `board` it is set
    beside Madang's own.

    Raises:
        UnusableTable: the document is no table, or has no such model.
    """
    ratings = await own_board(leaderboard) if board is None else board
    with usable():
        table = documents.read(document, where="")
        return await asyncio.to_thread(
            report,
            table,
            against=against or table.models[0].name,
            assumptions=assumptions,
            tries=tries,
            board=ratings,
            names=names,
        )


async def own_board(leaderboard: Leaderboard) -> list[Rated]:
    """Those who have a rating, a slug once: as it is drawn now. Known also by name and model."""
    board = await leaderboard.board()
    models: dict[str, set[str]] = {}
    for version in (await leaderboard.versions()).values():
        models.setdefault(version.contestant.slug, set()).add(version.contestant.model)
    return [
        Rated(
            contestant=row.slug,
            rating=row.rating,
            lower=row.lower,
            upper=row.upper,
            aliases=(row.name, *sorted(models.get(row.slug, ()))),
        )
        for row in sorted(board.board, key=lambda row: (not row.current, -row.version))
        if row.rating is not None and row.lower is not None and row.upper is not None
    ]
