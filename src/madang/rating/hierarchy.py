"""Ratings by category that lend each other strength where votes are few.

A category with thirty votes says little by itself, and nothing would be sillier than to call its
leader a specialist. Here every category's strengths are drawn towards what all categories have in
common, the more the fewer votes it has. The result is labelled as such and stands beside the
category's own board, not in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from madang.rating.board import CENTRE, Board, fit
from madang.rating.bradley_terry import POINTS
from madang.rating.covariance import student_quantile
from madang.rating.notebook import table
from madang.rating.tally import Matrix
from madang.rating.votes import Votes, VotesError

LEAST_TASTE = 1e-3
MOST_TASTE = 3.0
"""Bounds of τ in θ: 0.2 and 520 points."""

GRID = 41
NEGLIGIBLE = 1e-6
"""How many values of τ are weighed, and the weight below which one is left out."""

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """Strengths by category, shrunk towards the common ones.

    Attributes:
        names: (n) the contestants.
        categories: (c) the categories.
        ratings: (c, n) points, relative to the mean; shrunk.
        lower, upper: (c, n) the interval.
        common: (n,) points of what the categories have in common.
        taste: how far a contestant's strength in a category lies from the common one, as a
            standard deviation in points; its mean given the votes. Near 0: categories hardly
            differ.
        own: (c) each category's board by its own votes alone, with its marks of too few votes.
        confidence: of the intervals.
    """

    names: tuple[str, ...]
    categories: tuple[str, ...]
    ratings: Matrix
    lower: Matrix
    upper: Matrix
    common: Matrix
    taste: float
    own: tuple[Board, ...]
    confidence: float
    label: str = "shrunk towards all categories"

    def _repr_html_(self) -> str:
        rows = (
            [
                self.names[i],
                float(self.common[i]),
                *map(self._cell, range(len(self.own)), repeat(i)),
            ]
            for i in map(int, np.argsort(-self.common, kind="stable"))
        )
        return f"<p>{self.label}</p>" + table(["contestant", "common", *self.categories], rows)

    def _cell(self, c: int, i: int) -> str:
        return f"{self.ratings[c, i]:,.0f} ({self.lower[c, i]:,.0f} – {self.upper[c, i]:,.0f})"


def fit_categories(
    votes: Mapping[str, Votes], *, confidence: float = 0.95, clustered: bool = True
) -> Hierarchy:
    """Rate contestants in every category at once.

    Two stages: θ̂_c ~ N(θ_c, V_c) from each category's own fit, with V_c its clustered sandwich;
    and θ_c ~ N(μ, τ²P), P the projection on differences. Given τ, μ is the generalised least
    squares estimate and θ_c its posterior with the uncertainty of μ (Raudenbush and Bryk 2002,
    ch. 3). τ itself is never certain, least of all from few categories: everything is averaged over
    `GRID` values of it, each weighted by its restricted likelihood (a flat prior on τ, Gelman
    2006). Votes of a contestant's absence in a category count as no information, so it has the
    common strength there.

    Args:
        votes: one `Votes` a category, all with the same contestants.
        confidence: of the intervals.
        clustered: as for `fit`.

    Raises:
        VotesError: no category, or categories with different contestants.
    """
    names = {part.names for part in votes.values()}
    if len(names) != 1:
        raise VotesError(
            "every category has to have the same contestants, and there has to be one",
            "분류가 하나는 있어야 하고, 모든 분류의 참가자가 같아야 합니다",
        )
    (contestants,) = names
    own = [fit(part, confidence=confidence, clustered=clustered) for part in votes.values()]
    known = [_information(board) for board in own]
    tastes = np.geomspace(LEAST_TASTE, MOST_TASTE, GRID)
    likely = np.array([_log_likelihood(known, taste) for taste in tastes])
    # Flat in τ: on a grid even in log τ, each value stands for a stretch in proportion to it.
    weights = tastes * np.exp(likely - likely.max())
    weights /= weights.sum()
    n = len(contestants)
    common, mean, square = np.zeros(n), np.zeros((len(own), n)), np.zeros((len(own), n))
    for weight, taste in zip(weights, tastes, strict=True):
        if weight < NEGLIGIBLE:
            continue
        middle, rows, variance = _shrink(known, taste)
        common += weight * middle
        mean += weight * rows
        square += weight * (variance + rows**2)
    deviation = np.sqrt(np.maximum(square - mean**2, 0))
    critical = np.stack([student_quantile(confidence, board.freedom) for board in own])
    ratings, reach = CENTRE + POINTS * mean, POINTS * critical * deviation
    return Hierarchy(
        names=contestants,
        categories=tuple(votes),
        ratings=ratings,
        lower=ratings - reach,
        upper=ratings + reach,
        common=CENTRE + POINTS * common,
        taste=POINTS * float(weights @ tastes),
        own=tuple(own),
        confidence=confidence,
    )


def _shrink(known: list[tuple[Matrix, Matrix]], taste: float) -> tuple[Matrix, Matrix, Matrix]:
    """(n,) μ, (c, n) strengths and (c, n) their variances where τ is `taste`."""
    middle, doubt = _common(known, taste)
    n = len(middle)
    flat = (np.eye(n) - 1 / n) / taste**2
    rows, variance = np.empty((len(known), n)), np.empty((len(known), n))
    for row, (information, pull) in enumerate(known):
        shrink = np.linalg.pinv(information + flat, ROUNDING, hermitian=True)
        rows[row] = shrink @ (pull + flat @ middle)
        variance[row] = np.diag(shrink + shrink @ flat @ doubt @ flat @ shrink)
    return middle, rows, np.maximum(variance, 0)


def _information(board: Board) -> tuple[Matrix, Matrix]:
    """(n, n) V_c⁺ and (n,) V_c⁺ θ̂_c, with nothing for contestants without a vote."""
    n = len(board.names)
    information, pull = np.zeros((n, n)), np.zeros(n)
    for g in range(int(board.group.max(initial=-1)) + 1):
        members = np.flatnonzero((board.group == g) & (board.votes > 0))
        if not members.size:
            continue
        inside = np.ix_(members, members)
        precise = np.linalg.pinv(board.covariance[inside] / POINTS**2, ROUNDING, hermitian=True)
        information[inside] = precise
        pull[members] = precise @ ((board.ratings[members] - CENTRE) / POINTS)
    return information, pull


def _marginal(information: Matrix, taste: float) -> Matrix:
    """(V + τ²P)⁺ by Woodbury's identity, so that missing contestants need no infinite variance."""
    n = len(information)
    flat = (np.eye(n) - 1 / n) / taste**2
    inner = np.linalg.pinv(information + flat, ROUNDING, hermitian=True)
    return information - information @ inner @ information


