"""The board as an SVG picture: an interval plot, and the matrix of win probabilities."""

from __future__ import annotations

import math
from html import escape

import numpy as np

from madang.domain.errors import Language
from madang.rating import Board

ROW = 22
CELL = 30
PLOT = 420
MARGIN = 16
LETTER = 7.2
"""Width of a letter at the font size used; a generous estimate, since no font is measured here."""

MOST_IN_MATRIX = 30
"""More contestants than this make a matrix nobody can read; the first ones are shown."""

TITLES: dict[Language, tuple[str, str]] = {
    "en": ("Rating, with {percent} % interval", "How often the row is expected to win (%)"),
    "ko": ("점수와 {percent}% 구간", "행이 열을 이길 것으로 보이는 비율 (%)"),
}

STYLE = """
text{font:13px system-ui,'Noto Sans KR',sans-serif;fill:#1f2328}
.title{font-weight:600}.quiet{fill:#656d76;font-size:11px}.end{text-anchor:end}
.middle{text-anchor:middle}.small{font-size:11px}.grid{stroke:#d8dee4}.bar{stroke:#2f6f6a;stroke-width:2.5}
.dot{fill:#2f6f6a}.few{opacity:.4}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.quiet{fill:#9aa4af}.grid{stroke:#30363d}
.bar{stroke:#6ec5bd}.dot{fill:#6ec5bd}.page{fill:#0d1117}}
"""


def draw(board: Board, language: Language = "en", top: int | None = None) -> str:
    """An SVG document with both plots, one above the other.

    Rows are in the board's order; `top` keeps the first ones only.
    """
    order = [i for i in board.order if board.votes[i]][:top]
    label = max([60.0, *(LETTER * (_width(board.names[i]) + 4) for i in order)]) + MARGIN
    intervals, below = _intervals(board, order, label, language)
    matrix, height = _matrix(board, order[:MOST_IN_MATRIX], label, below, language)
    wide = label + max(PLOT + 60, CELL * min(len(order), MOST_IN_MATRIX)) + 2 * MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {height:.0f}"',
            f'width="{wide:.0f}" height="{height:.0f}" role="img">',
            f"<style>{STYLE}</style>",
            '<rect class="page" width="100%" height="100%" fill="#fff"/>',
            *intervals,
            *matrix,
            "</svg>\n",
        ]
    )


def _intervals(
    board: Board, order: list[int], label: float, language: Language
) -> tuple[list[str], float]:
    title = TITLES[language][0].format(percent=f"{100 * board.confidence:g}")
    lines = [f'<text class="title" x="{MARGIN}" y="{MARGIN + 8}">{title}</text>']
    top = MARGIN + 28.0
    bottom = top + ROW * len(order)
    if not order:
        return lines, bottom
    low, high = float(board.lower[order].min()), float(board.upper[order].max())
    step = _step((high - low) or 1)

    def x(value: float) -> float:
        return label + MARGIN + (value - low) / ((high - low) or 1) * PLOT

    for number in range(math.ceil(low / step), math.floor(high / step) + 1):
        tick = number * step
        at = x(tick)
        lines.append(f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="{top}" y2="{bottom}"/>')
        lines.append(
            f'<text class="quiet middle" x="{at:.1f}" y="{bottom + 14:.0f}">{tick:.0f}</text>'
        )
    for row, i in enumerate(order):
        y = top + ROW * (row + 0.5)
        few = "" if board.enough[i] else " few"
        left, middle, right = (x(float(v[i])) for v in (board.lower, board.ratings, board.upper))
        number = f'x="{label + MARGIN + PLOT + 12}" y="{y + 4}">{board.ratings[i]:.0f}'
        lines += [
            _name(board.names[i], label, y),
            f'<line class="bar{few}" x1="{left:.1f}" x2="{right:.1f}" y1="{y}" y2="{y}"/>',
            f'<circle class="dot{few}" cx="{middle:.1f}" cy="{y}" r="4"/>',
            f'<text class="quiet" {number}</text>',
        ]
    return lines, bottom + 30


def _matrix(
    board: Board, order: list[int], label: float, top: float, language: Language
) -> tuple[list[str], float]:
    share = board.expected_shares()
    lines = [
        f'<text class="title" x="{MARGIN}" y="{top + MARGIN:.0f}">{TITLES[language][1]}</text>'
    ]
    start = top + MARGIN + 30
    for row, i in enumerate(order):
        y = start + CELL * row
        lines.append(_name(f"{row + 1}. {board.names[i]}", label, y + CELL / 2))
        x = label + MARGIN + CELL * (row + 0.5)
        lines.append(f'<text class="quiet middle" x="{x}" y="{start - 6}">{row + 1}</text>')
        for column, j in enumerate(order):
            if i == j or np.isnan(share[i, j]):
                continue
            lines += _cell(
                float(share[i, j]),
                label + MARGIN + CELL * column,
                y,
                board.names[i],
                board.names[j],
            )
    return lines, start + CELL * len(order) + MARGIN


def _cell(share: float, x: float, y: float, row: str, column: str) -> list[str]:
    """A square from rust (always loses) through pale to green (always wins)."""
    strength = abs(share - 0.5) * 2
    far = (47, 111, 106) if share >= 0.5 else (176, 84, 56)  # noqa: PLR2004 - an even chance
    red, green, blue = (round(246 + (c - 246) * strength) for c in far)
    ink = "#fff" if strength > 0.55 else "#1f2328"  # noqa: PLR2004 - where black stops being read
    percent = f"{100 * share:.0f}"
    said = escape(f"{row} – {column}: {percent} %")
    square = f'x="{x:.1f}" y="{y:.1f}" width="{CELL - 1}" height="{CELL - 1}"'
    middle = f'x="{x + CELL / 2:.1f}" y="{y + CELL / 2 + 4:.1f}"'
    return [
        f'<rect {square} fill="rgb({red},{green},{blue})"><title>{said}</title></rect>',
        f'<text class="middle small" style="fill:{ink}" {middle}>{percent}</text>',
    ]


def _name(name: str, label: float, y: float) -> str:
    return f'<text class="end" x="{label:.1f}" y="{y + 4:.1f}">{escape(name)}</text>'


def _width(text: str) -> float:
    """Letters, with Korean and its like counting double."""
    return sum(1.9 if letter > "\u1100" else 1 for letter in text)


def _step(span: float) -> float:
    """A round distance between about six ticks."""
    rough = span / 6
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * m for m in (1, 2, 5, 10) if size * m >= rough)
