"""`madang rank`: every format it reads, every choice it offers, every row it refuses."""

import csv
import io
import json
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
import typer
from click.testing import Result
from rich.cells import cell_len
from typer.testing import CliRunner

from madang.cli import terminal
from madang.cli.rank import rank

Run = Callable[..., Result]

NAMES = ["alpha", "beta", 'gamma, the "third"']
WORDS = ["model_a", "model_b", "tie", "tie (bothbad)"]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr(terminal.out, "_width", None)
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(rank)

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return call


def board(result: Result) -> dict[str, dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return {row["contestant"]: row for row in json.loads(result.stdout)["board"]}


def draw(size: int = 400) -> list[dict[str, Any]]:
    random = np.random.default_rng(3)
    rows: list[dict[str, Any]] = []
    for i in range(size):
        a, b = random.choice(3, 2, replace=False)
        won = random.random() < (0.7 if a < b else 0.3)
        word = WORDS[int(not won)] if random.random() < 0.8 else WORDS[int(random.integers(2, 4))]
        rows.append(
            {
                "model_a": NAMES[a],
                "model_b": NAMES[b],
                "winner": word,
                "judge": f"person {i % 17}",
                "tstamp": 1_700_000_000.5 + 3600 * i,
                "category": "coding" if i % 2 else "writing",
                "length_a": int(random.integers(10, 900)),
                "length_b": int(random.integers(10, 900)),
            }
        )
    return rows


def write_csv(path: Path, rows: list[dict[str, Any]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def write_json(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return path


def write_parquet(path: Path, rows: list[dict[str, Any]]) -> Path:
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


WRITERS = [write_csv, write_lines, write_json, write_parquet]


def test_every_container_gives_the_same_board(run: Run, tmp_path: Path) -> None:
    boards = [
        board(run(write(tmp_path / "votes", draw()), "--json", "--style", "length"))
        for write in WRITERS
    ]
    assert list(boards[0]) == NAMES
    for other in boards[1:]:
        for name in NAMES:
            assert other[name] == pytest.approx(boards[0][name])
    row = boards[0]["alpha"]
    assert row["lower"] < row["rating"] < row["upper"]
    assert row["votes"] == row["wins"] + row["losses"] + row["ties"] + row["both_bad"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_and_a_byte_order_mark(run: Run, tmp_path: Path, delimiter: str) -> None:
    path = write_csv(tmp_path / "votes.csv", draw(), delimiter)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert list(board(run(path, "--json"))) == NAMES


def test_what_it_was_read_as_and_how_intervals_were_made_is_said(run: Run, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "votes.csv", draw())
    told = run(path)
    assert "400 votes, read as plain." in told.stderr
    assert "17 voters, worth 17.0" in told.stderr
    assert "●" in told.stdout
    report = json.loads(run(path, "--json", "--independent").stdout)
    assert report["clustered"] is False
    assert report["format"] == "plain"


def test_choices(run: Run, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "votes.csv", draw())

    def votes(*options: object) -> int:
        result = run(path, "--json", *options)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)["votes"]

    assert votes("--category", "Coding") == 200
    assert votes("--filter", "judge=person 3") == 24
    assert votes("--since", "2023-11-15") + votes("--until", "2023-11-15") == 400
    assert votes("--since", "1700003600.5", "--until", "1700007200.5") == 1
    fixed = board(run(path, "--json", "--anchor", "beta=1114"))["beta"]
    assert fixed["rating"] == fixed["lower"] == fixed["upper"] == 1114
    wide = board(run(path, "--json", "--confidence", "0.99"))["alpha"]
    narrow = board(run(path, "--json"))["alpha"]
    assert wide["lower"] < narrow["lower"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--category", "poetry"], "No vote has category = poetry; there are: writing, coding"),
        (["--filter", "mood=good"], "There is no column mood; there are: model_a"),
        (["--since", "yesterday"], "yesterday is no date. Write 2024-08-14"),
        (["--since", "2040-01-01"], "No votes are left: 400 were read"),
        (["--anchor", "delta=1000"], "not NAME=RATING of a contestant; there are: alpha"),
        (["--style", "smell"], "No such style feature: smell; there are: length"),
        (["--style", "speed"], "no column for the style feature speed"),
        (["--confidence", "95"], "it has to lie between 0 and 1"),
        (["--format", "comparia"], "comparia needs the missing column model_a_name"),
        (["--plot", "/nowhere/a.svg"], "/nowhere/a.svg can't be written"),
    ],
)
def test_a_choice_that_can_not_be_met_says_what_there_is(
    run: Run, tmp_path: Path, options: list[str], said: str
) -> None:
    result = run(write_csv(tmp_path / "votes.csv", draw()), *options)
    assert result.exit_code == 1
    assert said in result.stderr.replace("\n", " ")


def test_korean(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    path = write_csv(tmp_path / "votes.csv", draw())
    assert "순위" in run(path).stdout
    assert "시각" not in run(path, "--since", "2023-11-15").stderr
    assert "날짜가 아닙니다" in run(path, "--since", "어제").stderr
    assert "평가할 수 없습니다: 신뢰 수준이 95.0" in run(path, "--confidence", "95").stderr


@pytest.mark.parametrize("locale", ["C.UTF-8", "ko_KR.UTF-8"])
@pytest.mark.parametrize("width", [50, 60, 80, 100, 120, 200])
def test_a_narrow_terminal_cuts_names_but_no_number(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, width: int
) -> None:
    rows = draw()
    long = {name: f"{name} with a long name that has no end" for name in NAMES}
    rows = [row | {side: long[row[side]] for side in ("model_a", "model_b")} for row in rows]
    path = write_csv(tmp_path / "votes.csv", rows)
    found = board(run(path, "--json"))
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("LC_ALL", locale)
    printed = run(path).stdout
    assert width < 60 or max(map(cell_len, printed.splitlines())) <= width
    lines = [" ".join(re.sub("[●─]", "", line).split()) for line in printed.splitlines()]
    for line, row in zip(lines[1:], found.values(), strict=True):
        assert f"{row['rating']:.0f} {row['lower']:.0f} – {row['upper']:.0f} {row['votes']}" in line
    assert ("●" in printed) is (width >= 80)
    wins = f" {found[long['alpha']]['wins']} "
    assert (wins in lines[1]) is (width >= 200)


def test_style_is_held_equal_and_priced(run: Run, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "votes.csv", draw())
    report = json.loads(run(path, "--json", "--style", "length,side").stdout)
    assert [row["feature"] for row in report["style"]] == ["length", "side"]
    assert all(row["lower"] < row["points"] < row["upper"] for row in report["style"])
    assert "length" in run(path, "--style", "all").stdout


def test_all_style_is_what_the_votes_know(run: Run, tmp_path: Path) -> None:
    rows = [
        row | {"ran_a": "yes" if i < 9 else "", "ran_b": "no", "bold_a": 2, "bold_b": 2}
        for i, row in enumerate(draw())
    ]
    path = write_csv(tmp_path / "votes.csv", rows)
    result = run(path, "--json", "--style", "all")
    report = json.loads(result.stdout)
    assert [row["feature"] for row in report["style"]] == ["length", "side"]
    assert (report["votes"], report["style_not_held"]) == (400, {"bold": 400, "ran": 9})
    said = run(path, "--style", "all").stderr
    assert "Style not held equal: bold (never varies), ran (known for 9 of 400 votes)." in said
    assert "bold never varies" in run(path, "--style", "bold").stderr.replace("\n", " ")
    for row in rows:
        row["ran_a"] = ""
    write_csv(path, rows)
    assert len(json.loads(run(path, "--json", "--style", "all").stdout)["style"]) == 2
    assert "No vote has ran of both sides" in run(path, "--style", "length,ran").stderr
    bare = [{name: row[name] for name in ("model_a", "model_b", "winner")} for row in rows]
    told = run(write_csv(tmp_path / "bare.csv", bare), "--style", "all")
    assert told.exit_code == 1
    assert "no columns for any style feature (length, " in told.stderr
    assert "there are: model_a, model_b, winner." in told.stderr


def test_the_picture_is_well_formed(run: Run, tmp_path: Path) -> None:
    picture = tmp_path / "board.svg"
    assert run(write_csv(tmp_path / "v.csv", draw()), "--plot", picture).exit_code == 0
    root = ET.parse(picture).getroot()
    words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words.count(NAMES[2]) == 1
    assert len(list(root.iter("{http://www.w3.org/2000/svg}rect"))) == 1 + 6


def test_csv_out(run: Run, tmp_path: Path) -> None:
    result = run(write_csv(tmp_path / "v.csv", draw()), "--csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["contestant"] for row in rows] == NAMES
    assert float(rows[0]["lower"]) < float(rows[0]["rating"])


# Rows that can't be used.

BAD_CSV = """model_a,model_b,winner
alpha,beta,model_a
alpha,"beta
",model_b
alpha,alpha,tie
alpha,beta,perhaps
,beta,tie
alpha,beta
alpha,beta,beta
"""


def test_bad_rows_are_refused_with_their_lines(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text(BAD_CSV)
    result = run(path)
    assert result.exit_code == 1
    said = result.stderr.replace("\n", " ")
    assert "4 rows can't be used" in said
    assert "lines 5, 6, 7, 8." in said
    assert "--bad-rows skip" in said


def test_bad_rows_are_skipped_as_told_and_counted(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text(BAD_CSV)
    result = run(path, "--bad-rows", "skip", "--json")
    report = json.loads(result.stdout)
    assert report["votes"] == 3
    assert report["bad_rows"] == {"broken": 1, "contestant": 1, "itself": 1, "outcome": 1}
    assert report["bad_lines"] == [5, 6, 7, 8]
    rows = {row["contestant"]: row for row in report["board"]}
    assert rows["beta"]["wins"] == 2


def test_bad_lines_of_json(run: Run, tmp_path: Path) -> None:
    good = json.dumps({"model_a": "x", "model_b": "y", "winner": "a"})
    path = tmp_path / "votes.jsonl"
    path.write_text(f'{good}\n\n{{"model_a": "x"\n[1]\n{good}\n{{"model_a": "x"}}\n')
    result = run(path, "--bad-rows", "skip", "--json")
    report = json.loads(result.stdout)
    assert report["votes"] == 2
    assert report["bad_lines"] == [3, 4, 6]
    path.write_text(f'{{"model_a": "x"\n{good}\n')
    assert json.loads(run(path, "--bad-rows", "skip", "--json").stdout)["bad_lines"] == [1]
    array = tmp_path / "votes.json"
    array.write_text(f'[\n{good},\n{good},\n{{"model_a": "x"}},\n{good}]')
    assert json.loads(run(array, "--bad-rows", "skip", "--json").stdout)["bad_lines"] == [4]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"name,score\nx,1\n", "No known format has these columns: name, score."),
        (b'{"some": 1}', "No known format has these columns: some"),
        (b'{"some": 1,\n"more": 2}', "no list of votes; it holds: some, more"),
        (
            b'{"models": ["a", "b"], "X": [[0, 1]], "Y": [[-1, 0, 0, 0]]}',
            "negative or not a number",
        ),
        (b'[{"model_a": "x"', "can't be read as JSON"),
        (b"PAR1 is not enough", "can't be read as Parquet"),
        ("모델,승자\n".encode("cp949"), "Save it as UTF-8"),
        (b"model_a,model_b,winner\n", "No votes are left: 0 were read"),
    ],
)
def test_files_that_are_no_votes(run: Run, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "votes"
    path.write_bytes(content)
    result = run(path)
    assert result.exit_code == 1
    assert said in result.stderr.replace("\n", " ")


def test_a_table_without_rows(run: Run, tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "votes", draw(5))
    pq.write_table(pq.read_table(path).slice(0, 0), path)
    result = run(path)
    assert result.exit_code == 1
    assert "No votes are left: 0 were read" in result.stderr.replace("\n", " ")


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    result = run(tmp_path / "nothing.csv")
    assert result.exit_code == 1
    assert "No such file" in result.stderr.replace("\n", " ")


# Formats.


def test_cleaned_battles_leave_out_those_that_were_not_blind(run: Run, tmp_path: Path) -> None:
    rows = [row | {"anony": i % 4 > 0, "judge": "arena_user_"} for i, row in enumerate(draw())]
    for row in rows:
        row["conv_metadata"] = {
            "sum_assistant_a_tokens": row.pop("length_a"),
            "sum_assistant_b_tokens": row.pop("length_b"),
            "header_count_a": {"h1": 1, "h2": 2},
            "header_count_b": {"h1": 0, "h2": 0},
        }
    for write in (write_json, write_lines, write_parquet):
        path = write(tmp_path / "battles", rows)
        report = json.loads(run(path, "--json", "--style", "length").stdout)
        assert report["format"] == "fastchat"
        assert report["votes"] == 300
        assert report["left_out"] == 100
        assert report["clustered"] is False
        assert report["style"][0]["feature"] == "length"
        assert json.loads(run(path, "--json", "--with-excluded").stdout)["votes"] == 400
    for row in rows:
        row["conv_metadata"] = json.dumps(row["conv_metadata"])
    for write in WRITERS:
        path = write(tmp_path / "text", rows)
        assert json.loads(run(path, "--json", "--style", "length").stdout) == report
        told = json.loads(run(path, "--json", "--style", "all").stdout)
        assert told["style_not_held"] == {"headers": 300}


def test_vote_logs(run: Run, tmp_path: Path) -> None:
    kinds = ["leftvote", "rightvote", "tievote", "bothbad_vote"]
    rows = [
        {"tstamp": 1.0 + i, "type": kind, "models": ["x", "y"], "states": [{}, {}], "ip": f"{i}"}
        for i, kind in enumerate([*kinds, "leftvote"])
    ]
    chat = {"tstamp": 0.5, "type": "chat", "model": "x", "ip": "1"}
    rows = [chat, *rows, chat | {"type": "upvote"}]
    assert "2 rows passed over" in run(write_lines(tmp_path / "log", rows)).stderr
    report = json.loads(run(write_lines(tmp_path / "log", rows), "--json").stdout)
    assert report["format"] == "fastchat-log"
    assert report["voters"] == 5
    assert (
        report["board"][0] | {"wins": 2, "losses": 1, "ties": 1, "both_bad": 1}
        == (report["board"][0])
    )


def test_comparia(run: Run, tmp_path: Path) -> None:
    rows = [
        {
            "model_a_name": "x",
            "model_b_name": "y",
            "chosen_model_name": chosen,
            "both_equal": chosen is None,
            "visitor_id": visitor,
            "selected_category": None,
        }
        for chosen, visitor in [("x", "p"), ("y", "q"), (None, "p"), ("x", None)]
    ]
    report = json.loads(run(write_parquet(tmp_path / "votes", rows), "--json").stdout)
    assert report["format"] == "comparia"
    assert report["voters"] == 3
    assert (
        report["board"][0] | {"contestant": "x", "wins": 2, "losses": 1, "ties": 1}
        == (report["board"][0])
    )


def test_madang_s_own(run: Run, tmp_path: Path) -> None:
    rows = [
        {
            "a": "x",
            "b": "y",
            "outcome": "both_bad",
            "person": "p",
            "cast_at": "2026-11-23T20:00Z",
            "categories": "coding korean",
        },
        {"a": "x", "b": "y", "outcome": "a", "person": "q", "cast_at": "2026-11-24T20:00Z"},
        {"a": "x", "b": "y", "outcome": "a", "person": "q", "excluded": "voted by a script"},
        {"a": "x", "b": "y", "outcome": "a", "person": "q", "counts": False},
        {"a": "x", "b": "y", "outcome": "a", "counts": False, "undone_at": "2026-11-24T20:00Z"},
    ]
    path = write_lines(tmp_path / "votes", rows)
    report = json.loads(run(path, "--json").stdout)
    assert report["format"] == "madang"
    assert (report["votes"], report["left_out"], report["passed_over"]) == (2, 2, 1)
    assert json.loads(run(path, "--json", "--with-excluded").stdout)["votes"] == 4
    assert json.loads(run(path, "--json", "--since", "2026-11-24").stdout)["votes"] == 1
    assert json.loads(run(path, "--json", "--category", "Korean").stdout)["votes"] == 1


def test_the_published_counts_of_august_2024(run: Run) -> None:
    package = find_spec("leaderbot")
    assert package is not None
    assert package.origin is not None
    counts = Path(package.origin).parent / "data" / "chatbotarena_20240814.json"
    rows = board(run(counts, "--json", "--anchor", "mixtral-8x7b-instruct-v0.1=1114"))
    assert len(rows) == 129
    assert rows["chatgpt-4o-latest"]["rating"] == pytest.approx(1315.2, abs=0.1)
    assert rows["chatgpt-4o-latest"]["rank_worst"] == 1
    assert list(rows)[:3] == ["chatgpt-4o-latest", "gemini-1.5-pro-exp-0801", "gpt-4o-2024-05-13"]
    refused = run(counts, "--since", "2024-01-01")
    assert "The file holds counts" in refused.stderr.replace("\n", " ")


@pytest.mark.parametrize("kind", [pa.list_(pa.string()), pa.map_(pa.string(), pa.int64())])
def test_columns_of_any_type_are_read(run: Run, tmp_path: Path, kind: pa.DataType) -> None:
    rows = draw(40)
    cell = [("poetry", 1), ("prose", 2)] if pa.types.is_map(kind) else ["poetry", "prose"]
    table = pa.Table.from_pylist(rows).drop_columns("category")
    table = table.append_column("category", pa.array([cell] * 20 + [None] * 20, kind))
    pq.write_table(table, tmp_path / "votes")
    assert json.loads(run(tmp_path / "votes", "--json").stdout)["votes"] == 40
    told = run(tmp_path / "votes", "--category", "verse").stderr
    assert "poetry" in told
    assert "prose" in told


def test_a_missing_column_is_told_once_with_each_name(run: Run, tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "votes", [{"x": 1, "conv_metadata": "{}", "judge": "ann"}])
    said = run(path, "--style", "all").stderr
    assert "these columns: x, conv_metadata, judge." in said


def test_the_votes_of_one_person_do_not_speak_for_people(run: Run, tmp_path: Path) -> None:
    rows = draw(150)
    for row in rows:
        row["judge"] = "ann"
    path = write_csv(tmp_path / "votes.csv", rows)
    report = json.loads(run(path, "--json").stdout)
    assert not any(row["enough"] for row in report["board"])
    assert report["leader"]["settled"] is False
    said = run(path)
    assert "All votes are one person's." in said.stderr
    assert "settled" not in said.stderr
    assert "other voters" in said.stdout
    assert all(row["enough"] for row in board(run(path, "--json", "--independent")).values())


def test_many_and_broken_numbers_are_readable(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "counts.json"

    def write(won: float, lost: float, tied: float) -> None:
        y = [[won, lost, tied, 0], [won, won / 2, 0, 0]]
        counts = {"models": ["x", "y", "z"], "X": [[0, 1], [1, 2]], "Y": y}
        path.write_text(json.dumps(counts))

    write(1_000_200, 1_000_000, 0)
    told = run(path)
    assert "3,500,500 votes, read as counts." in told.stderr
    assert "2,000,200" in told.stdout
    leader = json.loads(run(path, "--json").stdout)["leader"]
    assert leader["votes_to_settle"] is None
    assert leader["votes_to_settle_more_than"] == 20_000
    assert "More than 20,000 more votes" in told.stderr
    assert "settled" not in told.stderr
    assert leader["open"] == ["y"]
    write(2, 1, 0.5)
    assert "6.5 votes, read as counts." in run(path).stderr
    assert json.loads(run(path, "--json").stdout)["votes"] == 6.5


def test_who_has_no_vote_in_the_choice_is_no_group_of_its_own(run: Run, tmp_path: Path) -> None:
    rows = [row | {"pair": f"{row['model_a'][0]}{row['model_b'][0]}"} for row in draw()]
    path = write_csv(tmp_path / "votes.csv", rows)
    result = run(path, "--filter", "pair=ab")
    assert result.exit_code == 0
    assert "linked by no vote" not in result.stderr


def test_a_large_file_keeps_its_lines(run: Run, tmp_path: Path) -> None:
    # Larger than a block of the reader, so that dictionaries have to be joined.
    size = 150_000
    table = pa.table(
        {
            "model_a": [f"model {i % 50}" for i in range(size)],
            "model_b": [f"model {(i % 50 + 1 + i % 7) % 50}" for i in range(size)],
            "winner": ["model_a" if i % 3 else "tie" for i in range(size)],
            "note": ["x" * 40] * size,
        }
    )
    path = tmp_path / "votes.csv"
    pacsv.write_csv(table, path)
    with path.open("a") as file:
        file.write("model 1,model 1,tie,-\n")
    report = json.loads(run(path, "--bad-rows", "skip", "--json").stdout)
    assert report["votes"] == size
    assert report["bad_lines"] == [size + 2]


def test_a_row_may_stand_for_many_votes(run: Run, tmp_path: Path) -> None:
    once = {"model_a": "x", "model_b": "y", "winner": "a"}
    rows = [once | {"times": times} for times in (700, 1)]
    rows += [once | {"winner": "b", "times": 299}]
    for write in WRITERS:
        row = board(run(write(tmp_path / "votes", rows), "--json"))["x"]
        assert (row["votes"], row["wins"], row["losses"]) == (1000, 701, 299)
    refused = run(write_csv(tmp_path / "bad.csv", [once | {"times": "few"}]))
    assert "1 row can't be used (1 without a number of votes); line 2." in refused.stderr.replace(
        "\n", " "
    )
