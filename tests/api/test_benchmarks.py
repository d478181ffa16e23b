"""Score tables over HTTP: the example, a pasted one, the report, and what is refused."""

import pytest

CSV = "benchmark,items,Alpha,one\nGSM8K,,96.4,90.8\nOurs,200,60,55\n"
BOARD = [
    {"contestant": "a", "rating": 1000, "lower": 990, "upper": 1010, "aliases": ["alpha"]},
    {"contestant": "one", "rating": 1100, "lower": 1090, "upper": 1110},
]


async def test_the_example_is_judged_as_the_command_does(arena, person):
    async with arena() as (url, _), person(url) as caller:
        _, example = await caller.get("/api/benchmarks/example")
        question = {"table": example["table"], "against": "Claude 3.5 Sonnet"}
        status, report = await caller.post("/api/benchmarks/report", question)
    assert status == 200
    made = report["comparisons"]
    assert len(made) == 28
    assert sum(row["holm_significant"] for row in made) == 17
    assert report["verdict"]["en"].startswith("Of 28 differences, 17 can be relied on")
    assert made[0]["says"]["ko"]
    assert report["preference"] is None


async def test_a_pasted_table_is_read_and_set_beside_an_imported_board(arena, person):
    async with arena() as (url, _), person(url) as caller:
        _, read = await caller.post("/api/benchmarks/tables", {"text": CSV, "title": "Mine"})
        assert read["table"]["title"] == "Mine"
        assert [row["items"] for row in read["table"]["benchmarks"]] == [1319, 200]
        question = {"table": read["table"], "board": BOARD, "correlation": 0.3}
        status, report = await caller.post("/api/benchmarks/report", question)
    assert status == 200
    assert report["against"] == "Alpha"
    assert report["preference"]["matched"] == {"Alpha": "a", "one": "one"}
    assert [pair["benchmark"] for pair in report["preference"]["disagreements"]] == [
        "GSM8K",
        "Ours",
    ]
    assert report["assumptions"]["correlation"] == 0.3


@pytest.mark.parametrize(
    ("path", "body", "code", "says"),
    [
        ("tables", {"text": "no table"}, "unusable_table", "표를 찾지 못했습니다"),
        ("tables", {"text": "b,A,B\nGSM8K,x1,2"}, "unusable_table", "점수가 아닙니다"),
        ("report", {"table": {}}, "unusable_table", "표를 찾지 못했습니다"),
        ("report", {"table": {"models": [], "scores": []}}, "unusable_table", "표"),
        ("report", {"table": {}, "confidence": 1}, "invalid_request", "confidence"),
        ("report", {"table": {}, "correlation": 0.99}, "invalid_request", "correlation"),
        ("report", {"table": {}, "board": [{"contestant": 1}]}, "invalid_request", "board"),
    ],
)
async def test_what_can_not_be_used_is_refused_in_words(arena, person, path, body, code, says):
    async with arena() as (url, _), person(url) as caller:
        status, answer = await caller.post(
            f"/api/benchmarks/{path}", body, headers={"Accept-Language": "ko"}
        )
    assert status == 422
    assert answer["error"]["code"] == code
    assert says in answer["error"]["message"]


async def test_an_unknown_model_is_named_with_those_there_are(arena, person):
    async with arena() as (url, _), person(url) as caller:
        _, example = await caller.get("/api/benchmarks/example")
        question = {"table": example["table"], "against": "Bard"}
        status, answer = await caller.post("/api/benchmarks/report", question)
    assert status == 422
    assert answer["error"]["details"]["problem"] == "unknown_model"
    assert "Claude 3.5 Sonnet, Claude 3 Opus" in answer["error"]["message"]
