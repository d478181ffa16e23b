"""The guide says the same in both languages, and says it of every setting, command and flag."""

import re
import tomllib
from pathlib import Path

import msgspec
import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from madang.cli.main import app
from madang.engine import settings
from madang.engine.settings import (
    Drawing,
    Embedded,
    Entry,
    Kind,
    Playground,
    Settings,
    Templates,
    Upstream,
)
from tests.docs import markdown
from tests.docs.markdown import FILES, LANGUAGES, ROOT

PAGES = sorted(path.stem for path in (ROOT / "docs" / "guide" / "en").glob("*.md"))
TABLES = {
    "[embedded]": Embedded,
    "[[providers]]": Upstream,
    "[[contestants]]": Entry,
    "[[categories]]": Kind,
    "[drawing]": Drawing,
    "[templates]": Templates,
    "[playground]": Playground,
}

each_language = pytest.mark.parametrize("language", LANGUAGES)


def commands() -> dict[str, TyperCommand | TyperGroup]:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    context = group.make_context("madang", ["serve"])
    found = {name: group.get_command(context, name) for name in group.list_commands(context)}
    return {name: command for name, command in found.items() if command}


def flags(command: TyperCommand | TyperGroup) -> set[str]:
    """The long flags of a command, or of the commands in it."""
    if isinstance(command, TyperGroup):
        return set[str]().union(*(flags(inner) for inner in command.commands.values()))
    return {
        flag
        for option in command.params
        for flag in (*option.opts, *option.secondary_opts)
        if flag.startswith("--")
    }


def settings_in(language: str, structure: type[msgspec.Struct]) -> dict[str, list[str]]:
    """The guide's rows about one structure of the settings."""
    mine = next((table for table, kind in TABLES.items() if kind is structure), None)
    found: dict[str, list[str]] = {}
    for title, text in markdown.sections(markdown.guide(language, "settings")).items():
        if next((table for table in TABLES if f"`{table}`" in title), None) == mine:
            found |= markdown.named_rows(text)
    return found


def test_both_languages_have_the_same_pages() -> None:
    korean = sorted(path.stem for path in (ROOT / "docs" / "guide" / "ko").glob("*.md"))
    assert korean == PAGES
    assert "settings" in PAGES


@pytest.mark.parametrize("page", [*PAGES, "README"])
def test_both_languages_have_the_same_shape(page: str) -> None:
    if page == "README":
        texts = [(ROOT / name).read_text() for name in ("README.md", "README.ko.md")]
    else:
        texts = [markdown.guide(language, page) for language in LANGUAGES]
    english, korean = (
        {
            "headings": [level for level, _ in markdown.headings(text)],
            "rows": [len(row) for row in markdown.rows(text)],
            "commands": [len(block.splitlines()) for block in markdown.blocks(text, "sh")],
            "examples": [sorted(tomllib.loads(block)) for block in markdown.blocks(text, "toml")],
            "links": len(markdown.links(text)),
        }
        for text in texts
    )
    assert english == korean


@each_language
@pytest.mark.parametrize("structure", [Settings, *TABLES.values()])
def test_every_setting_is_in_the_guide_with_its_default(
    language: str, structure: type[msgspec.Struct]
) -> None:
    told = settings_in(language, structure)
    fields = {field.name: field for field in msgspec.structs.fields(structure)}
    assert set(told) == set(fields)
    for name, (default, *_) in told.items():
        if re.fullmatch("`[^`]+`", default):
            field = fields[name]
            made = field.default_factory is not msgspec.NODEFAULT
            real = msgspec.json.encode(field.default_factory() if made else field.default)
            assert msgspec.json.decode(default.strip("`")) == msgspec.json.decode(real), name


@each_language
def test_every_command_and_flag_is_in_the_guide(language: str) -> None:
    sections = markdown.sections(markdown.guide(language, "commands"))
    everywhere = set(markdown.named_rows(markdown.guide(language, "commands").split("\n## ")[0]))
    assert everywhere
    told = {name: text for name, text in sections.items() if name != "make"}
    assert set(told) == set(commands())
    for name, command in commands().items():
        mine = flags(command)
        shared = everywhere if everywhere <= mine else set()
        assert set(markdown.named_rows(told[name])) == mine - shared, name


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_examples_of_settings_can_be_used(path: Path, tmp_path: Path) -> None:
    for number, block in enumerate(markdown.blocks(path.read_text(), "toml")):
        file = tmp_path / f"{number}.toml"
        file.write_text(block)
        read = settings.load(file=file, environment={}, flags={"home": tmp_path})
        assert read != Settings(home=tmp_path)
