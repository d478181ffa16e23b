"""How sure strengths are: the sandwich, plain or clustered by voter, and what it can't see.

V = L⁺ B L⁺, with L the curvature of the likelihood and B the spread of the scores actually seen
(White 1982). Votes of one person are alike, so where voters are known B is summed by voter first
(Liang and Zeger 1986). Points live in `bradley_terry`, ranks in `ranks`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array
from scipy.stats import t as student

from madang.rating.bradley_terry import Strengths, curvature, expected, grounded
from madang.rating.tally import Matrix, Tally, cells
from madang.rating.votes import Outcome, Votes

DENSE_SCORES = 20_000_000
"""Voters × contestants up to which voters' scores are a dense matrix (160 MB)."""


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """The covariance of strengths.

    Attributes:
        covariance: (n, n) of θ, each group relative to its own mean; 0 across groups.
        freedom: (n,) degrees of freedom of Student's t for each contestant's interval; infinite
            where votes were taken as independent.
        clustered: whether voters' votes were taken together.
        voters: how many there were; 0 where nobody knows.
    """

    covariance: Matrix
    freedom: Matrix
    clustered: bool
    voters: int

    def relative_to(self, anchor: int, group: NDArray[np.intp]) -> Matrix:
        """(n, n) covariance where the anchor stands still: V_ij − V_ia − V_aj + V_aa.

        Only within the anchor's group; other groups stay relative to their own mean.
        """
        v = self.covariance
        inside = np.flatnonzero(group == group[anchor])
        moved = v.copy()
        to_anchor = v[inside, anchor]
        moved[np.ix_(inside, inside)] += v[anchor, anchor] - to_anchor[:, None] - to_anchor[None, :]
        return moved

    def critical(self, confidence: float) -> Matrix:
        """(n,) how many standard errors an interval reaches to either side."""
        return np.asarray(student.ppf((1 + confidence) / 2, self.freedom))


def spread(counted: Tally, strengths: Strengths, votes: Votes | None = None) -> Spread:
    """The covariance of `strengths`, clustered by voter where `votes` says who voted.

    With few voters B has rank below n−1 and would call some differences certain. So B is drawn
    towards φL, the shape it has when voters differ from coins by one and the same factor φ:
    B ← (1−λ)B + λφL with λ = p/(G−1+p), p = n−1, G voters and φ = max(1, tr(L⁺B)/p) (after Morel,
    Bokossa and Neerchal 2003, but keeping the trace). The freedom of the mixture follows
    Satterthwaite: (G−1) / ((1−λ)² + (λ²+2λ(1−λ))/p). In a group that needed the prior B says
    nothing about what was not seen, and φL stands alone.
    """
    n = len(counted.names)
    covariance, freedom = np.zeros((n, n)), np.full(n, np.inf)
    plain = _vote_scores(counted, strengths)
    own = None if votes is None or votes.voter is None else _voter_scores(strengths, votes)
    clustered = False
    for g, members in enumerate(strengths.groups):
        if len(members) < 2:  # noqa: PLR2004 - a pair
            continue
        inside = np.ix_(members, members)
        clusters, meat = float(counted.matches[inside].sum()) / 2, plain[inside]
        voted = 0 if votes is None else _voters_of(votes, strengths.group, g)
        if own is not None and voted > 1:
            clustered, clusters, meat = True, voted, _voter_meat(own, members, voted)
        bend = curvature(
            counted.matches[inside],
            strengths.theta[members],
            strengths.prior[members],
            strengths.ridge,
        )
        separated = bool(strengths.prior[members].any())
        covariance[inside], share = _sandwich(bend, meat, clusters, separated=separated)
        if voted > 1:
            freedom[members] = _freedom(voted, len(members) - 1, share)
    return Spread(covariance, freedom, clustered, 0 if votes is None else votes.voters)


def _sandwich(
    bend: Matrix, meat: Matrix, clusters: float, *, separated: bool
) -> tuple[Matrix, float]:
    """The covariance of one group, and the share λ of the model in it."""
    n = len(bend)
    bread = centre(_invert(grounded(bend)))
    size = n - 1
    factor = max(1.0, float((bread * meat).sum()) / size)
    share = 1.0 if separated else size / (clusters - 1 + size)
    mixed = (1 - share) * meat + share * factor * bend
    return centre(bread @ mixed @ bread), share


def _freedom(clusters: int, size: int, share: float) -> float:
    return (clusters - 1) / ((1 - share) ** 2 + (share**2 + 2 * share * (1 - share)) / size)


def _vote_scores(counted: Tally, strengths: Strengths) -> Matrix:
    """(n, n) B of independent votes: the Laplacian of W(1−p)² + Wᵀp² + T(½−p)²."""
    p = expected(strengths.theta)
    lost = counted.wins * (1 - p) ** 2
    seen = lost + lost.T + counted.ties * (0.5 - p) ** 2
    return np.diag(seen.sum(axis=1)) - seen


def _voter_scores(strengths: Strengths, votes: Votes) -> Matrix | csr_array:
    """(voters, n) the gradient of each voter's own likelihood, s_u."""
    n = len(votes.names)
    residual = score_table(strengths.theta).ravel()[cells(votes)]
    assert votes.voter is not None
    people = int(votes.voter.max(initial=-1)) + 1
    if people * n > DENSE_SCORES:
        rows = np.concatenate([votes.voter, votes.voter])
        columns = np.concatenate([votes.a, votes.b])
        both = np.concatenate([residual, -residual])
        return csr_array((both, (rows, columns)), shape=(people, n))
    place = votes.voter * n
    won = np.bincount(place + votes.a, residual, people * n)
    lost = np.bincount(place + votes.b, residual, people * n)
    return np.asarray(won - lost, dtype=np.float64).reshape(people, n)


def score_table(theta: Matrix) -> Matrix:
    """(n, n, 4) what a vote of each kind adds to the left side's gradient: outcome − p."""
    p = expected(theta)
    worth = np.empty(4)
    worth[Outcome.A], worth[Outcome.B] = 1, 0
    worth[Outcome.TIE] = worth[Outcome.BOTH_BAD] = 0.5
    return worth[None, None, :] - p[:, :, None]


def _voters_of(votes: Votes, group: NDArray[np.intp], g: int) -> int:
    """How many people voted within a group."""
    if votes.voter is None:
        return 0
    return int(np.count_nonzero(np.bincount(votes.voter, weights=group[votes.a] == g)))


def _voter_meat(own: Matrix | csr_array, members: NDArray[np.intp], voters: int) -> Matrix:
    """G/(G−1)·Σ_u s_u s_uᵀ over the voters of one group."""
    inside = own[:, members]
    product = inside.T @ inside
    dense = product if isinstance(product, np.ndarray) else product.toarray()
    return dense * (voters / (voters - 1))


def centre(matrix: Matrix) -> Matrix:
    """The covariance of differences from the mean: rows and columns sum to 0."""
    rows = matrix.mean(axis=0)
    moved = matrix - rows[None, :] - rows[:, None] + matrix.mean()
    return (moved + moved.T) / 2


def _invert(matrix: Matrix) -> Matrix:
    return cho_solve(cho_factor(matrix, check_finite=False), np.eye(len(matrix)))
