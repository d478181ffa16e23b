"""What the board says to do: who leads, how sure that is, and what would settle it.

A leader is called settled only by evidence that stays valid however often one looks
(`rating.examine_lead`, on each person's first decisive vote of a pair). The chance given beside an
unsettled lead is how things look today, and looking at it every day proves nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from madang import rating
from madang.domain.contestants import Version
from madang.rating.board import ENOUGH_VOTES
from madang.rating.tally import Matrix

LEVEL_BELOW = 0.75
"""A chance below this is called level: saying "leads" would be more than the votes do."""

FEWEST_PEOPLE = 3.0
"""Votes worth those of fewer people say next to nothing of others, however many they are."""


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
        rival: whom it is least sure to be ahead of, among those of whom that is not settled.
        probability: that the leader is the stronger of the two, as things look today.
        pairs: of how many pairs, all of them the leader's, it is still open who is better.
        votes_needed: about how many more votes on those pairs would settle it (in `too_few`: on the
            contestant that lacks fewest); None where it is settled, more than anyone would cast, or
            people are missing and not votes.
        by_others: those votes have to come from people who have not judged the pair yet (in
            `too_few`: who have not voted yet).
        people_needed: how many such people that takes.
        people: how many have voted at all; fewer than `people_needed` can't settle it.
        drawn: whether the pair can be drawn, so that anyone can vote on it.
        rated: how many contestants have votes enough to be compared, the leader among them.
    """

    state: State
    leader: Named | None = None
    rival: Named | None = None
    probability: float | None = None
    pairs: int = 0
    votes_needed: int | None = None
    by_others: bool = False
    people_needed: int | None = None
    people: int = 0
    drawn: bool = False
    rated: int = 0
    confidence: float = 0.95
    en: str = ""
    ko: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What "which should we use?" hangs on, in indices: the leader, and against whom.

    `rivals` are those of whom it is open whether the leader is better, the doubtful first; where
    nobody has a rating yet, the one that lacks fewest votes beside the leader.
    """

    leader: int
    rivals: tuple[int, ...]


def judge(
    board: rating.Board,
    votes: rating.Votes,
    evidence: Matrix,
    versions: Sequence[Version],
    *,
    current: Sequence[bool],
    known_voters: bool,
) -> tuple[Verdict, Question | None]:
    """The verdict of one category, without its words, and the question it leaves.

    Args:
        board: of the category.
        votes: the same votes, one by one.
        evidence: (n, n) those decisive votes among them that are independent of each other.
        versions: whom the board's indices stand for.
        current: which of them are still drawn.
        known_voters: whether all votes are of known people.
    """
    asked = _asked_about(board, current)
    there = [i for i in board.order if asked[i]]
    if len(there) < 2:  # noqa: PLR2004 - a pair
        return Verdict(state=State.ALONE, confidence=board.confidence), None
    if not len(votes):
        return Verdict(state=State.NONE, confidence=board.confidence), None
    rated = [i for i in there if board.enough[i]]
    rated = [i for i in rated if board.group[i] == board.group[rated[0]]]
    lead = rating.examine_lead(board, evidence, rated)
    if lead is None:
        return _too_few(board, there, rated)
    rival = next(iter(lead.open), rated[1])
    probability = float(board.probability_ahead()[lead.leader, rival])
    unsettled = State.LEANING if probability >= LEVEL_BELOW else State.LEVEL
    possible = bool(lead.open) and max(lead.needed) < math.inf
    verdict = Verdict(
        state=unsettled if lead.open else State.SETTLED,
        leader=named(versions[lead.leader]),
        rival=named(versions[rival]),
        probability=probability,
        pairs=len(lead.open),
        votes_needed=int(sum(lead.needed)) if possible else None,
        by_others=known_voters,
        people_needed=int(max(lead.needed)) if possible and known_voters else None,
        people=votes.voters,
        drawn=current[lead.leader] and current[rival],
        rated=len(rated),
        confidence=board.confidence,
    )
    return verdict, Question(lead.leader, lead.open or (rival,))


def _asked_about(board: rating.Board, current: Sequence[bool]) -> Sequence[bool]:
    """Those that are drawn; all, where only a history (an import) can say anything yet."""
    rated = sum(now and bool(enough) for now, enough in zip(current, board.enough, strict=True))
    known = int(board.enough.sum())
    if rated > 1 or (known < 2 and sum(current) > 1):  # noqa: PLR2004 - a pair
        return current
    return [True] * len(current)


def _too_few(
    board: rating.Board, there: Sequence[int], rated: Sequence[int]
) -> tuple[Verdict, Question | None]:
    """Fewer than two can be compared: more votes are missing, or people to cast them."""
    by_need = sorted(there, key=lambda i: int(board.votes_needed[i]))
    first, second = by_need[:2]
    by_others = 0 < board.equal_voters < FEWEST_PEOPLE
    enough = by_others and board.votes[second] >= ENOUGH_VOTES
    verdict = Verdict(
        state=State.TOO_FEW,
        # Two that have votes enough, and were never linked, have to meet.
        votes_needed=None if enough else int(board.votes_needed[second]) or ENOUGH_VOTES,
        by_others=by_others,
        people=board.voters,
        rated=len(rated),
        confidence=board.confidence,
    )
    met = board.votes[first] and board.votes[second]
    return verdict, Question(first, (second,)) if met else None


def named(version: Version) -> Named:
    contestant = version.contestant
    return Named(slug=contestant.slug, version=version.number, name=contestant.name)
