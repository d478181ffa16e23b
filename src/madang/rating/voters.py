"""Evidence that a voter does not vote as others do, from tests that each see something else.

It is evidence and nothing more: nothing is deleted here, and unusual taste is no dishonesty. Who
looks at it may leave votes out with a reason, and `compare` shows the board with and without.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, logsumexp, ndtr

from madang.rating.board import Board, fit
from madang.rating.bradley_terry import POINTS, curvature, expected, solve
from madang.rating.covariance import pseudo_inverse, score_table
from madang.rating.drift import adjust
from madang.rating.notebook import chance, table
from madang.rating.tally import Matrix, cells, tally
from madang.rating.votes import Outcome, Votes, VotesError

CHECKPOINTS = 5
"""Random moments at which a voter's votes so far are tested together."""

STUBBORN = 0.95
"""How often the alternatives click their favourite side or contestant."""

LEAST_HISTORY = 10
"""Votes of others on a pair before a vote on it can be called unusual."""


@dataclass(frozen=True, slots=True, eq=False)
class VoterEvidence:
    """One element a voter, in the order of `voter`.

    Attributes:
        voter: the numbers of the voters.
        votes: how many votes each cast.
        p_unusual: probability of votes as unusual as these from somebody who votes like the
            others (Fisher's combination at random moments, both directions).
        log10_e: log₁₀ of how many times better "clicks at random, always one side, against
            everyone or always for one contestant" explains the decisive votes than "like the
            others". As an e-value it may be watched all the time: 2 is 1 in 100.
        p_side: probability of favouring one side as much as this if sides do not matter.
        left: share of decisive votes for the left side.
        moved: how far the voter's votes move one contestant's rating, at most, in points.
        contestant: index of the contestant moved most.
    """

    voter: NDArray[np.intp]
    votes: NDArray[np.intp]
    p_unusual: Matrix
    log10_e: Matrix
    p_side: Matrix
    left: Matrix
    moved: Matrix
    contestant: NDArray[np.intp]

    def flags(self, level: float = 0.05) -> list[tuple[str, ...]]:
        """For each voter the tests that speak against them, of `unusual`, `pattern` and `side`.

        All voters and all three tests are looked at together, so that among honest voters the
        chance that anybody at all is named is at most `level`.
        """
        p_pattern = np.minimum(1.0, 10.0**-self.log10_e)
        together = np.stack([self.p_unusual, p_pattern, self.p_side])
        named = adjust(together.ravel()).reshape(together.shape) < level
        words = np.array(["unusual", "pattern", "side"])
        return [tuple(words[column].tolist()) for column in named.T]

    def _repr_html_(self) -> str:
        titles = ("voter", "votes", "speaks against", "p unusual", "log10 e", "p side", "moved")
        rows = zip(
            self.voter,
            self.votes,
            map(", ".join, self.flags()),
            map(chance, self.p_unusual),
            map(chance, self.log10_e),
            map(chance, self.p_side),
            self.moved.tolist(),
            strict=True,
        )
        return table(titles, rows)


def check_voters(votes: Votes, *, seed: int = 0) -> VoterEvidence:
    """Test every voter against all others.

    Raises:
        VotesError: nobody knows who voted.
    """
    if votes.voter is None:
        raise VotesError(
            "nobody knows who cast these votes, so voters can't be checked",
            "누가 투표했는지 알 수 없어 사람을 살펴볼 수 없습니다",
        )
    people = np.unique(votes.voter)
    random = np.random.default_rng(seed)
    of = [np.flatnonzero(votes.voter == person) for person in people]
    # Ties draw strengths together, but say nothing about who wins when somebody does.
    strengths = solve(tally(votes.where(votes.outcome <= Outcome.B)))
    win = expected(strengths.theta)[votes.a, votes.b]
    high, low = _unusual(votes)
    p_unusual, log10_e, p_side, left = (np.ones(len(people)) for _ in range(4))
    for place, own in enumerate(of):
        p_unusual[place] = _combine(high[own], low[own], random)
        decisive = own[votes.outcome[own] <= Outcome.B]
        said = votes.outcome[decisive] == Outcome.A
        left[place] = said.mean() if len(said) else np.nan
        p_side[place] = _side(said, win[decisive])
        log10_e[place] = _mixture(votes, decisive, said, win[decisive])
    moved = _influence(votes, people)
    return VoterEvidence(
        voter=people,
        votes=np.array([len(own) for own in of], dtype=np.intp),
        p_unusual=p_unusual,
        log10_e=log10_e,
        p_side=p_side,
        left=left,
        moved=np.abs(moved).max(axis=1, initial=0),
        contestant=np.abs(moved).argmax(axis=1) if moved.size else np.zeros(0, dtype=np.intp),
    )


def leave_out(votes: Votes, voters: Iterable[int]) -> Votes:
    """The votes of everybody else."""
    if votes.voter is None:
        raise VotesError(
            "nobody knows who cast these votes, so no voter can be left out",
            "누가 투표했는지 알 수 없어 그 사람의 표를 뺄 수 없습니다",
        )
    return votes.where(~np.isin(votes.voter, list(voters)))


