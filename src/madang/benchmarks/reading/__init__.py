"""Text to `Table`: CSV, cells of a spreadsheet, Markdown, HTML and JSON, as people paste them.

Pure: text comes in, files are opened elsewhere. `cells` reads one cell, `grid` a sheet of them,
`markup` and `documents` get the sheet out of HTML and JSON, `itemlogs` reads results item by item.
"""

from __future__ import annotations

import csv
import io
import json
import re

from madang.benchmarks.errors import TableTooLarge, UnreadableTable
from madang.benchmarks.reading import documents, grid, markup
from madang.benchmarks.reading.grid import Grid
from madang.benchmarks.table import Table
from madang.benchmarks.words import Words

MOST_CHARACTERS = 1_000_000


def read(text: str, *, where: str = "", title: str = "") -> Table:
    """The table in `text`, whatever of the formats it is in.

    Args:
        text: a table, with nothing but text around it.
        where: what an error calls the text.
        title: the table's title unless it brings its own.

    Raises:
        TableError: one of its kinds, saying what was wrong and where.
    """
    if len(text) > MOST_CHARACTERS:
        raise TableTooLarge(
            found=len(text), what=Words("characters", "글자 수"), limit=MOST_CHARACTERS
        )
    text = text.lstrip("\ufeff").strip("\r\n ")  # a tab at the start is an empty corner
    if text[:1] in ("{", "["):
        try:
            return documents.read(json.loads(text), where=where, title=title)
        except (json.JSONDecodeError, RecursionError) as error:
            raise UnreadableTable(where=where) from error
    return grid.read(_sheet(text, where), where=where, title=title)


def _sheet(text: str, where: str) -> Grid:
    if re.search(r"<t(able|r|d|h)\b", text, re.IGNORECASE):
        return markup.sheet(text)
    lines = text.splitlines()
    if any(RULE.fullmatch(line) and "|" in line for line in lines):
        return _markdown(lines)
    return _delimited(text, where)


RULE = re.compile(r"\s*\|?(\s*:?-+:?\s*\|)+\s*(:?-+:?)?\s*")


def _markdown(lines: list[str]) -> Grid:
    """The first table of a Markdown text: the lines with bars around its rule."""
    rule = next(i for i, line in enumerate(lines) if RULE.fullmatch(line) and "|" in line)
    first = rule - 1 if rule else rule
    rows: Grid = []
    for line in lines[first:]:
        if "|" not in line:
            break
        if not RULE.fullmatch(line):
            bare = line.strip().removeprefix("|")
            bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
            cells = re.split(r"(?<!\\)\|", bare)
            rows.append([_unmark(cell) for cell in cells])
    return rows


def _unmark(cell: str) -> str:
    """A Markdown cell without its emphasis, links and escapes."""
    cell = re.sub(r"<br\s*/?>", "\n", cell, flags=re.IGNORECASE)
    cell = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", cell)
    cell = re.sub(r"(\*\*|__|~~|`)(.+?)\1", r"\2", cell)
    return cell.replace("\\|", "|").strip()


def _delimited(text: str, where: str) -> Grid:
    """Cells between tabs, semicolons or commas: whichever divides the lines most evenly."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    counts = {mark: [line.count(mark) for line in lines] for mark in "\t;,"}
    mark = next((m for m in "\t;" if min(counts[m]) > 0), ",")
    try:
        return list(csv.reader(io.StringIO(text), delimiter=mark, skipinitialspace=True))
    except csv.Error as error:
        raise UnreadableTable(where=where) from error
