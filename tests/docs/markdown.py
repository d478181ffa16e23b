"""Markdown files as the tests of this folder read them: headings, tables, code blocks, links."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LANGUAGES = ("en", "ko")

RULE = re.compile(r"[-|: ]+")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def guide(language: str, page: str) -> str:
    return (ROOT / "docs" / "guide" / language / f"{page}.md").read_text()


def without_code(text: str) -> str:
    return FENCE.sub("", text)


def blocks(text: str, language: str) -> list[str]:
    """The code blocks marked with `language`."""
    return [code for marked, code in FENCE.findall(text) if marked == language]


def headings(text: str) -> list[tuple[int, str]]:
    """Level and words of each heading."""
    found = re.findall(r"^(#+) (.+)$", without_code(text), re.MULTILINE)
    return [(len(marks), words) for marks, words in found]


def sections(text: str) -> dict[str, str]:
    """The text under each second-level heading."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def rows(text: str) -> Iterator[list[str]]:
    """The cells of each table row; heads and rules are left out."""
    lines = re.findall(r"^\|(.+)\|$", without_code(text), re.MULTILINE)
    for line, after in pairwise([*lines, ""]):
        if not RULE.fullmatch(line) and not RULE.fullmatch(after):
            yield [cell.strip() for cell in line.split("|")]


def named_rows(text: str) -> dict[str, list[str]]:
    """Rows whose first cell is one piece of code, by that code."""
    return {
        cells[0].strip("`"): cells[1:] for cells in rows(text) if re.fullmatch("`[^`]+`", cells[0])
    }


def links(text: str) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", without_code(text))


def anchors(text: str) -> set[str]:
    """What a heading can be linked by, as code hosts make it of its words."""
    return {re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for _, words in headings(text)}
