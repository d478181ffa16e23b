"""The door to what is kept: one `Store` a program, with a repository for each aggregate."""

from typing import Self

from madang.store.archive import Archive
from madang.store.artifacts import Artifacts
from madang.store.attachments import Attachments
from madang.store.battles import Battles
from madang.store.chat_shares import ChatShares
from madang.store.chats import Chats
from madang.store.contestants import Contestants
from madang.store.contexts import Contexts
from madang.store.database import PATIENCE, Database
from madang.store.documents import Documents
from madang.store.exclusions import Exclusions
from madang.store.exposure import Exposure
from madang.store.folders import Folders
from madang.store.imports import Imports
from madang.store.intake import Intake
from madang.store.measures import MeasuresOfVotes
from madang.store.migration import upgrade
from madang.store.people import People
from madang.store.voices import Voices
from madang.store.votes import Votes
from madang.store.workshop import Workshop


class Store:
    """Every method of its repositories is one transaction: when it returns, it is on the disk.

    Each of them may raise StoreFull, StoreLocked or StoreFailed; nothing was then written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.people = People(database)
        self.contestants = Contestants(database)
        self.workshop = Workshop(database)
        self.battles = Battles(database)
        self.votes = Votes(database)
        self.measures = MeasuresOfVotes(database)
        self.archive = Archive(database)
        self.intake = Intake(database)
        self.exclusions = Exclusions(database)
        self.exposure = Exposure(database)
        self.voices = Voices(database)
        self.documents = Documents(database)
        self.chats = Chats(database)
        self.folders = Folders(database)
        self.attachments = Attachments(database)
        self.artifacts = Artifacts(database)
        self.chat_shares = ChatShares(database)
        self.contexts = Contexts(database)
        self.imports = Imports(database)

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
