"""The boards of all categories, kept until the next vote outdates them, and who watches them.

How votes become a board is in `standings`; what one contestant, pair or person has done, in
`records`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace

from madang.domain.artifacts import places_of
from madang.domain.battles import Battle
from madang.domain.categories import (
    BUILT_IN,
    OVERALL,
    Category,
    Rulebook,
    language_category,
)
from madang.domain.contestants import Version
from madang.domain.errors import Unavailable
from madang.domain.errors.votes import UnknownCategory
from madang.domain.exclusions import Exclusion
from madang.domain.measures import Measures
from madang.domain.votes import Vote
from madang.engine.asking.following import Event, stirred
from madang.engine.asking.roster import Roster
from madang.engine.leaderboard.languages import detect
from madang.engine.leaderboard.ledger import SPOKEN, Ledger, Sample
from madang.engine.leaderboard.measuring import measure
from madang.engine.leaderboard.standings import Board, Fitted, arrange, compute
from madang.store import Store
from madang.store.measures import State

PROMISED = ("ko", "en", "ja", "zh")
"""Languages that have a board whether or not anyone has used them yet."""

LOOK_AGAIN = 5.0
"""Seconds after which the store is asked whether another process (an import) added votes."""

AT_ONCE = 100
"""Votes measured in one step of catching up."""

GATHER = 0.25
"""Seconds in which several votes make one change for those who watch."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryView:
    """A category as it can be chosen: names and rules in English and Korean, and its votes."""

    slug: str
    name: tuple[str, str]
    rule: tuple[str, str]
    votes: int


