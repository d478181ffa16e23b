"""The brand voice of each person: how they want to sound, in their own words."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from madang.store.database import Database
from madang.store.schema import voices


class Voices:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, person: str) -> str:
        """The voice of the person with this id; "" where there is none."""
        ask = select(voices.c.text).where(voices.c.person == person)
        async with self._database.read() as connection:
            return await connection.scalar(ask) or ""

    async def keep(self, person: str, text: str) -> None:
        """Keep a voice of a known person in place of the one before."""
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        told = {"text": text, "changed_at": datetime.now(UTC)}
        write = insert(voices).values(person=person, **told)
        async with self._database.transaction() as connection:
            await connection.execute(
                write.on_conflict_do_update(index_elements=["person"], set_=told)
            )
