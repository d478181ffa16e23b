"""Which pair to show next: the published rule, and one aimed at a decision.

Every rule is a matrix of probabilities, so that what was drawn can be logged with how likely it
was. Who is on which side, and which contestants are up to it, is the caller's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.rating.board import Board
from madang.rating.tally import Matrix, Tally

DRAWS = 400
FIRST_VOTES = 3
"""Votes each contestant gets before any rule but chance applies."""

CHANCE = 0.1
"""Share of draws left to chance, so that no pair is ever out of reach."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair that was drawn: two indices, the smaller first, and how likely it was."""

    first: int
    second: int
    probability: float


def uniform(n: int) -> Matrix:
    """(n, n) symmetric, 0 on the diagonal: every pair alike; the upper triangle sums to 1."""
    return (1 - np.eye(n)) / max(n * (n - 1) / 2, 1)


def shrink_intervals(counted: Tally) -> Matrix:
    """(n, n) the published rule: where one more vote shortens an interval most.

    P(pair) ∝ √(Σ/m) − √(Σ/(m+1)) with Σ the variance of a vote of that pair and m its votes
    (arXiv 2403.04132, eq. 9). Both are smoothed by one tie, so that a pair never seen counts.
    """
    votes = counted.matches + 1
    share = (counted.wins + counted.ties / 2 + 0.5) / votes
    variance = np.maximum(share * (1 - share), 0.01)
    gain = np.sqrt(variance / votes) - np.sqrt(variance / (votes + 1))
    return _normalise(gain)


def settle_order(board: Board, top: int = 1, *, chance: float = CHANCE, seed: int = 0) -> Matrix:
    """(n, n) the rule aimed at a decision: who leads, or in which order the `top` stand.

    A set of strengths as likely as the votes make it is drawn, and the first place among the
    `top` where its order differs from the board's names the pair: who stands there, and who would
    (for one place, top-two Thompson sampling: Russo 2016). Probabilities are shares of `DRAWS`
    such sets; a share `chance` is spread over all pairs. Until everyone has `FIRST_VOTES` votes
    and is linked to everyone, pairs of those with the fewest votes are drawn.
    """
    n = len(board.names)
    if n < 2:  # noqa: PLR2004 - a pair
        return np.zeros((n, n))
    if board.votes.min() < FIRST_VOTES or board.group.max() > 0:
        return _link(board)
    drawn = _draw_ratings(board, np.arange(n), seed)
    places = min(top, n - 1)
    stand = np.array(board.order)[:places]
    would = np.argsort(-drawn, axis=1)[:, :places]
    differs = would != stand
    doubtful = np.flatnonzero(differs.any(axis=1))
    place = differs[doubtful].argmax(axis=1)
    aimed = np.zeros((n, n))
    np.add.at(aimed, (stand[place], would[doubtful, place]), 1 / DRAWS)
    left = chance + (1 - chance) * (1 - len(doubtful) / DRAWS)
    return (1 - chance) * (aimed + aimed.T) + left * uniform(n)


def draw_pair(probabilities: Matrix, random: np.random.Generator) -> Pair:
    """One pair, drawn with the given probabilities."""
    first, second = np.triu_indices(len(probabilities), 1)
    weights = probabilities[first, second]
    chosen = int(random.choice(len(weights), p=weights / weights.sum()))
    return Pair(int(first[chosen]), int(second[chosen]), float(weights[chosen] / weights.sum()))


def probability_best(board: Board, *, seed: int = 0) -> Matrix:
    """(n,) probability of being the strongest of the largest group, by `DRAWS` draws."""
    main = np.flatnonzero((board.group == 0) & (board.votes > 0))
    best = np.zeros(len(board.names))
    if not main.size:
        return best
    drawn = _draw_ratings(board, main, seed)
    best[main] = np.bincount(drawn.argmax(axis=1), minlength=len(main)) / DRAWS
    return best


def _draw_ratings(board: Board, members: NDArray[np.intp], seed: int) -> Matrix:
    """(DRAWS, members) ratings as likely as the votes make them; Student's t for few voters."""
    random = np.random.default_rng(seed)
    values, vectors = np.linalg.eigh(board.covariance[np.ix_(members, members)])
    root = vectors * np.sqrt(np.maximum(values, 0))
    off = (root @ random.standard_normal((len(members), DRAWS))).T
    freedom = float(board.freedom[members].min())
    if np.isfinite(freedom):
        off *= np.sqrt(freedom / random.chisquare(freedom, (DRAWS, 1)))
    return board.ratings[members] + off


def _link(board: Board) -> Matrix:
    """Someone with the fewest votes, against anyone; across groups where there are several."""
    fewest = board.votes <= board.votes.min()
    pairs = fewest[:, None] | fewest[None, :]
    if board.votes.min() >= FIRST_VOTES:
        pairs = board.group[:, None] != board.group[None, :]
    return _normalise(pairs.astype(np.float64))


def _normalise(gain: Matrix) -> Matrix:
    """Symmetric with an empty diagonal, the upper triangle summing to 1."""
    both = gain + gain.T
    np.fill_diagonal(both, 0)
    total = both.sum() / 2
    return both / total if total else both
