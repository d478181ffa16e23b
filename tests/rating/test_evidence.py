"""Evidence that survives peeking, votes still needed, votes that carry the lead."""

import math

import numpy as np
import pytest
from scipy.special import ndtr, stdtr

from madang.rating import (
    Tally,
    collect,
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
    for _ in range(200):
        total = np.zeros((4, 4, 4))
        for _day in range(40):
            a = random.integers(0, 4, 25)
            b = (a + random.integers(1, 4, 25)) % 4
            np.add.at(total, (a, b, random.integers(0, 2, 25)), 1)
            if settled_leader(Tally(tuple("ABCD"), total)) is not None:
                crowned += 1
                break
    assert crowned <= 10


def test_a_clear_leader_is_found() -> None:
    counted = tally_pairs("ABC", PAIRS, [(90, 10, 0, 0), (95, 5, 0, 0), (50, 50, 0, 0)])
    assert settled_leader(counted) == 0
    assert settled_pairs(counted).tolist() == [[False, True, True], [False] * 3, [False] * 3]


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
