"""The board as a whole: known examples, small samples, hostile input."""

import re

import numpy as np
import pytest

from madang.rating import Anchor, Outcome, VotesError, collect, fit, read_frame, tally_pairs


def test_the_encyclopedia_s_example() -> None:
    # https://en.wikipedia.org/wiki/Bradley-Terry_model, "Worked example of solution procedure"
    pairs = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    counts = [(2, 3, 0, 0), (0, 0, 0, 0), (1, 4, 0, 0), (5, 3, 0, 0), (0, 0, 0, 0), (1, 3, 0, 0)]
    board = fit(tally_pairs("ABCD", pairs, counts))
    strengths = 10 ** ((board.ratings - board.ratings.mean()) / 400)
    assert strengths == pytest.approx([0.640, 1.043, 0.660, 2.270], abs=0.0006)


def test_five_votes_of_one_voter_make_a_board_that_says_it_is_too_few() -> None:
    votes = collect(
        [0, 0, 1, 2, 0], [1, 1, 2, 0, 1], [0, 0, 0, 0, 2], voters=[7] * 5, contestants=3
    )
    board = fit(votes)
    assert np.isfinite([board.ratings, board.lower, board.upper]).all()
    assert not board.enough.any()
    assert (board.votes_needed >= 25).all()
    assert board.rank_best.tolist() == [1, 1, 1]
    assert board.rank_worst.tolist() == [3, 3, 3]


def test_who_always_wins_is_rated_finitely_and_marked() -> None:
    board = fit(collect([0] * 40, [1] * 40, [Outcome.A] * 40, contestants=2))
    assert np.isfinite(board.ratings).all()
    assert board.lower[0] > board.upper[1]
    assert not board.settled.any()
    assert not board.enough.any()


def test_groups_that_never_met_are_ranked_apart() -> None:
    board = fit(collect([0, 2, 2], [1, 3, 4], [0, 1, 2], contestants=6))
    assert board.group.tolist() == [1, 1, 0, 0, 0, 2]
    assert board.rank.tolist()[:2] == [1, 2]
    assert np.isnan(board.ratings[5])
    assert board.rank[5] == 0
    assert np.isnan(board.probability_ahead()[0, 2])
    assert board.rows()[-1]["rating"] is None


@pytest.mark.parametrize("contestants", [0, 1, 3])
def test_no_votes_make_an_empty_board(contestants: int) -> None:
    board = fit(collect([], [], [], contestants=contestants))
    assert len(board.rows()) == contestants
    assert not board.enough.any()


def test_all_ties_make_equals() -> None:
    board = fit(collect([0] * 9, [1] * 9, [2] * 9, contestants=2))
    assert board.ratings == pytest.approx([1000, 1000])
    assert (board.upper - board.lower > 1).all()
    assert board.rank.tolist() == [1, 1]


def test_an_anchor_stands_still_and_is_certain() -> None:
    counts = [(20, 10, 2, 1), (8, 12, 0, 0), (15, 15, 3, 0)]
    pairs = [(0, 1), (1, 2), (0, 2)]
    board = fit(tally_pairs("ABC", pairs, counts), anchor=Anchor(1, 1114))
    assert board.ratings[1] == board.lower[1] == board.upper[1] == 1114
    free = fit(tally_pairs("ABC", pairs, counts))
    assert np.diff(board.ratings) == pytest.approx(np.diff(free.ratings))


def test_both_bad_is_a_tie_for_the_rating_and_counted_apart() -> None:
    bad = fit(tally_pairs("AB", [(0, 1)], [(20, 10, 0, 6)]))
    tied = fit(tally_pairs("AB", [(0, 1)], [(20, 10, 6, 0)]))
    assert bad.ratings == pytest.approx(tied.ratings)
    assert bad.both_bad.tolist() == [6, 6]
    assert bad.ties.tolist() == [0, 0]
    assert tied.both_bad.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("a", "b", "outcome", "said"),
    [
        ([0], [0], [0], "itself"),
        ([0], [5], [0], "but there are 3"),
        ([0], [-1], [0], "but there are 3"),
        ([0], [1], [4], "codes are 0 to 3"),
        ([0.5], [1], [0], "whole number"),
        ([np.nan], [1], [0], "whole number"),
        ([0, 1], [1], [0], "differ in length"),
        ([[0]], [[1]], [0], "one-dimensional"),
        ([0], [1], ["left"], "not an outcome: left"),
        (["x", None], ["y", "y"], ["A", "B"], "a names no contestant in vote 1"),
        (["x", "z"], ["y", float("nan")], ["A", "B"], "b names no contestant in vote 1"),
    ],
)
def test_what_can_not_be_used_is_refused_with_a_reason(
    a: list[float], b: list[float], outcome: list[int], said: str
) -> None:
    with pytest.raises(VotesError, match=said):
        collect(a, b, outcome, contestants=3)


@pytest.mark.parametrize("count", [-1, np.nan, np.inf])
def test_counts_that_are_no_counts_are_refused(count: float) -> None:
    with pytest.raises(VotesError, match="negative or not a number"):
        tally_pairs("AB", [(0, 1)], [(count, 1, 0, 0)])


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ((0, 2), "name contestant 2, but there are 2"),
        ((-1, 0), "name contestant -1, but there are 2"),
        ((0.5, 1), "pairs holds something that is not a whole number"),
        ((np.nan, 1), "pairs holds something that is not a whole number"),
        ((1, 1), "against itself"),
    ],
)
def test_pairs_that_are_no_pairs_are_refused_in_both_languages(
    pair: tuple[float, float], said: str
) -> None:
    with pytest.raises(VotesError, match=said) as refused:
        tally_pairs("AB", [pair], [(1, 1, 0, 0)])
    assert re.search("[가-힣]", refused.value.korean)


def test_ten_thousand_contestants_are_refused_with_the_reason() -> None:
    with pytest.raises(VotesError, match="10000 contestants are more than 2000"):
        collect([0], [1], [0], contestants=10_000)


def test_names_and_words_come_from_a_frame() -> None:
    frame = {"model_a": ["x", "y"], "model_b": ["y", "z"], "winner": ["model_a", "tie (bothbad)"]}
    votes = read_frame(frame)
    assert votes.names == ("x", "y", "z")
    assert votes.outcome.tolist() == [Outcome.A, Outcome.BOTH_BAD]
    with pytest.raises(VotesError, match="`judge` is missing; there are: model_a, model_b, winner"):
        read_frame(frame, voter="judge")


@pytest.mark.parametrize(
    "who",
    [
        ["ann", None, None, "bo", "ann"],
        ["ann", float("nan"), float("nan"), "bo", "ann"],
        [7, np.nan, np.nan, 9, 7],
        [7, None, None, "seven", 7],
    ],
)
def test_nobody_known_is_somebody_else_each_time(who: list[object]) -> None:
    frame = {"model_a": ["x"] * 5, "model_b": ["y"] * 5, "winner": ["A", "B", "A", "tie", "B"]}
    votes = read_frame(frame | {"judge": who}, voter="judge")
    assert votes.voters == 4
    assert votes.voter is not None
    assert votes.voter[0] == votes.voter[4]
    assert read_frame(frame | {"judge": [None] * 5}, voter="judge").voter is None


def test_data_frames_with_gaps() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {"model_a": ["x", "y"], "model_b": ["y", "x"], "winner": ["A", "B"], "judge": ["ann", None]}
    )
    for kind in ("object", "string"):
        assert read_frame(frame.astype({"judge": kind}), voter="judge").voters == 2
