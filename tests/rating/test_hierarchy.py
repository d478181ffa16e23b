"""Categories share what they have in common, and keep what sets them apart."""

import numpy as np
import pytest

from madang.rating import Votes, VotesError, collect, fit, fit_categories
from tests.rating.draws import draw_votes

COMMON = np.array([0.5, 0.2, -0.1, -0.6])


def categories(sizes: list[int], taste: float, seed: int) -> tuple[dict[str, Votes], np.ndarray]:
    random = np.random.default_rng(seed)
    theta = COMMON + random.normal(0, taste, (len(sizes), 4))
    theta -= theta.mean(axis=1, keepdims=True)
    votes = {
        f"category {i}": draw_votes(theta[i], [size // 20] * 20, 0.0, random)
        for i, size in enumerate(sizes)
    }
    return votes, theta


def seen(theta: np.ndarray) -> np.ndarray:
    """What endless votes, a fifth of them ties, would be rated: ties draw strengths together."""
    return 1000 + 0.8 * theta * 400 / np.log(10)


def test_shrinking_is_nearer_the_truth_than_the_category_alone() -> None:
    shrunk = alone = 0.0
    for seed in range(10):
        votes, theta = categories([2000, 40, 40, 40], 0.15, seed)
        found = fit_categories(votes)
        for row, board in enumerate(found.own[1:], start=1):
            shrunk += ((found.ratings[row] - seen(theta[row])) ** 2).sum()
            alone += ((board.ratings - seen(theta[row])) ** 2).sum()
    assert shrunk < 0.4 * alone


def test_intervals_cover() -> None:
    inside = []
    for seed in range(25):
        votes, theta = categories([400, 400, 200, 100, 60, 60], 0.3, 100 + seed)
        found = fit_categories(votes)
        inside.append((found.lower <= seen(theta)) & (seen(theta) <= found.upper))
    assert 0.91 <= np.mean(inside) <= 0.985


def test_many_votes_stand_as_they_are() -> None:
    votes, _ = categories([20_000, 20_000, 20_000], 0.4, 1)
    found = fit_categories(votes)
    for row, board in enumerate(found.own):
        assert found.ratings[row] == pytest.approx(board.ratings, abs=4)
    assert 20 < found.taste < 150


def test_categories_that_do_not_differ_become_one() -> None:
    votes, _ = categories([400] * 6, 0.0, 2)
    found = fit_categories(votes)
    assert found.taste < 25
    spread = np.ptp(found.ratings, axis=0).max()
    alone = np.ptp([board.ratings for board in found.own], axis=0).max()
    assert spread < alone / 2


def test_who_is_missing_in_a_category_has_the_common_rating() -> None:
    votes, _ = categories([2000, 2000], 0.1, 3)
    part = votes["category 1"]
    votes["category 1"] = part.where((part.a != 3) & (part.b != 3))
    found = fit_categories(votes)
    assert np.isnan(found.own[1].ratings[3])
    assert found.ratings[1, 3] == pytest.approx(found.common[3], abs=40)
    width = found.upper - found.lower
    assert width[1, 3] > width[0, 3]


def test_one_category_and_no_votes() -> None:
    votes = draw_votes(COMMON, [50] * 10, 0.2, np.random.default_rng(4))
    found = fit_categories({"all": votes})
    assert found.ratings[0] == pytest.approx(fit(votes).ratings, abs=20)
    empty = fit_categories({"none": collect([], [], [], contestants=3)})
    assert empty.ratings == pytest.approx(1000)


def test_categories_of_different_contestants_are_refused() -> None:
    with pytest.raises(VotesError, match="same contestants"):
        fit_categories(
            {"a": collect([], [], [], contestants=3), "b": collect([], [], [], contestants=2)}
        )
    with pytest.raises(VotesError, match="there has to be one"):
        fit_categories({})
