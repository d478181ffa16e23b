"""How often each version was shown, by month, and what voters said of it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Text,
    cast,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from madang.store.counting import ARRIVED, COUNTS
from madang.store.database import Database
from madang.store.schema import annotations, battles, votes
from madang.store.votes import WHY


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Revealed battles in which a version stood in a month (`2026-11`)."""

    version: str
    month: str
    battles: int


class Exposure:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_month(self) -> list[Shown]:
        """Every version that was ever drawn and revealed, every month in which it was.

        A battle not yet voted on is left out: who looks before and after its start would see
        whom it was drawn from. So is one whose two were chosen, not drawn.
        """
        month = self._month()
        revealed = (
            select(votes.c.battle, func.max(votes.c.times).label("times"))
            .where(ARRIVED)
            .group_by(votes.c.battle)
            .subquery()
        )
        sides = union_all(
            *(
                select(version.label("version"), month.label("month"), revealed.c.times)
                .join(revealed, revealed.c.battle == battles.c.id)
                .where(battles.c.chosen.is_(False))
                for version in (battles.c.version_a, battles.c.version_b)
            )
        ).subquery()
        ask = (
            select(sides.c.version, sides.c.month, func.sum(sides.c.times).label("battles"))
            .group_by(sides.c.version, sides.c.month)
            .order_by(sides.c.month, sides.c.version)
        )
        async with self._database.read() as connection:
            return [Shown(**row) for row in (await connection.execute(ask)).mappings()]

    async def reasons(self, versions: Collection[str]) -> Counter[str]:
        """How often each reason was given for votes that these versions won."""
        won = or_(
            (votes.c.outcome == "a") & battles.c.version_a.in_(versions),
            (votes.c.outcome == "b") & battles.c.version_b.in_(versions),
        )
        held = (
            select(votes.c.id, votes.c.reasons)
            .join(battles, battles.c.id == votes.c.battle)
            .where(COUNTS, won)
        )
        said = (
            select(annotations.c.vote, annotations.c.content)
            .where(annotations.c.kind == WHY)
            .order_by(annotations.c.id)
        )
        async with self._database.read() as connection:
            given = {row.id: row.reasons for row in await connection.execute(held)}
            for vote, content in await connection.execute(said):
                if vote in given and "reasons" in content:
                    given[vote] = content["reasons"]
        return Counter(reason for reasons in given.values() for reason in reasons)

    def _month(self) -> ColumnElement[str]:
        if self._database.is_sqlite:
            return func.substr(cast(battles.c.created_at, Text), 1, 7)
        # Written out, lest the driver take two parameters for two expressions to group by.
        return literal_column("to_char(battles.created_at AT TIME ZONE 'UTC', 'YYYY-MM')", Text)
