"""Evidence that survives peeking, votes still needed, votes that carry the lead."""

import math

import numpy as np
import pytest
from scipy.special import ndtr, stdtr

from madang.rating import (
    Lead,
    Tally,
    collect,
    examine_lead,
    first_votes,
    fit,
    log_evidence,
    settled_leader,
    settled_pairs,
    solve,
    tally_pairs,
    votes_to_flip,
    votes_to_settle_leader,
    votes_to_settle_order,
    votes_to_settle_pair,
)
from madang.rating.covariance import student_quantile
from tests.engine.arena import arena_counts, arena_leaders
from tests.rating.draws import draw_votes

COUNTS = [(60, 40, 5, 5), (70, 30, 0, 0), (52, 48, 10, 0)]
PAIRS = [(0, 1), (0, 2), (1, 2)]


def test_evidence_is_the_mixture_s_likelihood_ratio() -> None:
    grid = (np.arange(200_000) + 0.5) / 200_000
    jeffreys = 1 / (np.pi * np.sqrt(grid * (1 - grid)))
    mixture = np.mean(jeffreys * grid**8 * (1 - grid) ** 3)
    assert math.exp(log_evidence(np.array(8.0), np.array(3.0))) == pytest.approx(
        mixture / 0.5**11, rel=1e-3
    )


def test_daily_peeking_crowns_few_false_winners() -> None:
    random = np.random.default_rng(5)
    wins = np.cumsum(random.random((4_000, 1_000)) < 0.5, axis=1).astype(float)
    looks = np.arange(20, 1_000, 10)
    seen = wins[:, looks - 1]
    crowned = (log_evidence(seen, looks - seen) >= math.log(20)).any(axis=1)
    fixed = (np.abs(2 * seen - looks) > 1.96 * np.sqrt(looks)).any(axis=1)
    assert crowned.mean() <= 0.05
    assert fixed.mean() > 0.25


def test_peeking_at_the_leader_of_equals_crowns_few() -> None:
    random = np.random.default_rng(6)
    crowned = 0
    for _ in range(60):
        total = np.zeros((4, 4, 4))
        for _day in range(15):
            a = random.integers(0, 4, 60)
            b = (a + random.integers(1, 4, 60)) % 4
            np.add.at(total, (a, b, random.integers(0, 2, 60)), 1)
            counted = Tally(tuple("ABCD"), total)
            if settled_leader(fit(counted), counted.wins) is not None:
                crowned += 1
                break
    assert crowned <= 3


def test_a_clear_leader_is_found() -> None:
    counted = tally_pairs("ABC", PAIRS, [(90, 10, 0, 0), (95, 5, 0, 0), (50, 50, 0, 0)])
    assert settled_leader(fit(counted), counted.wins) == 0
    assert settled_pairs(counted).tolist() == [[False, True, True], [False] * 3, [False] * 3]


def test_a_rival_the_leader_never_met_is_settled_through_others() -> None:
    counted = tally_pairs("LRZ", [(0, 1), (1, 2)], [(400, 220, 0, 0), (300, 150, 0, 0)])
    assert settled_leader(fit(counted), counted.wins) == 0
    few = tally_pairs("LRZ", [(0, 1), (1, 2)], [(400, 220, 0, 0), (40, 33, 0, 0)])
    lead = examine_lead(fit(few), few.wins)
    assert lead is not None
    assert (lead.leader, lead.open) == (0, (2,))


def test_looking_at_ratings_through_others_every_day_crowns_few_false_winners() -> None:
    """Equals in a row, each meeting its neighbours only, judged by a few with their own tastes."""
    random = np.random.default_rng(9)
    crowned = 0
    for _ in range(40):
        taste = random.normal(0, 0.5, (12, 4))
        a, b, outcome, voter = (np.zeros(0, dtype=np.intp) for _ in range(4))
        for _day in range(15):
            some = random.integers(0, 3, 40)
            who = random.integers(0, 12, 40)
            chance = 1 / (1 + np.exp(taste[who, some + 1] - taste[who, some]))
            a, b = np.append(a, some), np.append(b, some + 1)
            outcome = np.append(outcome, (random.random(40) > chance).astype(np.intp))
            voter = np.append(voter, who)
            board = fit(collect(a, b, outcome, voters=voter, contestants=4))
            if settled_leader(board, np.zeros((4, 4))) is not None:
                crowned += 1
                break
    assert crowned <= 2


@pytest.mark.parametrize(
    ("pairs", "counts"),
    [
        ([(0, 1), (1, 2)], [(400, 220, 30, 5), (40, 33, 6, 0)]),
        ([(0, 1), (1, 2)], [(70, 50, 0, 0), (60, 40, 0, 0)]),
        ([(0, 1), (0, 2), (1, 2)], COUNTS),
    ],
)
def test_the_votes_named_settle_who_leads(
    pairs: list[tuple[int, int]], counts: list[tuple[int, int, int, int]]
) -> None:
    counted = tally_pairs("LRZ", pairs, counts)
    lead = examine_lead(fit(counted), counted.wins)
    assert lead is not None
    assert lead.open
    grown = cast_as_expected(counted, lead)
    assert settled_leader(fit(grown), grown.wins) == lead.leader


