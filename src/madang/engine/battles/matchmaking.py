"""Which two meet next, on which sides, and how probable that pair was.

Half of the draws aim at what the board is most in doubt about: the leader against whoever may be
the best after all. The rest are spread over everyone, newcomers more often. Owners weigh and pause
contestants in the settings; one that keeps failing rests. Every probability is worked out before
the draw, so that what is stored is exact.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from madang.domain.battles import Reply, Side
from madang.domain.contestants import Contestant, Version
from madang.domain.errors.battles import TooFewContestants
from madang.domain.replies import ReplyState
from madang.engine.asking.roster import Roster
from madang.engine.leaderboard.boards import Leaderboard
from madang.engine.leaderboard.standings import Fitted
from madang.engine.settings import Drawing

FEWEST = 2

AIMED = 0.5
"""The share of draws that aim at the board's doubt."""

ASKED = 0.75
"""The share, where a person asks to vote on what a category is in doubt about. One battle in four
is of another pair, so that nobody can be sure whom they see."""

NEWCOMER = 3.0
"""How much more often one is drawn that has too few votes for a rating."""

LAST = 5
FAILED = 3
REST_SECONDS = 600.0
RESTING = 0.05
"""Of its `LAST` replies `FAILED` failed: for `REST_SECONDS` it is drawn a twentieth as often."""

POSTERIOR_DRAWS = 400

Pair = tuple[Version, Version]


@dataclass(slots=True)
class Health:
    """How the last replies of each contestant ended, by slug."""

    ends: defaultdict[str, deque[tuple[float, bool]]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=LAST))
    )

    def note(self, contestant: Contestant, reply: Reply) -> None:
        failed = reply.state is ReplyState.FAILED
        self.ends[contestant.slug].append((time.monotonic(), failed))

    def rests(self, slug: str) -> bool:
        ends = self.ends.get(slug, ())
        recent = [failed for at, failed in ends if time.monotonic() - at < REST_SECONDS]
        return sum(recent) >= FAILED


class Matchmaker:
    """Draws pairs of those that can answer."""

    def __init__(self, drawing: Drawing, roster: Roster, leaderboard: Leaderboard) -> None:
        self._drawing = drawing
        self._roster = roster
        self._leaderboard = leaderboard
        self._rng = random.SystemRandom()
        self.health = Health()

    async def draw(
        self, category: str | None = None, *, fit: Callable[[Version], bool] = lambda _: True
    ) -> tuple[dict[Side, Version], float]:
        """Draw a pair and place it at random.

        Args:
            category: aim at the pair that this category's verdict hangs on.
            fit: who may be drawn at all.

        Returns:
            The sides, and the probability with which this pair (in either placing) was drawn.

        Raises:
            TooFewContestants: fewer than two can answer, or all others are paused.
            UnknownCategory: there is none of this name.
        """
        ready = [version for version in self._roster.ready() if fit(version)]
        asked = await self._leaderboard.doubt(category) if category else None
        newest, paused = self._leaderboard.newest, self._roster.paused
        weights = weigh(ready, self._drawing, self.health, newest, paused)
        odds = spread(ready, weights, self._leaderboard.newest, asked)
        pairs = list(odds)
        pair = self._rng.choices(pairs, weights=[odds[p] for p in pairs])[0]
        versions = {version.id: version for version in ready}
        a, b = place(versions[one] for one in pair)
        return {Side.A: a, Side.B: b}, odds[pair]


def place(pair: Iterable[Version]) -> list[Version]:
    """Two in an order that nobody can foretell: side A first."""
    return random.SystemRandom().sample(list(pair), FEWEST)


def weigh(
    ready: Sequence[Version],
    drawing: Drawing,
    health: Health,
    newest: Fitted | None,
    paused: Collection[str] = (),
) -> dict[str, float]:
    """How often each contestant should be drawn beside the others, by version's id; 0: never."""
    rated = newest.points if newest else {}
    found: dict[str, float] = {}
    for version in ready:
        slug = version.contestant.slug
        rests = slug in drawing.paused or slug in paused
        weight = 0.0 if rests else drawing.weights.get(slug, 1.0)
        weight *= 1.0 if version.id in rated or not rated else NEWCOMER
        found[version.id] = weight * (RESTING if health.rests(slug) else 1.0)
    return found


def spread(
    ready: Sequence[Version],
    weights: Mapping[str, float],
    newest: Fitted | None,
    asked: Pair | None = None,
) -> dict[tuple[str, str], float]:
    """The probability of each pair, by the ids of its versions in order; they sum to 1.

    Raises:
        TooFewContestants: no pair has any weight.
    """
    ids = sorted(version.id for version in ready)
    base = _share({(a, b): weights[a] * weights[b] for a, b in combinations(ids, 2)})
    if not base:
        raise TooFewContestants(ready=sum(weight > 0 for weight in weights.values()))
    aimed = _share({pair: chance * base.get(pair, 0.0) for pair, chance in doubts(newest).items()})
    odds = _mix(base, aimed, AIMED)
    if asked:
        wanted = tuple(sorted(version.id for version in asked))
        odds = _mix(odds, _share({pair: float(pair == wanted) for pair in base}), ASKED)
    return odds


def doubts(newest: Fitted | None) -> dict[tuple[str, str], float]:
    """How probable it is that each rival of the leader is the best of them, by pair.

    The leader against the best of the others in a draw from the ratings' joint distribution: a
    top-two rule (Russo 2020), with the chances worked out so that they can be stored. Rivals that
    are settled below the leader need no more votes, and leave them to those that are not.
    """
    if newest is None or newest.question is None:
        return {}
    board = newest.fitted
    members = [newest.question.leader, *newest.question.rivals]
    if not all(newest.current[i] and board.enough[i] for i in members):
        return {}
    inside = np.ix_(members, members)
    draws = np.random.default_rng(0).multivariate_normal(
        board.ratings[members], board.covariance[inside], POSTERIOR_DRAWS, method="eigh"
    )
    best = np.bincount(1 + draws[:, 1:].argmax(axis=1), minlength=len(members))
    ids = [newest.versions[i].id for i in members]
    return {
        (min(ids[0], rival), max(ids[0], rival)): float(count) / POSTERIOR_DRAWS
        for rival, count in zip(ids[1:], best[1:], strict=True)
    }


def _share(odds: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """To a sum of 1; empty where nothing has any weight."""
    total = sum(odds.values())
    return {pair: odd / total for pair, odd in odds.items()} if total > 0 else {}


def _mix(
    base: dict[tuple[str, str], float], aimed: dict[tuple[str, str], float], share: float
) -> dict[tuple[str, str], float]:
    if not aimed:
        return base
    return {pair: (1 - share) * odd + share * aimed.get(pair, 0.0) for pair, odd in base.items()}
