"""Other tables, other dates, other people: subsets, convergence and preference."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.benchmarks import (
    Benchmark,
    Metric,
    Model,
    Rated,
    Score,
    Table,
    convergence,
    example,
    preference,
    subsets,
)
from madang.benchmarks.preference import match, rank_correlation


def table(scores: dict[str, Sequence[float | None]], **dates: date) -> Table:
    """Models by name to their scores on benchmarks b0, b1, … of 1,000 items."""
    width = max(len(values) for values in scores.values())
    return Table(
        models=tuple(Model(name=name, released=dates.get(name)) for name in scores),
        benchmarks=tuple(Benchmark(label=f"b{i}", name=f"b{i}", items=1000) for i in range(width)),
        scores={
            (f"b{i}", name): Score(value=value)
            for name, values in scores.items()
            for i, value in enumerate(values)
            if value is not None
        },
    )


def test_subsets_by_hand() -> None:
    found = subsets(table({"x": [0.9, 0.5, 0.5], "y": [0.5, 0.6, 0.6], "z": [0.1, None, 0.2]}))
    x, y, z = found.models
    assert found.total == 7
    # x − y is +40, −10, −10: x leads wherever b0 is in.
    assert (x.compared, x.led) == (7, 4)
    assert x.longest is not None
    assert x.longest.benchmarks == ("b0", "b1", "b2")
    assert x.longest.lead == pytest.approx(20 / 3)
    assert x.widest is not None
    assert (x.widest.benchmarks, x.widest.lead) == (("b0",), pytest.approx(40))
    assert (y.compared, y.led) == (7, 3)
    assert y.longest is not None
    assert y.longest.benchmarks == ("b1", "b2")
    assert (z.compared, z.led) == (3, 0)
    assert z.longest is not None
    assert z.longest.lead < 0


def test_a_tie_is_nobodys_lead_and_one_model_leads_nothing() -> None:
    tied = subsets(table({"x": [0.5], "y": [0.5]}))
    assert [each.led for each in tied.models] == [0, 0]
    (alone,) = subsets(table({"x": [0.5]})).models
    assert (alone.compared, alone.longest) == (0, None)


SCORES = st.lists(st.integers(0, 100).map(lambda x: x / 100) | st.none(), min_size=4, max_size=4)


@settings(max_examples=40, deadline=None)
@given(st.lists(SCORES, min_size=2, max_size=4))
def test_subsets_are_those_that_counting_finds(rows: list[list[float | None]]) -> None:
    found = subsets(table({f"m{i}": row for i, row in enumerate(rows)}))
    led = [0] * len(rows)
    compared = [0] * len(rows)
    for size in range(1, 5):
        for chosen in combinations(range(4), size):
            means: dict[int, float] = {}
            for m, row in enumerate(rows):
                picked = [row[i] for i in chosen]
                if None not in picked:
                    means[m] = round(100 * sum(x for x in picked if x is not None)) / size
            if len(means) > 1:
                for m, mean in means.items():
                    compared[m] += 1
                    led[m] += mean > max(v for k, v in means.items() if k != m)
    assert [each.compared for each in found.models] == compared
    assert [each.led for each in found.models] == led


def test_many_benchmarks_are_sampled_and_ratings_left_out() -> None:
    wide = table({"x": [0.6] * 18, "y": [0.5] * 18})
    elo = Benchmark(label="elo", name="elo", metric=Metric.RATING)
    found = subsets(
        Table(models=wide.models, benchmarks=(*wide.benchmarks, elo), scores=wide.scores)
    )
    assert found.sampled
    assert found.total > 10_000
    assert found.left_out == ("elo",)
    assert found.models[0].led == found.models[0].compared == found.total
    assert found == subsets(
        Table(models=wide.models, benchmarks=(*wide.benchmarks, elo), scores=wide.scores)
    )


YEARS = {"x": date(2022, 1, 1), "y": date(2023, 1, 1), "z": date(2024, 1, 1)}


def test_convergence_by_hand() -> None:
    (found,) = convergence(table({"x": [0.5], "y": [0.8], "z": [0.81]}, **YEARS))
    assert [step.leader for step in found.steps] == ["x", "y", "z"]
    assert [step.second for step in found.steps] == [None, "x", "y"]
    assert found.steps[0].gap is None
    assert found.steps[1].gap == pytest.approx(30)
    assert found.steps[2].gap == pytest.approx(1)
    assert found.room == pytest.approx(19)
    assert found.room_lower < 19 < found.room_upper
    assert found.trend == pytest.approx(-29 * 365.25 / 365)
    assert found.shrinks is True


def test_a_trend_within_chance_is_none() -> None:
    (found,) = convergence(table({"x": [0.80], "y": [0.81], "z": [0.815]}, **YEARS))
    assert found.shrinks is None
    assert found.trend_lower is not None
    assert found.trend_upper is not None
    assert found.trend_lower < 0 < found.trend_upper


def test_the_trend_covers_the_true_one() -> None:
    rng = np.random.default_rng(2)
    true = {"x": 0.5, "y": 0.75, "z": 0.85}
    slope = -15 * 365.25 / 365  # the gap falls from 25 to 10 points within a year
    covered = 0
    for _ in range(400):
        drawn = {name: [float(rng.binomial(1000, p) / 1000)] for name, p in true.items()}
        (found,) = convergence(table(drawn, **YEARS))
        assert found.trend_lower is not None
        assert found.trend_upper is not None
        covered += found.trend_lower <= slope <= found.trend_upper
    assert covered / 400 == pytest.approx(0.95, abs=0.03)


def test_undated_models_and_ratings_have_no_convergence() -> None:
    assert convergence(table({"x": [0.5], "y": [0.8]}, x=date(2022, 1, 1))) == ()
    assert len(convergence(example.announcement())) == 9


def rated(**ratings: float) -> list[Rated]:
    return [
        Rated(contestant=name, rating=r, lower=r - 8, upper=r + 8) for name, r in ratings.items()
    ]


def test_a_board_that_says_the_same() -> None:
    scores: dict[str, Sequence[float | None]] = {"w": [0.2], "x": [0.4], "y": [0.6], "z": [0.8]}
    found = preference(table(scores), rated(w=900, x=1000, y=1100, z=1200))
    (agreement,) = found.agreements
    assert (agreement.models, agreement.correlation) == (4, 1.0)
    assert agreement.lower is not None
    assert agreement.lower < 0.5  # four in order are not much
    assert (found.compared, found.disagreements) == (6, ())


def test_pairs_that_table_and_people_order_differently() -> None:
    found = preference(
        table({"x": [0.5, 0.50], "y": [0.8, 0.51]}), rated(x=1100, y=1000), assumptions=None
    )
    sure, unsure = found.disagreements
    assert (sure.benchmark, sure.a, sure.b) == ("b0", "y", "x")
    assert sure.difference == pytest.approx(30)
    assert sure.rating_difference == -100
    assert sure.rating_upper < 0
    assert sure.reliable
    assert not unsure.reliable
    assert found.agreements[0].correlation is None


@pytest.mark.parametrize("order", [["x", "y"], ["y", "x"]])
def test_the_rating_interval_is_turned_with_the_pair(order: list[str]) -> None:
    scores: dict[str, Sequence[float | None]] = {"x": [0.9], "y": [0.1]}
    board = [
        Rated(contestant="x", rating=1000, lower=990, upper=1030),
        Rated(contestant="y", rating=1100, lower=1096, upper=1102),
    ]
    found = preference(table({name: scores[name] for name in order}), board)
    (pair,) = found.disagreements
    assert (pair.a, pair.b) == ("x", "y")
    assert pair.rating_lower == pytest.approx(-100 - np.hypot(10, 2))
    assert pair.rating_upper == pytest.approx(-100 + np.hypot(30, 4))


def test_names_are_matched_by_alias_date_or_word() -> None:
    models = [Model(name="GPT-4o"), Model(name="Sonnet", aliases=("claude-s",)), Model(name="Own")]
    board = rated(
        **{"gpt-4o-2024-05-13": 1, "claude-s": 2, "gpt-4o-mini-2024-07-18": 3, "ours-1": 4}
    )
    assert match(models, board, {}) == {"GPT-4o": "gpt-4o-2024-05-13", "Sonnet": "claude-s"}
    assert match(models, board, {"Own": "ours-1"})["Own"] == "ours-1"
    assert "Own" not in match(models, board, {"Own": "nobody"})
    assert "GPT-4o" not in match(models, [*board, *rated(**{"gpt-4o-2024-08-06": 5})], {})
    known = Rated(contestant="our-own", rating=1, lower=0, upper=2, aliases=("Own",))
    assert match(models, [known], {}) == {"Own": "our-own"}


def test_a_rank_correlation_by_hand() -> None:
    found = rank_correlation([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])
    assert found is not None
    assert found[0] == pytest.approx(0.8)
    assert rank_correlation([1, 2], [1, 2]) is None
    assert rank_correlation([1, 1, 1], [1, 2, 3]) is None


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=6))
@settings(max_examples=30, deadline=None)
def test_a_rank_correlation_mirrors(pairs: list[tuple[int, int]]) -> None:
    x, y = zip(*pairs, strict=True)
    there = rank_correlation(x, y)
    back = rank_correlation(x, [-value for value in y])
    assert (there is None) == (back is None)
    if there and back:
        assert there[0] == pytest.approx(-back[0])
        assert there[1] == pytest.approx(-back[2])
        assert -1 <= there[1] <= there[0] <= there[2] <= 1


@pytest.mark.parametrize("count", [5, 60])
def test_a_rank_correlation_covers_the_true_one(count: int) -> None:
    rho = 0.6
    true = 6 / np.pi * np.arcsin(rho / 2)
    rng = np.random.default_rng(9)
    covered = 0
    for _ in range(300):
        x, noise = rng.standard_normal((2, count))
        found = rank_correlation(x.tolist(), (rho * x + (1 - rho**2) ** 0.5 * noise).tolist())
        assert found is not None
        covered += found[1] <= true <= found[2]
    assert covered / 300 >= 0.92
