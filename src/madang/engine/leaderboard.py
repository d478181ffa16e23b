"""The board: counted votes through the rating floor, kept until the next vote outdates it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from madang import rating
from madang.domain.battles import Battle, Side
from madang.domain.contestants import Version
from madang.domain.votes import BoardVote, Outcome
from madang.engine.roster import Roster
from madang.store import Store

CODES = {
    Outcome.A: rating.Outcome.A,
    Outcome.B: rating.Outcome.B,
    Outcome.TIE: rating.Outcome.TIE,
    Outcome.BOTH_BAD: rating.Outcome.BOTH_BAD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One version of a contestant. Points and ranks are None while there are too few votes.

    `current` is False for a version that is no longer drawn. `votes_needed` is about how many more
    votes it takes to show a rating. Contestants whose `group` differs were never linked by votes,
    so their ratings can't be compared.
    """

    slug: str
    version: int
    name: str
    maker: str
    current: bool
    rating: float | None
    lower: float | None
    upper: float | None
    rank: int | None
    rank_best: int | None
    rank_worst: int | None
    votes: int
    wins: int
    losses: int
    ties: int
    both_bad: int
    group: int
    enough: bool
    votes_needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All standings, best first. `confidence` is that of every interval and rank range."""

    votes: int
    people: int
    updated_at: datetime
    confidence: float
    board: tuple[Standing, ...]


class Leaderboard:
    """Recomputes in a thread, so that no stream waits for it, and one vote at a time."""

    def __init__(self, store: Store, roster: Roster) -> None:
        self._store = store
        self._roster = roster
        self._lock = asyncio.Lock()
        self._board: Board | None = None
        self._outdated = True
        self._points: dict[str, float] = {}

    async def board(self) -> Board:
        """The board with every vote that was acknowledged before this call."""
        async with self._lock:
            if self._outdated or self._board is None:
                self._outdated = False
                votes = await self._store.votes.counted()
                versions = await self._versions(votes)
                self._board, self._points = await asyncio.to_thread(self._compute, votes, versions)
            return self._board

    def outdate(self) -> None:
        """A vote was cast or undone."""
        self._outdated = True

    async def totals(self) -> tuple[int, int]:
        """Counted votes, and the people who cast them."""
        return await self._store.votes.totals()

    async def expect(self, battle: Battle) -> float | None:
        """The share of votes the board gives side A now; None while a side has too few votes."""
        await self.board()
        a, b = (self._points.get(battle.versions[side].id) for side in Side)
        return None if a is None or b is None else 1 / (1 + 10 ** ((b - a) / 400))

    async def _versions(self, votes: list[BoardVote]) -> list[Version]:
        """The versions that may be drawn, and those that have votes."""
        voted = {vote.a for vote in votes} | {vote.b for vote in votes}
        current = {version.id for version in self._roster.ready()}
        known = await self._store.contestants.all()
        return [version for version in known if version.id in voted | current]

    def _compute(
        self, votes: list[BoardVote], versions: list[Version]
    ) -> tuple[Board, dict[str, float]]:
        place = {version.id: index for index, version in enumerate(versions)}
        fitted = rating.fit(
            rating.collect(
                [place[vote.a] for vote in votes],
                [place[vote.b] for vote in votes],
                [CODES[vote.outcome] for vote in votes],
                voters=[vote.person for vote in votes],
                contestants=[version.id for version in versions],
            )
        )
        current = {version.id for version in self._roster.ready()}
        board = Board(
            votes=len(votes),
            people=fitted.voters,
            updated_at=datetime.now(UTC),
            confidence=fitted.confidence,
            board=tuple(
                _standing(fitted, i, versions[i], versions[i].id in current) for i in fitted.order
            ),
        )
        enough = {
            version.id: float(fitted.ratings[i])
            for i, version in enumerate(versions)
            if fitted.enough[i]
        }
        return board, enough


def _standing(fitted: rating.Board, i: int, version: Version, current: bool) -> Standing:
    def shown(values: rating.Matrix) -> float | None:
        return float(values[i]) if fitted.enough[i] else None

    def counted(values: rating.Matrix) -> int:
        return round(float(values[i]))

    ranked = bool(fitted.enough[i])
    return Standing(
        slug=version.contestant.slug,
        version=version.number,
        name=version.contestant.name,
        maker=version.contestant.maker,
        current=current,
        rating=shown(fitted.ratings),
        lower=shown(fitted.lower),
        upper=shown(fitted.upper),
        rank=int(fitted.rank[i]) if ranked else None,
        rank_best=int(fitted.rank_best[i]) if ranked else None,
        rank_worst=int(fitted.rank_worst[i]) if ranked else None,
        votes=counted(fitted.votes),
        wins=counted(fitted.wins),
        losses=counted(fitted.losses),
        ties=counted(fitted.ties),
        both_bad=counted(fitted.both_bad),
        group=int(fitted.group[i]),
        enough=ranked,
        votes_needed=int(fitted.votes_needed[i]),
    )
