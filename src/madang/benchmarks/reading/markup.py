"""The sheet in a piece of HTML, as copied from a page: spans filled in, footnote marks kept apart.

Nothing of it is ever shown as HTML, and nothing it names is fetched.
"""

from __future__ import annotations

from html.parser import HTMLParser

BREAKS = {"br", "p", "div", "li"}
SILENT = {"script", "style", "template", "noscript"}
WIDEST = 200


def sheet(text: str) -> list[list[str]]:
    """The cells of the first table that has any."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    return parser.finish()


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._rows: list[list[str]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._hanging: dict[int, tuple[int, str]] = {}
        self._silent = 0
        self._done = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._done:
            return
        if tag in SILENT:
            self._silent += 1
        elif tag == "tr":
            self._end_row()
            self._row = []
        elif tag in ("td", "th"):
            self._end_cell()
            self._row = [] if self._row is None else self._row
            given = dict(attrs)
            self._span = (_span(given.get("colspan")), _span(given.get("rowspan")))
            self._cell = []
        elif tag == "sup":
            self.handle_data(" [")
        elif tag in BREAKS:
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._done:
            return
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "sup":
            self.handle_data("] ")
        elif tag == "table":
            self._end_row()
            self._done = len(self._rows) > 1

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent and not self._done:
            self._cell.append(data)

    def finish(self) -> list[list[str]]:
        if not self._done:
            self._end_row()
        return self._rows

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        text = "".join(self._cell).strip()
        self._cell = None
        self._fill()
        columns, rows = self._span
        for _ in range(columns):
            if rows > 1:
                self._hanging[len(self._row)] = (rows - 1, text)
            self._row.append(text)

    def _fill(self) -> None:
        """Put in what hangs down from the rows above, up to the next free column."""
        assert self._row is not None
        while (column := len(self._row)) in self._hanging:
            left, text = self._hanging.pop(column)
            if left > 1:
                self._hanging[column] = (left - 1, text)
            self._row.append(text)

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        self._fill()
        if self._row:
            self._rows.append(self._row[:WIDEST])
        self._row = None


def _span(text: str | None) -> int:
    return min(int(text), WIDEST) if text and text.isdecimal() and int(text) > 0 else 1
