"""Every version of every contestant that was ever configured, whole.

Which of them may be drawn today is the engine's to know.
"""

import secrets
from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from madang.domain.contestants import Contestant, Parameters, Prices, Version
from madang.domain.errors.server import StoreLocked
from madang.domain.records import IMPORTED
from madang.store.database import Database, DuplicateError
from madang.store.schema import versions

ATTEMPTS = 8

UNKNOWN_CONTENT = f"{IMPORTED} "
"""Of versions known by their votes only, this and the number stand in place of a fingerprint."""


def is_unknown(fingerprint: str) -> bool:
    return fingerprint.startswith(UNKNOWN_CONTENT)


class Contestants:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def version(self, contestant: Contestant) -> Version:
        """The version of `contestant`, found by slug and fingerprint or numbered next.

        What votes are not about (name, maker, what it can do) is brought up to date.
        """
        for _ in range(ATTEMPTS):
            try:
                async with self._database.transaction() as connection:
                    return await find_or_add(connection, contestant)
            except DuplicateError:  # another process took the number; the next try sees it
                continue
        raise StoreLocked

    async def all(self) -> list[Version]:
        """Every version, by slug and number."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(versions).order_by(versions.c.slug, versions.c.number)
            )
            return [version_of(row) for row in rows]


async def read_versions(connection: AsyncConnection, ids: Collection[str]) -> dict[str, Version]:
    """The versions with these ids, by id."""
    rows = await connection.execute(select(versions).where(versions.c.id.in_(ids)))
    return {row.id: version_of(row) for row in rows}


async def find_or_add(connection: AsyncConnection, contestant: Contestant) -> Version:
    """The version with this content, the newest if all that is known of it are votes, or a new one.

    So a history may be imported before its contestants are set up, or after.
    """
    ask = select(versions.c.id, versions.c.number, versions.c.fingerprint)
    own = ask.where(versions.c.slug == contestant.slug).order_by(versions.c.number.desc())
    there = (await connection.execute(own)).all()
    same = (row for row in there if row.fingerprint == contestant.fingerprint)
    unknown = (row for row in there[:1] if is_unknown(row.fingerprint))
    if row := next(same, None) or next(unknown, None):
        version = Version(id=row.id, number=row.number, contestant=contestant)
        known = _judged(version) | _described(contestant)
        await connection.execute(update(versions).where(versions.c.id == row.id).values(known))
        return version
    # An id that says nothing: it may be seen by someone who must not know the name yet.
    number = there[0].number + 1 if there else 1
    version = Version(id=f"v_{secrets.token_hex(8)}", number=number, contestant=contestant)
    await connection.execute(insert(versions).values(_judged(version) | _described(contestant)))
    return version


def _judged(version: Version) -> dict[str, Any]:
    """The columns that never change: what votes are about."""
    contestant = version.contestant
    return {
        "id": version.id,
        "slug": contestant.slug,
        "number": version.number,
        "fingerprint": contestant.fingerprint,
        "provider": contestant.provider,
        "model": contestant.model,
        "system": contestant.system,
        "parameters": asdict(contestant.parameters),
        "prices": asdict(contestant.prices) if contestant.prices else None,
    }


def _described(contestant: Contestant) -> dict[str, Any]:
    """The columns that follow the settings."""
    return {
        "name": contestant.name,
        "maker": contestant.maker,
        "open_weights": contestant.open_weights,
        "sees_images": contestant.sees_images,
        "context_tokens": contestant.context_tokens,
    }


def version_of(row: Row[Any]) -> Version:
    contestant = Contestant(
        slug=row.slug,
        name=row.name,
        maker=row.maker,
        provider=row.provider,
        model=row.model,
        system=row.system,
        parameters=_parameters(row.parameters),
        prices=Prices(**row.prices) if row.prices else None,
        open_weights=row.open_weights,
        sees_images=row.sees_images,
        context_tokens=row.context_tokens,
    )
    return Version(id=row.id, number=row.number, contestant=contestant)


def _parameters(kept: dict[str, Any]) -> Parameters:
    """JSON has lists only, and `stop` is a tuple."""
    return replace(Parameters(**kept), stop=tuple(kept["stop"]))
