"""Who has been here, and what they want of replies. What they said is elsewhere."""

from sqlalchemy import insert, select, update

from madang.domain.chats import Preferences
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

    async def preferences(self, person: str) -> Preferences:
        """What the person wants of every reply; nothing where they never said."""
        ask = select(schema.preferences).where(schema.preferences.c.person == person)
        async with self._database.read() as connection:
            row = (await connection.execute(ask)).one_or_none()
        if row is None:
            return Preferences()
        return Preferences(instructions=row.instructions, in_battles=row.in_battles)

    async def prefer(self, person: str, wanted: Preferences) -> None:
        """Keep what a known person wants, in place of what was."""
        values = {"instructions": wanted.instructions, "in_battles": wanted.in_battles}
        theirs = schema.preferences.c.person == person
        async with self._database.transaction() as connection:
            done = await connection.execute(update(schema.preferences).where(theirs).values(values))
            if done.rowcount == 0:
                row = values | {"person": person}
                await connection.execute(insert(schema.preferences).values(row))
