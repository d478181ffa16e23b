"""The model's maximum: exact, indifferent to names and sides, and known where it does not exist."""

import json
import os
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import minimize

from madang.rating import Anchor, Tally, collect, fit, solve, tally, tally_pairs
from madang.rating.bradley_terry import POINTS

FASTCHAT_RIDGE = 1 / (2 * np.log(10) ** 2)


@st.composite
def tallies(draw: st.DrawFn, least: int = 2) -> Tally:
    n = draw(st.integers(least, 6))
    counts = draw(arrays(np.float64, (n, n, 4), elements=st.integers(0, 9).map(float)))
    counts[np.arange(n), np.arange(n)] = 0
    return Tally(tuple(map(str, range(n))), counts)


@given(tallies())
def test_the_gradient_vanishes_at_the_maximum(counted: Tally) -> None:
    found = solve(counted)
    p = 1 / (1 + np.exp(found.theta[None, :] - found.theta[:, None]))
    alone = 1 / (1 + np.exp(-found.theta))
    gradient = counted.scores - (counted.matches * p).sum(axis=1) + found.prior * (0.5 - alone)
    # The prior's own pull on the mean is not a difference between contestants.
    for members in found.groups:
        gradient[members] -= gradient[members].mean()
    assert np.abs(gradient).max() < 1e-6 * max(counted.matches.max(), 1)


def test_the_prior_s_maximum_is_met_exactly_too() -> None:
    """Somebody always won, and the three are not alike, so that the prior pulls unevenly."""
    pairs, counts = [(0, 1), (1, 2), (0, 2)], [(30, 0, 0, 0), (12, 8, 3, 0), (9, 0, 0, 0)]

    def loss(free: np.ndarray) -> float:
        theta = np.array([free[0], free[1], -free[0] - free[1]])
        found = (np.log1p(np.exp(-theta)) + np.log1p(np.exp(theta))).sum() / 2
        for (a, b), (won, lost, tied, _) in zip(pairs, counts, strict=True):
            lead = theta[a] - theta[b]
            found += (won + tied / 2) * np.log1p(np.exp(-lead))
            found += (lost + tied / 2) * np.log1p(np.exp(lead))
        return float(found)

    best = minimize(loss, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 0}).x
    assert solve(tally_pairs("ABC", pairs, counts)).theta[:2] == pytest.approx(best, abs=1e-6)


@given(tallies(), st.randoms(use_true_random=False))
def test_names_do_not_matter(counted: Tally, random: object) -> None:
    order = list(range(len(counted.names)))
    random.shuffle(order)  # type: ignore[attr-defined]
    moved = Tally(counted.names, counted.counts[np.ix_(order, order)])
    assert solve(moved).theta == pytest.approx(solve(counted).theta[order], abs=1e-7)


@given(tallies())
def test_sides_do_not_matter(counted: Tally) -> None:
    swapped = Tally(counted.names, counted.counts.transpose(1, 0, 2)[:, :, [1, 0, 2, 3]])
    assert solve(swapped).theta == pytest.approx(solve(counted).theta, abs=1e-9)


@given(tallies(), st.integers(2, 50))
def test_scaled_counts_have_the_same_maximum(counted: Tally, factor: int) -> None:
    found = solve(counted)
    if not found.prior.any():
        more = solve(Tally(counted.names, counted.counts * factor))
        assert more.theta == pytest.approx(found.theta, abs=1e-7)


@given(tallies())
def test_a_tie_draws_two_contestants_together(counted: Tally) -> None:
    before = solve(counted)
    more = counted.counts.copy()
    more[0, 1, 2] += 1
    after = solve(Tally(counted.names, more))
    if not before.prior.any() and before.group[0] == before.group[1] and not after.prior.any():
        lead = abs(before.theta[0] - before.theta[1])
        assert abs(after.theta[0] - after.theta[1]) <= lead + 1e-9


@given(st.integers(2, 8), st.integers(0, 1000))
def test_a_planted_order_is_recovered(n: int, seed: int) -> None:
    theta = np.sort(np.random.default_rng(seed).normal(0, 1, n))[::-1] - 0.3 * np.arange(n)
    share = 1 / (1 + np.exp(theta[None, :] - theta[:, None]))
    counts = np.zeros((n, n, 4))
    counts[:, :, 0] = 1e4 * share * (1 - np.eye(n))
    found = solve(Tally(tuple(map(str, range(n))), counts))
    assert found.theta == pytest.approx(theta - theta.mean(), abs=1e-8)