def compare(votes: Votes, voters: Iterable[int], confidence: float = 0.95) -> tuple[Board, Board]:
    """The board with all votes, and the board without those of some voters."""
    rest = leave_out(votes, voters)
    return fit(votes, confidence=confidence), fit(rest, confidence=confidence)


def _unusual(votes: Votes) -> tuple[Matrix, Matrix]:
    """(votes,) p-values of each vote among others' votes on its pair, upwards and downwards.

    p = (1 + #{h ≥ H}) / (1 + |h|), with h the others' votes for the first of the pair (1, ½ or
    0): ties in h only make it larger, so honest voters with many ties are not flagged for them.
    NaN where others hardly voted on the pair.
    """
    assert votes.voter is not None
    n = len(votes.names)
    flip = votes.a > votes.b
    pair = np.where(flip, votes.b * n + votes.a, votes.a * n + votes.b)
    level = np.array([2, 0, 1, 1])[votes.outcome]
    level = np.where(flip, 2 - level, level)
    everyone = np.bincount(pair * 3 + level, minlength=3 * n * n).reshape(-1, 3)
    block, where = np.unique(votes.voter * (n * n) + pair, return_inverse=True)
    own = np.bincount(where * 3 + level, minlength=3 * len(block)).reshape(-1, 3)
    others = everyone[pair] - own[where]
    total = others.sum(axis=1)
    known = total >= LEAST_HISTORY
    upward = np.cumsum(others[:, ::-1], axis=1)[:, ::-1]
    downward = np.cumsum(others, axis=1)
    rows = np.arange(len(votes))
    high = (1 + upward[rows, level]) / (1 + total)
    low = (1 + downward[rows, level]) / (1 + total)
    return np.where(known, high, np.nan), np.where(known, low, np.nan)


def _combine(high: Matrix, low: Matrix, random: np.random.Generator) -> float:
    """Fisher's −2 Σ ln p against χ² with two degrees a vote, at random moments and the end."""
    found = 1.0
    for p in (high, low):
        known = p[np.isfinite(p)]
        if not len(known):
            continue
        moments = random.integers(1, len(known) + 1, CHECKPOINTS - 1)
        for moment in {*moments.tolist(), len(known)}:
            statistic = -2 * float(np.log(known[:moment]).sum())
            found = min(found, float(chdtrc(2 * moment, statistic)))
    return min(1.0, 2 * CHECKPOINTS * found)


def _side(said: NDArray[np.bool_], win: Matrix) -> float:
    """Two-sided normal approximation with a continuity correction; 1 for hardly any votes."""
    spread = float((win * (1 - win)).sum())
    if spread < 1:
        return 1.0
    off = max(abs(float(said.sum() - win.sum())) - 0.5, 0.0)
    return min(1.0, 2 * float(ndtr(-off / math.sqrt(spread))))


def _mixture(
    votes: Votes, decisive: NDArray[np.intp], said: NDArray[np.bool_], win: Matrix
) -> float:
    """log₁₀ of the mean likelihood ratio of all alternatives: a mixture keeps an e-value one."""
    if not len(decisive):
        return 0.0
    a, b = votes.a[decisive], votes.b[decisive]
    honest = np.log(np.where(said, win, 1 - win))
    chosen, other = np.where(said, a, b), np.where(said, b, a)
    n = len(votes.names)
    sides = [
        np.full(len(said), np.log(0.5)) - honest,
        np.log(np.where(said, STUBBORN, 1 - STUBBORN)) - honest,
        np.log(np.where(said, 1 - STUBBORN, STUBBORN)) - honest,
        np.log(np.where(said, 1 - win, win)) - honest,
    ]
    fans = np.bincount(chosen, np.log(STUBBORN) - honest, n)
    fans += np.bincount(other, np.log(1 - STUBBORN) - honest, n)
    ratios = np.array([ratio.sum() for ratio in sides], dtype=np.float64)
    weight = np.concatenate([np.full(4, 1 / 5), np.full(n, 1 / (5 * n))])
    together: Matrix = np.concatenate([ratios, np.asarray(fans, dtype=np.float64)])
    return float(logsumexp(together, b=weight)) / math.log(10)


def _influence(votes: Votes, people: NDArray[np.intp]) -> Matrix:
    """(voters, n) points each rating would lose without a voter, to first order."""
    assert votes.voter is not None
    counted = tally(votes)
    strengths = solve(counted)
    n = len(votes.names)
    bread = np.zeros((n, n))
    for members in strengths.groups:
        inside = np.ix_(members, members)
        if len(members) > 1:
            matches, prior = counted.matches[inside], strengths.prior[members]
            bend = curvature(matches, strengths.theta[members], prior, 0.0)
            bread[inside] = pseudo_inverse(bend)
    residual = score_table(strengths.theta).ravel()[cells(votes)]
    place = np.searchsorted(people, votes.voter) * n
    size = len(people) * n
    won = np.bincount(place + votes.a, residual, size)
    lost = np.bincount(place + votes.b, residual, size)
    share = np.bincount(np.searchsorted(people, votes.voter), minlength=len(people))
    left = np.maximum(1 - share / max(len(votes), 1), 0.05)
    own = np.asarray(won - lost).reshape(len(people), n)
    return POINTS * (own @ bread) / left[:, None]
