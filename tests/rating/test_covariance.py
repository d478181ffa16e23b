"""Intervals cover what they say, also when few people cast most votes."""

import numpy as np
import pytest

from madang.rating import (
    Tally,
    collect,
    fit,
    solve,
    spread,
    tally,
    tally_pairs,
    votes_to_settle_leader,
)
from tests.rating.draws import draw_votes, population

THETA = np.array([0, 20, 50, 110, 130, 200]) / 173.7
THETA = THETA - THETA.mean()


def coverage(sizes: list[int], taste: float, *, clustered: bool, repeats: int = 400) -> float:
    random = np.random.default_rng(8)
    truth = 1000 + population(THETA, taste) * 400 / np.log(10)
    inside = []
    for _ in range(repeats):
        board = fit(draw_votes(THETA, sizes, taste, random), clustered=clustered)
        inside.append((board.lower <= truth) & (truth <= board.upper))
    return float(np.mean(inside))


@pytest.mark.parametrize(
    "sizes",
    [
        [200] * 20,
        [700] * 3 + [30] * 20,
        [900] + [30] * 30,
        [1000 // k for k in range(1, 21)],
        [50] * 5,
    ],
    ids=["equal", "three heavy", "one heavy", "Zipf", "five people"],
)
def test_clustered_intervals_cover_where_voters_have_tastes(sizes: list[int]) -> None:
    assert 0.93 <= coverage(sizes, 0.5, clustered=True) <= 0.97


def test_plain_intervals_cover_independent_votes_and_only_those() -> None:
    assert 0.93 <= coverage([1] * 1000, 0.0, clustered=False) <= 0.97
    assert coverage([200] * 20, 0.5, clustered=False, repeats=100) < 0.8


def test_simultaneous_rank_ranges_hold_the_true_ranks() -> None:
    random = np.random.default_rng(9)
    truth = np.arange(6, 0, -1)
    right = 0
    for _ in range(200):
        board = fit(draw_votes(THETA, [60] * 15, 0.3, random))
        right += bool(((board.rank_best <= truth) & (truth <= board.rank_worst)).all())
    assert right >= 0.93 * 200


def test_equal_voters_get_the_usual_correction() -> None:
    """Two contestants, each voter one vote: G/(G−1)·Σ s² / L², by hand."""
    votes = collect([0] * 10, [1] * 10, [0] * 6 + [1] * 4, voters=range(10), contestants=2)
    counted = tally(votes)
    strengths = solve(counted)
    found = spread(counted, strengths, votes)
    p, bend = 0.6, 10 * 0.6 * 0.4
    meat = 10 / 9 * (6 * (1 - p) ** 2 + 4 * p**2)
    share = 1 / (9 + 1)
    mixed = (1 - share) * meat + share * max(1, meat / bend) * bend
    lead = found.covariance[0, 0] + found.covariance[1, 1] - 2 * found.covariance[0, 1]
    assert lead == pytest.approx(mixed / bend**2)
    assert found.voters[0] == pytest.approx(10)


def test_one_voter_can_not_be_clustered() -> None:
    random = np.random.default_rng(2)
    votes = draw_votes(THETA, [300], 0.0, random)
    board = fit(votes)
    assert not board.clustered
    assert board.voters == 1
    assert board.alone.all()
    assert not board.enough.any()
    assert (board.votes_needed >= board.votes).all()
    assert votes_to_settle_leader(board) == np.inf
    assert fit(votes, clustered=False).enough.all()
    assert board.lower == pytest.approx(fit(votes, clustered=False).lower)


def test_a_voter_with_nearly_every_vote_does_not_break_it() -> None:
    random = np.random.default_rng(4)
    board = fit(draw_votes(THETA, [5000, 1], 0.3, random))
    assert np.isfinite(board.lower).all()
    assert (board.upper - board.lower < 2000).all()


def test_many_voters_take_the_sparse_way_to_the_same_end(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    votes = draw_votes(THETA, [7] * 300, 0.3, random)
    dense = fit(votes)
    monkeypatch.setattr("madang.rating.covariance.DENSE_SCORES", 10)
    assert fit(votes).lower == pytest.approx(dense.lower)


def test_who_votes_under_which_number_does_not_matter() -> None:
    random = np.random.default_rng(6)
    votes = draw_votes(THETA, [50] * 8, 0.3, random)
    assert votes.voter is not None
    again = collect(votes.a, votes.b, votes.outcome, voters=900 - 7 * votes.voter, contestants=6)
    assert fit(again).lower == pytest.approx(fit(votes).lower)


def lead_after_ties(ties: int) -> float:
    """Points that all of the votes which may be decisive would win (Clopper and Pearson 1934)."""
    decisive = 1 - 0.025 ** (1 / ties)
    return 400 * np.log10((1 + decisive) / (1 - decisive))


@pytest.mark.parametrize("ties", [10, 50, 400])
@pytest.mark.parametrize("voters", [None, 5])
def test_ties_alone_do_not_say_that_the_next_vote_is_one(ties: int, voters: int | None) -> None:
    who = None if voters is None else np.arange(ties) % voters
    board = fit(collect([0] * ties, [1] * ties, [2] * ties, voters=who, contestants=2))
    reach = 2 * (board.upper[0] - board.ratings[0])
    assert reach >= 0.98 * lead_after_ties(ties)
    assert voters or reach <= 1.2 * lead_after_ties(ties)


def test_nor_do_the_ties_of_a_newcomer_among_many() -> None:
    pairs = [(i, j) for i in range(5) for j in range(i + 1, 5)]
    counts = [(40, 40, 20, 0)] * 10 + [(0, 0, 10, 0)] * 5
    board = fit(tally_pairs("abcdef", [*pairs, *((5, i) for i in range(5))], counts))
    against = np.array([-0.2] * 5 + [1])
    reach = 1.96 * float(np.sqrt(against @ board.covariance @ against))
    assert reach == pytest.approx(lead_after_ties(50), rel=0.05)


@pytest.mark.parametrize("decisive", [0.05, 0.1, 0.3])
def test_intervals_cover_where_most_votes_are_ties(decisive: float) -> None:
    """Fifty votes of two, and all decisive ones are won by one."""
    random = np.random.default_rng(3)
    lead = 400 * np.log10((1 + decisive) / (1 - decisive))
    inside = 0
    for won in random.binomial(50, decisive, 400):
        board = fit(tally_pairs("ab", [(0, 1)], [(won, 0, 50 - won, 0)]))
        inside += 2 * board.lower[0] - 1000 <= 1000 + lead <= 2 * board.upper[0] - 1000
    assert inside >= 0.93 * 400


def test_twice_the_voters_halve_the_variance() -> None:
    random = np.random.default_rng(7)
    votes = draw_votes(THETA, [1] * 2000, 0.0, random)
    one = spread(tally(votes), solve(tally(votes))).covariance
    double = Tally(votes.names, 2 * tally(votes).counts)
    assert spread(double, solve(double)).covariance == pytest.approx(one / 2, rel=0.02, abs=1e-9)
