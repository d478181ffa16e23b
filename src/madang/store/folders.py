"""Folders that people sort their chats into. Deleting one leaves its chats where all others are."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update

from madang.domain.chats import Folder
from madang.domain.errors.chats import FolderExists, UnknownFolder
from madang.store.database import Database, DuplicateError
from madang.store.schema import folders


class Folders:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, person: str) -> list[Folder]:
        """The person's folders, by name."""
        ask = select(folders.c.id, folders.c.name).where(folders.c.person == person)
        async with self._database.read() as connection:
            rows = await connection.execute(ask.order_by(folders.c.name))
            return [Folder(id=row.id, name=row.name) for row in rows]

    async def add(self, folder: Folder, person: str) -> None:
        """Keep a new one.

        Raises:
            FolderExists: the person has one of this name.
        """
        row = {"id": folder.id, "person": person, "name": folder.name}
        try:
            async with self._database.transaction() as connection:
                await connection.execute(insert(folders).values(row))
        except DuplicateError:
            raise FolderExists(name=folder.name) from None

    async def rename(self, folder: str, person: str, name: str) -> None:
        """Call it something else.

        Raises:
            FolderExists: the person has one of this name.
            UnknownFolder: the person has none of this id.
        """
        theirs = folders.c.id == folder, folders.c.person == person
        try:
            async with self._database.transaction() as connection:
                done = await connection.execute(update(folders).where(*theirs).values(name=name))
        except DuplicateError:
            raise FolderExists(name=name) from None
        if done.rowcount != 1:
            raise UnknownFolder

    async def delete(self, folder: str, person: str) -> None:
        """Take it away; what was in it is in no folder then."""
        theirs = folders.c.id == folder, folders.c.person == person
        async with self._database.transaction() as connection:
            await connection.execute(delete(folders).where(*theirs))
