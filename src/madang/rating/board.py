"""The board: ratings with intervals, ranks and what each contestant's votes were.

Puts `tally`, `bradley_terry`, `covariance` and `ranks` together; none of the mathematics is here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.rating import notebook, ranks
from madang.rating.bradley_terry import POINTS, Strengths, solve
from madang.rating.covariance import Spread, spread
from madang.rating.tally import Matrix, Tally, tally
from madang.rating.votes import Votes, VotesError

CENTRE = 1000.0
"""The mean rating of a group where no anchor is fixed."""

ENOUGH_VOTES = 30
ENOUGH_WIDTH = 100.0
"""Points to either side: a lead of 100 points is a win rate of 64 %."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A contestant whose rating is fixed, by its index in `names`."""

    contestant: int
    rating: float = CENTRE


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """Ratings that say how sure they are. Arrays have one element a contestant, in `names`' order.

    Attributes:
        names: the contestants.
        ratings: points, 1000 + 400/ln10·θ, relative to the mean of the group or to the anchor.
            NaN exactly where `votes` is 0.
        lower, upper: the interval at `confidence`; NaN where `votes` is 0.
        rank: within the group, 1 is the highest; 0 where `votes` is 0.
        rank_best, rank_worst: the ranks compatible with the votes, all at once at `confidence`.
        votes, wins, losses, ties, both_bad: counts; `ties` does not hold the both-bad votes.
        group: contestants linked by votes share a number, the largest group is 0. Nothing
            compares ratings or ranks of different groups.
        settled: False where somebody always won or always lost, so that the group's ratings lean
            on a prior of one tie a contestant.
        alone: whether all votes of the group are known to be one person's: then the interval says
            how sure that person is, and nothing of what others would choose.
        enough: whether the rating may be shown as such: at least `ENOUGH_VOTES` votes, settled,
            of more than one person, and an interval of at most `ENOUGH_WIDTH` points to either
            side.
        votes_needed: about how many more votes that would take, if they are like those so far;
            where they are one person's, as many again of others.
        confidence: of intervals and rank ranges.
        clustered: whether the intervals take each voter's votes together.
        voters: how many people voted; 0 where nobody knows.
        equal_voters: how many people with equally many votes they are worth: 20 of whom one cast
            half the votes are worth about 4.
        anchor: what was held fixed, if anything.
        covariance: (n, n) of `ratings`, in points².
        freedom: (n,) degrees of freedom of the intervals.
    """

    names: tuple[str, ...]
    ratings: Matrix
    lower: Matrix
    upper: Matrix
    rank: NDArray[np.intp]
    rank_best: NDArray[np.intp]
    rank_worst: NDArray[np.intp]
    votes: Matrix
    wins: Matrix
    losses: Matrix
    ties: Matrix
    both_bad: Matrix
    group: NDArray[np.intp]
    settled: NDArray[np.bool_]
    alone: NDArray[np.bool_]
    enough: NDArray[np.bool_]
    votes_needed: NDArray[np.intp]
    confidence: float
    clustered: bool
    voters: int
    equal_voters: float
    anchor: Anchor | None
    covariance: Matrix
    freedom: Matrix

    @property
    def order(self) -> list[int]:
        """Contestants as listed: by group, the highest rating first, those without a vote last."""
        keys = (-np.nan_to_num(self.ratings, nan=-np.inf), self.group, self.votes == 0)
        return [int(i) for i in np.lexsort(keys)]

    def expected_shares(self) -> Matrix:
        """(n, n) share of votes, ties halved, i is expected to get from j; NaN across groups."""
        lead = self.ratings[:, None] - self.ratings[None, :]
        same = self.group[:, None] == self.group[None, :]
        return np.where(same, 1 / (1 + np.power(10, -lead / 400)), np.nan)

    def probability_ahead(self) -> Matrix:
        """(n, n) probability that i is stronger than j; NaN across groups."""
        theta = np.nan_to_num(self.ratings) / POINTS
        covariance = self.covariance / POINTS**2
        return ranks.probability_ahead(theta, covariance, self.group, self.freedom)

    def rows(self) -> list[dict[str, str | float | int | bool | None]]:
        """One dictionary a contestant in `order`, ready for JSON: None stands for NaN."""
        return [self._row(i) for i in self.order]

    def _row(self, i: int) -> dict[str, str | float | int | bool | None]:
        rated = bool(self.votes[i])
        return {
            "contestant": self.names[i],
            "rating": float(self.ratings[i]) if rated else None,
            "lower": float(self.lower[i]) if rated else None,
            "upper": float(self.upper[i]) if rated else None,
            "rank": int(self.rank[i]) if rated else None,
            "rank_best": int(self.rank_best[i]) if rated else None,
            "rank_worst": int(self.rank_worst[i]) if rated else None,
            "votes": _count(self.votes[i]),
            "wins": _count(self.wins[i]),
            "losses": _count(self.losses[i]),
            "ties": _count(self.ties[i]),
            "both_bad": _count(self.both_bad[i]),
            "group": int(self.group[i]),
            "enough": bool(self.enough[i]),
            "votes_needed": int(self.votes_needed[i]),
        }

    def __str__(self) -> str:
        width = max([10, *map(len, self.names)])
        lines = [f"{'rank':>9}  {'contestant':<{width}}  rating  interval       votes"]
        for i in self.order:
            if not self.votes[i]:
                lines.append(f"{'–':>9}  {self.names[i]:<{width}}")
                continue
            lines.append(
                f"{self._rank(i):>9}  {self.names[i]:<{width}}  {self.ratings[i]:6.0f}  "
                f"{self.lower[i]:5.0f} – {self.upper[i]:5.0f}  {self.votes[i]:6g}"
                f"{'' if self.enough[i] else '  too few'}"
            )
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return self.table()

    def table(self) -> str:
        """HTML, as a notebook shows it."""
        titles = ("rank", "contestant", "rating", "lower", "upper", "votes", "enough")
        rows = (
            (
                self._rank(i),
                self.names[i],
                float(self.ratings[i]),
                float(self.lower[i]),
                float(self.upper[i]),
                notebook.whole(self.votes[i]),
                bool(self.enough[i]),
            )
            for i in self.order
        )
        return notebook.table(titles, rows)

    def _rank(self, i: int) -> str:
        if not self.votes[i]:
            return "–"
        return f"{self.rank[i]} ({self.rank_best[i]}–{self.rank_worst[i]})"


