"""Drawing again agrees with the sandwich, and with nothing drawn says nothing."""

import numpy as np
import pytest

from madang.rating import bootstrap, collect, fit, tally, tally_pairs
from tests.rating.draws import draw_votes

THETA = np.array([0.4, 0.1, -0.5])


@pytest.mark.parametrize("clustered", [True, False])
def test_it_agrees_with_the_sandwich(clustered: bool) -> None:
    votes = draw_votes(THETA, [40] * 120, 0.6, np.random.default_rng(1))
    board = fit(votes, clustered=clustered)
    lower, upper = bootstrap(votes, 400, clustered=clustered).interval()
    assert upper - lower == pytest.approx(board.upper - board.lower, rel=0.12)
    assert (lower + upper) / 2 == pytest.approx(board.ratings, abs=4)


def test_counts_and_votes_draw_alike() -> None:
    votes = draw_votes(THETA, [500], 0.0, np.random.default_rng(2))
    one = bootstrap(votes, 5, clustered=False).ratings
    assert one == pytest.approx(bootstrap(tally(votes), 5).ratings)


def test_a_contestant_some_rounds_miss_has_the_interval_of_the_others() -> None:
    counted = tally_pairs("ABC", [(0, 1), (1, 2)], [(40, 40, 0, 0), (1, 1, 0, 0)])
    drawn = bootstrap(counted, 200)
    lower, upper = drawn.interval()
    assert np.isnan(drawn.ratings[:, 2]).any()
    assert np.isfinite([lower, upper]).all()


def test_no_votes_give_no_ratings() -> None:
    assert np.isnan(bootstrap(tally_pairs("AB", [], []), 3).ratings).all()
    assert np.isnan(bootstrap(tally_pairs("AB", [], []), 3).interval()).all()
    empty = collect([], [], [], voters=[], contestants=2)
    assert np.isnan(bootstrap(empty, 3).ratings).all()
