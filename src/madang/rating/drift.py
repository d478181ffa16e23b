"""Ratings over time: a board a period, and whether a contestant's strength changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from madang.rating.board import Anchor, Board, fit
from madang.rating.notebook import chance, table
from madang.rating.style import fit_styled
from madang.rating.tally import Matrix
from madang.rating.votes import Votes, VotesError

TREND = "trend"


@dataclass(frozen=True, slots=True)
class Period:
    """Votes from `start` until before `end`, in the unit of the times given, and their board."""

    start: float
    end: float
    board: Board

    def _repr_html_(self) -> str:
        return f"<p>{self.start:.15g} – {self.end:.15g}</p>{self.board.table()}"


@dataclass(frozen=True, slots=True, eq=False)
class Drift:
    """How each contestant's strength changed against all others.

    Attributes:
        names: the contestants.
        change: (n,) points gained from the first vote to the last (or across the moment asked
            about), NaN where it can't be told.
        lower, upper: (n,) the interval.
        p: (n,) probability of so much change or more if there was none.
        p_adjusted: (n,) the same with all contestants looked at together (Holm 1979).
    """

    names: tuple[str, ...]
    change: Matrix
    lower: Matrix
    upper: Matrix
    p: Matrix
    p_adjusted: Matrix

    def _repr_html_(self) -> str:
        points = zip(*(x.tolist() for x in (self.change, self.lower, self.upper)), strict=True)
        chances = zip(map(chance, self.p), map(chance, self.p_adjusted), strict=True)
        rows = zip(self.names, points, chances, strict=True)
        titles = ("contestant", "change", "lower", "upper", "p", "p adjusted")
        return table(titles, ((name, *change, *p) for name, change, p in rows))


def fit_periods(
    votes: Votes,
    time: ArrayLike,
    edges: Sequence[float],
    *,
    confidence: float = 0.95,
    anchor: Anchor | None = None,
    clustered: bool = True,
) -> list[Period]:
    """A board for each period between two `edges`.

    Ratings of different periods are comparable through the anchor, or, without one, as far as the
    field as a whole did not change. An anchor without votes in a period is left aside there.

    Raises:
        VotesError: times are missing, or edges do not ascend.
    """
    moments = _times(votes, time)
    if any(start >= end for start, end in pairwise(edges)):
        raise VotesError(
            "the edges of the periods have to ascend", "기간의 경계는 차례로 커져야 합니다"
        )
    periods: list[Period] = []
    for start, end in pairwise(edges):
        part = votes.where((moments >= start) & (moments < end))
        seen = anchor is not None and bool(
            ((part.a == anchor.contestant) | (part.b == anchor.contestant)).any()
        )
        held = anchor if seen else None
        board = fit(part, confidence=confidence, anchor=held, clustered=clustered)
        periods.append(Period(start, end, board))
    return periods


def measure_drift(
    votes: Votes,
    time: ArrayLike,
    *,
    at: float | None = None,
    confidence: float = 0.95,
    clustered: bool = True,
) -> Drift:
    """Whether each contestant's strength changed.

    For one contestant after the other a term γ·(z_a − z_b)·t is added to the odds, z saying
    whether it stands there and t running evenly from 0 at the first vote to 1 at the last, or
    stepping from 0 to 1 at the moment `at`; γ = 0 is tested by Wald's statistic with the
    clustered sandwich.

    Raises:
        VotesError: times are missing, or all the same.
    """
    moments = _times(votes, time)
    span = float(np.ptp(moments)) if len(moments) else 0.0
    if span == 0:
        raise VotesError(
            "all votes have the same time, so nothing can be said of change",
            "모든 투표의 시각이 같아서 변화를 말할 수 없습니다",
        )
    late = (moments - moments.min()) / span if at is None else (moments >= at).astype(np.float64)
    n = len(votes.names)
    change, lower, upper, p = (np.full(n, np.nan) for _ in range(4))
    for i in range(n):
        stands = (votes.a == i).astype(np.float64) - (votes.b == i)
        try:
            effects = fit_styled(
                votes, {TREND: stands * late}, confidence=confidence, clustered=clustered
            )[1]
        except VotesError:
            continue  # no votes on one side of the moment: nothing can be told of this one
        scale = 1 / effects.scale[0]
        change[i], lower[i], upper[i] = (
            float(values[0]) * scale for values in (effects.points, effects.lower, effects.upper)
        )
        p[i] = effects.p[0]
    return Drift(votes.names, change, lower, upper, p, adjust(p))


def adjust(p: Matrix) -> Matrix:
    """Holm's step-down adjustment; NaN stays NaN and does not count."""
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    adjusted = np.full_like(p, np.nan)
    steps = p[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1) if len(order) else steps
    return adjusted


def _times(votes: Votes, time: ArrayLike) -> Matrix:
    moments = np.asarray(time, dtype=np.float64)
    if moments.shape != (len(votes),) or not bool(np.isfinite(moments).all()):
        raise VotesError(
            f"times have to be {len(votes)} numbers, one a vote",
            f"시각은 투표마다 하나씩, 숫자 {len(votes)}개여야 합니다",
        )
    return moments