def fit(
    votes: Votes | Tally,
    *,
    confidence: float = 0.95,
    anchor: Anchor | None = None,
    clustered: bool = True,
    ridge: float = 0.0,
    seed: int = 0,
) -> Board:
    """Rate contestants by their votes.

    Args:
        votes: votes one by one, or counted.
        confidence: of intervals and rank ranges, between 0 and 1.
        anchor: a contestant whose rating is fixed; intervals are then relative to it.
        clustered: take each voter's votes together, where voters are known.
        ridge: weight of an L2 term; see `bradley_terry.solve`.
        seed: of the draws behind the rank ranges.

    Raises:
        VotesError: the confidence is not between 0 and 1, or the anchor has no votes.
    """
    counted = votes if isinstance(votes, Tally) else tally(votes)
    strengths = solve(counted, ridge=ridge)
    sure = spread(counted, strengths, votes if isinstance(votes, Votes) and clustered else None)
    return arrange(
        counted,
        strengths,
        sure,
        confidence=confidence,
        anchor=anchor,
        seed=seed,
        voters=votes.voters if isinstance(votes, Votes) else 0,
    )


def arrange(
    counted: Tally,
    strengths: Strengths,
    sure: Spread,
    *,
    confidence: float = 0.95,
    anchor: Anchor | None = None,
    seed: int = 0,
    voters: int = 0,
) -> Board:
    """The board of strengths and a covariance already found; see `fit`."""
    if not 0 < confidence < 1:
        raise VotesError(
            f"the confidence is {confidence}; it has to lie between 0 and 1",
            f"신뢰 수준이 {confidence}입니다. 0과 1 사이여야 합니다",
        )
    if anchor and not (
        0 <= anchor.contestant < len(counted.names) and counted.matches[anchor.contestant].any()
    ):
        raise VotesError("the anchor has no votes", "기준 참가자에게 표가 없습니다")
    theta, group = strengths.theta, strengths.group
    best, worst = ranks.rank_ranges(
        theta, sure.covariance, group, sure.freedom, confidence=confidence, seed=seed
    )
    rank = ranks.place(theta, group)
    ratings, covariance = _points(theta, sure, group, anchor)
    played = counted.matches.sum(axis=1)
    none = played == 0
    critical = sure.critical(confidence)
    reach = critical * np.sqrt(np.diag(covariance))
    own = critical * np.sqrt(np.diag(sure.covariance)) * POINTS
    alone = (sure.voters > 0) & np.isinf(sure.freedom) & ~none
    needed = _votes_needed(played, own, strengths.prior, alone)
    return Board(
        names=counted.names,
        ratings=np.where(none, np.nan, ratings),
        lower=np.where(none, np.nan, ratings - reach),
        upper=np.where(none, np.nan, ratings + reach),
        rank=np.where(none, 0, rank),
        rank_best=np.where(none, 0, np.minimum(best, rank)),
        rank_worst=np.where(none, 0, np.maximum(worst, rank)),
        votes=played,
        wins=counted.wins.sum(axis=1),
        losses=counted.wins.sum(axis=0),
        ties=(counted.ties - counted.both_bad).sum(axis=1),
        both_bad=counted.both_bad.sum(axis=1),
        group=group,
        settled=(strengths.prior == 0) & ~none,
        alone=alone,
        enough=needed == 0,
        votes_needed=needed,
        confidence=confidence,
        clustered=sure.clustered,
        voters=voters,
        equal_voters=float(sure.voters.max(initial=0)),
        anchor=anchor,
        covariance=covariance,
        freedom=sure.freedom,
    )


def _points(
    theta: Matrix, sure: Spread, group: NDArray[np.intp], anchor: Anchor | None
) -> tuple[Matrix, Matrix]:
    """Ratings and their covariance on the board's scale."""
    ratings = CENTRE + POINTS * theta
    if anchor is None:
        return ratings, sure.covariance * POINTS**2
    inside = group == group[anchor.contestant]
    ratings = np.where(inside, ratings - ratings[anchor.contestant] + anchor.rating, ratings)
    covariance = sure.relative_to(anchor.contestant, group) * POINTS**2
    return ratings, covariance


def _votes_needed(
    played: Matrix, reach: Matrix, prior: Matrix, alone: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """Votes until `enough`: a standard error shrinks with the root of the votes."""
    for_width = np.ceil(played * ((reach / ENOUGH_WIDTH) ** 2 - 1))
    needed = np.maximum(np.maximum(for_width, ENOUGH_VOTES - played), 0)
    needed = np.where(prior > 0, np.maximum(needed, 1), needed)
    return np.where(alone, np.maximum(needed, played), needed).astype(np.intp)


def _count(number: float) -> int | float:
    """Votes are whole unless they were weighted."""
    return int(number) if float(number).is_integer() else float(number)
