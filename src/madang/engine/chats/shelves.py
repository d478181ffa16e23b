"""Where a person finds chats again: list, folders, search. And what they want of every reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from madang.domain.chats import Folder, Found, Preferences
from madang.domain.errors.chats import InstructionsTooLong, NameUnusable, UnknownFolder
from madang.domain.people import Person
from madang.engine.asking.questions import new_id
from madang.engine.asking.roster import Roster
from madang.engine.chats.chat import Chats
from madang.engine.chats.views import HeadView, view_head
from madang.store import Store

NAME_CHARACTERS = 120
INSTRUCTION_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """All of a person's chats, those that changed last first, and their folders by name."""

    chats: tuple[HeadView, ...]
    folders: tuple[Folder, ...]


class Shelves:
    def __init__(self, *, store: Store, roster: Roster, chats: Chats) -> None:
        self._store = store
        self._roster = roster
        self._chats = chats

    async def of(self, person: str) -> Shelf:
        """All of a person's chats and folders."""
        ready = self._roster.ready()
        chats = [view_head(chat, ready) for chat in await self._store.chats.of(person)]
        return Shelf(chats=tuple(chats), folders=tuple(await self._store.folders.of(person)))

    async def search(self, person: str, words: str) -> list[Found]:
        """Where all of `words` stand in titles and in what was said."""
        return await self._store.chats.search(person, words)

    async def change(self, chat: str, person: str, **wanted: Any) -> HeadView:
        """Rename, move to a folder (empty: out of any), pin, archive; what is None stays.

        Raises:
            NameUnusable: the title is empty or too long.
            UnknownFolder: there is none of this id.
        """
        await self._chats.find(chat, person)
        values = {name: value for name, value in wanted.items() if value is not None}
        if "title" in values:
            values |= {"title": _name(values["title"]), "titled": True}
        if "folder" in values:
            values["folder"] = values["folder"] or None
            folders = {folder.id for folder in await self._store.folders.of(person)}
            if values["folder"] and values["folder"] not in folders:
                raise UnknownFolder
        await self._store.chats.change(chat, **values)
        self._chats.notify(chat)
        return await self._chats.head(chat, person)

    async def add_folder(self, person: Person, name: str) -> Folder:
        """A new folder.

        Raises:
            NameUnusable, FolderExists: the name is empty, too long, or taken.
        """
        folder = Folder(id=new_id("f"), name=_name(name))
        await self._store.people.add(person)
        await self._store.folders.add(folder, person.id)
        return folder

    async def rename_folder(self, folder: str, person: str, name: str) -> Folder:
        """Call a folder something else."""
        named = Folder(id=folder, name=_name(name))
        await self._store.folders.rename(folder, person, named.name)
        return named

    async def delete_folder(self, folder: str, person: str) -> None:
        """Take a folder away; its chats stay."""
        await self._store.folders.delete(folder, person)

    async def preferences(self, person: str) -> Preferences:
        """What the person wants of every reply."""
        return await self._store.people.preferences(person)

    async def prefer(self, person: Person, wanted: Preferences) -> Preferences:
        """Keep what the person wants of every reply from now on.

        Raises:
            InstructionsTooLong: see `INSTRUCTION_CHARACTERS`.
        """
        length = len(wanted.instructions)
        if length > INSTRUCTION_CHARACTERS:
            raise InstructionsTooLong(length=length, limit=INSTRUCTION_CHARACTERS)
        await self._store.people.add(person)
        await self._store.people.prefer(person.id, wanted)
        return wanted


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= NAME_CHARACTERS:
        raise NameUnusable(limit=NAME_CHARACTERS)
    return name
