"""What the votes settle, and what is still missing.

Evidence that stays valid however often one looks, votes still needed, votes that carry the lead.
Intervals live in `covariance`, ranks in `ranks`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln

from madang.rating import ranks
from madang.rating.board import Board
from madang.rating.bradley_terry import curvature, solve
from madang.rating.covariance import pseudo_inverse, score_table, student_quantile
from madang.rating.tally import Matrix, Tally
from madang.rating.votes import Outcome, Votes

RIVALS = 5


def log_evidence(wins: Matrix, losses: Matrix) -> Matrix:
    """Ln e against "both are equally good", from decisive votes between two contestants.

    ln B(S+½, t−S+½) − ln B(½, ½) + t ln 2 for S wins in t decisive votes: how much better a coin
    of unknown bias (Jeffreys' mixture) explains them than a fair one. Its expected value under
    the fair coin is at most 1 at any moment one may stop (Ville 1939), so that declaring a winner
    once it reaches ln(1/α) is wrong with probability at most α however often one looks. Votes
    are taken as independent; see `first_votes` for voters who vote often.
    """
    decisive = wins + losses
    mixture = betaln(wins + 0.5, losses + 0.5) - betaln(0.5, 0.5)
    return np.asarray(mixture + decisive * math.log(2))


def settled_pairs(counted: Tally, confidence: float = 0.95) -> NDArray[np.bool_]:
    """(n, n) where i is better than j at `confidence`, however often one has looked."""
    wins = counted.wins
    strong = log_evidence(wins, wins.T) >= -math.log(1 - confidence)
    return strong & (wins > wins.T)


def settled_leader(counted: Tally, confidence: float = 0.95) -> int | None:
    """Who is better than everybody else, however often one has looked; None while nobody is.

    Of n−1 comparisons with the true leader each may err, so each has to reach (n−1)/α.
    """
    others = max(len(counted.names) - 1, 1)
    above = settled_pairs(counted, 1 - (1 - confidence) / others)
    leaders = np.flatnonzero(above.sum(axis=1) == len(counted.names) - 1)
    return int(leaders[0]) if leaders.size else None


def first_votes(votes: Votes) -> Votes:
    """The first decisive vote of each voter on each pair, and no other.

    What one voter says again is no new evidence about other voters. These votes are independent
    as far as the voters are. Without known voters all decisive votes stay.
    """
    decisive = np.flatnonzero(votes.outcome <= Outcome.B)
    if votes.voter is None:
        return votes.where(decisive)
    n = len(votes.names)
    low = np.minimum(votes.a, votes.b)[decisive]
    high = np.maximum(votes.a, votes.b)[decisive]
    key = (votes.voter[decisive] * n + low) * n + high
    first = np.unique(key, return_index=True)[1]
    return votes.where(decisive[np.sort(first)])


def votes_to_settle_pair(board: Board, i: int, j: int, confidence: float = 0.95) -> float:
    """About how many more votes until i and j differ at `confidence`; 0 if they do, inf if equal.

    Votes drawn and voters mixed as so far: then every standard error shrinks with the root of
    the votes. New votes of the same few voters settle less, and those of one voter alone nothing
    (inf). Where voters are few, the reach is that of Student's t, as in the intervals beside it.
    """
    return _more_votes(board, [(i, j)], confidence)


def votes_to_settle_leader(board: Board, confidence: float = 0.95) -> float:
    """As `votes_to_settle_pair`, until the leader of the largest group is above all in it."""
    members = _main_group(board)
    others = members[1:]
    return _more_votes(board, [(members[0], other) for other in others], confidence)


def votes_to_settle_order(board: Board, confidence: float = 0.95, top: int | None = None) -> float:
    """As `votes_to_settle_pair`, until the order of the `top` (None: of all) is known."""
    members = _main_group(board)
    length = len(members) if top is None else min(top, len(members))
    pairs = [
        (members[i], members[j])
        for i in range(min(length, len(members) - 1))
        for j in range(i + 1, len(members))
    ]
    return _more_votes(board, pairs, confidence)


@dataclass(frozen=True, slots=True)
class Flip:
    """The fewest votes found whose absence makes another contestant the leader.

    Attributes:
        leader: index of the leader as things stand.
        rival: index of who would stand above the leader.
        votes: how many votes that takes; an upper bound, found by influence and then refitted.
        dropped: (cells, 4) which: left side, right side, outcome code, count.
    """

    leader: int
    rival: int
    votes: int
    dropped: NDArray[np.intp]


def votes_to_flip(counted: Tally) -> Flip | None:
    """How many votes, if they had not been cast, would have changed the leader.

    Votes are dropped in the order of their influence on the leader's lead over a rival,
    r_v·(L⁺(e_a−e_b))ᵀ(e_leader−e_rival) to first order (Broderick, Giordano and Meager 2020); the
    number is then made exact for that order by refitting. Each of the `RIVALS` next is tried as the
    rival. None where there is no second contestant to take the lead.
    """
    strengths = solve(counted)
    main = np.flatnonzero(strengths.group == 0)
    if len(main) < 2:  # noqa: PLR2004 - a pair
        return None
    by_strength = main[np.argsort(-strengths.theta[main], kind="stable")]
    leader, rivals = int(by_strength[0]), by_strength[1 : 1 + RIVALS]
    inside = np.ix_(main, main)
    bread = np.zeros_like(counted.matches)
    bread[inside] = pseudo_inverse(
        curvature(counted.matches[inside], strengths.theta[main], strengths.prior[main], 0.0)
    )
    pull = score_table(strengths.theta)
    found: list[Flip] = []
    for rival in map(int, rivals):
        lever = bread[leader] - bread[rival]
        influence = (lever[:, None] - lever[None, :])[:, :, None] * pull
        flip = _flip(counted, strengths.theta, leader, rival, influence)
        found += [flip] if flip else []
    return min(found, key=lambda flip: flip.votes, default=None)


def _flip(counted: Tally, theta: Matrix, leader: int, rival: int, influence: Matrix) -> Flip | None:
    """Bisect how many of the most influential votes, kind by kind, have to go."""
    flat, have = influence.ravel(), counted.counts.ravel()
    helpful = np.flatnonzero((flat > 0) & (have > 0))
    order = helpful[np.argsort(-flat[helpful], kind="stable")]
    running = np.cumsum(have[order])

    def leads(dropped: int) -> bool:
        left = solve(_without(counted, order, running, dropped), start=theta).theta
        return bool(left[rival] > left[leader])

    low, high = 0, int(running[-1]) if running.size else 0
    if not leads(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if leads(middle) else (middle, high)
    gone = (counted.counts - _without(counted, order, running, high).counts).astype(np.intp)
    cells = np.argwhere(gone)
    return Flip(leader, rival, high, np.column_stack([cells, gone[tuple(cells.T)]]))


def _without(counted: Tally, order: NDArray[np.intp], running: Matrix, dropped: int) -> Tally:
    """The tally less the `dropped` most influential votes."""
    counts = counted.counts.ravel().copy()
    whole = int(np.searchsorted(running, dropped, side="right"))
    counts[order[:whole]] = 0
    before = float(running[whole - 1]) if whole else 0.0
    if whole < len(order):
        counts[order[whole]] -= dropped - before
    return Tally(counted.names, counts.reshape(counted.counts.shape))


def _main_group(board: Board) -> list[int]:
    """Members of the largest group, the highest rated first."""
    return [i for i in board.order if board.group[i] == 0 and board.votes[i]]


def _more_votes(board: Board, pairs: list[tuple[int, int]], confidence: float) -> float:
    """Until all `pairs` differ, each held to its share of the doubt (Bonferroni)."""
    sd = ranks.difference_sd(board.covariance)
    cast = float(board.votes.sum()) / 2
    needed = 0.0 if pairs else math.inf
    together = 1 - (1 - confidence) / max(len(pairs), 1)
    reaches = student_quantile(together, board.freedom)
    for i, j in pairs:
        reach = float(reaches[i])
        if board.group[i] != board.group[j] or board.alone[i]:
            return math.inf
        lead = abs(float(board.ratings[i] - board.ratings[j]))
        if lead == 0:
            return math.inf
        needed = max(needed, cast * ((reach * float(sd[i, j]) / lead) ** 2 - 1))
    return needed if math.isinf(needed) else math.ceil(needed)
