"""A whole table judged: the announcement of June 2024, and tables that lack things."""

from dataclasses import replace

import pytest

from madang.benchmarks import (
    Assumptions,
    Benchmark,
    ItemResults,
    Metric,
    Model,
    Score,
    Setting,
    Table,
    compare,
    example,
)
from madang.benchmarks.comparison import Comparison, independent_items
from madang.benchmarks.errors import BadItems, UnknownBenchmark, UnknownModel
from madang.benchmarks.report import report
from madang.benchmarks.wording import judgement, number, sentence, verdict

SONNET = "Claude 3.5 Sonnet"


@pytest.fixture
def announced() -> Table:
    return example.announcement()


def against(table: Table, rival: str) -> dict[str, Comparison]:
    found = compare(table, against=SONNET)
    return {made.benchmark: made for made in found.comparisons if made.b == rival}


def table(*rows: Benchmark, **scores: list[float]) -> Table:
    return Table(
        models=tuple(Model(name=name) for name in scores),
        benchmarks=rows,
        scores={
            (row.label, name): Score(value=values[i], setting=row.setting)
            for name, values in scores.items()
            for i, row in enumerate(rows)
        },
    )


def row(label: str, items: int | None = 1000, metric: Metric = Metric.PROPORTION) -> Benchmark:
    return Benchmark(label=label, name=label, items=items, metric=metric)


def test_the_announcement_of_june_2024(announced: Table) -> None:
    found = compare(announced, against=SONNET).comparisons
    assert len(found) == 28
    assert sum(made.p < 0.05 for made in found) == 21
    assert sum(made.significant for made in found) == 21
    assert sum(made.holm_significant for made in found) == 17
    assert all(made.a == SONNET and made.b != SONNET for made in found)


def test_the_announcement_against_gpt_4o(announced: Table) -> None:
    found = against(announced, "GPT-4o")
    gaps = {name: round(made.difference, 1) for name, made in found.items()}
    assert gaps == {
        "GPQA Diamond": 5.8,
        "MMLU (0-shot CoT)": -0.4,
        "HumanEval": 1.8,
        "MGSM": 1.1,
        "DROP (F1)": 3.7,
        "MATH": -5.5,
    }
    assert {name for name, made in found.items() if made.holm_significant} == {"DROP (F1)", "MATH"}
    assert found["MATH"].upper < 0
    smallest = {name: round(made.smallest_detectable or 0, 1) for name, made in found.items()}
    assert smallest["GPQA Diamond"] == 14.0
    assert smallest["HumanEval"] == 9.3
    assert smallest["MMLU (0-shot CoT)"] == 1.1
    assert [name for name, made in found.items() if made.approximate] == ["DROP (F1)"]


def test_cells_that_were_asked_differently_are_marked(announced: Table) -> None:
    marked = [
        (made.benchmark, made.b)
        for made in compare(announced, against=SONNET).comparisons
        if made.settings_differ
    ]
    assert marked == [
        ("MGSM", "Gemini 1.5 Pro"),
        ("DROP (F1)", "Gemini 1.5 Pro"),
        ("DROP (F1)", "Llama-400b (early)"),
        ("BIG-Bench-Hard", "Llama-400b (early)"),
        ("MATH", "Gemini 1.5 Pro"),
        ("MATH", "Llama-400b (early)"),
        ("GSM8K", "Gemini 1.5 Pro"),
        ("GSM8K", "Llama-400b (early)"),
    ]


def test_all_pairs_are_a_larger_family(announced: Table) -> None:
    every = compare(announced).comparisons
    few = compare(announced, against=SONNET).comparisons
    assert len(every) == 60
    by_pair = {(made.benchmark, made.a, made.b): made for made in every}
    for made in few:
        same = by_pair.get((made.benchmark, made.a, made.b))
        if same:
            assert same.p == made.p
            assert same.holm_p >= made.holm_p


def test_a_stated_correlation_makes_differences_surer(announced: Table) -> None:
    plain = compare(announced, against=SONNET).comparisons
    alike = compare(announced, against=SONNET, assumptions=Assumptions(correlation=0.4)).comparisons
    assert sum(m.holm_significant for m in alike) > sum(m.holm_significant for m in plain)
    for before, after in zip(plain, alike, strict=True):
        assert after.upper - after.lower < before.upper - before.lower
        assert 0 < after.correlation <= 0.4


def test_items_in_groups_are_worth_less(announced: Table) -> None:
    plain = against(announced, "GPT-4o")
    grouped = {
        made.benchmark: made
        for made in compare(
            announced, against=SONNET, assumptions=Assumptions(within_groups=0.5)
        ).comparisons
        if made.b == "GPT-4o"
    }
    for name in ("MGSM", "DROP (F1)"):
        assert grouped[name].p > plain[name].p
        assert (grouped[name].smallest_detectable or 0) > (plain[name].smallest_detectable or 0)
    assert grouped["MATH"].p == plain["MATH"].p
    assert independent_items(2500, 250, 1.0) == 250
    assert independent_items(2500, 250, 0.0) == 2500
    assert independent_items(30, None, 0.7) == 30


@pytest.mark.parametrize(
    "wrong", [{"confidence": 1.0}, {"correlation": 1.0}, {"within_groups": -0.1}]
)
def test_assumptions_have_bounds(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="between"):
        Assumptions(**wrong)