def test_the_votes_named_settle_the_arena() -> None:
    """Strong models of the real counts, many of whom the leader never met."""
    known = arena_counts(arena_leaders(24), share=0.05)
    counted = tally_pairs(known["models"], known["X"], known["Y"])
    board = fit(counted)
    lead = examine_lead(board, counted.wins)
    assert lead is not None
    assert 0 < len(lead.open) < 23
    unmet = [rival for rival in lead.open if not counted.matches[lead.leader, rival]]
    assert unmet
    grown = cast_as_expected(counted, lead)
    assert settled_leader(fit(grown), grown.wins) == lead.leader


def cast_as_expected(counted: Tally, lead: Lead) -> Tally:
    """The tally after the votes that are named, falling as the ratings expect."""
    shares = fit(counted).expected_shares()
    ties = counted.ties.sum() / counted.matches.sum()
    counts = counted.counts.copy()
    for rival, needed in zip(lead.open, lead.needed, strict=True):
        tied = round(needed * ties)
        wins = round(needed * shares[lead.leader, rival] - tied / 2)
        counts[lead.leader, rival, :3] += (wins, needed - tied - wins, tied)
    return Tally(counted.names, counts)


def test_first_votes_count_each_voter_once_a_pair() -> None:
    votes = collect(
        [0, 1, 0, 0, 0], [1, 0, 1, 2, 1], [2, 1, 1, 0, 0], voters=[0, 0, 0, 0, 1], contestants=3
    )
    kept = first_votes(votes)
    assert kept.outcome.tolist() == [1, 0, 0]
    assert kept.a.tolist() == [1, 0, 0]


def test_votes_needed_settle_what_they_promise() -> None:
    board = fit(tally_pairs("ABC", PAIRS, COUNTS))
    more = votes_to_settle_pair(board, 1, 2)
    assert 0 < more < math.inf
    factor = 1 + more / 320
    grown = fit(tally_pairs("ABC", PAIRS, np.array(COUNTS) * factor))
    assert votes_to_settle_pair(grown, 1, 2) <= 2
    assert votes_to_settle_leader(board) <= votes_to_settle_order(board)
    assert votes_to_settle_order(board, top=1) <= votes_to_settle_order(board)


def test_few_voters_are_held_to_the_t_of_the_intervals() -> None:
    """Three voters who agree: certain by the normal's reach, not by that of Student's t."""
    random = np.random.default_rng(8)
    votes = draw_votes(np.array([0.4, -0.4]), [60, 60, 60], 0.2, random)
    board = fit(votes)
    lead = float(board.ratings[0] - board.ratings[1])
    sd = 2 * math.sqrt(float(board.covariance[0, 0]))
    for confidence in (0.9, 0.95, 0.99, 0.999, 0.9999):
        reach = float(student_quantile(confidence, board.freedom)[0])
        settled = votes_to_settle_pair(board, 0, 1, confidence) == 0
        assert settled is (lead >= reach * sd)
    doubt = 1 - float(board.probability_ahead()[0, 1])
    assert doubt == pytest.approx(stdtr(board.freedom[0], -lead / sd))
    assert doubt > 2 * ndtr(-lead / sd)


def test_equals_are_never_settled() -> None:
    board = fit(tally_pairs("AB", [(0, 1)], [(5, 5, 0, 0)]))
    assert votes_to_settle_pair(board, 0, 1) == math.inf


def test_dropping_the_votes_named_makes_another_lead() -> None:
    counted = tally_pairs("ABC", PAIRS, [(52, 48, 0, 0), (60, 40, 0, 0), (60, 40, 0, 0)])
    flip = votes_to_flip(counted)
    assert flip is not None
    rest = counted.counts.copy()
    rest[tuple(flip.dropped[:, :3].T)] -= flip.dropped[:, 3]
    assert flip.dropped[:, 3].sum() == flip.votes
    theta = solve(Tally(counted.names, rest)).theta
    assert theta[flip.rival] > theta[flip.leader]
    assert flip.votes <= 6


@pytest.mark.parametrize("contestants", [0, 1, 3])
def test_without_votes_nothing_is_ever_settled(contestants: int) -> None:
    board = fit(collect([], [], [], contestants=contestants))
    assert votes_to_settle_leader(board) == math.inf
    assert votes_to_settle_order(board) == math.inf


def test_nobody_can_take_the_lead_of_one() -> None:
    assert votes_to_flip(tally_pairs("A", [], [])) is None
    assert votes_to_flip(tally_pairs("AB", [], [])) is None
