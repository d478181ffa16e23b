"""`madang bench`: tables, real logs and boards from files, and what it says when they are none."""

import io
import json
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from madang.cli import terminal
from madang.cli.bench import bench
from madang.cli.rank import rank

LOGS = Path(__file__).parent / "logs"
TABLE = "benchmark,items,Alpha,Beta\nGSM8K,,96.4,90.8\nOurs,200,60,55\n"

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "150")
    # Where COLUMNS was set when it was made, a console holds to it; so does a test runner's worker.
    monkeypatch.setattr(terminal.out, "_width", None)
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(bench)

    def call(*arguments: object, given: str | None = None) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], input=given)

    return call


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def read(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refused(result: Result) -> str:
    assert result.exit_code == 1
    assert result.stdout == ""
    return result.stderr


def test_without_a_file_it_reads_the_announcement(run: Run) -> None:
    found = read(run("--against", "Claude 3.5 Sonnet", "--json"))
    made = found["comparisons"]
    assert len(made) == 28
    assert sum(row["p"] < 0.05 for row in made) == 21
    assert sum(row["holm_significant"] for row in made) == 17
    keys = {"benchmark", "a", "b", "difference", "lower", "upper", "p", "holm_significant"}
    assert keys <= set(made[0])
    (maths,) = (row for row in made if row["benchmark"] == "MATH" and row["b"] == "GPT-4o")
    assert maths["upper"] < 0
    assert found["verdict"]["ko"]


def test_a_table_in_words(run: Run, table: Path) -> None:
    shown = run(table)
    assert shown.exit_code == 0
    assert "Of 2 differences, 1 can be relied on" in shown.stdout
    assert "Alpha is better, by 3.8 to 7.5 points" in shown.stdout
    assert "not a difference one can rely on; so few show 13.9 points or more" in shown.stdout


def test_a_narrow_terminal_has_signs_and_their_legend(
    run: Run, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = run(table).stdout
    assert "–: not a difference one can rely on" in shown
    assert max(len(line) for line in shown.splitlines() if line.startswith("Ours")) <= 80


def test_korean(run: Run, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert "차이 2개 가운데 1개는 믿을 수 있습니다" in run(table).stdout
    assert "표에 “Gamma” 모델이 없습니다" in refused(run(table, "--against", "Gamma"))


def test_the_input_can_be_piped_in(run: Run) -> None:
    assert len(read(run("-", "--json", given=TABLE))["comparisons"]) == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp949"])
def test_what_spreadsheets_save_is_read(run: Run, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("벤치마크,문항,알파,베타\n우리것,200,60,55\n".encode(encoding))
    found = read(run(path, "--json"))
    assert [(row["a"], row["benchmark"]) for row in found["comparisons"]] == [("알파", "우리것")]


def test_unknown_sizes_are_asked_for_and_can_be_given(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("benchmark,A,B\nNew one,60,50\nGSM8K,90,91\n", encoding="utf-8")
    assert "New one=N" in run(path).stdout
    found = read(run(path, "--json", "--items", "New one=1,000"))
    assert found["comparisons"][0]["items"] == 1000
    assert "no benchmark “Old one”" in refused(run(path, "--items", "Old one=3"))
    assert "--items takes NAME=VALUE" in refused(run(path, "--items", "New one"))
    assert "--items takes NAME=VALUE" in refused(run(path, "--items", "New one=many"))


def test_assumptions_change_what_is_found(run: Run) -> None:
    plain = read(run("--json", "--against", "gpt-4o"))["comparisons"]
    alike = read(run("--json", "--against", "gpt-4o", "--correlation", "0.5"))["comparisons"]
    strict = read(run("--json", "--against", "gpt-4o", "--confidence", "0.999"))["comparisons"]
    assert all(x["p"] >= y["p"] for x, y in zip(plain, alike, strict=True))
    assert all(x["upper"] < y["upper"] for x, y in zip(plain, strict, strict=True))


@pytest.mark.parametrize(
    ("names", "models"),
    [
        (["alpha.eval", "beta.eval", "gamma.json"], ["mockllm/alpha", "mockllm/beta"]),
        (
            [
                "alpha/samples_yard_sums_2026-11-23T20-57-21.951315.jsonl",
                "beta/samples_yard_sums_2026-11-23T21-01-07.113201.jsonl",
            ],
            ["alpha", "beta"],
        ),
    ],
)
def test_real_logs_are_compared_item_by_item(run: Run, names: list[str], models: list[str]) -> None:
    found = read(run(*(LOGS / name for name in names), "--json"))
    made = found["comparisons"][0]
    assert [made["a"], made["b"]] == models
    assert made["benchmark"] == "yard_sums"
    assert made["paired"]


def test_the_scores_of_a_log_are_those_its_tool_reported(run: Run) -> None:
    found = read(run(LOGS / "alpha.eval", LOGS / "gamma.json", "--json"))
    assert [cell["score"] for cell in found["scores"]] == pytest.approx([1100 / 12, 1000 / 12])
    assert found["comparisons"][0]["difference"] == pytest.approx(100 / 12)


def test_items_of_a_log_can_be_grouped(run: Run) -> None:
    logs = [LOGS / "alpha.eval", LOGS / "beta.eval"]
    grouped = read(run(*logs, "--json", "--group-by", "passage"))["comparisons"][0]
    assert (grouped["items"], grouped["groups"]) == (12, 4)
    assert "no 'subject'" in refused(run(*logs, "--group-by", "subject"))


def test_an_older_log_without_summaries_is_read_from_its_samples(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "old.eval"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("header.json", json.dumps({"eval": {"model": "old", "task": "t"}}))
        for i, letter in enumerate("CCI"):
            scored = {"id": i, "scores": {"match": {"value": letter}}}
            archive.writestr(f"samples/{i}_epoch_1.json", json.dumps(scored))
    (cell,) = read(run(path, "--json"))["scores"]
    assert cell["score"] == pytest.approx(200 / 3)


def test_archives_that_are_no_logs_are_refused(run: Run, tmp_path: Path) -> None:
    sheet = io.BytesIO()
    with zipfile.ZipFile(sheet, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    for content, says in [
        (sheet.getvalue(), "No table was found"),
        ((LOGS / "alpha.eval").read_bytes()[:9000], "the archive is damaged"),
    ]:
        path = tmp_path / "file.eval"
        path.write_bytes(content)
        assert says in refused(run(path))


@pytest.mark.parametrize("byte", [100, 200, 400])
def test_a_log_with_a_flipped_bit_is_refused(run: Run, tmp_path: Path, byte: int) -> None:
    content = bytearray((LOGS / "alpha.eval").read_bytes())
    with zipfile.ZipFile(LOGS / "alpha.eval") as archive:
        content[archive.getinfo("summaries.json").header_offset + byte] ^= 0x10
    path = tmp_path / "flipped.eval"
    path.write_bytes(content)
    assert "the archive is damaged" in refused(run(path))


def test_files_that_can_not_be_used(run: Run, table: Path, tmp_path: Path) -> None:
    assert "No such file" in refused(run(tmp_path / "missing.csv"))
    assert "holds a second table" in refused(run(table, table))
    lines = tmp_path / "samples_x.jsonl"
    lines.write_text('{"doc_id": 1\n', encoding="utf-8")
    assert "line 1 is no JSON" in refused(run(lines))
    totals = tmp_path / "results.json"
    totals.write_text('{"results": {}, "n-samples": {}}', encoding="utf-8")
    assert "with totals only" in refused(run(totals))
    assert "can't be read" in refused(run(table, "--plot", tmp_path / "no" / "plot.svg"))


def test_the_plot_is_an_svg_with_a_row_a_comparison(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plot.svg"
    assert run("--against", "Claude 3.5 Sonnet", "--plot", path).exit_code == 0
    root = ET.parse(path).getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert len(root.findall(f"{space}circle")) == 28
    colours = [circle.get("class") for circle in root.findall(f"{space}circle")]
    assert (colours.count("a"), colours.count("b")) == (16, 1)


def test_a_board_beside_the_table(run: Run, table: Path, tmp_path: Path) -> None:
    rows = [("alpha-2024-05-13", 1000.0), ("ours", 1100.0), ("unrated", None)]
    board = tmp_path / "board.json"
    board.write_text(
        json.dumps(
            {
                "board": [
                    {
                        "contestant": name,
                        "rating": rating,
                        "lower": rating and rating - 9,
                        "upper": rating and rating + 9,
                    }
                    for name, rating in rows
                ]
            }
        ),
        encoding="utf-8",
    )
    found = read(run(table, "--board", board, "--name", "Beta=ours", "--json"))["preference"]
    assert found["matched"] == {"Alpha": "alpha-2024-05-13", "Beta": "ours"}
    assert [pair["reliable"] for pair in found["disagreements"]] == [True, False]
    assert "people the other way round, by 100" in (
        run(table, "--board", board, "--name", "Beta=ours").stdout
    )
    board.write_text('{"board": [{"contestant": "x"}]}', encoding="utf-8")
    assert "is no board" in refused(run(table, "--board", board))


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Chatbot Arena of August 2024, rated by `madang rank`."""
    package = find_spec("leaderbot")
    assert package is not None
    assert package.origin is not None
    counts = next(Path(package.origin).parent.rglob("chatbotarena_20240814.json"))
    app = typer.Typer()
    app.command()(rank)
    rated = CliRunner().invoke(app, [str(counts), "--json"])
    assert rated.exit_code == 0, rated.output
    path = tmp_path_factory.mktemp("arena") / "board.json"
    path.write_text(rated.stdout, encoding="utf-8")
    return path


def test_the_story_on_one_page(run: Run, arena: Path) -> None:
    found = read(run("--against", "Claude 3.5 Sonnet", "--board", arena, "--json"))["preference"]
    assert found["matched"] == {
        "Claude 3.5 Sonnet": "claude-3-5-sonnet-20240620",
        "Claude 3 Opus": "claude-3-opus-20240229",
        "GPT-4o": "gpt-4o-2024-05-13",
        "Gemini 1.5 Pro": "gemini-1.5-pro-api-0514",
    }
    turned = {
        (pair["benchmark"], pair["a"], pair["b"])
        for pair in found["disagreements"]
        if pair["reliable"]
    }
    assert ("DROP (F1)", "Claude 3.5 Sonnet", "GPT-4o") in turned
    for agreement in found["agreements"]:
        assert agreement["lower"] < 0 < agreement["upper"]
