"""What the board says to do, in a sentence: who leads, how sure that is, and what would settle it.

A leader is called settled only by evidence that stays valid however often one looks
(`rating.log_evidence` on each person's first decisive vote of a pair). The chance given beside an
unsettled lead is how things look today, and looking at it every day proves nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from madang import rating
from madang.domain.contestants import Version
from madang.rating.tally import Matrix

LEVEL_BELOW = 0.75
"""A chance below this is called level: saying "leads" would be more than the votes do."""

MOST_VOTES = 20_000
"""A pair that would take more is not worth settling."""


class State(StrEnum):
    """NONE: no vote. ALONE: fewer than two contestants. TOO_FEW: no two have a rating yet."""

    NONE = "none"
    ALONE = "alone"
    TOO_FEW = "too_few"
    LEVEL = "level"
    LEANING = "leaning"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    slug: str
    version: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The sentence in both languages, and what it is made of.

    Attributes:
        leader: who leads; None where nobody can be said to.
        rival: the one it is least sure to be ahead of.
        probability: that the leader is ahead of the rival, as things look today.
        votes_needed: about how many more votes on that pair would settle it (in `too_few`: on the
            contestant that lacks fewest); None where it is settled, or more than anyone would cast.
        by_others: those votes have to come from people who have not judged the pair yet.
        people: how many have voted at all; fewer than `votes_needed` can't settle it.
        drawn: whether the pair can be drawn, so that anyone can vote on it.
        rated: how many contestants have votes enough to be compared.
    """

    state: State
    leader: Named | None = None
    rival: Named | None = None
    probability: float | None = None
    votes_needed: int | None = None
    by_others: bool = False
    people: int = 0
    drawn: bool = False
    rated: int = 0
    confidence: float = 0.95
    en: str = ""
    ko: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pair, as indices: the leader and whom it is least sure to be ahead of."""

    leader: int
    rival: int


def find_doubt(board: rating.Board, current: Sequence[bool]) -> Doubt | None:
    """The pair that the question "which should we use?" hangs on.

    The leader among contestants that are still drawn and have votes enough; where fewer than two
    have, the two that lack fewest.
    """
    current = _asked_about(board, current)
    there = [i for i in board.order if current[i] and board.votes[i]]
    rated = [i for i in there if board.enough[i]]
    if len(rated) > 1:
        there = [i for i in rated if board.group[i] == board.group[rated[0]]]
    elif there:
        there = sorted(there, key=lambda i: int(board.votes_needed[i]))
    if len(there) < 2:  # noqa: PLR2004 - a pair
        return None
    ahead = np.nan_to_num(board.probability_ahead(), nan=0.5)
    return Doubt(there[0], min(there[1:], key=lambda i: float(ahead[there[0], i])))


def _asked_about(board: rating.Board, current: Sequence[bool]) -> Sequence[bool]:
    """Those that are drawn; all, where only a history (an import) can say anything yet."""
    rated = sum(now and bool(enough) for now, enough in zip(current, board.enough, strict=True))
    known = int(board.enough.sum())
    return current if rated > 1 or known < 2 else [True] * len(current)  # noqa: PLR2004 - a pair


def judge(
    board: rating.Board,
    votes: rating.Votes,
    evidence: Matrix,
    versions: Sequence[Version],
    *,
    current: Sequence[bool],
    known_voters: bool,
) -> Verdict:
    """The verdict of one category, without its words.

    Args:
        board: of the category.
        votes: the same votes, one by one.
        evidence: (n, n) those decisive votes among them that are independent of each other.
        versions: whom the board's indices stand for.
        current: which of them are still drawn.
        known_voters: whether all votes are of known people.
    """
    confidence, drawn = board.confidence, current
    current = _asked_about(board, current)
    if sum(current) < 2:  # noqa: PLR2004 - a pair
        return Verdict(state=State.ALONE, confidence=confidence)
    if not len(votes):
        return Verdict(state=State.NONE, confidence=confidence)
    rated = [i for i in board.order if current[i] and board.enough[i]]
    doubt = find_doubt(board, current)
    if doubt is None or not (board.enough[doubt.leader] and board.enough[doubt.rival]):
        lacking = [int(board.votes_needed[i]) for i in range(len(versions)) if current[i]]
        return Verdict(
            state=State.TOO_FEW,
            votes_needed=sorted(lacking)[1],
            rated=len(rated),
            confidence=confidence,
        )
    leader, rival = doubt.leader, doubt.rival
    others = [i for i in rated if i != leader and board.group[i] == board.group[leader]]
    threshold = math.log(len(others) / (1 - confidence))
    strong = rating.log_evidence(evidence[leader], evidence[:, leader]) >= threshold
    settled = all(strong[i] and evidence[leader, i] > evidence[i, leader] for i in others)
    probability = float(board.probability_ahead()[leader, rival])
    needed = None if settled else _votes_needed(board, votes, evidence, doubt, threshold)
    leaning = State.LEANING if probability >= LEVEL_BELOW else State.LEVEL
    return Verdict(
        state=State.SETTLED if settled else leaning,
        leader=named(versions[leader]),
        rival=named(versions[rival]),
        probability=probability,
        votes_needed=needed,
        by_others=known_voters,
        people=votes.voters,
        drawn=drawn[leader] and drawn[rival],
        rated=len(rated),
        confidence=confidence,
    )


def _votes_needed(
    board: rating.Board,
    votes: rating.Votes,
    evidence: Matrix,
    doubt: Doubt,
    threshold: float,
) -> int | None:
    """Votes on the pair until its evidence would reach `threshold`, if they fall as expected."""
    leader, rival = doubt.leader, doubt.rival
    met = rating.tally(votes)
    ties = float((met.ties.sum() + 1) / (met.matches.sum() + 2))
    share = float(board.expected_shares()[leader, rival])
    decisive = min((share - ties / 2) / (1 - ties), 1.0)
    more = np.arange(1, MOST_VOTES + 1)
    reached = rating.log_evidence(
        evidence[leader, rival] + decisive * more, evidence[rival, leader] + (1 - decisive) * more
    )
    enough = np.flatnonzero(reached >= threshold)
    if decisive <= 0.5 or not enough.size:  # noqa: PLR2004 - an even pair
        return None
    needed = math.ceil(float(more[enough[0]]) / (1 - ties))
    return needed if needed <= MOST_VOTES else None


def named(version: Version) -> Named:
    contestant = version.contestant
    return Named(slug=contestant.slug, version=version.number, name=contestant.name)
