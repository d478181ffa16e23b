"""Who has been here. What a person said is in `battles` and `votes`."""

from sqlalchemy import insert, select

from madang.domain.people import Person
from madang.store import schema
from madang.store.database import Database, DuplicateError


class People:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, person: Person) -> None:
        """Remember a person; one who is known already stays as first seen."""
        row = {"id": person.id, "first_seen_at": person.first_seen_at}
        try:
            async with self._database.transaction() as connection:
                await connection.execute(insert(schema.people).values(row))
        except DuplicateError:
            return

    async def known(self, person: str) -> bool:
        """Whether there is a person with this id."""
        ask = select(schema.people.c.id).where(schema.people.c.id == person)
        async with self._database.read() as connection:
            return await connection.scalar(ask) is not None
