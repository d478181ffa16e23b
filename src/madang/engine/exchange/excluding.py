"""Leaving votes out and counting them again, for the owner at the command line.

There are no accounts yet, so no route does this: anyone who can open the page could.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from madang import rating
from madang.domain.categories import OVERALL
from madang.domain.errors.votes import NothingExcluded, UnknownVoter
from madang.domain.exclusions import Choice, Exclusion
from madang.engine.asking.roster import Roster
from madang.engine.exchange.offline import open_store
from madang.engine.exchange.pseudonyms import Pseudonyms
from madang.engine.leaderboard.boards import Leaderboard
from madang.engine.leaderboard.ledger import NOBODY
from madang.engine.leaderboard.standings import arrange, gather
from madang.engine.settings import Settings
from madang.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """What the tests say of one voter; `contestant` is whom their votes move most, by `points`."""

    person: str
    votes: int
    flags: tuple[str, ...]
    points: float
    contestant: str


async def exclude(settings: Settings, choice: Choice, *, reason: str, chosen: str) -> Exclusion:
    """Leave out the votes that are meant; `person` in the choice is a pseudonym.

    Raises:
        UnknownVoter: nobody has this pseudonym.
        NothingExcluded: no counted vote is meant.
    """
    async with open_store(settings) as store:
        if choice.person is not None:
            choice = replace(choice, person=await _trace(store, settings, choice.person))
        return await store.exclusions.add(
            choice, reason=reason, chosen=chosen, at=datetime.now(UTC)
        )


async def restore(settings: Settings, number: int) -> Exclusion:
    """Count an exclusion's votes again. Raises UnknownExclusion."""
    async with open_store(settings) as store:
        return await store.exclusions.restore(number, datetime.now(UTC))


async def listed(settings: Settings) -> list[Exclusion]:
    """Every exclusion there ever was, the newest first."""
    async with open_store(settings) as store:
        return await store.exclusions.all()


async def check(settings: Settings) -> list[Suspicion]:
    """Evidence about every voter, most suspicious first. Raises NothingExcluded: nobody voted."""
    async with open_store(settings) as store:
        roster = await Roster.open(settings, store, load=False)
        try:
            leaderboard = Leaderboard(store, roster, settings.rulebook)
            sample = await leaderboard.sample(OVERALL)
            versions = arrange(sample, await leaderboard.versions(), set())
            people = {leaderboard.person(one): one for one in await store.exclusions.voters()}
        finally:
            await roster.close()
    known = replace(sample, rows=sample.rows[sample.rows["voter"] != NOBODY])
    if not len(known):
        raise NothingExcluded
    evidence = rating.check_voters(gather(known, versions))
    called = Pseudonyms(settings.home).of
    found = [
        Suspicion(
            person=called(people[int(voter)]),
            votes=int(evidence.votes[i]),
            flags=flags,
            points=float(evidence.moved[i]),
            contestant=versions[int(evidence.contestant[i])].contestant.slug,
        )
        for i, (voter, flags) in enumerate(zip(evidence.voter, evidence.flags(), strict=True))
        if np.isfinite(evidence.moved[i])
    ]
    return sorted(found, key=lambda one: (-len(one.flags), -one.points))


async def _trace(store: Store, settings: Settings, pseudonym: str) -> str:
    called = Pseudonyms(settings.home).of
    for person in await store.exclusions.voters():
        if pseudonym in (person, called(person)):
            return person
    raise UnknownVoter(person=pseudonym)
