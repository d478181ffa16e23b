"""Results as tables in a notebook: one way for all of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape

MOST_ROWS = 60
"""Beyond this a table says only how many more there are."""


def table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """An HTML table of texts and numbers; those with a fraction are shown to a point."""
    every = list(rows)
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    body = "".join(
        "<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in row) + "</tr>"
        for row in every[:MOST_ROWS]
    )
    if len(every) > MOST_ROWS:
        body += f'<tr><td colspan="{len(titles)}">… {len(every) - MOST_ROWS:,} more</td></tr>'
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def chance(p: float) -> str:
    """A probability, to three digits."""
    return "–" if math.isnan(p) else f"{p:.3g}"


def whole(count: float) -> str:
    """A number of votes, which is whole unless they were weighted."""
    return f"{count:,.15g}"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "–" if math.isnan(value) else f"{value:,.0f}"
    return "–" if value is None else escape(str(value))
