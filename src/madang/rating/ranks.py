"""Ranks and win probabilities from strengths and their covariance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtr

from madang.rating.tally import Matrix

DRAWS = 2_000
AT_ONCE = 500
"""Draws worked on together: what fits in a processor's cache."""

MOST_BY_DRAWING = 400
"""More contestants than this make 80,000 pairs; then Bonferroni's bound, a little wider, stands."""


def place(ratings: Matrix, group: NDArray[np.intp]) -> NDArray[np.intp]:
    """(n,) rank within the group: 1 + how many are rated higher; equals share a rank."""
    higher = (ratings[None, :] > ratings[:, None]) & (group[None, :] == group[:, None])
    return 1 + higher.sum(axis=1)


def rank_ranges(
    theta: Matrix,
    covariance: Matrix,
    group: NDArray[np.intp],
    freedom: Matrix,
    *,
    confidence: float = 0.95,
    seed: int = 0,
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """(n,) the best and (n,) the worst rank compatible with the votes, all at once.

    i is above j where θᵢ − θⱼ > c·sdᵢⱼ, with c the quantile of the largest of all standardised
    pairwise differences (max-t: Hothorn, Bretz and Westfall 2008), so that with `confidence` no
    statement in the whole table is wrong. c comes from `DRAWS` draws with a fixed seed: the same
    votes give the same table.
    """
    best, worst = np.ones(len(theta), dtype=np.intp), np.ones(len(theta), dtype=np.intp)
    for g in range(int(group.max(initial=-1)) + 1):
        members = np.flatnonzero(group == g)
        v = covariance[np.ix_(members, members)]
        sd = difference_sd(v)
        reach = _largest(v, sd, float(freedom[members].min(initial=np.inf)), confidence, seed)
        lead = theta[members][:, None] - theta[members][None, :]
        above = lead > reach * sd
        np.fill_diagonal(above, val=False)
        best[members] = 1 + above.sum(axis=0)
        worst[members] = len(members) - above.sum(axis=1)
    return best, worst


def difference_sd(covariance: Matrix) -> Matrix:
    """(n, n) standard deviation of θᵢ − θⱼ."""
    alone = np.diag(covariance)
    return np.sqrt(np.maximum(alone[:, None] + alone[None, :] - 2 * covariance, 0))


def probability_ahead(
    theta: Matrix, covariance: Matrix, group: NDArray[np.intp], freedom: Matrix
) -> Matrix:
    """(n, n) probability that i is the stronger of i and j, by Student's t with (n,) `freedom`.

    ½ for a contestant and itself; NaN across groups, which no vote compares.
    """
    sd = difference_sd(covariance)
    lead = theta[:, None] - theta[None, :]
    sure = np.where(lead == 0, 0.5, np.where(lead > 0, 1.0, 0.0))
    known = stdtr(np.minimum(freedom[:, None], freedom), lead / np.where(sd > 0, sd, 1.0))
    ahead = np.where(sd > 0, known, sure)
    return np.where(group[:, None] == group[None, :], ahead, np.nan)


def _largest(v: Matrix, sd: Matrix, freedom: float, confidence: float, seed: int) -> float:
    """The `confidence` quantile of max |zᵢ − zⱼ| / sdᵢⱼ for z ~ N(0, V), or t with `freedom`."""
    n = len(v)
    pairs = n * (n - 1) // 2
    if pairs == 0:
        return 0.0
    if n > MOST_BY_DRAWING:
        return float(ndtri(1 - (1 - confidence) / (2 * pairs)))
    random = np.random.default_rng(seed)
    values, vectors = np.linalg.eigh(v)
    root = vectors * np.sqrt(np.maximum(values, 0))
    z = (root @ random.standard_normal((n, DRAWS))).astype(np.float32)
    weight = np.divide(1, sd, out=np.zeros_like(sd), where=sd > 0).astype(np.float32)
    largest = np.zeros(DRAWS, dtype=np.float32)
    for start in range(0, DRAWS, AT_ONCE):
        some, most = z[:, start : start + AT_ONCE], largest[start : start + AT_ONCE]
        some = np.ascontiguousarray(some)
        room = np.empty_like(some)
        for i in range(n - 1):
            apart = np.subtract(some[i + 1 :], some[i], out=room[i + 1 :])
            np.abs(apart, out=apart)
            apart *= weight[i, i + 1 :, None]
            np.maximum(most, apart.max(axis=0), out=most)
    if np.isfinite(freedom):
        largest = largest * np.sqrt(freedom / random.chisquare(freedom, DRAWS))
    return float(np.quantile(largest, confidence))
