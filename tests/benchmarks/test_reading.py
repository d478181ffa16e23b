"""Tables as people paste them, the hostile ones included: a right reading, or a clear error."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.benchmarks import Metric, Setting, Table, TableError, compare, example, known
from madang.benchmarks.errors import (
    AmbiguousScale,
    BadCell,
    BadItems,
    ConflictingScores,
    NoScores,
    ScoreOutOfRange,
    TableTooLarge,
    UnreadableTable,
)
from madang.benchmarks.reading import cells, documents, read

GRID = [["", "Alpha", "Beta"], ["GSM8K", "90.5", "91.0"], ["MATH", "60", "–"]]

MARKDOWN = """
Some words before.

| | **Alpha** | [Beta](#b) |
|---|---:|:--|
| GSM8K | 90.5 | `91.0` |
| MATH | 60 | – |

And after.
"""

HTML = """<p>Look:</p><table><thead><tr><th></th><th>Alpha</th><th>Beta</th></tr></thead>
<tr><td>GSM8K<td>90.5<sup>1</sup><td><b>91.0</b></tr>
<tr><td>MATH</td><td>60</td><td>&ndash;</td></tr></table><script>alert("90")</script>"""


def values(table: Table) -> dict[tuple[str, str], float]:
    return {key: round(100 * score.value, 6) for key, score in table.scores.items()}


EXPECTED = {("GSM8K", "Alpha"): 90.5, ("GSM8K", "Beta"): 91.0, ("MATH", "Alpha"): 60.0}


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(",".join(row) for row in GRID),
        "\n".join("\t".join(row) for row in GRID),
        "\ufeff" + "\r\n".join(";".join(row).replace(".", ",") for row in GRID),
        "\n".join(",".join(f'"{cell}"' for cell in row) for row in GRID),
        "\n".join(",".join(column) for column in zip(*GRID, strict=True)),
        MARKDOWN,
        HTML,
        json.dumps(GRID),
        json.dumps({"GSM8K": {"Alpha": 90.5, "Beta": 91}, "MATH": {"Alpha": 60}}),
        json.dumps({"Alpha": {"GSM8K": 90.5, "MATH": 60}, "Beta": {"GSM8K": 91}}),
        json.dumps(
            [{"benchmark": "GSM8K", "Alpha": 90.5, "Beta": 91}, {"benchmark": "MATH"}]
        ).replace('"MATH"', '"MATH", "Alpha": 60, "Beta": null'),
        json.dumps(
            [
                {"model": "Alpha", "benchmark": "GSM8K", "score": 90.5},
                {"model": "Beta", "benchmark": "GSM8K", "score": 91},
                {"model": "Alpha", "benchmark": "MATH", "score": 60},
            ]
        ),
        "model,benchmark,score\nAlpha,GSM8K,90.5\nBeta,GSM8K,91\nAlpha,MATH,60",
        "벤치마크,Alpha,Beta\nGSM8K,90.5,91\nMATH,60,미공개",
        "model,GSM8K,MATH\nAlpha,90.5 %,60 %\nBeta,91%,n/a",
        "benchmark,Alpha,Beta\nGSM8K,0.905,0.91\nMATH,0.6,",
        "benchmark,Alpha,Beta\nGSM8K,９０．５,91\nMATH,60,not reported",
    ],
)
def test_one_table_in_many_dresses(text: str) -> None:
    table = read(text)
    assert values(table) == EXPECTED
    assert [model.name for model in table.models] == ["Alpha", "Beta"]
    assert {b.label: b.items for b in table.benchmarks} == {"GSM8K": 1319, "MATH": 5000}


def test_the_announcement_as_the_project_writes_it_reads_as_the_example() -> None:
    text = """
| | Claude 3.5 Sonnet | Claude 3 Opus | GPT-4o | Gemini 1.5 Pro | Llama-400b early |
|---|---|---|---|---|---|
| GPQA Diamond (0-shot CoT) | 59.4 | 50.4 | 53.6 | – | – |
| MMLU (5-shot) | 88.7 | 86.8 | – | 85.9 | 86.1 |
| MMLU (0-shot CoT) | 88.3 | 85.7 | 88.7 | – | – |
| HumanEval (0-shot) | 92.0 | 84.9 | 90.2 | 84.1 | 84.1 |
| MGSM (0-shot CoT) | 91.6 | 90.7 | 90.5 | 87.5 (8) | – |
| DROP F1 (3-shot) | 87.1 | 83.1 | 83.4 | 74.9 (var.) | 83.5 (pre-trained) |
| BIG-Bench-Hard (3-shot CoT) | 93.1 | 86.8 | – | 89.2 | 85.3 (pre-trained) |
| MATH (0-shot CoT) | 71.1 | 60.1 | 76.6 | 67.7 (4) | 57.8 (4 CoT) |
| GSM8K (0-shot CoT) | 96.4 | 95.0 | – | 90.8 (11) | 94.1 (8 CoT) |
"""
    found = compare(read(text), against="Claude 3.5 Sonnet").comparisons
    shipped = compare(example.announcement(), against="Claude 3.5 Sonnet").comparisons
    assert [(m.difference, m.p, m.settings_differ) for m in found] == [
        (m.difference, m.p, m.settings_differ) for m in shipped
    ]
    assert [m.approximate for m in found] == [m.approximate for m in shipped]


@pytest.mark.parametrize(
    ("cell", "number", "setting", "note"),
    [
        ("59.4", 59.4, None, ""),
        (" 59,4 % ", 59.4, None, ""),
        ("0,594", 0.594, None, ""),
        ("1,287", 1287, None, ""),
        ("90.8 (11)", 90.8, Setting(shots=11), ""),
        ("90.8% 11-shot", 90.8, Setting(shots=11), ""),
        ("57.8 (4 CoT)", 57.8, Setting(shots=4, chain_of_thought=True), ""),
        ("88.7 (0-shot, no CoT)", 88.7, Setting(shots=0, chain_of_thought=False), ""),
        ("74.9 (var.)", 74.9, None, "var"),
        ("92.0*†", 92.0, None, "*†"),
        ("92.0 [3]", 92.0, None, "[3]"),
        ("92.0²", 92.0, None, "²"),
        ("~71", 71, None, ""),
        (".5", 0.5, None, ""),
    ],
)
def test_a_cell_with_its_fine_print(
    cell: str, number: float, setting: Setting | None, note: str
) -> None:
    found = cells.read(cell)
    assert found is not None
    assert (found.number, found.own, found.note) == (number, setting, note)


@pytest.mark.parametrize("cell", ["", "-", "–", "—", "N/A", "nan", "not reported", "미공개", "*"])
def test_a_cell_that_reports_nothing(cell: str) -> None:
    assert cells.read(cell) is None


@pytest.mark.parametrize(
    "cell", ["high", "88.7 / 86.5", "59.4 60.1", "inf", "1.2.3", "5 of 9", "<b>"]
)
def test_a_cell_that_is_no_score(cell: str) -> None:
    with pytest.raises(BadCell, match="GSM8K, Alpha"):
        read(json.dumps([["", "Alpha", "Beta"], ["GSM8K", cell, "91"]]))


def test_all_or_nothing_is_read() -> None:
    table = read("benchmark,items,A,B\nx,100,0,100\ny,50,100 %,0 %")
    assert values(table) == {("x", "A"): 0, ("x", "B"): 100, ("y", "A"): 100, ("y", "B"): 0}
    assert all(0 <= made.p < 1e-9 for made in compare(table).comparisons)


def test_percent_and_fraction_in_one_table_is_refused_with_a_way_out() -> None:
    with pytest.raises(AmbiguousScale, match=r"0\.9 % if it is a percentage"):
        read("benchmark,A,B\nARC-AGI,0.9,12.5\nMATH,60,70")
    table = read("benchmark,items,A,B\nARC-AGI,400,0.9 %,12.5\nMATH,,60,70")
    assert values(table)["ARC-AGI", "A"] == 0.9


@pytest.mark.parametrize("score", ["100.5", "-3", "1287"])
def test_a_score_beyond_100_is_refused_with_a_way_out(score: str) -> None:
    with pytest.raises(ScoreOutOfRange, match="metric"):
        read(f"benchmark,A,B\nGSM8K,{score},91")


def test_ratings_keep_their_scale() -> None:
    table = read('benchmark,metric,A,B\nArena,rating,"1,287 ± 4",1271 ± 5\nGSM8K,,96.4,95')
    arena, gsm = table.benchmarks
    assert (arena.metric, gsm.metric) == (Metric.RATING, Metric.PROPORTION)
    score = table.scores["Arena", "A"]
    assert (score.value, score.standard_error) == (1287, 4)
    assert "± is read as one standard error" in [remark.en for remark in table.remarks]
    assert read("benchmark,A,B\nCodeforces Elo,1891,2000").benchmarks[0].metric is Metric.RATING


def test_a_standard_error_in_the_cell_is_used() -> None:
    table = read("benchmark,A,B\nnew,59.4 ± 1.2,53.6 ± 1.3")
    made = compare(table).comparisons[0]
    assert made.upper - made.difference == pytest.approx(1.959964 * (1.2**2 + 1.3**2) ** 0.5)


def test_repeated_rows() -> None:
    same = read("benchmark,A,B\nGSM8K,90,91\nMATH,60,70\nGSM8K,90,91")
    assert [b.label for b in same.benchmarks] == ["GSM8K", "MATH"]
    assert [r.ko for r in same.remarks] == ["GSM8K: 두 번 있어 하나로 읽었습니다"]
    with pytest.raises(ConflictingScores, match="both 90 and 92"):
        read("benchmark,A,B\nGSM8K,90,91\nGSM8K,92,91")
    with pytest.raises(ConflictingScores):
        read("benchmark,A,A\nGSM8K,90,91")
    with pytest.raises(ConflictingScores):
        read("model,benchmark,score\nA,GSM8K,90\nA,GSM8K,91\nB,GSM8K,80")
    told_apart = read("benchmark,A,B\nMMLU (5-shot),90,91\nMMLU (0-shot CoT),92,91")
    assert [b.name for b in told_apart.benchmarks] == ["MMLU", "MMLU"]


def test_item_counts_given_known_and_unknown() -> None:
    table = read('benchmark,questions,A,B\nOurs,"1,200",60,70\nGSM8K,,90,91\nNew,–,50,60')
    assert [b.items for b in table.benchmarks] == [1200, 1319, None]
    assert table.benchmarks[1].items_source.startswith("Cobbe")
    for wrong in ("0", "many", "12.5", "-4"):
        with pytest.raises(BadItems, match="not a number of questions"):
            read(f"benchmark,n,A,B\nOurs,{wrong},60,70")


def test_a_name_must_be_the_benchmark_itself() -> None:
    assert known.find("mmlu") == known.find("MMLU")
    assert known.find("GPQA (Diamond)") == known.find("GPQA Diamond")
    assert known.find("Graduate level reasoning\nGPQA, Diamond") == known.find("GPQA Diamond")
    assert known.find("BBH") == known.find("BIG-Bench-Hard")
    assert known.find("MMLU-Redux") is None
    assert known.find("GPQA") is None
    mmlu, pro = known.find("MMLU"), known.find("MMLU-Pro")
    assert mmlu is not None
    assert pro is not None
    assert (mmlu.items, pro.items) == (14_042, 12_032)


def test_extras_of_rows_and_models() -> None:
    text = "benchmark,ceiling,groups,A,B\nGSM8K,97 %,10,90,91\nreleased,,,2024-05-13,March 2024"
    table = read(text)
    assert (table.benchmarks[0].ceiling, table.benchmarks[0].groups) == (0.97, 10)
    assert [m.released for m in table.models] == [date(2024, 5, 13), date(2024, 3, 1)]
    turned = read("model,released,GSM8K\nA,2024-05-13,90\nB,,91")
    assert [m.released for m in turned.models] == [date(2024, 5, 13), None]
    with pytest.raises(BadCell):
        read("benchmark,ceiling,A,B\nGSM8K,0,90,91")


def test_spans_and_footnotes_of_html() -> None:
    table = read(
        "<table><tr><th>Bench<th>Setting<th>A<th>B</tr>"
        "<tr><td rowspan=2>MMLU<td>5-shot<td>88.7<sup>a</sup><td>86.8</tr>"
        "<tr><td>0-shot CoT<td colspan=2>88.3</tr></table>"
    )
    assert [b.label for b in table.benchmarks] == ["MMLU (5-shot)", "MMLU (0-shot CoT)"]
    assert values(table)["MMLU (0-shot CoT)", "B"] == 88.3
    assert table.scores["MMLU (5-shot)", "A"].note == "[a]"
    assert all(b.items == 14_042 for b in table.benchmarks)


@pytest.mark.parametrize(
    "text",
    [
        *("", "   \n ", "just words", "one,line", "||", "|--|"),
        *("{", "[]", "{}", "[1, 2]", "[[]]", "null", "[" * 4000, '{"a": {"b": "'),
        *('{"models": [1], "scores": [2]}', "<td>", "<table></table>"),
    ],
)
def test_what_is_no_table_says_so(text: str) -> None:
    with pytest.raises(UnreadableTable, match="No table was found in the letter"):
        read(text, where="the letter")


def test_a_table_without_scores_says_so() -> None:
    with pytest.raises(NoScores):
        read("benchmark,A,B\nGSM8K,–,\nMATH,n/a,-")


def test_tables_have_a_largest_size() -> None:
    with pytest.raises(TableTooLarge, match="41 models"):
        read("benchmark," + ",".join(f"m{i}" for i in range(41)) + "\nGSM8K" + ",1" * 41)
    with pytest.raises(TableTooLarge, match="101 benchmarks"):
        read("benchmark,A,B\n" + "\n".join(f"b{i},1,2" for i in range(101)))
    with pytest.raises(TableTooLarge, match="characters"):
        read("x" * 1_000_001)


def test_errors_speak_both_languages() -> None:
    for kind in TableError.__subclasses__():
        assert kind.en != kind.ko
        assert kind.code != TableError.code
    with pytest.raises(TableError) as caught:
        read("benchmark,A,B\nGSM8K,많음,91")
    assert "점수가 아닙니다" in caught.value.message("ko")
    with pytest.raises(UnreadableTable) as caught:
        read("")
    assert caught.value.message("en").startswith("No table was found. Give")
    assert caught.value.message("ko").startswith("표를 찾지 못했습니다.")
    with pytest.raises(TableTooLarge) as caught:
        read("x" * 1_000_001)
    assert "글자 수 1000001" in caught.value.message("ko")


def test_madangs_own_form_keeps_everything() -> None:
    table = example.announcement()
    assert documents.read(json.loads(json.dumps(documents.write(table))), where="x") == table
    assert table.models[0].released == date(2024, 6, 20)
    assert table.scores["DROP (F1)", "Gemini 1.5 Pro"].setting == Setting(note="variable shots")


NAMES = st.text("abcdefgh ABC-.3가나", min_size=1, max_size=12).filter(lambda s: s.strip(" -."))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(NAMES, min_size=1, max_size=4, unique_by=lambda s: s.strip().casefold()),
    st.data(),
)
def test_any_table_survives_being_written(names: list[str], data: st.DataObject) -> None:
    score = st.none() | st.floats(2, 100).map(lambda x: round(x, 2))
    rows = [
        [f"bench {i}", *data.draw(st.lists(score, min_size=len(names), max_size=len(names)))]
        for i in range(3)
    ]
    rows[0][1] = 50.0
    table = read(json.dumps([["benchmark", *(f"m {name}" for name in names)], *rows]))
    again = documents.read(documents.write(table), where="x")
    assert values(again) == values(table)
    assert again.models == table.models
    assert again.benchmarks == table.benchmarks


def outcome(text: str) -> str:
    """What reading comes to: nothing but a table that can be judged, or an error in words."""
    try:
        table = read(text)
    except TableError as error:
        return error.message("ko")
    return compare(table).assumptions.__class__.__name__


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert outcome(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_spoilt_document_breaks_the_reader(data: st.DataObject) -> None:
    document = documents.write(example.announcement())
    part = data.draw(st.sampled_from(["models", "benchmarks", "scores"]))
    entry = data.draw(st.sampled_from(document[part]))
    entry[data.draw(st.sampled_from(sorted(entry)))] = data.draw(JSON)
    assert outcome(json.dumps(document))


PIECES = [
    *("<table>", "<tr>", "<td>", "|", "|---|", "\n", ",", "\t", "GSM8K", "90", "±", "%", "(8)"),
    *("{", '"', "A", "B", "0.5"),
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_half_table_breaks_the_reader(pieces: list[str]) -> None:
    assert outcome("".join(pieces))
