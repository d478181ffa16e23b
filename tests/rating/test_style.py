"""Style held equal: planted effects are found, unpenalised, with honest intervals."""

import numpy as np
import pytest

from madang.rating import (
    Votes,
    VotesError,
    collect,
    contrast,
    contrast_counts,
    contrast_flags,
    fit,
    fit_styled,
)
from madang.rating.style import SIDE

THETA = np.array([0.6, 0.2, -0.1, -0.7])


def draw(
    seed: int, size: int, worth: float, *, left: float = 0.0, voters: int = 0
) -> tuple[Votes, np.ndarray]:
    random = np.random.default_rng(seed)
    a = random.integers(0, 4, size)
    b = (a + random.integers(1, 4, size)) % 4
    longer = random.normal(0, 1, size) * 0.3 + 0.2 * (THETA[b] - THETA[a])
    odds = THETA[a] - THETA[b] + worth * longer / longer.std() + left
    outcome = (random.random(size) > 1 / (1 + np.exp(-odds))).astype(int)
    who = random.integers(0, voters, size) if voters else None
    return collect(a, b, outcome, voters=who, contestants=4), longer


def test_contrasts_are_the_published_ones() -> None:
    assert contrast([200, 0, 30], [100, 0, 30]).tolist() == [1 / 3, 0, 0]
    assert contrast_counts([3, 0], [0, 0]).tolist() == [0.75, 0]
    assert contrast_flags([True, False], [False, False]).tolist() == [1, 0]


def test_a_planted_effect_is_found_and_taken_out_of_the_ratings() -> None:
    votes, longer = draw(1, 60_000, 0.249)
    board, effects = fit_styled(votes, {"length": longer})
    assert effects.coefficients[0] == pytest.approx(0.249, abs=0.02)
    truth = 1000 + THETA * 400 / np.log(10)
    assert board.ratings == pytest.approx(truth, abs=6)
    assert np.abs(fit(votes).ratings - truth).max() > 10
    assert effects.scale[0] == pytest.approx(longer.std())


@pytest.mark.parametrize("voters", [None, 5])
def test_ties_alone_leave_the_same_doubt_as_without_style(voters: int | None) -> None:
    who = None if voters is None else np.arange(50) % voters
    votes = collect([0] * 50, [1] * 50, [2] * 50, voters=who, contestants=2)
    longer = np.random.default_rng(5).normal(0, 1, 50)
    board, _ = fit_styled(votes, {"length": longer})
    assert board.upper[0] - 1000 >= 0.9 * (fit(votes).upper[0] - 1000)


def test_the_left_side_s_worth_is_found() -> None:
    votes, longer = draw(2, 40_000, 0.1, left=0.2)
    effects = fit_styled(votes, {"length": longer}, side=True)[1]
    assert effects.features == ("length", SIDE)
    assert effects.coefficients == pytest.approx([0.1, 0.2], abs=0.03)


def test_swapping_sides_changes_nothing() -> None:
    votes, longer = draw(3, 2_000, 0.3)
    other = collect(votes.b, votes.a, 1 - votes.outcome, contestants=4)
    one, two = fit_styled(votes, {"x": longer}), fit_styled(other, {"x": -longer})
    assert one[0].ratings == pytest.approx(two[0].ratings)
    assert one[1].coefficients == pytest.approx(two[1].coefficients)


def test_no_features_give_the_plain_board() -> None:
    votes, _ = draw(4, 500, 0.0, voters=12)
    plain, (styled, effects) = fit(votes), fit_styled(votes, {})
    assert styled.ratings == pytest.approx(plain.ratings)
    assert styled.lower == pytest.approx(plain.lower)
    assert effects.features == ()


def test_intervals_of_the_coefficient_cover() -> None:
    inside = 0
    for seed in range(200):
        votes, longer = draw(100 + seed, 400, 0.249, voters=20)
        effects = fit_styled(votes, {"length": longer})[1]
        worth = 0.249 * 400 / np.log(10)
        inside += effects.lower[0] <= worth <= effects.upper[0]
    assert 0.91 <= inside / 200 <= 0.985


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ({"x": [0.1, 0.1, 0.1]}, "x never varies"),
        ({"x": [0.1, np.nan, 0.1]}, "not known for 1 votes"),
        ({"x": [0.1]}, "there are 3 votes"),
    ],
)
def test_features_that_say_nothing_are_refused(features: dict[str, list[float]], said: str) -> None:
    votes = collect([0, 1, 0], [1, 0, 1], [0, 0, 0], contestants=2)
    with pytest.raises(VotesError, match=said):
        fit_styled(votes, features)


def test_a_feature_that_decides_every_vote_is_refused() -> None:
    random = np.random.default_rng(1)
    a = random.integers(0, 2, 200)
    outcome = random.integers(0, 2, 200)
    votes = collect(a, 1 - a, outcome, contestants=2)
    with pytest.raises(VotesError, match="decides every vote"):
        fit_styled(votes, {"x": 1.0 - 2 * outcome + random.normal(0, 0.01, 200)})


def test_features_that_are_the_same_are_refused() -> None:
    votes, longer = draw(6, 200, 0.1)
    with pytest.raises(VotesError, match="can't be told apart"):
        fit_styled(votes, {"x": longer, "y": 2 * longer})


def test_a_handful_of_votes_gives_an_answer_or_a_reason() -> None:
    random = np.random.default_rng(1)
    answered = 0
    for _ in range(150):
        n, size = int(random.integers(2, 7)), int(random.integers(1, 40))
        a = random.integers(0, n, size)
        b = (a + random.integers(1, n, size)) % n
        votes = collect(a, b, random.integers(0, 4, size), contestants=n)
        try:
            board, effects = fit_styled(votes, {"x": random.normal(size=size)}, side=True)
        except VotesError:
            continue
        answered += 1
        assert np.isfinite(board.lower[board.votes > 0]).all()
        assert np.isfinite(effects.lower).all()
    assert 30 < answered < 150
