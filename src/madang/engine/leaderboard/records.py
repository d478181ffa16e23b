"""What one contestant, one pair or one person has done, and how ratings came about over time."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from madang import rating
from madang.domain.categories import OVERALL
from madang.domain.contestants import Parameters, Version
from madang.domain.errors.contestants import UnknownContestant
from madang.engine.leaderboard.boards import Leaderboard
from madang.engine.leaderboard.standings import Fitted, Standing, arrange, gather, rate
from madang.engine.leaderboard.verdict import Named, named
from madang.store import Store

MOST_IN_PICTURES = 30
"""Contestants in a picture of pairs: more could not be read."""

MOMENTS = 16
ENOUGH_OF_ONES_OWN = 10
"""Votes from which a person's own board is shown."""

NOT_VOTED = -2
"""A voter's number that nobody has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What happened between two, seen from `a`; `probability` is that `a` is the stronger.

    None where no votes link them, or where either has too few.
    """

    a: Named
    b: Named
    votes: int
    wins: int
    losses: int
    ties: int
    both_bad: int
    probability: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings:
    """Each pair once, `a` the higher rated; `contestants` in the board's order."""

    contestants: tuple[Named, ...]
    pairs: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One contestant's ratings over time; None where it had too few votes yet."""

    contestant: Named
    rating: tuple[float | None, ...]
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Ratings from all votes up to each of some moments, which lie equally many votes apart.

    Votes of one moment are never parted, so votes from a file that does not say when they were cast
    make one moment: that of their import.
    """

    moments: tuple[datetime, ...]
    votes: tuple[int, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRecord:
    """One version of a contestant: what it was asked with, and where it stands."""

    standing: Standing
    model: str
    system: str
    parameters: Parameters
    shown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestantRecord:
    """Everything about a contestant; `reasons` counts those given for votes it won."""

    slug: str
    name: str
    maker: str
    versions: tuple[VersionRecord, ...]
    meetings: tuple[Meeting, ...]
    reasons: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryMeeting:
    category: str
    name: tuple[str, str]
    meeting: Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRecord:
    """A version each of two contestants, in every category in which they met.

    `others` are the meetings of their other versions: votes never mix versions.
    """

    a: Standing
    b: Standing
    categories: tuple[CategoryMeeting, ...]
    others: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """One's own standing of a version beside the team's, with the doubt of both.

    The team's is None where the team has too few votes.
    """

    contestant: Named
    votes: int
    wins: int
    losses: int
    rating: float
    lower: float
    upper: float
    rank: int
    rank_best: int
    rank_worst: int
    team_rank: int | None
    team_rank_best: int | None
    team_rank_worst: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBoard:
    """`board` is None until `needed` votes were cast."""

    votes: int
    needed: int
    board: tuple[Own, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownIn:
    month: str
    battles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """How often a version was shown, by month; every version that was ever tested is listed."""

    contestant: Named
    maker: str
    current: bool
    battles: int
    months: tuple[ShownIn, ...]


class Records:
    """Read from the leaderboard's own fits, so that no two pages differ."""

    def __init__(self, store: Store, leaderboard: Leaderboard) -> None:
        self._store = store
        self._leaderboard = leaderboard
        self._histories: dict[str, tuple[int, History]] = {}

    async def meetings(self, category: str = OVERALL) -> Meetings:
        """The pairs of a category's highest rated. Raises UnknownCategory."""
        fitted = await self._leaderboard.fitted(category)
        there = [i for i in fitted.fitted.order if fitted.fitted.enough[i]][:MOST_IN_PICTURES]
        meet = _Meet(fitted)
        return Meetings(
            contestants=tuple(named(fitted.versions[i]) for i in there),
            pairs=tuple(meet(i, j) for at, i in enumerate(there) for j in there[at + 1 :]),
        )

    async def history(self, category: str = OVERALL) -> History:
        """Ratings over time. Raises UnknownCategory."""
        fitted = await self._leaderboard.fitted(category)
        kept = self._histories.get(category)
        if kept and kept[0] == fitted.board.revision:
            return kept[1]
        sample = await self._leaderboard.sample(category)
        versions = arrange(sample, await self._leaderboard.versions(), set())
        votes = gather(sample, versions)
        at = sample.rows["at"][sample.each]
        made = await asyncio.to_thread(_history, votes, at, versions)
        self._histories[category] = (fitted.board.revision, made)
        return made

    async def contestant(self, slug: str, category: str = OVERALL) -> ContestantRecord:
        """Everything about a contestant.

        Raises:
            UnknownContestant, UnknownCategory: there is none of this name.
        """
        fitted = await self._leaderboard.fitted(category)
        own = [i for i, v in enumerate(fitted.versions) if v.contestant.slug == slug]
        if not own:
            raise UnknownContestant(slug=slug)
        standings = _standings(fitted)
        shown: Counter[str] = Counter()
        for entry in await self._store.exposure.by_month():
            shown[entry.version] += entry.battles
        newest = own[-1]
        meet, others = _Meet(fitted), [i for i in fitted.fitted.order if i not in own]
        reasons = await self._store.exposure.reasons([fitted.versions[i].id for i in own])
        contestant = fitted.versions[newest].contestant
        return ContestantRecord(
            slug=slug,
            name=contestant.name,
            maker=contestant.maker,
            versions=tuple(
                VersionRecord(
                    standing=standings[i],
                    model=fitted.versions[i].contestant.model,
                    system=fitted.versions[i].contestant.system,
                    parameters=fitted.versions[i].contestant.parameters,
                    shown=shown[fitted.versions[i].id],
                )
                for i in reversed(own)
            ),
            meetings=tuple(
                meeting for i in reversed(own) for j in others if (meeting := meet(i, j)).votes
            ),
            reasons=dict(reasons.most_common()),
        )

    async def pair(self, a: str, b: str) -> PairRecord:
        """Two contestants in every category, each by `slug` (its newest version) or `slug@version`.

        Raises:
            UnknownContestant: there is none of this name, or no such version of it.
        """
        fitted = await self._leaderboard.fitted()
        first, second = _find(fitted, a)[-1], _find(fitted, b)[-1]
        standings = _standings(fitted)
        found: list[CategoryMeeting] = []
        for category in await self._leaderboard.categories():
            if not category.votes:
                continue
            part = await self._leaderboard.fitted(category.slug)
            place = {version.id: i for i, version in enumerate(part.versions)}
            ids = [fitted.versions[i].id for i in (first, second)]
            if all(one in place for one in ids):
                meeting = _Meet(part)(place[ids[0]], place[ids[1]])
                found += [
                    CategoryMeeting(category=category.slug, name=category.name, meeting=meeting)
                ] * (meeting.votes > 0)
        meet = _Meet(fitted)
        others = [
            meet(i, j)
            for i in _find(fitted, standings[first].slug)
            for j in _find(fitted, standings[second].slug)
            if (i, j) != (first, second) and meet(i, j).votes
        ]
        return PairRecord(
            a=standings[first],
            b=standings[second],
            categories=tuple(found),
            others=tuple(others),
        )

    async def mine(self, person: str) -> OwnBoard:
        """What one person prefers, beside what the team does."""
        fitted = await self._leaderboard.fitted()
        sample = await self._leaderboard.sample()
        number = self._leaderboard.person(person)
        keep = sample.rows["voter"] == (NOT_VOTED if number is None else number)
        mine = replace(sample, rows=sample.rows[keep])
        if len(mine) < ENOUGH_OF_ONES_OWN:
            return OwnBoard(votes=len(mine), needed=ENOUGH_OF_ONES_OWN - len(mine), board=None)
        own = await asyncio.to_thread(rate, gather(mine, fitted.versions))
        return OwnBoard(
            votes=len(mine),
            needed=0,
            board=tuple(_own(own, fitted, i) for i in own.order if own.votes[i]),
        )

    async def exposure(self) -> list[Exposed]:
        """How often everyone was shown, by month; the most shown first."""
        fitted = await self._leaderboard.fitted()
        drawn = {v.id for v, now in zip(fitted.versions, fitted.current, strict=True) if now}
        months: dict[str, list[ShownIn]] = {}
        for shown in await self._store.exposure.by_month():
            months.setdefault(shown.version, []).append(
                ShownIn(month=shown.month, battles=shown.battles)
            )
        found = [
            Exposed(
                contestant=named(version),
                maker=version.contestant.maker,
                current=version.id in drawn,
                battles=sum(shown.battles for shown in months.get(version.id, [])),
                months=tuple(months.get(version.id, [])),
            )
            for version in (await self._leaderboard.versions()).values()
        ]
        return sorted(found, key=lambda one: -one.battles)


