"""Contestants made in the page: kept in the store, and in the next battles at once.

Those of the settings are changed in the settings. What a draft must hold is in `drafts`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from madang.domain.contestants import SLUG, Contestant, Made, Presence
from madang.domain.errors.contestants import BadSlug, NoName, NotMadeHere, SlugTaken, WorkshopOff
from madang.domain.people import Person
from madang.engine.asking.questions import require_text
from madang.engine.asking.roster import Roster
from madang.engine.playground.drafts import Draft, settle
from madang.engine.settings import Settings
from madang.store import Store

NAME_CHARACTERS = 80


class Workshop:
    """Store first, then the roster: who is drawn is on the disk."""

    def __init__(self, settings: Settings, store: Store, roster: Roster) -> None:
        self._settings = settings
        self._store = store
        self._roster = roster

    async def all(self) -> list[Made]:
        """Every contestant made here, the newest first; retired ones too."""
        return await self._store.workshop.all()

    async def make(
        self,
        person: Person,
        slug: str,
        name: str,
        draft: Draft,
        presence: Presence = Presence.DRAWN,
    ) -> Made:
        """Let a draft be a contestant of its own, and enter the next battles if it is to be drawn.

        Raises:
            WorkshopOff: the owner wants none made in the page.
            BadSlug, SlugTaken, NoName: it can't be called so.
            BadInput: the draft can't be asked (`drafts.settle`).
        """
        self._require_open()
        if not SLUG.fullmatch(slug):
            raise BadSlug(slug=slug[:NAME_CHARACTERS])
        if self._roster.find(slug):
            raise SlugTaken(slug=slug)
        contestant = self._settle(draft, slug, _checked(name))
        await self._store.people.add(person)
        made = await self._store.workshop.add(contestant, person.id, datetime.now(UTC), presence)
        return self._enter(made)

    async def revise(self, slug: str, draft: Draft) -> Made:
        """Let a draft be the next version of a contestant made here; its votes count anew.

        Raises:
            WorkshopOff, NotMadeHere, BadInput: as `make`; or it is the settings'.
        """
        self._require_open()
        name = (await self._find(slug)).version.contestant.name
        contestant = self._settle(draft, slug, name)
        return self._enter(await self._store.workshop.revise(contestant, datetime.now(UTC)))

    async def change(
        self, slug: str, *, name: str | None = None, presence: Presence | None = None
    ) -> Made:
        """Rename it, or let it be drawn, paused or retired.

        Raises:
            WorkshopOff, NotMadeHere, NoName: as `make`; or it is the settings'.
        """
        self._require_open()
        name = None if name is None else _checked(name)
        made = await self._store.workshop.change(
            slug, datetime.now(UTC), name=name, presence=presence
        )
        return self._enter(made)

    def _require_open(self) -> None:
        if not (self._settings.playground.enabled and self._settings.playground.contestants):
            raise WorkshopOff

    async def _find(self, slug: str) -> Made:
        for made in await self._store.workshop.all():
            if made.version.contestant.slug == slug:
                return made
        raise NotMadeHere(slug=slug)

    def _settle(self, draft: Draft, slug: str, name: str) -> Contestant:
        longest = self._settings.question_characters
        return replace(settle(draft, self._roster, longest=longest), slug=slug, name=name)

    def _enter(self, made: Made) -> Made:
        self._roster.enter(made.version, made.presence)
        return made


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > NAME_CHARACTERS:
        raise NoName(limit=NAME_CHARACTERS)
    require_text(name)
    return name
