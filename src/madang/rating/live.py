"""Strengths that follow the votes one by one, and stay those of the full fit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.rating.board import CENTRE, Board, fit
from madang.rating.bradley_terry import POINTS, SURE, Strengths, curvature, expected, solve
from madang.rating.covariance import pseudo_inverse
from madang.rating.tally import Matrix, Tally, tally
from madang.rating.votes import Outcome, Votes, VotesError, collect

PRECISION = 1e-10
"""Strengths follow until a step moves none of them further (in θ; 2e-8 points)."""

MOST_STEPS = 6
ROOM = 1024


class Live:
    """Votes so far, and the strengths they make; `take` adds one vote in well under a millisecond.

    The inverse curvature of some votes ago still points the right way: a few steps with it and
    today's gradient reach the maximum. When they no longer do, it is made anew. A vote that links
    two groups, or touches a group that needed the prior, is fitted in full.
    """

    def __init__(self, votes: Votes) -> None:
        self.names = votes.names
        self._size = len(votes)
        self._voted = votes.voter is not None
        self._rows: NDArray[np.intp] = np.zeros((max(ROOM, 2 * self._size), 4), dtype=np.intp)
        columns = (votes.a, votes.b, votes.outcome, votes.voter)
        for place, column in enumerate(columns):
            if column is not None:
                self._rows[: self._size, place] = column
        counted = tally(votes)
        self._counts = counted.counts.copy()
        self._matches, self._scores = counted.matches.copy(), counted.scores.copy()
        self._refit()

    def __len__(self) -> int:
        return self._size

    @property
    def strengths(self) -> Strengths:
        return self._strengths

    @property
    def ratings(self) -> Matrix:
        """(n,) points, relative to the mean of the group."""
        return CENTRE + POINTS * self._strengths.theta

    def take(self, a: int, b: int, outcome: int, voter: int | None = None) -> None:
        """Add one vote.

        Args:
            a: index of the left contestant.
            b: index of the right one.
            outcome: a code of `Outcome`.
            voter: the number of who cast it; needed exactly if earlier votes have one.

        Raises:
            VotesError: an index or a code is out of range, or the voter is missing or too much.
        """
        collect([a], [b], [outcome], contestants=self.names)
        if (voter is not None) is not self._voted:
            raise VotesError(
                "either every vote has a voter or none has",
                "모든 투표에 투표한 사람이 있거나, 하나도 없어야 합니다",
            )
        self._keep(a, b, outcome, voter or 0)
        self._counts[a, b, outcome] += 1
        self._matches[a, b] += 1
        self._matches[b, a] += 1
        worth = {Outcome.A: 1.0, Outcome.B: 0.0}.get(Outcome(outcome), 0.5)
        self._scores[a] += worth
        self._scores[b] += 1 - worth
        group, prior = self._strengths.group, self._strengths.prior
        if group[a] != group[b] or prior[a] or not self._follow(int(group[a])):
            self._refit()

    def votes(self) -> Votes:
        """All votes so far."""
        rows = self._rows[: self._size]
        voter = rows[:, 3].copy() if self._voted else None
        return Votes(self.names, rows[:, 0].copy(), rows[:, 1].copy(), rows[:, 2].copy(), voter)

    def board(self, **options: Any) -> Board:
        """The full board, with intervals; options as for `fit`."""
        return fit(self.votes(), **options)

    def _keep(self, a: int, b: int, outcome: int, voter: int) -> None:
        if self._size == len(self._rows):
            self._rows = np.concatenate([self._rows, 0 * self._rows])
        self._rows[self._size] = (a, b, outcome, voter)
        self._size += 1

    def _follow(self, g: int) -> bool:
        """Move one group to its new maximum; False where the old curvature does not lead there."""
        members = self._members[g]
        inside = np.ix_(members, members)
        matches, scores = self._matches[inside], self._scores[members]
        before = self._strengths.theta[members]
        for attempt in range(2):
            if attempt or g not in self._inverses:
                bend = curvature(matches, before, np.zeros(len(before)), 0.0)
                self._inverses[g] = pseudo_inverse(bend)
            theta = before
            for _ in range(MOST_STEPS):
                gradient = scores - (matches * expected(theta)).sum(axis=1)
                step = self._inverses[g] @ gradient
                theta = theta + step
                reach = float(np.abs(step).max())
                if reach < PRECISION:
                    self._strengths.theta[members] = theta - theta.mean()
                    return True
                if reach > SURE:
                    break
        return False

    def _refit(self) -> None:
        self._strengths = solve(Tally(self.names, self._counts))
        self._members: list[NDArray[np.intp]] = self._strengths.groups
        self._inverses: dict[int, Matrix] = {}