class Leaderboard:
    """Recomputes in a thread, so that no stream waits for it, and one board at a time."""

    def __init__(self, store: Store, roster: Roster, rulebook: Rulebook | None = None) -> None:
        self._store = store
        self._roster = roster
        self._rulebook = rulebook or Rulebook()
        self._ledger = Ledger(self._rulebook)
        self._lock = asyncio.Lock()
        self._loaded = False
        self._looked = 0.0
        self._state: State | None = None
        self._kept: dict[tuple[str, bool, bool], tuple[tuple[int, frozenset[str]], Fitted]] = {}
        self._watchers: set[asyncio.Event] = set()
        self._task: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Make the first board, and begin to sort votes that no rule of today has looked at."""
        self._task = asyncio.create_task(self._catch_up())

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def board(
        self, category: str = OVERALL, *, styled: bool = False, excluded: bool = False
    ) -> Board:
        """The board with every vote that was acknowledged before this call.

        With `excluded`, votes that the owner left out are counted all the same.

        Raises:
            UnknownCategory: there is none of this name.
            NoStyleControl: style is to be held equal, and too little is known of it.
        """
        return (await self.fitted(category, styled=styled, excluded=excluded)).board

    async def fitted(
        self, category: str = OVERALL, *, styled: bool = False, excluded: bool = False
    ) -> Fitted:
        """The board with what it was made of. Raises as `board`."""
        found = self.category(category)
        async with self._lock:
            await self._refresh()
            drawn = frozenset(version.id for version in self._roster.ready())
            state = (self._ledger.revision, drawn)
            kept = self._kept.get((category, styled, excluded))
            if kept and kept[0] == state:
                return kept[1]
            sample = self._ledger.sample(category, excluded=excluded)
            versions = arrange(sample, await self.versions(), set(drawn))
            fitted = await asyncio.to_thread(
                compute,
                sample,
                versions,
                set(drawn),
                found,
                revision=state[0],
                styled=styled,
            )
            self._kept[category, styled, excluded] = (state, fitted)
            return fitted

    @property
    def newest(self) -> Fitted | None:
        """The last overall board that was computed, for those who can't wait for a newer one."""
        kept = self._kept.get((OVERALL, False, False))
        return kept and kept[1]

    async def sample(self, category: str = OVERALL) -> Sample:
        """The votes of a category. Raises UnknownCategory."""
        self.category(category)
        async with self._lock:
            await self._refresh()
            return self._ledger.sample(category)

    def person(self, person: str) -> int | None:
        """The number under which someone's votes stand in a sample; None for who never voted."""
        return self._ledger.person(person)

    async def versions(self) -> dict[str, Version]:
        return {version.id: version for version in await self._store.contestants.all()}

    def category(self, slug: str) -> Category:
        """The category of this name. Raises UnknownCategory."""
        if slug.startswith(SPOKEN):
            return language_category(slug[len(SPOKEN) :])
        found = next((c for c in self._rulebook.categories if c.slug == slug), None)
        if found is None:
            raise UnknownCategory(category=slug)
        return found

    async def categories(self) -> list[CategoryView]:
        """Overall, then languages, the built-in ones and the team's own, with their votes."""
        async with self._lock:
            await self._refresh()
            counts = self._ledger.counts()
        spoken = sorted(
            {slug for slug in counts if slug.startswith(SPOKEN)}
            | {SPOKEN + code for code in PROMISED},
            key=lambda slug: -counts.get(slug, 0),
        )
        own = [c.slug for c in self._rulebook.categories[len(BUILT_IN) :]]
        order = [OVERALL, *own, *(c.slug for c in BUILT_IN[1:]), *spoken]
        return [
            CategoryView(
                slug=slug,
                name=self.category(slug).name,
                rule=self.category(slug).rule,
                votes=counts.get(slug, 0),
            )
            for slug in order
        ]

    async def totals(self) -> tuple[int, int]:
        """Counted votes, and the people who cast them."""
        return await self._store.votes.totals()

    async def exclusions(self) -> list[Exclusion]:
        """What the owner left out, the newest first; how it was chosen may name a person."""
        return [replace(one, chosen="") for one in await self._store.exclusions.all()]

    async def expect(self, battle: Battle) -> float | None:
        """The share of votes the newest board gives side A; None while a side has too few votes.

        A board that is being recomputed is not waited for: a vote should not wait for anything.
        """
        points = (self.newest or await self.fitted()).points
        a, b = (points.get(version.id) for version in battle.versions.values())
        return None if a is None or b is None else 1 / (1 + 10 ** ((b - a) / 400))

    async def doubt(self, category: str) -> tuple[Version, Version] | None:
        """The pair a category's verdict hangs on; None where there is none yet."""
        fitted = await self.fitted(category)
        asked = fitted.question
        return asked and (fitted.versions[asked.leader], fitted.versions[asked.rivals[0]])

    async def take(self, vote: Vote, battle: Battle) -> None:
        """Count a vote that has just been stored."""
        measured: Measures | None = None
        try:
            measured = await self._measure(battle, vote)
            await self._store.measures.keep([(vote.id, measured)])
        except Unavailable as error:  # the vote itself is kept, and sorted at the next start
            log.error("a vote not sorted into categories: %s", error.code)
        async with self._lock:
            if measured is None:
                self._loaded = False
            elif self._loaded and vote.counts:
                self._ledger.add(vote, battle, measured)
        self._notify()

    async def drop(self, vote: Vote) -> None:
        """Count a vote no more that has just been undone."""
        async with self._lock:
            if self._loaded and vote.counts and not self._ledger.drop(vote.id):
                self._loaded = False
        self._notify()

    async def watch(self) -> AsyncGenerator[list[Event[None]]]:
        """The revision whenever the votes change; an empty list is a heartbeat. Never ends."""
        changed = asyncio.Event()
        changed.set()
        self._watchers.add(changed)
        try:
            while True:
                if await stirred(changed):
                    yield [Event("votes", {"revision": self._ledger.revision}, None)]
                    await asyncio.sleep(GATHER)
                else:
                    yield []
        finally:
            self._watchers.discard(changed)

    def _notify(self) -> None:
        for watcher in self._watchers:
            watcher.set()

    async def _refresh(self) -> None:
        """Load the ledger, or load it anew where another process changed the votes."""
        now = time.monotonic()
        if self._loaded and now - self._looked < LOOK_AGAIN:
            return
        state = await self._store.measures.state()
        if self._loaded and state == self._expected():
            self._looked = now
            return
        self._state = state
        self._ledger.clear()
        async for part in self._store.measures.rows():
            self._ledger.extend(part)
        self._loaded, self._looked = True, now

    async def _measure(self, battle: Battle, vote: Vote) -> Measures:
        """What a vote was about; of runs, what had been seen of them when it was cast."""
        places = places_of(battle.id)
        runs = await self._store.artifacts.runs(list(places.values()))
        seen = {
            side: [run for run in runs if run.place == place and run.began_at <= vote.cast_at]
            for side, place in places.items()
        }
        return await asyncio.to_thread(measure, battle, vote.turn, self._rulebook, seen)

    def _expected(self) -> State | None:
        """The store's state if nobody but this process changed it."""
        return self._state and replace(self._state, rows=self._ledger.count)

    async def _catch_up(self) -> None:
        """Sort the votes that are not, a few at a time; what fails is tried at the next start."""
        edition, done = self._rulebook.edition, 0
        try:
            # The first draw and the first vote should wait neither for a board nor for a detector.
            await self.fitted()
            await asyncio.to_thread(detect, "to have it loaded")
            while found := await self._store.measures.unmeasured(edition, AT_ONCE):
                taken: list[tuple[str, Measures]] = []
                for vote, battle_id, _ in found:
                    battle = await self._store.battles.get(battle_id)
                    cast = next(held for held in battle.votes if held.id == vote)
                    taken.append((vote, await self._measure(battle, cast)))
                await self._store.measures.keep(taken)
                done += len(taken)
        except Exception as error:  # noqa: BLE001 - those that were sorted are still to be told of
            log.error("votes not sorted into categories: %s", type(error).__name__)
        if done:
            async with self._lock:
                self._loaded = False
            self._notify()
