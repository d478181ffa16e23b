"""The door to what is kept: one `Store` a program, with a repository for each aggregate."""

from typing import Self

from madang.store.archive import Archive
from madang.store.battles import Battles
from madang.store.contestants import Contestants
from madang.store.database import PATIENCE, Database
from madang.store.exposure import Exposure
from madang.store.measures import MeasuresOfVotes
from madang.store.migration import upgrade
from madang.store.people import People
from madang.store.votes import Votes


class Store:
    """Every method of its repositories is one transaction: when it returns, it is on the disk.

    Each of them may raise StoreFull, StoreLocked or StoreFailed; nothing was then written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.people = People(database)
        self.contestants = Contestants(database)
        self.battles = Battles(database)
        self.votes = Votes(database)
        self.measures = MeasuresOfVotes(database)
        self.archive = Archive(database)
        self.exposure = Exposure(database)

    @classmethod
    async def open(cls, url: str, *, patience: float = PATIENCE) -> Self:
        """The store at `url`, led to this version's shape first.

        Args:
            url: as `madang.store.database.address` takes it.
            patience: seconds a write waits for a lock that someone else holds.

        Raises:
            SettingsError: the address can't be used, or a newer Madang made the database.
            StoreFailed: it can't be reached or is none; `__cause__` has the driver's words.
        """
        await upgrade(url, patience=patience)
        return cls(Database(url, patience=patience))

    async def close(self) -> None:
        await self._database.close()
