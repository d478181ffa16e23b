"""What the owner left out of the boards, and why. Nothing is deleted, not even when restored."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, insert, literal, select, update

from madang.domain.errors.votes import NothingExcluded, UnknownExclusion
from madang.domain.exclusions import Choice, Exclusion
from madang.store.counting import COUNTS
from madang.store.database import Database
from madang.store.schema import battles, excluded_votes, exclusions, people, versions, votes


class Exclusions:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, choice: Choice, *, reason: str, chosen: str, at: datetime) -> Exclusion:
        """Leave out the counted votes that are meant.

        Raises:
            NothingExcluded: no counted vote is.
        """
        row = {"reason": reason, "chosen": chosen, "at": at}
        async with self._database.transaction() as connection:
            made = await connection.execute(insert(exclusions).values(row))
            assert made.inserted_primary_key
            identity = int(made.inserted_primary_key[0])
            meant = (
                select(literal(identity), votes.c.id)
                .join(battles, battles.c.id == votes.c.battle)
                .where(COUNTS, _meant(choice))
            )
            await connection.execute(
                insert(excluded_votes).from_select(["exclusion", "vote"], meant)
            )
            own = excluded_votes.c.exclusion == identity
            if not await connection.scalar(select(func.count()).where(own)):
                raise NothingExcluded
        return next(one for one in await self.all() if one.id == identity)

    async def restore(self, identity: int, at: datetime) -> Exclusion:
        """Count the votes of an exclusion again, but for those that another one leaves out.

        Raises:
            UnknownExclusion: there is none of this number, or it was restored before.
        """
        standing = (exclusions.c.id == identity) & exclusions.c.restored_at.is_(None)
        async with self._database.transaction() as connection:
            done = await connection.execute(
                update(exclusions).where(standing).values(restored_at=at)
            )
        if done.rowcount != 1:
            raise UnknownExclusion(number=identity)
        return next(one for one in await self.all() if one.id == identity)

    async def all(self) -> list[Exclusion]:
        """Every exclusion there ever was, the newest first."""
        ask = (
            select(exclusions, func.coalesce(func.sum(votes.c.times), 0).label("total"))
            .outerjoin(excluded_votes, excluded_votes.c.exclusion == exclusions.c.id)
            .outerjoin(votes, votes.c.id == excluded_votes.c.vote)
            .group_by(exclusions.c.id)
            .order_by(exclusions.c.id.desc())
        )
        async with self._database.read() as connection:
            return [
                Exclusion(
                    id=row.id,
                    reason=row.reason,
                    chosen=row.chosen,
                    at=row.at,
                    restored_at=row.restored_at,
                    votes=int(row.total),
                )
                for row in await connection.execute(ask)
            ]

    async def voters(self) -> list[str]:
        """Everyone who has an id here, so that a pseudonym can be traced back by its owner."""
        async with self._database.read() as connection:
            return list(await connection.scalars(select(people.c.id)))


def _meant(choice: Choice) -> ColumnElement[bool]:
    terms: list[ColumnElement[bool]] = []
    if choice.person is not None:
        terms.append(votes.c.person == choice.person)
    if choice.contestant is not None:
        own = select(versions.c.id).where(versions.c.slug == choice.contestant)
        terms.append(battles.c.version_a.in_(own) | battles.c.version_b.in_(own))
    if choice.since is not None:
        terms.append(votes.c.cast_at >= choice.since)
    if choice.until is not None:
        terms.append(votes.c.cast_at < choice.until)
    if choice.votes:
        terms.append(votes.c.id.in_(choice.votes))
    return and_(*terms)
