"""The differences of a score table as an SVG picture: a dot and its interval for each."""

from __future__ import annotations

from html import escape

from madang.benchmarks.report import Judged, Report
from madang.domain.errors import Language

ROW = 24
PLOT = 440
MARGIN = 16
LETTER = 7.4
"""Width of a letter at the font size used; a generous estimate, since no font is measured here."""

STYLE = """
text{font:13px system-ui,'Noto Sans KR',sans-serif;fill:#1d1b16}
.title{font-weight:600}.quiet{fill:#767062;font-size:11px}.middle{text-anchor:middle}
.end{text-anchor:end}.axis{stroke:#e4ddcf}.a{stroke:#2f4b9e;fill:#2f4b9e}
.b{stroke:#b4481b;fill:#b4481b}.no{stroke:#767062;fill:#767062}.bar{stroke-width:2.5}
@media (prefers-color-scheme:dark){text{fill:#f1ece0}.quiet{fill:#8f8775}.axis{stroke:#343026}
.a{stroke:#8ea6f0;fill:#8ea6f0}.b{stroke:#f09a6b;fill:#f09a6b}.no{stroke:#8f8775;fill:#8f8775}
.page{fill:#16150f}}
"""

HEADS: dict[Language, str] = {
    "en": "difference in points; in colour what can be relied on among all {count}",
    "ko": "점수 차이. 색이 있는 것은 {count}개를 함께 보아도 믿을 수 있는 차이",
}


def draw(found: Report, language: Language = "en") -> str:
    """An SVG document, one row a comparison, in the report's order. Ratings are left out."""
    rows = [made for made in found.comparisons if made.unit == "points"]
    reach = max((max(abs(made.lower), abs(made.upper)) for made in rows), default=1.0) or 1.0
    labels = [_label(made) for made in rows]
    wide = max([80.0, *(LETTER * _width(label) for label in labels)])
    left = MARGIN + wide + MARGIN
    lines: list[str] = []
    for i, (made, label) in enumerate(zip(rows, labels, strict=True)):
        lines += _row(made, label, left, 64 + i * ROW, PLOT / 2 / reach)
    height = 64 + len(rows) * ROW + MARGIN + ROW
    centre = left + PLOT / 2
    head = HEADS[language].format(count=len(found.comparisons))
    across = round(left + PLOT + MARGIN)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {height}"',
            f'width="{across}" height="{height}" role="img">',
            f"<style>{STYLE}</style>",
            '<rect class="page" width="100%" height="100%" fill="#faf7f1"/>',
            f'<text class="title" x="{MARGIN}" y="24">{escape(found.title)}</text>',
            f'<text class="quiet middle" x="{centre:.1f}" y="44">{escape(head)}</text>',
            f'<path class="axis" d="M{centre:.1f} 52V{height - MARGIN - ROW}"/>',
            *lines,
            *_ticks(reach, centre, height),
            "</svg>\n",
        ]
    )


def _ticks(reach: float, centre: float, height: int) -> list[str]:
    """The scale's numbers: zero, and a round one towards either side."""
    step = max(1, round(reach * 0.8 / 5) * 5)
    return [
        f'<text class="quiet middle" x="{centre + points * PLOT / 2 / reach:.1f}" '
        f'y="{height - MARGIN}">{points:+d}</text>'
        if points
        else f'<text class="quiet middle" x="{centre:.1f}" y="{height - MARGIN}">0</text>'
        for points in (-step, 0, step)
        if abs(points) <= reach
    ]


def _label(made: Judged) -> str:
    return f"{made.benchmark}: {made.a} − {made.b}"


def _width(text: str) -> float:
    return sum(1.0 if ord(letter) < 0x1100 else 1.7 for letter in text)  # noqa: PLR2004 - Hangul on


def _row(made: Judged, label: str, left: float, y: int, scale: float) -> list[str]:
    centre = left + PLOT / 2
    colour = ("a" if made.difference > 0 else "b") if made.holm_significant else "no"
    low, at, high = (centre + scale * value for value in (made.lower, made.difference, made.upper))
    return [
        f'<text class="end" x="{left - MARGIN:.1f}" y="{y + 4}">{escape(label)}</text>',
        f'<path class="bar {colour}" d="M{low:.1f} {y}H{high:.1f}"/>',
        f'<circle class="{colour}" cx="{at:.1f}" cy="{y}" r="4"/>',
    ]
