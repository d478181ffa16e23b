"""What the votes settle, and what is still missing.

Evidence that stays valid however often one looks, votes still needed, votes that carry the lead.
Intervals live in `covariance`, ranks in `ranks`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, ndtri, stdtr

from madang.rating import ranks
from madang.rating.board import Board
from madang.rating.bradley_terry import POINTS, curvature, solve
from madang.rating.covariance import pseudo_inverse, score_table, student_quantile
from madang.rating.tally import Matrix, Tally
from madang.rating.votes import Outcome, Votes

RIVALS = 5

WIDTH = 0.5
"""Of the leads that `log_evidence_by_ratings` looks for, in log-odds: about 90 points."""

MOST_VOTES = 20_000
"""A pair that would take more is not worth settling."""


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


def log_evidence_by_ratings(board: Board) -> Matrix:
    """(n, n) ln e that i is better than j, from all votes through whomever both have met.

    For pairs that hardly meet. ½z²·κ/(1+κ) − ½ln(1+κ), with z the lead in standard errors as the
    intervals have them (Student's t brought to the normal) and κ = (`WIDTH`/sd)²: how much better a
    normal mixture of leads explains the estimate than none (Robbins 1970). An estimate gathers
    information as a Brownian motion does, so it may be looked at as often as `log_evidence`, once
    there are votes enough for a rating (Waudby-Smith et al. 2021). −inf where i is not ahead.
    """
    sd = ranks.difference_sd(board.covariance) / POINTS
    lead = np.nan_to_num(board.ratings[:, None] - board.ratings[None, :]) / POINTS
    known = (sd > 0) & (lead > 0) & (board.group[:, None] == board.group[None, :])
    scale = np.where(known, sd, 1.0)
    behind = stdtr(np.minimum(board.freedom[:, None], board.freedom), -lead / scale)
    z = -ndtri(np.maximum(behind, np.finfo(float).tiny))
    wide = (WIDTH / scale) ** 2
    return np.where(known, z**2 / 2 * wide / (1 + wide) - np.log1p(wide) / 2, -np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class Lead:
    """How far it is settled who leads.

    Attributes:
        leader: the index of who stands highest.
        open: rivals than whom the leader is not yet known to be better, the doubtful first.
        needed: for each of these, about how many more votes on that pair would make it known, if
            they fall as expected; infinite where it would be more than `MOST_VOTES`.
    """

    leader: int
    open: tuple[int, ...]
    needed: tuple[float, ...]


def examine_lead(board: Board, wins: Matrix, among: Sequence[int] | None = None) -> Lead | None:
    """Who leads, and whom nobody can say it of yet, however often one has looked.

    A rival is settled below the leader by the two's own decisive votes (`log_evidence`), or, where
    they hardly met, by the ratings (`log_evidence_by_ratings`), unless their own votes say the
    opposite. Of these 2·(n−1) comparisons with
    the true leader each may err, so each has to reach 2·(n−1)/α.

    Args:
        board: the ratings.
        wins: (n, n) decisive votes that are evidence each by itself; see `first_votes`.
        among: who is compared, in one group; None means the largest group.

    None where there is no pair, or all votes are one person's, who can't speak for others.
    """
    members = _main_group(board) if among is None else sorted(among, key=board.order.index)
    if len(members) < 2 or board.alone[members[0]]:  # noqa: PLR2004 - a pair
        return None
    leader, others = members[0], np.array(members[1:])
    threshold = math.log(2 * len(others) / (1 - board.confidence))
    won, lost = wins[leader, others], wins[others, leader]
    own, ahead = log_evidence(won, lost), won > lost
    through = log_evidence_by_ratings(board)[leader, others]
    contrary = ~ahead & (own >= -math.log(1 - board.confidence))
    settled = (ahead & (own >= threshold)) | (~contrary & (through >= threshold))
    left = others[~settled]
    left = left[np.argsort(board.probability_ahead()[leader, left], kind="stable")]
    needed = [_votes_to_know(board, wins, leader, int(rival), threshold) for rival in left]
    return Lead(leader, tuple(map(int, left)), tuple(needed))


def settled_leader(board: Board, wins: Matrix) -> int | None:
    """Who is better than everybody else, however often one has looked; None while nobody is."""
    lead = examine_lead(board, wins)
    return lead.leader if lead and not lead.open else None


def _votes_to_know(board: Board, wins: Matrix, i: int, j: int, threshold: float) -> float:
    """Votes on a pair until its own evidence reaches `threshold`, if they fall as expected."""
    tied = float((board.ties + board.both_bad).sum() / 2)
    ties = (tied + 1) / (float(board.votes.sum()) / 2 + 2)
    share = float(board.expected_shares()[i, j])
    decisive = min((share - ties / 2) / (1 - ties), 1.0)
    if decisive <= 0.5:  # noqa: PLR2004 - an even pair
        return math.inf
    more = np.arange(MOST_VOTES + 1)
    won = np.floor(decisive * more)  # votes are whole
    there, back = wins[i, j] + won, wins[j, i] + more - won
    missed = np.flatnonzero((log_evidence(there, back) < threshold) | (there <= back))
    needed = math.ceil((int(missed[-1]) + 1) / (1 - ties)) if missed.size else 1
    return needed if needed <= MOST_VOTES else math.inf


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
