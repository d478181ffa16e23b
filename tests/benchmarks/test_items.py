"""Comparisons item by item: paired, clustered, and what logs of two tools say."""

import json
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.benchmarks.errors import BadItemResults
from madang.benchmarks.intervals import Mean, Share
from madang.benchmarks.items import ItemResults, estimate, paired
from madang.benchmarks.reading import itemlogs


def results(
    scores: Sequence[float], model: str = "a", groups: Sequence[object] = ()
) -> ItemResults:
    return ItemResults(
        model=model,
        benchmark="bench",
        scores={f"q{i}": float(score) for i, score in enumerate(scores)},
        groups={f"q{i}": str(group) for i, group in enumerate(groups)},
    )


def crossed(both: int, first: int, second: int, neither: int) -> tuple[ItemResults, ItemResults]:
    counts = [both, first, second, neither]
    return (
        results(np.repeat([1, 1, 0, 0], counts).tolist(), "a"),
        results(np.repeat([1, 0, 1, 0], counts).tolist(), "b"),
    )


@pytest.mark.parametrize(
    ("counts", "lower", "upper"),
    [((36, 12, 2, 0), 0.0569, 0.3404), ((14, 5, 0, 22), 0.011, 0.226)],
)
def test_pairs_of_right_and_wrong_are_as_published(
    counts: tuple[int, int, int, int], lower: float, upper: float
) -> None:
    # Newcombe 1998, Statistics in Medicine 17:2635; Altman et al. 2000, table 6.2.
    found = paired(*crossed(*counts))
    assert found is not None
    assert found.difference.lower == pytest.approx(lower, abs=0.0006)
    assert found.difference.upper == pytest.approx(upper, abs=0.0006)


def test_pairing_finds_what_two_separate_scores_hide() -> None:
    a, b = crossed(both=60, first=15, second=3, neither=22)
    pair = paired(a, b)
    assert pair is not None
    assert pair.items == pair.groups == 100
    assert pair.difference.p < 0.05
    apart = paired(a, results(list(b.scores.values())[::-1], "b"))
    assert apart is not None
    assert apart.difference.p > pair.difference.p


def test_the_clustered_error_by_hand() -> None:
    # Two groups of two whose differences are 1, 1 and 0, 0: sums of deviations are 1 and −1.
    a, b = results([1, 1, 0, 0], "a", "xxyy"), results([0, 0, 0, 0], "b")
    pair = paired(a, b)
    assert pair is not None
    assert (pair.items, pair.groups) == (4, 2)
    assert pair.difference.value == 0.5
    error = np.sqrt(2 / 1 * (1 + 1)) / 4
    half = pair.difference.upper - 0.5
    assert half == pytest.approx(12.7062047364 * error)  # Student's t with one degree, 95 %


def test_groups_of_one_are_items_alone() -> None:
    scores = np.random.default_rng(1).uniform(size=40)
    alone = estimate(results(scores))
    grouped = estimate(results(scores, groups=range(40)))
    assert isinstance(alone, Mean)
    assert isinstance(grouped, Mean)
    assert grouped.standard_error == pytest.approx(alone.standard_error)
    assert alone.standard_error == pytest.approx(scores.std(ddof=1) / np.sqrt(40))


def test_an_estimate_is_a_share_only_of_single_right_or_wrong_items() -> None:
    assert estimate(results([1, 0, 1, 1])) == Share(0.75, 4)
    assert isinstance(estimate(results([1, 0.5])), Mean)
    assert isinstance(estimate(results([1, 0, 1, 1], groups="xxyy")), Mean)