class _Meet:
    """Meetings of one board, by the places of two of its versions."""

    def __init__(self, fitted: Fitted) -> None:
        self._fitted = fitted
        self._counted = rating.tally(fitted.votes)
        self._ahead = fitted.fitted.probability_ahead()

    def __call__(self, i: int, j: int) -> Meeting:
        fitted, counted = self._fitted, self._counted
        known = fitted.fitted.enough[i] and fitted.fitted.enough[j]
        probability = float(self._ahead[i, j])
        return Meeting(
            a=named(fitted.versions[i]),
            b=named(fitted.versions[j]),
            votes=round(float(counted.matches[i, j])),
            wins=round(float(counted.wins[i, j])),
            losses=round(float(counted.wins[j, i])),
            ties=round(float(counted.ties[i, j] - counted.both_bad[i, j])),
            both_bad=round(float(counted.both_bad[i, j])),
            probability=probability if known and np.isfinite(probability) else None,
        )


def _standings(fitted: Fitted) -> dict[int, Standing]:
    return dict(zip(fitted.fitted.order, fitted.board.board, strict=True))


def _find(fitted: Fitted, label: str) -> list[int]:
    """The versions meant by `slug` or `slug@version`, the newest last."""
    slug, _, number = label.partition("@")
    own = [
        i
        for i, version in enumerate(fitted.versions)
        if version.contestant.slug == slug and number in ("", str(version.number))
    ]
    if not own:
        raise UnknownContestant(slug=label)
    return own


