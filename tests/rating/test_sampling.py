"""Rules for the next pair: probabilities that add up, and go where the doubt is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.rating import (
    collect,
    draw_pair,
    fit,
    probability_best,
    settle_order,
    shrink_intervals,
    tally,
    tally_pairs,
    uniform,
)
from tests.rating.draws import draw_votes


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3), st.integers(0, 3)), max_size=40),
    st.integers(1, 4),
)
def test_every_rule_is_a_probability(rows: list[tuple[int, int, int]], top: int) -> None:
    a = [row[0] for row in rows]
    b = [(row[0] + row[1]) % 4 for row in rows]
    votes = collect(a, b, [row[2] for row in rows], contestants=4)
    for rule in (uniform(4), shrink_intervals(tally(votes)), settle_order(fit(votes), top)):
        assert rule == pytest.approx(rule.T)
        assert (rule >= 0).all()
        assert np.diag(rule).tolist() == [0] * 4
        assert np.triu(rule).sum() == pytest.approx(1)


def test_the_decision_goes_where_the_doubt_is() -> None:
    pairs = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]
    counts = [
        (26, 24, 0, 0),
        (40, 10, 0, 0),
        (40, 10, 0, 0),
        (45, 5, 0, 0),
        (45, 5, 0, 0),
        (30, 20, 0, 0),
    ]
    rule = settle_order(fit(tally_pairs("ABCD", pairs, counts)))
    assert rule[0, 1] > 0.3
    assert rule[2, 3] == pytest.approx(rule[1, 3])
    assert (rule[np.triu_indices(4, 1)] > 0).all()


def test_newcomers_come_first() -> None:
    board = fit(collect([0] * 6, [1] * 6, [0, 1, 0, 1, 0, 1], contestants=3))
    rule = settle_order(board)
    assert rule[0, 1] == 0
    assert rule[0, 2] == rule[1, 2] == pytest.approx(0.5)


def test_groups_that_never_met_are_made_to_meet() -> None:
    board = fit(collect([0, 1, 0, 2, 3, 2] * 2, [1, 0, 1, 3, 2, 3] * 2, [0] * 12, contestants=4))
    rule = settle_order(board)
    assert rule[0, 1] == rule[2, 3] == 0
    assert rule[0, 2] == pytest.approx(0.25)


def test_drawing_follows_the_probabilities_and_tells_them() -> None:
    rule = np.array([[0, 0.7, 0.2], [0.7, 0, 0.1], [0.2, 0.1, 0]])
    random = np.random.default_rng(1)
    drawn = [draw_pair(rule, random) for _ in range(2000)]
    assert np.mean([p.first == 0 and p.second == 1 for p in drawn]) == pytest.approx(0.7, abs=0.04)
    assert all(p.probability == pytest.approx(rule[p.first, p.second]) for p in drawn)


def test_the_best_is_likely_the_best() -> None:
    board = fit(draw_votes(np.array([1.0, 0, -1]), [300], 0.0, np.random.default_rng(2)))
    assert probability_best(board).tolist() == [1, 0, 0]
    assert probability_best(fit(collect([], [], [], contestants=2))).tolist() == [0, 0]


def test_the_published_rule_prefers_pairs_with_few_votes() -> None:
    rule = shrink_intervals(tally_pairs("ABC", [(0, 1), (0, 2)], [(50, 50, 0, 0), (5, 5, 0, 0)]))
    assert rule[1, 2] > rule[0, 2] > rule[0, 1]