def test_clustered_pairs_cover_where_naive_ones_do_not() -> None:
    rng = np.random.default_rng(11)
    groups = np.repeat(np.arange(25), 8)
    covered = naive = 0
    for _ in range(300):
        level = rng.normal(0, 0.2, size=(25, 1)) + rng.normal(0, 0.1, size=(25, 8))
        a, b = 0.5 + level.ravel() / 2, 0.5 - level.ravel() / 2
        grouped = paired(results(a, "a", groups), results(b, "b"))
        plain = paired(results(a, "a"), results(b, "b"))
        assert grouped is not None
        assert plain is not None
        covered += grouped.difference.lower <= 0 <= grouped.difference.upper
        naive += plain.difference.lower <= 0 <= plain.difference.upper
    assert covered / 300 == pytest.approx(0.95, abs=0.035)
    assert naive / 300 < 0.7


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=60))
def test_a_paired_difference_is_that_of_the_means(rows: list[tuple[bool, bool]]) -> None:
    a, b = (results([float(row[side]) for row in rows], "ab"[side]) for side in (0, 1))
    pair = paired(a, b)
    assert pair is not None
    assert pair.difference.value == pytest.approx(a.mean - b.mean)
    assert pair.difference.lower <= pair.difference.value <= pair.difference.upper
    assert 0 <= pair.difference.p <= 1


def test_too_few_shared_items_make_no_pair() -> None:
    a = results([1, 0, 1], "a")
    assert paired(a, ItemResults(model="b", benchmark="bench", scores={"q0": 1, "z": 0})) is None
    assert paired(results([1, 0], groups="xx"), results([0, 0], "b")) is None


def sample(**changes: object) -> dict[str, object]:
    record = {"doc_id": 1, "doc": {"passage": "p"}, "filter": "none", "metrics": ["acc"], "acc": 1}
    return {**record, **changes}


def test_a_harness_log_keeps_one_metric_and_one_filter() -> None:
    records = [
        sample(doc_id=0, acc=1.0, metrics=["acc", "acc_norm"], acc_norm=0.0),
        sample(doc_id=0, acc=0.0, filter="flexible"),
        sample(doc_id=1, acc=0.0),
    ]
    found = itemlogs.harness(records, model="m", benchmark="t", where="log")
    assert list(found.scores.values()) == [1.0, 0.0]
    assert found.groups == {}
    grouped = itemlogs.harness(records, model="m", benchmark="t", where="log", group_by="passage")
    assert set(grouped.groups.values()) == {"p"}


@pytest.mark.parametrize(
    ("records", "says"),
    [
        ([], "no item has a score"),
        ([{"text": "no log"}], "no 'metrics'"),
        ([sample(metrics=[])], "no list index"),
        ([sample(acc=3.2)], "score 3.2"),
        ([sample(acc="high")], "score high"),
        ([sample(acc=float("nan"))], "score nan"),
    ],
)
def test_a_harness_log_that_is_none_says_why(records: list[dict[str, object]], says: str) -> None:
    with pytest.raises(BadItemResults, match=says):
        itemlogs.harness(records, model="m", benchmark="t", where="log")


def inspected(*values: object, epochs: int = 1) -> ItemResults:
    header = {"eval": {"model": "m", "task": "t"}}
    samples = [
        {"id": i // epochs, "scores": {"match": {"value": value}} if value is not None else {}}
        for i, value in enumerate(values)
    ]
    return itemlogs.inspect(header, json.loads(json.dumps(samples)), where="log")


def test_an_inspect_log_knows_its_letters_and_averages_epochs() -> None:
    assert list(inspected("C", "I", "P", "N", 0.25, True).scores.values()) == [
        *(1.0, 0.0, 0.5, 0.0),
        *(0.25, 1.0),
    ]
    assert list(inspected("C", "I", "C", "C", epochs=2).scores.values()) == [0.5, 1.0]
    assert list(inspected("C", None, "I").scores) == ["0", "2"]


@pytest.mark.parametrize("value", [{"a": 1}, "maybe", 17])
def test_an_inspect_score_must_be_one_number(value: object) -> None:
    with pytest.raises(BadItemResults, match="item 0 has the score"):
        inspected(value)


def test_logs_make_a_table_and_two_of_one_run_are_refused() -> None:
    table = itemlogs.tabulate([results([1, 0, 1], "a"), results([1, 1], "b")])
    assert [model.name for model in table.models] == ["a", "b"]
    assert table.benchmarks[0].items == 2
    with pytest.raises(BadItemResults, match="a has two logs"):
        itemlogs.tabulate([results([1], "a"), results([0], "a")])
