"""Contestants made in the page. Their versions are kept among all others, in `contestants`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from madang.domain.contestants import Contestant, Made, Presence
from madang.domain.errors.contestants import NotMadeHere, SlugTaken
from madang.store.contestants import find_or_add, read_versions
from madang.store.database import Database, DuplicateError
from madang.store.schema import versions, workshop


class Workshop:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        contestant: Contestant,
        person: str,
        at: datetime,
        presence: Presence = Presence.DRAWN,
    ) -> Made:
        """Keep a new one.

        Raises:
            SlugTaken: someone has, or had, this slug; votes of two contestants would mix.
        """
        try:
            async with self._database.transaction() as connection:
                taken = await connection.scalar(
                    select(versions.c.id).where(versions.c.slug == contestant.slug).limit(1)
                )
                if taken is not None:
                    raise SlugTaken(slug=contestant.slug)
                version = await find_or_add(connection, contestant)
                row = {
                    "slug": contestant.slug,
                    "version": version.id,
                    "presence": presence.value,
                    "made_by": person,
                    "made_at": at,
                    "changed_at": at,
                }
                await connection.execute(insert(workshop).values(row))
        except DuplicateError:  # another program took it in the same moment
            raise SlugTaken(slug=contestant.slug) from None
        return Made(version=version, presence=presence, made_at=at, changed_at=at)

    async def revise(self, contestant: Contestant, at: datetime) -> Made:
        """Let another version stand under the slug: a new one, or an earlier one again.

        Raises:
            NotMadeHere: there is none of this slug.
        """
        async with self._database.transaction() as connection:
            made = await _read(connection, contestant.slug)
            version = await find_or_add(connection, contestant)
            await _write(connection, contestant.slug, version=version.id, changed_at=at)
        return replace(made, version=version, changed_at=at)

    async def change(
        self,
        slug: str,
        at: datetime,
        *,
        name: str | None = None,
        presence: Presence | None = None,
    ) -> Made:
        """Give it another name, or let it be drawn, paused or retired.

        Raises:
            NotMadeHere: there is none of this slug.
        """
        async with self._database.transaction() as connection:
            made = await _read(connection, slug)
            contestant = replace(made.version.contestant, name=name or made.version.contestant.name)
            presence = presence or made.presence
            await connection.execute(
                update(versions)
                .where(versions.c.id == made.version.id)
                .values(name=contestant.name)
            )
            await _write(connection, slug, presence=presence.value, changed_at=at)
        version = replace(made.version, contestant=contestant)
        return replace(made, version=version, presence=presence, changed_at=at)

    async def all(self) -> list[Made]:
        """Every one, the newest first; retired ones too."""
        async with self._database.read() as connection:
            return await _select(connection)


async def _read(connection: AsyncConnection, slug: str) -> Made:
    found = await _select(connection, workshop.c.slug == slug)
    if not found:
        raise NotMadeHere(slug=slug)
    return found[0]


async def _select(connection: AsyncConnection, *where: Any) -> list[Made]:
    rows: Iterable[Any] = (
        await connection.execute(
            select(workshop).where(*where).order_by(workshop.c.made_at.desc(), workshop.c.slug)
        )
    ).all()
    known = await read_versions(connection, {row.version for row in rows})
    return [
        Made(
            version=known[row.version],
            presence=Presence(row.presence),
            made_at=row.made_at,
            changed_at=row.changed_at,
        )
        for row in rows
    ]


async def _write(connection: AsyncConnection, slug: str, **values: Any) -> None:
    await connection.execute(update(workshop).where(workshop.c.slug == slug).values(values))