def test_a_benchmark_of_unknown_size_is_shown_and_left_out() -> None:
    found = compare(table(row("new", None), row("old"), a=[0.9, 0.8], b=[0.5, 0.5]))
    assert found.left_out == {"new": "items"}
    assert [made.benchmark for made in found.comparisons] == ["old"]
    unsure = [cell for cell in found.scores if cell.benchmark == "new"]
    assert [(cell.score, cell.lower, cell.missing) for cell in unsure] == [
        (90.0, None, "items"),
        (50.0, None, "items"),
    ]


def test_a_rating_needs_its_standard_error_and_keeps_its_scale() -> None:
    rated = table(row("Arena", None, Metric.RATING), a=[1287.0], b=[1271.0])
    assert compare(rated).left_out == {"Arena": "standard_error"}
    known = replace(
        rated,
        scores={key: replace(s, standard_error=4.0) for key, s in rated.scores.items()},
    )
    made = compare(known).comparisons[0]
    assert (made.unit, made.difference, made.items_needed) == ("rating", 16.0, None)
    assert made.upper - made.difference == pytest.approx(1.959964 * 4 * 2**0.5)
    assert "1287.0 against 1271.0" in sentence(made, 1).en


def test_one_model_alone_is_shown_without_comparisons() -> None:
    found = compare(table(row("x"), only=[0.7]))
    assert found.comparisons == ()
    assert len(found.scores) == 1
    assert "no two scores" in verdict(found.comparisons).en


def test_item_results_take_the_place_of_published_scores() -> None:
    scores = {"a": [1.0] * 60 + [0.0] * 40, "b": [1.0] * 50 + [0.0] * 50}
    logs = [
        ItemResults(model=model, benchmark="x", scores={str(i): s for i, s in enumerate(values)})
        for model, values in scores.items()
    ]
    published = table(row("x", 100), a=[0.6], b=[0.5])
    made = compare(published, results=logs).comparisons[0]
    assert made.paired
    assert made.correlation > 0.5
    assert made.p < compare(published).comparisons[0].p


def test_sizes_can_be_given_by_label_or_name(announced: Table) -> None:
    given = announced.with_items({"mmlu": 100, "GPQA diamond": 448})
    sizes = {b.label: b.items for b in given.benchmarks}
    assert sizes["MMLU (5-shot)"] == sizes["MMLU (0-shot CoT)"] == 100
    assert sizes["GPQA Diamond"] == 448
    assert sizes["MATH"] == 5000
    with pytest.raises(UnknownBenchmark, match="It has: GPQA Diamond"):
        announced.with_items({"ARC": 5})
    with pytest.raises(BadItems):
        announced.with_items({"MATH": 0})


def test_models_are_found_however_they_are_written(announced: Table) -> None:
    for name in ("claude-3.5-sonnet", "CLAUDE 3.5 SONNET", "claude-3-5-sonnet-20240620"):
        assert announced.model(name).name == SONNET
    with pytest.raises(UnknownModel, match="no model “Bard”"):
        announced.model("Bard")


def test_settings_differ_only_where_both_say_something() -> None:
    said = Setting(shots=0, chain_of_thought=True)
    assert not said.differs(Setting())
    assert not said.differs(Setting(shots=0))
    assert said.differs(Setting(shots=5))
    assert said.differs(Setting(shots=0, chain_of_thought=False))
    assert said.differs(Setting(shots=0, note="maj@32"))
    assert str(said) == "0-shot CoT"


def test_a_row_in_plain_words(announced: Table) -> None:
    found = against(announced, "GPT-4o")
    assert sentence(found["GPQA Diamond"], 28).en == (
        "GPQA Diamond: 59.4 against 53.6 on 198 questions: not a difference one can rely on; "
        "so few show 14.0 points or more."
    )
    assert sentence(found["MATH"], 28).en.endswith("GPT-4o is better, by 3.8 to 7.2 points.")
    assert sentence(found["MATH"], 28).ko == (
        "MATH: 5,000문항에서 71.1 대 76.6. GPT-4o 쪽이 3.8~7.2점 높습니다."
    )
    opus = against(announced, "Claude 3 Opus")["HumanEval"]
    assert judgement(opus, 28).en == "counts alone, but among 28 comparisons it may be chance"
    gemini = against(announced, "Gemini 1.5 Pro")["MATH"]
    assert "Asked differently: 0-shot CoT against 4-shot." in sentence(gemini, 28).en


def test_numbers_are_printed_as_tables_do() -> None:
    values = [59.4, 100, 0.35, 0.3, 9.8333]
    assert [number(value) for value in values] == ["59.4", "100.0", "0.35", "0.3", "9.8"]


def test_a_report_is_whole(announced: Table) -> None:
    found = report(announced, against="claude 3.5 sonnet")
    assert found.against == SONNET
    assert len(found.comparisons) == 28
    assert found.verdict.en == (
        "Of 28 differences, 17 can be relied on: Claude 3.5 Sonnet is ahead in 16 and behind in 1. "
        "Taken one by one, 21 would pass."
    )
    assert found.subsets.total == 511
    assert found.preference is None
    luck = {each.benchmark: each.points for each in found.luck}
    assert luck["GPQA Diamond"] == pytest.approx(5.4, abs=0.05)
