"""Votes to count matrices, in one pass. What is made of the counts lives elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from madang.rating import notebook
from madang.rating.votes import Outcome, Votes, VotesError, refuse_too_many, whole

Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Tally:
    """How often each pair met, and how it ended.

    Attributes:
        names: (n) what each contestant is called.
        counts: (n, n, 4) votes by left side, right side and `Outcome`.
    """

    names: tuple[str, ...]
    counts: Matrix

    @cached_property
    def wins(self) -> Matrix:
        """(n, n) W[i, j]: wins of i over j, whatever the sides."""
        return self.counts[:, :, Outcome.A] + self.counts[:, :, Outcome.B].T

    @cached_property
    def ties(self) -> Matrix:
        """(n, n) symmetric: ties, both-bad votes among them, as the rating sees them."""
        return _fold(self.counts[:, :, Outcome.TIE] + self.counts[:, :, Outcome.BOTH_BAD])

    @cached_property
    def both_bad(self) -> Matrix:
        """(n, n) symmetric: both-bad votes alone."""
        return _fold(self.counts[:, :, Outcome.BOTH_BAD])

    @cached_property
    def matches(self) -> Matrix:
        """(n, n) M = W + Wᵀ + T: votes between i and j."""
        return self.wins + self.wins.T + self.ties

    @cached_property
    def scores(self) -> Matrix:
        """(n,) votes won, with half a vote for a tie: row sums of S = W + T/2."""
        return (self.wins + self.ties / 2).sum(axis=1)

    def _repr_html_(self) -> str:
        ties = self.ties - self.both_bad
        sums = (self.matches, self.wins, self.wins.T, ties, self.both_bad)
        rows = zip(
            self.names, *(map(notebook.whole, each.sum(axis=1)) for each in sums), strict=True
        )
        return notebook.table(("contestant", "votes", "wins", "losses", "ties", "both bad"), rows)


def tally(votes: Votes, weights: NDArray[np.float64] | None = None) -> Tally:
    """Count votes by pair, side and outcome; `weights` (votes,) count some more than once."""
    n = len(votes.names)
    counts = np.bincount(cells(votes), weights=weights, minlength=4 * n * n)
    return Tally(votes.names, counts.astype(np.float64).reshape(n, n, 4))


def cells(votes: Votes) -> NDArray[np.intp]:
    """(votes,) where each vote falls in a flattened `Tally.counts`."""
    return (votes.a * len(votes.names) + votes.b) * 4 + votes.outcome


def tally_pairs(names: Sequence[str], pairs: ArrayLike, counts: ArrayLike) -> Tally:
    """A tally of votes that come already counted.

    Args:
        names: (n) the contestants.
        pairs: (p, 2) indices of the left and the right side.
        counts: (p, 4) votes by `Outcome`: left wins, right wins, ties, both bad.

    Raises:
        VotesError: a count is negative or not a number, an index out of range, or a contestant
            meets itself.
    """
    n = len(names)
    refuse_too_many(n)
    index = whole(np.asarray(pairs), "pairs").reshape(-1, 2)
    numbers = np.asarray(counts, dtype=np.float64).reshape(-1, 4)
    if len(index) != len(numbers):
        raise VotesError(
            f"pairs are {len(index)}, but counts are {len(numbers)}",
            f"쌍은 {len(index)}개인데 집계는 {len(numbers)}줄입니다",
        )
    if not bool(np.all(np.isfinite(numbers) & (numbers >= 0))):
        raise VotesError(
            "a count is negative or not a number", "음수이거나 숫자가 아닌 집계가 있습니다"
        )
    if index.size and (index.min() < 0 or index.max() >= n):
        wrong = index.max() if index.max() >= n else index.min()
        raise VotesError(
            f"pairs name contestant {wrong}, but there are {n}, numbered from 0",
            f"{wrong}번 참가자를 가리키는 쌍이 있지만 참가자는 0번부터 {n}개입니다",
        )
    if bool(np.any(index[:, 0] == index[:, 1])):
        raise VotesError(
            "a pair sets a contestant against itself", "자기 자신과 겨룬 쌍이 있습니다"
        )
    total = np.zeros((n, n, 4))
    np.add.at(total, (index[:, 0], index[:, 1]), numbers)
    return Tally(tuple(names), total)


def _fold(sided: Matrix) -> Matrix:
    return sided + sided.T
