"""Ratings of votes drawn again, to check the intervals of `covariance` against.

Slower than the sandwich and no better where that one fits; it assumes less.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from madang.rating.board import CENTRE
from madang.rating.bradley_terry import POINTS, solve
from madang.rating.notebook import table
from madang.rating.tally import Matrix, Tally, cells, tally
from madang.rating.votes import Votes

AT_ONCE = 20
"""Rounds drawn together."""


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrap:
    """What came of the rounds.

    Attributes:
        names: the contestants.
        ratings: (rounds, n) points, relative to the mean of the contestant's group.
        clustered: whether whole voters were drawn, or single votes.
    """

    names: tuple[str, ...]
    ratings: Matrix
    clustered: bool

    def interval(self, confidence: float = 0.95) -> tuple[Matrix, Matrix]:
        """(n,) lower and (n,) upper percentiles; NaN for whom no round has a vote."""
        tail = (1 - confidence) / 2
        ends = np.full((2, len(self.names)), np.nan)
        seen = ~np.isnan(self.ratings).all(axis=0)
        ends[:, seen] = np.nanquantile(self.ratings[:, seen], [tail, 1 - tail], axis=0)
        return ends[0], ends[1]

    def _repr_html_(self) -> str:
        lower, upper = self.interval()
        rows = zip(self.names, lower.tolist(), upper.tolist(), strict=True)
        return table(("contestant", "lower", "upper"), rows)


def bootstrap(
    votes: Votes | Tally, rounds: int = 100, *, clustered: bool = True, seed: int = 0
) -> Bootstrap:
    """Draw voters (or votes, where nobody knows the voters) with replacement, and rate again."""
    random = np.random.default_rng(seed)
    counted = votes if isinstance(votes, Tally) else tally(votes)
    start = solve(counted).theta
    if isinstance(votes, Votes) and len(votes) and votes.voter is not None and clustered:
        rounds_of_counts = _draw_voters(votes, votes.voter, rounds, random)
    else:
        clustered = False
        rounds_of_counts = _draw_votes(counted, rounds, random)
    ratings = np.empty((rounds, len(counted.names)))
    for row, counts in zip(ratings, rounds_of_counts, strict=True):
        again = Tally(counted.names, counts.reshape(counted.counts.shape))
        row[:] = CENTRE + POINTS * solve(again, start=start).theta
        row[~again.matches.any(axis=1)] = np.nan
    return Bootstrap(counted.names, ratings, clustered)


def _draw_votes(counted: Tally, rounds: int, random: np.random.Generator) -> Iterator[Matrix]:
    flat = counted.counts.ravel()
    used = np.flatnonzero(flat)
    total = float(flat.sum())
    for _ in range(rounds):
        counts = np.zeros_like(flat)
        if used.size:
            counts[used] = random.multinomial(round(total), flat[used] / total)
        yield counts


def _draw_voters(
    votes: Votes, voter: NDArray[np.intp], rounds: int, random: np.random.Generator
) -> Iterator[Matrix]:
    """All rounds' counts as products of (rounds, voters) draws and (voters, cells) votes."""
    people = int(voter.max(initial=-1)) + 1
    size = 4 * len(votes.names) ** 2
    place = cells(votes)
    used = np.flatnonzero(np.bincount(place, minlength=size))
    narrow = np.zeros(size, dtype=np.intp)
    narrow[used] = np.arange(len(used))
    shape = (len(used), people)
    cast = csr_array((np.ones(len(votes)), (narrow[place], voter)), shape=shape)
    for first in range(0, rounds, AT_ONCE):
        drawn = random.multinomial(
            people, np.full(people, 1 / people), min(AT_ONCE, rounds - first)
        )
        for counts in np.asarray(cast @ drawn.T.astype(np.float64)).T:
            whole = np.zeros(size)
            whole[used] = counts
            yield whole
