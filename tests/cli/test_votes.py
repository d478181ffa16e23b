"""`madang votes`: evidence, leaving out, listing and counting again, from the terminal."""

import asyncio
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from madang.cli import terminal
from madang.cli.ballots import ballots
from madang.cli.main import app
from madang.store import Store
from tests.engine.history import keep, season


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr(terminal.out, "_width", None)

    async def fill() -> None:
        store = await Store.open(f"sqlite:///{tmp_path}/madang.sqlite3")
        await keep(store, list(season(300, voters=12)))
        await store.close()

    asyncio.run(fill())
    return tmp_path


def call(*words: str, home: Path):
    return CliRunner().invoke(ballots, [*words, "--home", str(home)])


def test_from_evidence_to_exclusion_and_back(home: Path) -> None:
    told = call("check", home=home)
    assert told.exit_code == 0, told.output
    first = told.stdout.splitlines()[1].split()[0]
    made = call("exclude", "--person", first, "--reason", "clicked at random", home=home)
    assert made.exit_code == 0, made.output
    assert re.search(r"\d+ votes left out \(exclusion 1\)", made.stderr.replace("\n", " "))
    listed = call("excluded", home=home)
    assert "clicked at random" in listed.stdout
    assert f"[--person {first}]" in listed.stdout
    file = home / "out.jsonl"
    assert CliRunner().invoke(app, ["export", str(file), "--home", str(home)]).exit_code == 0
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    gone = [row for row in rows if row["excluded"]]
    assert {row["person"] for row in gone} == {first}
    assert not any(row["counts"] for row in gone)
    assert len(rows) == 300
    assert "votes count again" in call("restore", "1", home=home).stderr
    assert "counted again since" in call("excluded", home=home).stdout
    assert call("restore", "1", home=home).exit_code == 1


def test_what_can_not_be_left_out_says_why(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nobody here is called nobody" in call(
        "exclude", "--person", "nobody", "--reason", "x", home=home
    ).stderr.replace("\n", " ")
    assert (
        "no counted vote"
        in call("exclude", "--until", "1999-01-01", "--reason", "x", home=home)
        .stderr.replace("\n", " ")
        .lower()
    )
    assert call("exclude", "--reason", "x", home=home).exit_code == 1
    assert call("exclude", "--since", "soon", "--reason", "x", home=home).exit_code == 1
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert "되돌릴 제외 9번이 없습니다" in call("restore", "9", home=home).stderr
