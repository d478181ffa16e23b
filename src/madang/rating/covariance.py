"""How sure strengths are: the sandwich, plain or clustered by voter, and what it can't see.

V = L⁺ B L⁺, with L the curvature of the likelihood and B the spread of the scores actually seen
(White 1982). One person's votes are alike, so where voters are known B is summed by voter first
(Liang and Zeger 1986), with two corrections without which intervals are too short when few people
cast most votes. Points live in `bradley_terry`, ranks in `ranks`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array
from scipy.special import stdtrit

from madang.rating.bradley_terry import Strengths, centre, curvature, expected, grounded
from madang.rating.tally import Matrix, Tally, cells
from madang.rating.votes import Outcome, Votes

DENSE_SCORES = 20_000_000
"""Voters × contestants up to which voters' scores are a dense matrix (160 MB)."""

WHOLE_SAY = 0.999
"""A voter's share of the information is taken as no more than this, lest 1/(1−h) explode."""


FEWEST_DECISIVE = 3.0
"""After n ties and nothing else up to 3/n of votes may still be decisive (the rule of three, Hanley
and Lippman-Hand 1983), so scores vary at least as if so many votes of each contestant were."""


def student_quantile(confidence: float, freedom: Matrix) -> Matrix:
    """How many standard errors a two-sided interval reaches; the normal's where infinite."""
    # scipy.stats would say the same, and takes two seconds to import.
    return np.asarray(stdtrit(freedom, (1 + confidence) / 2), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """The covariance of strengths.

    Attributes:
        covariance: (n, n) of θ, each group relative to its own mean; 0 across groups.
        freedom: (n,) degrees of freedom of Student's t for each contestant's interval; infinite
            where votes were taken as independent.
        clustered: whether voters' votes were taken together.
        voters: (n,) how many equal voters the unequal voters of its group are worth, 1/Σh²; 0
            where nobody knows.
    """

    covariance: Matrix
    freedom: Matrix
    clustered: bool
    voters: Matrix

    def relative_to(self, anchor: int, group: NDArray[np.intp]) -> Matrix:
        """(n, n) covariance where the anchor stands still: V_ij − V_ia − V_aj + V_aa.

        Only within the anchor's group; other groups stay relative to their own mean.
        """
        v = self.covariance
        inside = np.flatnonzero(group == group[anchor])
        to_anchor = v[inside, anchor]
        moved = v.copy()
        moved[np.ix_(inside, inside)] += v[anchor, anchor] - to_anchor[:, None] - to_anchor
        return moved

    def critical(self, confidence: float) -> Matrix:
        """(n,) how many standard errors an interval reaches to either side."""
        return student_quantile(confidence, self.freedom)


@dataclass(frozen=True, slots=True, eq=False)
class Meat:
    """The middle of the sandwich, and how many independent voices it is made of."""

    matrix: Matrix
    voices: float
    clustered: bool = False


def spread(counted: Tally, strengths: Strengths, votes: Votes | None = None) -> Spread:
    """The covariance of `strengths`, clustered by voter where `votes` says who voted.

    Clustered, B = Σ_u s_u s_uᵀ / (1 − h_u), with s_u the gradient of voter u's own votes and h_u
    the share of the information that is u's (their sum is 1; with G equal voters the factor is
    the usual G/(G−1)). The voters are worth K = 1/Σh_u² equal ones, and ν = max(K − 1, 1).

    With few voters B knows only few directions and would call some differences certain. So it is
    drawn towards φL, its shape if voters differed from coins by one factor φ: B ← (1−λ)B + λφL,
    λ = p/(ν+p), p = n−1, φ = max(1, tr(L⁺B)/p) (after Morel, Bokossa and Neerchal 2003, but
    keeping the trace). The degrees of freedom of the mixture are Satterthwaite's,
    ν / ((1−λ)² + (λ² + 2λ(1−λ))/p). A group that needed the prior has φL alone: its B says
    nothing about what was never seen.

    Where nearly all votes are ties B falls towards nothing, although the next vote may be decisive;
    what it then lacks (`lacking`) is added to it before all else.
    """
    n = len(counted.names)
    covariance, degrees, voters = np.zeros((n, n)), np.full(n, np.inf), np.zeros(n)
    seen, worth = _vote_spread(counted, strengths)
    unseen = laplacian(lacking(counted.matches, seen, worth))
    plain = laplacian(seen) + unseen
    voter = None if votes is None else votes.voter
    place = None if votes is None or voter is None else cells(votes)
    own = None if votes is None or place is None else _voter_scores(strengths, votes, place)
    for members in strengths.groups:
        if len(members) < 2:  # noqa: PLR2004 - a pair
            continue
        inside = np.ix_(members, members)
        matches, prior = counted.matches[inside], strengths.prior[members]
        bend = curvature(matches, strengths.theta[members], prior, strengths.ridge)
        bread = pseudo_inverse(bend)
        meat = Meat(plain[inside], float(matches.sum()) / 2)
        if own is not None and place is not None and voter is not None:
            share = _information(place, voter, strengths, bread, members)
            voters[members] = voices = equal_voters(share)
            if np.count_nonzero(share) > 1:
                together = voter_meat(own[:, members], share) + unseen[inside]
                meat = Meat(together, voices, clustered=True)
        rank, separated = len(members) - 1, bool(prior.any())
        covariance[inside] = fill(bend, bread, meat, rank=rank, separated=separated)
        degrees[members] = freedom(meat, rank=rank, separated=separated)
    return Spread(covariance, degrees, bool(np.isfinite(degrees).any()), voters)


def fill(bend: Matrix, bread: Matrix, meat: Meat, *, rank: int, separated: bool = False) -> Matrix:
    """The sandwich L⁺ B L⁺ with B drawn towards φL, as `spread` says; `rank` is that of L."""
    factor = max(1.0, float((bread * meat.matrix).sum()) / rank)
    share = 1.0 if separated else _model_share(meat, rank)
    covariance = bread @ ((1 - share) * meat.matrix + share * factor * bend) @ bread
    return (covariance + covariance.T) / 2


def freedom(meat: Meat, *, rank: int, separated: bool = False) -> float:
    """Degrees of freedom of what `fill` makes; infinite for independent votes."""
    if not meat.clustered:
        return np.inf
    share = 1.0 if separated else _model_share(meat, rank)
    pooled = (share**2 + 2 * share * (1 - share)) / rank
    return _degrees(meat) / ((1 - share) ** 2 + pooled)


def _model_share(meat: Meat, rank: int) -> float:
    return rank / (_degrees(meat) + rank)


def _degrees(meat: Meat) -> float:
    return max(meat.voices - 1, 1.0)


def _vote_spread(counted: Tally, strengths: Strengths) -> tuple[Matrix, Matrix]:
    """(n, n) squared scores of independent votes, W(1−p)² + Wᵀp² + T(½−p)², and Mp(1−p)."""
    p = expected(strengths.theta)
    lost = counted.wins * (1 - p) ** 2
    seen = lost + lost.T + counted.ties * (0.5 - p) ** 2
    return seen, counted.matches * p * (1 - p)


def lacking(matches: Matrix, seen: Matrix, worth: Matrix) -> Matrix:
    """(n, n) by how much a pair's squared scores fall short of `FEWEST_DECISIVE` decisive votes.

    Args:
        matches: (n, n) votes.
        seen: (n, n) sum of squared scores of these votes.
        worth: (n, n) what it would be on average if all were decisive.
    """
    share = np.minimum(FEWEST_DECISIVE / np.maximum(matches.sum(axis=1), 1), 1)
    return np.maximum(np.maximum(share[:, None], share) * worth - seen, 0)


def laplacian(weight: Matrix) -> Matrix:
    return np.diag(weight.sum(axis=1)) - weight


def score_table(theta: Matrix) -> Matrix:
    """(n, n, 4) what a vote of each kind adds to the left side's gradient: outcome − p."""
    p = expected(theta)
    worth = np.empty(4)
    worth[Outcome.A], worth[Outcome.B] = 1, 0
    worth[Outcome.TIE] = worth[Outcome.BOTH_BAD] = 0.5
    return worth[None, None, :] - p[:, :, None]


def _voter_scores(
    strengths: Strengths, votes: Votes, place: NDArray[np.intp]
) -> Matrix | csr_array:
    """(voters, n) the gradient of each voter's own likelihood, s_u."""
    n = len(votes.names)
    residual = score_table(strengths.theta).ravel()[place]
    assert votes.voter is not None
    people = int(votes.voter.max(initial=-1)) + 1
    if people * n > DENSE_SCORES:
        rows = np.concatenate([votes.voter, votes.voter])
        columns = np.concatenate([votes.a, votes.b])
        both = np.concatenate([residual, -residual])
        return csr_array((both, (rows, columns)), shape=(people, n))
    row = votes.voter * n
    won = np.bincount(row + votes.a, residual, people * n)
    lost = np.bincount(row + votes.b, residual, people * n)
    return np.asarray(won - lost, dtype=np.float64).reshape(people, n)


def _information(
    place: NDArray[np.intp],
    voter: NDArray[np.intp],
    strengths: Strengths,
    bread: Matrix,
    members: NDArray[np.intp],
) -> Matrix:
    """(voters,) h_u = tr(L⁺L_u) / tr(L⁺L), the share of one group's information that is u's."""
    n = len(strengths.theta)
    p = expected(strengths.theta[members])
    alone = np.diag(bread)
    worth = np.zeros((n, n))
    worth[np.ix_(members, members)] = p * (1 - p) * (alone[:, None] + alone - 2 * bread)
    told = np.bincount(voter, np.repeat(worth.ravel(), len(Outcome))[place])
    return told / told.sum()


def equal_voters(share: Matrix) -> float:
    """1/Σh²: how many voters of equal weight those with these shares are worth."""
    return 1 / float(share @ share)


def voter_meat(own: Matrix | csr_array, share: Matrix) -> Matrix:
    """Σ_u s_u s_uᵀ / (1 − h_u) from (voters, p) scores and (voters,) shares of information."""
    factor = 1 / np.sqrt(1 - np.minimum(share, WHOLE_SAY))
    if isinstance(own, np.ndarray):
        scaled = own * factor[:, None]
        return np.asarray(scaled.T @ scaled)
    inside = own.multiply(factor[:, None]).tocsr()
    return (inside.T @ inside).toarray()


def pseudo_inverse(bend: Matrix) -> Matrix:
    """L⁺ of a connected group's curvature: the model's own covariance, relative to the mean."""
    return centre(np.asarray(cho_solve(cho_factor(grounded(bend)), np.eye(len(bend)))))
