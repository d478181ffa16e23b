"""Files of chats from elsewhere on their way in, and how far each has come."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from madang.domain.errors.chats import UnknownImport
from madang.domain.imports import Import, ImportState
from madang.store.database import Database
from madang.store.schema import imports


class Imports:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, one: Import) -> None:
        """Keep a new one, before its first byte."""
        row = {
            "id": one.id,
            "person": one.person,
            "name": one.name,
            "size": one.size,
            "begun_at": one.begun_at,
            **_progress(one),
        }
        async with self._database.transaction() as connection:
            await connection.execute(insert(imports).values(row))

    async def save(self, one: Import) -> None:
        """Keep how far it has come."""
        async with self._database.transaction() as connection:
            await connection.execute(
                update(imports).where(imports.c.id == one.id).values(_progress(one))
            )

    async def get(self, id_: str) -> Import:
        """The import with this id.

        Raises:
            UnknownImport: there is none.
        """
        async with self._database.read() as connection:
            found = await connection.execute(select(imports).where(imports.c.id == id_))
            row = found.one_or_none()
        if row is None:
            raise UnknownImport
        return _import(row)

    async def of(self, person: str) -> list[Import]:
        """The person's imports, newest first."""
        ask = select(imports).where(imports.c.person == person)
        async with self._database.read() as connection:
            rows = await connection.execute(ask.order_by(imports.c.begun_at.desc()))
            return [_import(row) for row in rows]

    async def reading(self) -> list[Import]:
        """Those that were being read when Madang last stopped."""
        ask = select(imports).where(imports.c.state == ImportState.READING.value)
        async with self._database.read() as connection:
            return [_import(row) for row in await connection.execute(ask)]

    async def delete(self, id_: str) -> None:
        """Forget an import; the chats it brought stay."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(imports).where(imports.c.id == id_))


def _progress(one: Import) -> dict[str, Any]:
    return {
        "state": one.state.value,
        "read": one.read,
        "chats": one.chats,
        "messages": one.messages,
        "known": one.known,
        "skipped": one.skipped,
        "code": one.code,
    }


def _import(row: Row[Any]) -> Import:
    return Import(
        id=row.id,
        person=row.person,
        name=row.name,
        size=row.size,
        begun_at=row.begun_at,
        state=ImportState(row.state),
        read=row.read,
        chats=row.chats,
        messages=row.messages,
        known=row.known,
        skipped=row.skipped,
        code=row.code,
    )
