"""Change over time is found where there is some, and not where there is none."""

import numpy as np
import pytest

from madang.rating import Anchor, Votes, VotesError, collect, fit, fit_periods, measure_drift
from madang.rating.drift import adjust


def draw(seed: int, gain: float, size: int = 4000) -> tuple[Votes, np.ndarray]:
    """Four contestants, of which the first gains `gain` in θ evenly from the first vote on."""
    random = np.random.default_rng(seed)
    time = np.sort(random.random(size)) * 100
    a = random.integers(0, 4, size)
    b = (a + random.integers(1, 4, size)) % 4
    theta = np.array([0.2, 0.1, 0.0, -0.3])
    rise = gain * time / 100
    odds = theta[a] - theta[b] + rise * (a == 0) - rise * (b == 0)
    outcome = (random.random(size) > 1 / (1 + np.exp(-odds))).astype(int)
    return collect(a, b, outcome, contestants=4), time


def test_a_gain_is_found_and_measured() -> None:
    votes, time = draw(1, 0.8)
    drift = measure_drift(votes, time)
    assert drift.lower[0] < 0.8 * 400 / np.log(10) < drift.upper[0]
    assert drift.p_adjusted[0] < 0.001
    periods = fit_periods(votes, time, [0, 50, 101])
    assert periods[1].board.lower[0] > periods[0].board.upper[0]
    assert sum(int(p.board.votes.sum()) for p in periods) == 2 * len(votes)


def test_no_change_raises_few_alarms() -> None:
    alarms = sum(
        bool((measure_drift(*draw(s, 0.0, 400)).p_adjusted < 0.05).any()) for s in range(100)
    )
    assert alarms <= 11


def test_a_step_at_a_moment() -> None:
    votes, time = draw(2, 0.8)
    drift = measure_drift(votes, time, at=50)
    assert drift.change[0] == pytest.approx(0.4 * 400 / np.log(10), abs=25)
    nothing = measure_drift(votes, time, at=1000)
    assert np.isnan(nothing.change).all()
    assert np.isnan(nothing.p_adjusted).all()


def test_an_anchor_holds_where_it_has_votes() -> None:
    votes, time = draw(3, 0.0)
    early = votes.where((votes.a != 1) & (votes.b != 1) | (time < 50))
    moments = time[(votes.a != 1) & (votes.b != 1) | (time < 50)]
    periods = fit_periods(early, moments, [0, 50, 101], anchor=Anchor(1, 1100))
    assert periods[0].board.ratings[1] == 1100
    assert periods[1].board.anchor is None
    assert fit(early).votes[1] > 0


def test_holm_by_hand() -> None:
    adjusted = adjust(np.array([0.01, np.nan, 0.04, 0.03]))
    assert adjusted == pytest.approx([0.03, np.nan, 0.06, 0.06], nan_ok=True)


def test_times_that_say_nothing_are_refused() -> None:
    votes, time = draw(4, 0.0, 50)
    with pytest.raises(VotesError, match="one a vote"):
        measure_drift(votes, time[:3])
    with pytest.raises(VotesError, match="same time"):
        measure_drift(votes, np.ones(50))
    with pytest.raises(VotesError, match="ascend"):
        fit_periods(votes, time, [5, 1])