@given(tallies())
def test_the_board_of_anything_is_finite_where_there_are_votes(counted: Tally) -> None:
    board = fit(counted)
    played = board.votes > 0
    for numbers in (board.ratings, board.lower, board.upper):
        assert np.isfinite(numbers[played]).all()
    assert (board.lower[played] <= board.ratings[played]).all()
    assert (board.rank_best[played] <= board.rank[played]).all()
    assert (board.rank[played] <= board.rank_worst[played]).all()


def test_starting_elsewhere_ends_at_the_same_place() -> None:
    counted = tally(collect([0, 0, 1, 2, 1], [1, 2, 2, 0, 0], [0, 0, 0, 0, 0], contestants=3))
    far = solve(counted, start=np.array([3000.0, -20, 5]))
    assert far.theta == pytest.approx(solve(counted).theta, abs=1e-12)


def test_a_single_win_in_a_million_is_met_exactly() -> None:
    found = solve(tally_pairs("AB", [(0, 1)], [(999_999, 1, 0, 0)]))
    assert found.theta[0] - found.theta[1] == pytest.approx(np.log(999_999), abs=1e-9)


def test_the_prior_stands_only_where_there_is_no_maximum() -> None:
    pairs = [(0, 1), (1, 2), (3, 4)]
    found = solve(tally_pairs("ABCDE", pairs, [(3, 2, 0, 0), (0, 4, 0, 0), (1, 1, 0, 0)]))
    assert found.prior.tolist() == [1, 1, 1, 0, 0]


def test_the_ridge_is_the_published_one() -> None:
    """A logistic regression on votes with ties duplicated, C = 1 and coefficients of ±ln 10."""
    counted = tally_pairs(
        "ABC", [(0, 1), (1, 2), (0, 2)], [(9, 4, 3, 1), (5, 6, 2, 0), (8, 2, 0, 1)]
    )
    wins = counted.wins + counted.ties / 2

    def loss(w: np.ndarray) -> float:
        odds = np.log(10) * (w[:, None] - w[None, :])
        return float(2 * (wins * np.log1p(np.exp(-odds))).sum() + w @ w / 2)

    published = minimize(loss, np.zeros(3), tol=1e-14).x * 400
    assert POINTS * solve(counted, ridge=FASTCHAT_RIDGE).theta == pytest.approx(published, abs=1e-3)


def arena_counts() -> Tally:
    package = find_spec("leaderbot")
    assert package is not None
    assert package.origin is not None
    file = Path(package.origin).parent / "data" / "chatbotarena_20240814.json"
    data = json.loads(file.read_text())
    return tally_pairs(data["models"], data["X"], data["Y"])


def test_the_chatbot_arena_s_counts_give_the_published_order() -> None:
    counted = arena_counts()
    assert counted.counts.sum() == 1_670_250
    anchor = counted.names.index("mixtral-8x7b-instruct-v0.1")
    board = fit(counted, anchor=Anchor(anchor, 1114))
    top = [counted.names[i] for i in board.order[:3]]
    assert top == ["chatgpt-4o-latest", "gemini-1.5-pro-exp-0801", "gpt-4o-2024-05-13"]
    assert board.ratings[board.order[0]] == pytest.approx(1315.2, abs=0.05)
    assert board.rank_worst[board.order[0]] == 1
    assert board.settled.all()


# Beside the checkout, where CI puts it too: the votes have no licence that would let us carry them.
SHARED = Path(__file__).parents[3] / "shared" / "data"
RETRIEVAL = Path(os.environ.get("MADANG_RETRIEVAL_VOTES", SHARED))


@pytest.mark.skipif(
    not (RETRIEVAL / "mteb_clean_battle_retrieval.json").exists(),
    reason=f"the retrieval arena's votes are not in {RETRIEVAL}: they have no licence that would "
    "let us carry them, so that folder, or the one MADANG_RETRIEVAL_VOTES names, has to hold them",
)
def test_the_retrieval_arena_s_votes_give_the_published_ratings() -> None:
    folder = RETRIEVAL
    battles = json.loads((folder / "mteb_clean_battle_retrieval.json").read_text())
    columns = [[battle[key] for battle in battles] for key in ("model_a", "model_b", "winner")]
    board = fit(collect(*columns), ridge=FASTCHAT_RIDGE)
    lines = (folder / "mteb_retrieval_leaderboard.csv").read_text().splitlines()[1:]
    published = {line.split(",")[0]: float(line.split(",")[2]) for line in lines}
    ours = dict(zip(board.names, board.ratings.tolist(), strict=True))
    assert ours == pytest.approx(published, abs=0.1)
