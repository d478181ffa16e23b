"""Ratings with style held equal, and what style itself is worth.

A vote's odds become θ_a − θ_b + γ·x, with x how much more of each feature the left side showed.
The coefficients carry no penalty: one would take votes that style won and hand them to contestants.
What a feature is measured from (tokens, seconds) is the caller's; the contrasts are here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.special import expit, stdtr

from madang.rating import notebook
from madang.rating.board import Anchor, Board, arrange
from madang.rating.bradley_terry import POINTS, Strengths, solve
from madang.rating.covariance import (
    Meat,
    Spread,
    equal_voters,
    fill,
    freedom,
    lacking,
    laplacian,
    student_quantile,
    voter_meat,
)
from madang.rating.tally import Matrix, tally
from madang.rating.votes import Votes, VotesError

SIDE = "side"
"""The feature that is 1 in every vote: what it is worth to stand on the left."""

MOST_STEPS = 30
CLOSE = 1e-7
FURTHEST = 1.5
TOO_FAR = 25.0
"""A coefficient beyond this (in log odds for one standard deviation) decides every vote."""

TOO_FEW = (
    "these votes are too few to tell contestants and features apart; leave some features out",
    "표가 너무 적어 참가자와 문체 특성을 갈라 볼 수 없습니다. 특성을 줄여 주세요",
)

SAME = 1e-9
"""Features whose correlation matrix has an eigenvalue below this are one feature in disguise."""


def contrast(left: ArrayLike, right: ArrayLike) -> Matrix:
    """(a−b)/(a+b) for lengths, seconds and speeds; 0 where both are 0. Between −1 and 1."""
    a, b = np.asarray(left, dtype=np.float64), np.asarray(right, dtype=np.float64)
    total = a + b
    return np.divide(a - b, total, out=np.zeros_like(total), where=total != 0)


def contrast_counts(left: ArrayLike, right: ArrayLike) -> Matrix:
    """(a−b)/(a+b+1) for counts that are often 0: headers, list items, bold runs."""
    a, b = np.asarray(left, dtype=np.float64), np.asarray(right, dtype=np.float64)
    return (a - b) / (a + b + 1)


def contrast_flags(left: ArrayLike, right: ArrayLike) -> Matrix:
    """a−b for what is so or not: whether the artifact ran."""
    return np.asarray(left, dtype=np.float64) - np.asarray(right, dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """What style is worth, in points for one standard deviation of each feature's contrast.

    Attributes:
        features: their names.
        points: (k,) points gained by the side that shows one standard deviation more; for
            `side`, by standing on the left.
        lower, upper: (k,) the interval.
        coefficients: (k,) the same in log odds, as published tables give it.
        scale: (k,) one standard deviation of each contrast; 1 for `side`.
        p: (k,) probability of so large an effect or a larger one if there was none.
        confidence: of the interval.
    """

    features: tuple[str, ...]
    points: Matrix
    lower: Matrix
    upper: Matrix
    coefficients: Matrix
    scale: Matrix
    p: Matrix
    confidence: float

    def __str__(self) -> str:
        width = max([7, *map(len, self.features)])
        rows = zip(self.features, self.points, self.lower, self.upper, strict=True)
        lines = [f"{name:<{width}}  {p:6.1f}  {low:6.1f} – {up:6.1f}" for name, p, low, up in rows]
        return "\n".join([f"{'feature':<{width}}  points  interval", *lines])

    def _repr_html_(self) -> str:
        figures = zip(self.points, self.lower, self.upper, strict=True)
        rows = zip(self.features, ([f"{x:.1f}" for x in row] for row in figures), strict=True)
        titles = ("feature", "points", "lower", "upper")
        return notebook.table(titles, ([name, *row] for name, row in rows))


def fit_styled(
    votes: Votes,
    features: Mapping[str, ArrayLike],
    *,
    side: bool = False,
    confidence: float = 0.95,
    anchor: Anchor | None = None,
    clustered: bool = True,
    seed: int = 0,
) -> tuple[Board, Effects]:
    """Rate contestants as if they had shown the same style.

    Args:
        votes: votes one by one.
        features: (votes,) contrast of each feature, left less right; divided here by its standard
            deviation, but not centred: equal replies have to mean an even vote.
        side: whether standing on the left may be worth something too.
        confidence: as for `fit`.
        anchor: as for `fit`.
        clustered: as for `fit`.
        seed: as for `fit`.

    Raises:
        VotesError: a feature is not known for every vote, never varies, can't be told apart from
            the others, or decides every vote.
    """
    counted = tally(votes)
    start = solve(counted)
    names, x, scale = _standardise(votes, features, side=side)
    model = _Model(votes, x, start)
    theta, gamma = model.climb(names)
    strengths = Strengths(theta, start.group, start.prior)
    covariance, degrees, voters = model.spread(theta, gamma, clustered=clustered)
    n = len(votes.names)
    known = clustered and bool(np.isfinite(degrees))
    freedoms = np.full(n, degrees)
    sure = Spread(covariance[:n, :n], freedoms, known, np.full(n, voters))
    board = arrange(
        counted,
        strengths,
        sure,
        confidence=confidence,
        anchor=anchor,
        seed=seed,
        voters=votes.voters,
    )
    error = np.sqrt(np.diag(covariance)[n:])
    reach = student_quantile(confidence, np.asarray(degrees)) * error * POINTS
    p = np.asarray(2 * stdtr(degrees, -np.abs(gamma) / error), dtype=np.float64)
    points = gamma * POINTS
    effects = Effects(names, points, points - reach, points + reach, gamma, scale, p, confidence)
    return board, effects


def _standardise(
    votes: Votes, features: Mapping[str, ArrayLike], *, side: bool
) -> tuple[tuple[str, ...], Matrix, Matrix]:
    """Names, (k, votes) contrasts in standard deviations, and (k,) those deviations."""
    names = (*features, SIDE) if side else tuple(features)
    x, scale = np.ones((len(names), len(votes))), np.ones(len(names))
    for place, (name, values) in enumerate(features.items()):
        row = np.asarray(values, dtype=np.float64)
        if row.shape != (len(votes),):
            raise VotesError(
                f"{name} has the shape {row.shape}, but there are {len(votes)} votes",
                f"{name}의 모양은 {row.shape}인데 투표는 {len(votes)}개입니다",
            )
        deviation = float(row.std()) if len(row) else 0.0
        if not np.isfinite(deviation):
            unknown = int(np.count_nonzero(~np.isfinite(row)))
            raise VotesError(
                f"{name} is not known for {unknown} votes; leave these out",
                f"투표 {unknown}개는 {name} 값을 모릅니다. 그 투표를 빼 주세요",
            )
        if deviation < 1e-12:  # noqa: PLR2004 - rounding
            raise VotesError(
                f"{name} never varies, so nothing can be said of it; leave it out",
                f"{name} 값이 늘 같아서 아무것도 말할 수 없습니다. 빼 주세요",
            )
        np.divide(row, deviation, out=x[place])
        scale[place] = deviation
    if len(names) > 1 and np.linalg.eigvalsh(x @ x.T / len(votes))[0] < SAME:
        raise _alike(names)
    return names, x, scale


def _alike(names: tuple[str, ...]) -> VotesError:
    said = ", ".join(names)
    return VotesError(f"can't be told apart: {said}", f"서로 갈라 볼 수 없습니다: {said}")


class _Model:
    """The likelihood of votes with features. Parameters are θ (n) and then γ (k)."""

    def __init__(self, votes: Votes, x: Matrix, start: Strengths) -> None:
        self.votes, self.x, self.start = votes, x, start
        self.n, self.k = len(votes.names), len(x)
        self.pair = votes.a * self.n + votes.b
        self.said = np.array([1.0, 0.0, 0.5, 0.5])[votes.outcome]
        self.project = np.eye(self.n + self.k)
        for members in start.groups:
            self.project[np.ix_(members, members)] -= 1 / len(members)

    def climb(self, names: tuple[str, ...]) -> tuple[Matrix, Matrix]:
        """Newton's method from the plain strengths."""
        theta, gamma = self.start.theta.copy(), np.zeros(self.k)
        for _ in range(MOST_STEPS):
            p = self._expect(theta, gamma)
            gradient = self._fold(self.said - p)
            alone = expit(theta)
            gradient[: self.n] += self.start.prior * (0.5 - alone)
            gradient = self.project @ gradient
            try:
                factor = cho_factor(self._ground(self._bend(theta, p)))
            except LinAlgError as error:
                raise _alike(names) from error
            step = np.asarray(cho_solve(factor, gradient))
            reach = float(np.abs(step).max(initial=0))
            step *= min(1.0, FURTHEST / max(reach, FURTHEST))
            theta, gamma = theta + step[: self.n], gamma + step[self.n :]
            if reach < CLOSE:
                break
            if not np.isfinite(reach):
                raise VotesError(*TOO_FEW)
            if np.abs(gamma).max(initial=0) > TOO_FAR:
                worst = names[int(np.abs(gamma).argmax())]
                raise VotesError(
                    f"{worst} decides every vote, so it has no finite worth",
                    f"{worst} 하나가 모든 표를 가르므로 그 값어치가 끝없이 커집니다",
                )
        else:
            raise VotesError(*TOO_FEW)
        for members in self.start.groups:
            theta[members] -= theta[members].mean()
        return theta, gamma

    def spread(
        self, theta: Matrix, gamma: Matrix, *, clustered: bool
    ) -> tuple[Matrix, float, float]:
        """Covariance of (θ, γ), its degrees of freedom, and what the voters are worth."""
        p = self._expect(theta, gamma)
        bend = self._bend(theta, p)
        values = np.linalg.eigvalsh(self._ground(bend))
        if values[0] < SAME * values[-1]:
            raise VotesError(*TOO_FEW)
        bread = np.asarray(cho_solve(cho_factor(self._ground(bend)), np.eye(len(bend))))
        bread = self.project @ bread @ self.project
        residual = self.said - p
        rank = len(bend) - len(self.start.groups)
        unseen = np.zeros_like(bend)
        met, seen, worth = map(self._by_pair, (np.ones_like(p), residual**2, p * (1 - p)))
        unseen[: self.n, : self.n] = laplacian(lacking(met, seen, worth))
        meat, voices = Meat(self._cross(residual**2) + unseen, float(len(self.votes))), 0.0
        if clustered and self.votes.voter is not None:
            share = self._information(bread, p * (1 - p))
            voices = equal_voters(share)
            if np.count_nonzero(share) > 1:
                own = self._voter_scores(residual)
                meat = Meat(voter_meat(own, share) + unseen, voices, clustered=True)
        separated = bool(self.start.prior.any())
        covariance = fill(bend, bread, meat, rank=rank, separated=separated)
        return covariance, freedom(meat, rank=rank, separated=separated), voices

    def _expect(self, theta: Matrix, gamma: Matrix) -> Matrix:
        lead = (theta[:, None] - theta[None, :]).ravel()
        return expit(lead[self.pair] + gamma @ self.x)

    def _fold(self, weight: Matrix) -> Matrix:
        """(n+k) Σ_votes weight·z, with z = (e_a − e_b, x)."""
        by_pair = np.bincount(self.pair, weight, self.n**2).reshape(self.n, self.n)
        return np.concatenate([by_pair.sum(axis=1) - by_pair.sum(axis=0), self.x @ weight])

    def _by_pair(self, weight: Matrix) -> Matrix:
        """(n, n) symmetric: Σ weight of the votes between two."""
        sided = np.bincount(self.pair, weight, self.n**2).reshape(self.n, self.n)
        return np.asarray(sided + sided.T, dtype=np.float64)

    def _cross(self, weight: Matrix) -> Matrix:
        """(n+k, n+k) Σ_votes weight·z·zᵀ."""
        n = self.n
        total = np.empty((n + self.k, n + self.k))
        total[:n, :n] = laplacian(self._by_pair(weight))
        weighted = self.x * weight
        total[n:, n:] = weighted @ self.x.T
        for i, row in enumerate(weighted):
            by_pair = np.bincount(self.pair, row, n**2).reshape(n, n)
            total[:n, n + i] = by_pair.sum(axis=1) - by_pair.sum(axis=0)
        total[n:, :n] = total[:n, n:].T
        return total

    def _bend(self, theta: Matrix, p: Matrix) -> Matrix:
        """Minus the Hessian; where a prior bends the mean of a group, of differences alone."""
        bend = self._cross(p * (1 - p))
        prior = self.start.prior
        if not prior.any():
            return bend
        alone = expit(theta)
        bend[np.arange(self.n), np.arange(self.n)] += prior * alone * (1 - alone)
        return self.project @ bend @ self.project

    def _ground(self, bend: Matrix) -> Matrix:
        """Invertible, and the same between the contestants of a group."""
        grounded = bend.copy()
        for members in self.start.groups:
            size = max(float(np.trace(bend[: self.n, : self.n])) / self.n, 1e-300)
            grounded[np.ix_(members, members)] += size / len(members)
        return grounded

    def _information(self, bread: Matrix, weight: Matrix) -> Matrix:
        """(voters,) each voter's share of the information, Σ weight·zᵀL⁺z of their votes."""
        n = self.n
        theta, mixed, gamma = bread[:n, :n], bread[:n, n:], bread[n:, n:]
        alone = np.diag(theta)
        told = (alone[:, None] + alone - 2 * theta).ravel()[self.pair]
        told += ((gamma @ self.x) * self.x).sum(axis=0)
        for row, column in zip(self.x, mixed.T, strict=True):
            told += 2 * row * (column[:, None] - column).ravel()[self.pair]
        assert self.votes.voter is not None
        share = np.bincount(self.votes.voter, weight * told)
        return share / share.sum()

    def _voter_scores(self, residual: Matrix) -> Matrix:
        """(voters, n+k) the gradient of each voter's own likelihood."""
        voter = self.votes.voter
        assert voter is not None
        people, n = int(voter.max(initial=-1)) + 1, self.n
        own = np.empty((people, n + self.k))
        won = np.bincount(voter * n + self.votes.a, residual, people * n)
        lost = np.bincount(voter * n + self.votes.b, residual, people * n)
        own[:, :n] = np.asarray(won - lost).reshape(people, n)
        for i in range(self.k):
            own[:, n + i] = np.bincount(voter, residual * self.x[i], people)
        return own
