"""The Bradley-Terry model: strengths θ with P(i beats j) = σ(θᵢ − θⱼ), at their most likely.

Ties count as half a win for each. How sure the strengths are lives in `covariance`; points,
intervals and ranks in `board`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.special import expit, log_expit

from madang.rating.tally import Matrix, Tally

POINTS = 400 / math.log(10)
"""Points on the board for one unit of θ: a lead of 400 points is a win rate of 10 to 1."""

PSEUDO_TIE = 1.0
"""The prior's weight: one tie with an average opponent (half a win, half a loss) a contestant."""

FURTHEST = 1.5
"""The longest Newton step in θ; longer ones overshoot while far from the maximum."""

SURE = 0.25
"""A step shorter than this (in θ) can't overshoot: it changes no curvature by more than e^½."""

CLOSE = 1e-7
"""A step this short (in θ) was the last: the error squares, so only rounding is left."""

MOST_APART = 20.0
"""A start further out than this (in θ) is no start: there the likelihood is flat to rounding."""

MOST_STEPS = 100
MOST_HALVINGS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Strengths:
    """Where the likelihood is highest.

    Attributes:
        theta: (n,) natural-log odds, centred on 0 within each group.
        group: (n,) int; contestants that are linked by votes share a number, the largest group
            is 0. Strengths of different groups say nothing about each other.
        prior: (n,) weight of a tie with an average opponent that each was given: 0 but in groups
            where the likelihood has no maximum.
        ridge: weight of the L2 term −½·ridge·‖θ‖².
    """

    theta: Matrix
    group: NDArray[np.intp]
    prior: Matrix
    ridge: float = 0.0

    @property
    def groups(self) -> list[NDArray[np.intp]]:
        """Members of each group, the largest group first."""
        return [np.flatnonzero(self.group == g) for g in range(int(self.group.max(initial=-1)) + 1)]


def solve(counted: Tally, *, ridge: float = 0.0, start: Matrix | None = None) -> Strengths:
    """Newton's method on the log-likelihood, group by group.

    A maximum exists exactly where, within a group, everyone can be reached from everyone by wins
    or ties (Ford 1957). Where it does not (somebody always wins), each member of that group is
    given one pseudo-tie with an opponent at the group's mean, which for two contestants is close to
    Firth's (1993) half a vote, and `prior` says so. With `ridge` no such help is needed.

    Args:
        counted: the votes.
        ridge: weight of an L2 term; 1 / (2·ln²10) is what FastChat's published tables used.
        start: (n,) strengths near the answer, such as those of one vote ago.
    """
    matches, scores = counted.matches, counted.scores
    n = len(counted.names)
    theta = np.zeros(n) if start is None else np.clip(start, -MOST_APART, MOST_APART)
    prior = np.zeros(n)
    group = _link(matches > 0)
    found = Strengths(theta, group, prior, ridge)
    beaten = counted.wins + counted.ties > 0
    for members in found.groups:
        if len(members) < 2:  # noqa: PLR2004 - a pair
            theta[members] = 0
            continue
        inside = np.ix_(members, members)
        if not ridge and not _is_strong(beaten[inside]):
            prior[members] = PSEUDO_TIE
        hill = _Hill(matches[inside], scores[members], prior[members], ridge)
        theta[members] = _climb(hill, theta[members])
    return found


def expected(theta: Matrix) -> Matrix:
    """(n, n) P[i, j] = σ(θᵢ − θⱼ), the share of i's votes against j."""
    return expit(theta[:, None] - theta[None, :])


def curvature(matches: Matrix, theta: Matrix, prior: Matrix, ridge: float) -> Matrix:
    """(n, n) minus the Hessian of the log-likelihood.

    The Laplacian L of Mᵢⱼpᵢⱼ(1−pᵢⱼ) of one group, with the part of prior and ridge on the diagonal.
    These bend the mean too, which is held at 0; so what is given is the bend of differences, whose
    rows sum to 0.
    """
    p = expected(theta)
    weight = matches * p * (1 - p)
    bend = np.diag(weight.sum(axis=1)) - weight
    if not (ridge or prior.any()):
        return bend
    alone = expit(theta)
    return centre(bend + np.diag(prior * alone * (1 - alone) + ridge))


def centre(matrix: Matrix) -> Matrix:
    """The part of a symmetric matrix about differences from the mean: rows and columns sum to 0."""
    rows = matrix.mean(axis=0)
    moved = matrix - rows[None, :] - rows[:, None] + matrix.mean()
    return (moved + moved.T) / 2


def grounded(laplacian: Matrix) -> Matrix:
    """The Laplacian plus c·11ᵀ/n: invertible, and the same between contestants.

    c is of the Laplacian's own size, so that the sum is well conditioned.
    """
    n = len(laplacian)
    return laplacian + max(float(np.trace(laplacian)) / n, 1e-300) / n


@dataclass(frozen=True, slots=True, eq=False)
class _Hill:
    """The penalised log-likelihood of one group, as a surface to climb."""

    matches: Matrix
    scores: Matrix
    prior: Matrix
    ridge: float

    def height(self, theta: Matrix) -> float:
        """Σᵢ sᵢθᵢ − Σᵢ﹤ⱼ Mᵢⱼ log(e^θᵢ + e^θⱼ), and the penalties."""
        shares = (self.matches * (log_expit(theta[:, None] - theta) - theta[:, None])).sum() / 2
        pull = float(self.prior @ (log_expit(theta) + log_expit(-theta))) / 2
        return float(self.scores @ theta) + shares + pull - self.ridge * float(theta @ theta) / 2

    def step(self, theta: Matrix) -> Matrix:
        """Newton's, no longer than `FURTHEST`."""
        gradient: Matrix = (
            self.scores
            - (self.matches * expected(theta)).sum(axis=1)
            + self.prior * (0.5 - expit(theta))
            - self.ridge * theta
        )
        gradient -= gradient.mean()
        bend = grounded(curvature(self.matches, theta, self.prior, self.ridge))
        step = np.asarray(cho_solve(cho_factor(bend), gradient), dtype=np.float64)
        step = step - step.mean()
        return step * min(1.0, FURTHEST / max(float(np.abs(step).max()), FURTHEST))


def _climb(hill: _Hill, theta: Matrix) -> Matrix:
    theta = theta - theta.mean()
    for _ in range(MOST_STEPS):
        step = hill.step(theta)
        reach = float(np.abs(step).max())
        theta = theta + (step if reach < SURE else _shorten(hill, theta, step))
        if reach < CLOSE:
            break
    return theta


def _shorten(hill: _Hill, theta: Matrix, step: Matrix) -> Matrix:
    """The step, halved until it does not lead downhill."""
    height = hill.height(theta)
    rounding = 1e-12 * (1 + abs(height))
    for _ in range(MOST_HALVINGS):
        if hill.height(theta + step) >= height - rounding:
            break
        step = step / 2
    return step


def _link(met: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Groups linked by votes, numbered from the largest."""
    count, label = connected_components(csr_array(met.astype(np.float64)), directed=False)
    sizes = np.bincount(label, minlength=count)
    place = np.empty(count, dtype=np.intp)
    place[np.argsort(-sizes, kind="stable")] = np.arange(count)
    return place[label]


def _is_strong(beaten: NDArray[np.bool_]) -> bool:
    count, _ = connected_components(
        csr_array(beaten.astype(np.float64)), directed=True, connection="strong"
    )
    return count == 1
