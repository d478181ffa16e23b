"""Intervals, differences and their p-values: published examples, laws, and coverage."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from madang.benchmarks.differences import closest, difference, holm
from madang.benchmarks.intervals import FEW_ITEMS, Mean, Share, beta, interval, quantile
from madang.benchmarks.luck import best_of, expected_maximum
from madang.benchmarks.power import items_needed, smallest_detectable

ITEMS = st.integers(1, 20_000)
SHARES = st.builds(
    lambda part, items: Share(round(part * items) / items, items), st.floats(0, 1), ITEMS
)
CONFIDENCES = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.999])


@pytest.mark.parametrize(
    ("right", "items", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_one_share_is_as_newcombe_1998_table_1_has_it(
    right: int, items: int, lower: float, upper: float
) -> None:
    found = Share(right / items, items).bounds(quantile(0.95))
    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


@pytest.mark.parametrize(
    ("a", "m", "b", "n", "lower", "upper"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_two_shares_differ_as_newcombe_1998_table_2_has_it(
    a: int, m: int, b: int, n: int, lower: float, upper: float
) -> None:
    found = difference(Share(a / m, m), Share(b / n, n))
    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


def test_no_right_answer_still_leaves_room_above() -> None:
    found = beta(Share(0, 20), 0.95)
    assert found.lower == 0
    assert found.upper == pytest.approx(1 - 0.05 ** (1 / 21))
    mirrored = beta(Share(1, 20), 0.95)
    assert (mirrored.lower, mirrored.upper) == pytest.approx((1 - found.upper, 1))


def test_few_items_take_the_beta_binomial_interval_and_many_the_score_interval() -> None:
    few, many = Share(0.5, FEW_ITEMS - 1), Share(0.5, FEW_ITEMS)
    assert interval(few) == beta(few)
    assert interval(many) == many.bounds(quantile(0.95))
    assert interval(few) != few.bounds(quantile(0.95))


@settings(deadline=None)
@given(SHARES, CONFIDENCES)
def test_an_interval_holds_its_score_and_stays_within_0_and_1(share: Share, at: float) -> None:
    for found in (share.bounds(quantile(at)), interval(share, at)):
        assert 0 <= found.lower <= found.upper <= 1
    found = share.bounds(quantile(at))
    assert found.lower <= share.value <= found.upper


@settings(deadline=None)
@given(SHARES, SHARES, st.floats(0, 0.95))
def test_a_difference_turned_round_is_its_mirror(a: Share, b: Share, correlation: float) -> None:
    there, back = (difference(*pair, correlation=correlation) for pair in ((a, b), (b, a)))
    assert there.value == -back.value
    assert there.lower == pytest.approx(-back.upper)
    assert there.upper == pytest.approx(-back.lower)
    assert there.p == back.p


@settings(deadline=None)
@given(SHARES, SHARES, st.floats(0, 0.95), CONFIDENCES)
def test_an_interval_and_its_p_value_agree(a: Share, b: Share, rho: float, at: float) -> None:
    found = difference(a, b, correlation=rho, confidence=at)
    assert 0 <= found.p <= 1
    assume(abs(found.p - (1 - at)) > 1e-9)
    assume(min(abs(found.lower), abs(found.upper)) > 1e-12)
    assert (found.p < 1 - at) == (not found.lower <= 0 <= found.upper)


@settings(deadline=None)
@given(st.floats(-50, 50), st.floats(0.01, 5), st.floats(-50, 50), st.floats(0.01, 5))
def test_means_take_the_usual_test(a: float, se_a: float, b: float, se_b: float) -> None:
    found = difference(Mean(a, se_a), Mean(b, se_b))
    z = abs(a - b) / math.hypot(se_a, se_b)
    assume(z < 36)
    assert found.p == pytest.approx(float(2 * stats.norm.sf(z)), rel=1e-6, abs=1e-300)


def test_what_can_not_differ_does_not() -> None:
    assert difference(Mean(3, 0), Mean(3, 0)).p == 1
    assert difference(Mean(3, 0), Mean(2, 0)).p == 0
    assert difference(Share(1, 30), Share(1, 30)).p == 1


@settings(deadline=None)
@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.integers(50, 5000))
def test_alike_answers_make_a_difference_surer(a: float, b: float, items: int) -> None:
    assume(abs(a - b) > 1e-6)
    apart, alike = (difference(Share(a, items), Share(b, items), correlation=c) for c in (0.0, 0.4))
    assert alike.p <= apart.p
    assert alike.upper - alike.lower < apart.upper - apart.lower


def test_shares_can_not_be_more_alike_than_their_values_allow() -> None:
    # 90 and 50 right of 100: at best all 50 are among the 90.
    both, only_first, only_second, neither = 50, 40, 0, 10
    x = np.repeat([1, 1, 0, 0], [both, only_first, only_second, neither])
    y = np.repeat([1, 0, 1, 0], [both, only_first, only_second, neither])
    assert closest(0.9, 0.5) == pytest.approx(np.corrcoef(x, y)[0, 1])
    found = difference(Share(0.9, 100), Share(0.5, 100), correlation=0.9)
    assert found.correlation == closest(0.9, 0.5)
    assert closest(1.0, 0.5) == 0


@pytest.mark.parametrize(("share", "items"), [(0.5, 40), (0.9, 100), (0.97, 300)])
def test_equal_models_are_told_apart_as_seldom_as_promised(share: float, items: int) -> None:
    rng = np.random.default_rng(7)
    right = rng.binomial(items, share, size=(2500, 2)) / items
    wrong = sum(difference(Share(a, items), Share(b, items)).p < 0.05 for a, b in right)
    assert wrong / len(right) < 0.065


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]).tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]).tolist() == []


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_holm_lies_between_one_test_and_bonferroni(p: list[float]) -> None:
    adjusted = holm(p)
    assert (adjusted >= np.array(p)).all()
    assert (adjusted <= np.minimum(len(p) * np.array(p), 1)).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(adjusted[order]) >= 0).all()
    turned = holm(p[::-1])[::-1]
    assert turned.tolist() == pytest.approx(adjusted.tolist())


def test_the_smallest_detectable_difference_of_known_benchmarks() -> None:
    assert 100 * smallest_detectable(0.536, 198) == pytest.approx(14.0, abs=0.05)
    assert 100 * smallest_detectable(0.902, 164) == pytest.approx(9.3, abs=0.05)
    assert 100 * smallest_detectable(0.883, 14_042) == pytest.approx(1.1, abs=0.05)


def test_items_needed_as_in_miller_2024_section_5() -> None:
    # There a variance of 1/9 of the differences, 3 points to be found, 80 % power: 969 questions.
    assert items_needed(0.03, 0.5, correlation=7 / 9) == pytest.approx(969, abs=1)


@settings(deadline=None)
@given(st.floats(0.005, 0.5), st.floats(0, 1), st.floats(0, 0.9))
def test_items_needed_are_just_enough(wanted: float, score: float, correlation: float) -> None:
    count = items_needed(wanted, score, correlation=correlation)
    assert smallest_detectable(score, count, correlation=correlation) <= wanted
    if count > 1:
        assert smallest_detectable(score, count - 1, correlation=correlation) > wanted


@pytest.mark.parametrize("wanted", [0.0, -0.1, 1.5])
def test_a_wanted_difference_must_be_one(wanted: float) -> None:
    with pytest.raises(ValueError, match="wanted difference"):
        items_needed(wanted, 0.5)


def test_a_promised_difference_is_found_as_often_as_promised() -> None:
    items, low = 1000, 0.6
    gap = smallest_detectable(low, items)
    rng = np.random.default_rng(3)
    right = rng.binomial(items, [low - gap / 2, low + gap / 2], size=(2000, 2)) / items
    found = sum(difference(Share(a, items), Share(b, items)).p < 0.05 for a, b in right)
    assert found / len(right) == pytest.approx(0.8, abs=0.04)


def test_the_best_of_equal_tries_looks_better_than_it_is() -> None:
    assert expected_maximum(1) == pytest.approx(0, abs=1e-9)
    assert expected_maximum(2) == pytest.approx(1 / math.sqrt(math.pi))
    assert expected_maximum(3) == pytest.approx(1.5 / math.sqrt(math.pi))
    rng = np.random.default_rng(5)
    seen = rng.binomial(198, 0.6, size=(20_000, 10)).max(axis=1).mean() / 198 - 0.6
    assert best_of(10, Share(0.6, 198)) == pytest.approx(seen, abs=0.002)
    assert best_of(10, Share(0.6, 198), correlation=0.75) == pytest.approx(seen / 2, abs=0.002)
    with pytest.raises(ValueError, match="at least one"):
        best_of(0, Share(0.6, 198))
