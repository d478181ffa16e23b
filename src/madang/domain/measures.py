"""What a vote was about, in figures: its categories, its language, and the style of both replies.

Taken once, when the vote is cast, so that boards never read conversations again. How they are
taken is in the engine's `measuring`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from madang.domain.battles import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One judged reply in figures; None where it is not known.

    Attributes:
        length: tokens where both sides' are known, else characters.
        headers, lists, bold: Markdown headers, list items and bold runs.
        first_word: seconds to the first word.
        speed: tokens a second after it.
        cost: US dollars.
        ran: 1 where its artifact ran, 0 where it did not.
    """

    length: float | None = None
    headers: float | None = None
    lists: float | None = None
    bold: float | None = None
    first_word: float | None = None
    speed: float | None = None
    cost: float | None = None
    ran: float | None = None


NO_STYLE = Style()
"""Of a reply of which nothing is known."""

NO_STYLES = {Side.A: NO_STYLE, Side.B: NO_STYLE}

FIGURES = tuple(field.name for field in fields(Style))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What a vote was about. `edition` names the rules that sorted it."""

    edition: str
    language: str
    categories: tuple[str, ...]
    turns: int
    styles: dict[Side, Style]