def _own(own: rating.Board, fitted: Fitted, i: int) -> Own:
    team = fitted.fitted
    return Own(
        contestant=named(fitted.versions[i]),
        votes=round(float(own.votes[i])),
        wins=round(float(own.wins[i])),
        losses=round(float(own.losses[i])),
        rating=float(own.ratings[i]),
        lower=float(own.lower[i]),
        upper=float(own.upper[i]),
        rank=int(own.rank[i]),
        rank_best=int(own.rank_best[i]),
        rank_worst=int(own.rank_worst[i]),
        team_rank=int(team.rank[i]) if team.enough[i] else None,
        team_rank_best=int(team.rank_best[i]) if team.enough[i] else None,
        team_rank_worst=int(team.rank_worst[i]) if team.enough[i] else None,
    )


def _history(votes: rating.Votes, at: NDArray[np.float64], versions: Sequence[Version]) -> History:
    wanted = np.round(len(votes) * np.arange(1, MOMENTS + 1) / MOMENTS).astype(np.intp)
    last = at[wanted[wanted > 0] - 1]
    ends: list[int] = np.unique(np.searchsorted(at, last, side="right")).tolist()
    boards = [rate(votes.where(np.arange(end))) for end in ends]
    lines: list[Line] = []
    for i, version in enumerate(versions):
        enough = [bool(board.enough[i]) for board in boards]
        if not any(enough):
            continue

        def over(values: list[float], enough: list[bool] = enough) -> tuple[float | None, ...]:
            return tuple(v if ok else None for v, ok in zip(values, enough, strict=True))

        lines.append(
            Line(
                contestant=named(version),
                rating=over([float(board.ratings[i]) for board in boards]),
                lower=over([float(board.lower[i]) for board in boards]),
                upper=over([float(board.upper[i]) for board in boards]),
            )
        )
    return History(
        moments=tuple(datetime.fromtimestamp(float(at[end - 1]), UTC) for end in ends),
        votes=tuple(ends),
        lines=tuple(lines),
    )