def _common(known: list[tuple[Matrix, Matrix]], taste: float) -> tuple[Matrix, Matrix]:
    """(n,) μ and its (n, n) covariance."""
    n = len(known[0][1])
    total, pull = np.zeros((n, n)), np.zeros(n)
    for information, own in known:
        precise = _marginal(information, taste)
        total += precise
        pull += precise @ (np.linalg.pinv(information, ROUNDING, hermitian=True) @ own)
    doubt = np.asarray(np.linalg.pinv(total, ROUNDING, hermitian=True), dtype=np.float64)
    middle = doubt @ pull
    return middle - middle.mean(), doubt


def _log_likelihood(known: list[tuple[Matrix, Matrix]], taste: float) -> float:
    """The restricted log-likelihood of τ, up to a constant."""
    middle, _ = _common(known, taste)
    total = np.zeros_like(known[0][0])
    found = 0.0
    for information, own in known:
        precise = _marginal(information, taste)
        total += precise
        off = np.linalg.pinv(information, ROUNDING, hermitian=True) @ own - middle
        found += _log_determinant(precise) - float(off @ precise @ off)
    return (found - _log_determinant(total)) / 2


def _log_determinant(matrix: Matrix) -> float:
    """Over the directions that are not empty."""
    values = np.linalg.eigvalsh(matrix)
    return float(np.log(values[values > ROUNDING * max(float(values.max(initial=0)), 1)]).sum())
