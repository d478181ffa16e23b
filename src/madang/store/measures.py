"""What votes were about, and the valid votes as boards read them: in rows, in order, in parts."""

from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from madang.domain.battles import Side
from madang.domain.measures import FIGURES, Measures
from madang.domain.records import IMPORTED
from madang.store.counting import EXCLUDED, VALID
from madang.store.database import Database
from madang.store.schema import battles, exclusions, measures, votes

Row = Sequence[Any]
"""vote, version_a, version_b, outcome, person, cast_at, times, excluded, edition, language,
categories, turns, and the figures of `FIGURES`, for each those of side A and of side B; None from
`edition` on where the vote has not been measured."""

PART = 1_000
"""Rows taken up at once: about ten milliseconds of the event loop."""

# Worked out once: an import of a million votes asks for each of them a million times.
FIGURE_PLACES = [(f"{name}_{side.value}", name, side) for name in FIGURES for side in Side]
FIGURE_COLUMNS = [measures.c[column] for column, _, _ in FIGURE_PLACES]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How many valid votes there are, and how many exclusions were made and restored."""

    rows: int
    excluded: int
    restored: int


class MeasuresOfVotes:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, taken: Iterable[tuple[str, Measures]]) -> None:
        """Keep what votes were about, by the vote's id; earlier measures are replaced."""
        rows = [columns(vote, measured) for vote, measured in taken]
        if rows:
            async with self._database.transaction() as connection:
                await replace(connection, rows)

    async def state(self) -> State:
        """What has to be the same for `rows` to be the same, whoever changed them."""
        rows = select(func.count()).select_from(votes).where(VALID)
        marks = select(func.count(), func.count(exclusions.c.restored_at))
        async with self._database.read() as connection:
            count = await connection.scalar(rows) or 0
            made, restored = (await connection.execute(marks)).one()
        return State(rows=count, excluded=made, restored=restored)

    async def rows(self) -> AsyncGenerator[Sequence[Row]]:
        """Every valid vote, oldest first, a part at a time; those left out among them."""
        ask = (
            select(
                votes.c.id,
                battles.c.version_a,
                battles.c.version_b,
                votes.c.outcome,
                votes.c.person,
                votes.c.cast_at,
                votes.c.times,
                EXCLUDED.label("excluded"),
                measures.c.edition,
                measures.c.language,
                measures.c.categories,
                measures.c.turns,
                *FIGURE_COLUMNS,
            )
            .join(battles, battles.c.id == votes.c.battle)
            .outerjoin(measures, measures.c.vote == votes.c.id)
            .where(VALID)
            .order_by(votes.c.cast_at, votes.c.id)
        )
        async with self._database.read() as connection, connection.stream(ask) as found:
            async for part in found.partitions(PART):
                yield part

    async def unmeasured(self, edition: str, limit: int) -> list[tuple[str, str, int]]:
        """Valid votes not sorted by the rules of `edition`: vote, battle, turn."""
        ask = (
            select(votes.c.id, votes.c.battle, votes.c.turn)
            .outerjoin(
                measures,
                and_(measures.c.vote == votes.c.id, measures.c.edition.in_((edition, IMPORTED))),
            )
            .where(VALID, measures.c.vote.is_(None))
            .limit(limit)
        )
        async with self._database.read() as connection:
            return [(row.id, row.battle, row.turn) for row in await connection.execute(ask)]


async def replace(connection: AsyncConnection, rows: list[dict[str, Any]]) -> None:
    gone = [row["vote"] for row in rows]
    await connection.execute(delete(measures).where(measures.c.vote.in_(gone)))
    await connection.execute(insert(measures), rows)


def columns(vote: str, measured: Measures) -> dict[str, Any]:
    styles = measured.styles
    return {
        "vote": vote,
        "edition": measured.edition,
        "language": measured.language,
        "categories": " ".join(measured.categories),
        "turns": measured.turns,
        **{column: getattr(styles[side], name) for column, name, side in FIGURE_PLACES},
    }
