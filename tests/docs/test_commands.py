"""The commands that the pages show exist: make's targets, Madang's own, and their flags."""

import re
import shlex
from itertools import dropwhile
from pathlib import Path

import pytest

from tests.docs import markdown
from tests.docs.markdown import FILES, LANGUAGES, ROOT
from tests.docs.test_guide import commands, flags

MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z]+):.* ## ", MAKEFILE, re.MULTILINE))
FOREIGN = {"pip", "sqlite3", "export"}
SETS_VARIABLE = re.compile(r"[A-Z_]+=")


def shell_lines(text: str) -> list[list[str]]:
    """The words of each shell command, without comments and the variables set before it."""
    lines = [line for block in markdown.blocks(text, "sh") for line in block.splitlines()]
    split = (shlex.split(line, comments=True) for line in lines)
    commands = (list(dropwhile(SETS_VARIABLE.match, words)) for words in split)
    return [words for words in commands if words]


def check_madang(words: list[str]) -> None:
    command = commands()[words[0]]
    assert {word for word in words[1:] if word.startswith("--")} <= flags(command)


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_commands_shown_exist(path: Path) -> None:
    text = path.read_text()
    for program, *words in shell_lines(text):
        match program.rsplit("/", 1)[-1]:
            case "make":
                assert words[0] in TARGETS
            case "madang":
                check_madang(words)
            case foreign:
                assert foreign in FOREIGN
    for inline in re.findall(r"`(?:\.venv/bin/)?madang ([a-z]+(?: --[^`]*)?)`", text):
        check_madang(inline.split())
    for target in re.findall(r"`make ([a-z]+)", text):
        assert target in TARGETS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_target_is_in_the_guide(language: str) -> None:
    rows = markdown.named_rows(markdown.guide(language, "commands"))
    assert {name.split()[1] for name in rows if name.startswith("make ")} == TARGETS


def test_the_readme_begins_with_the_two_commands() -> None:
    for name in ("README.md", "README.ko.md"):
        first = shell_lines((ROOT / name).read_text())[:2]
        assert [words[:2] for words in first] == [["make", "run"], ["make", "test"]]
