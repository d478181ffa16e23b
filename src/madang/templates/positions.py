"""On which line of a TOML file something stands. `tomllib` reads well and tells no lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

HEADER = re.compile(r"\s*(\[\[?)\s*([\w-]+)\s*\]\]?")
KEY = re.compile(r"\s*\"?([\w-]+)\"?\s*=\s*(.*)")
QUOTES = ("'''", '"""')


class Positions:
    """The lines of a file's keys, by place; the text of a long string begins a line below."""

    def __init__(self, source: str) -> None:
        self._lines: dict[tuple[str | int, ...], int] = {(): 1}
        self._begin: dict[tuple[str | int, ...], int] = {}
        tables: dict[str, int] = {}
        inside: tuple[str | int, ...] = ()
        quote = ""
        for number, line in enumerate(source.splitlines(), 1):
            if quote:
                quote = "" if quote in line else quote
                continue
            if header := HEADER.match(line):
                name = header[2]
                tables[name] = tables.get(name, -1) + 1
                inside = (name, tables[name]) if header[1] == "[[" else (name,)
                self._lines.setdefault((name,), number)
                self._lines.setdefault(inside, number)
            elif found := KEY.match(line):
                place, value = (*inside, found[1]), found[2]
                self._lines.setdefault(place, number)
                quote = next((q for q in QUOTES if value.startswith(q)), "")
                if quote:
                    self._begin[place] = number + (value == quote)
                    quote = "" if quote in value[len(quote) :] else quote

    def line(self, place: Sequence[str | int]) -> int:
        """The line of a place, or of the nearest thing around it that is there."""
        known = tuple(place)
        while known not in self._lines:
            known = known[:-1]
        return self._lines[known]

    def line_within(self, place: Sequence[str | int], offset: int) -> int:
        """The line of what stands `offset` lines into the text of a place."""
        begin = self._begin.get(tuple(place))
        return self.line(place) if begin is None else begin + offset
