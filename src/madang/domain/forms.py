"""A form: a template as one person filled it in, as far as a battle has to remember it.

The prompt that was made of it is the battle's first question. What templates are, is the floor
`templates`.
"""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_VOICE = 4_000
"""Characters of a brand voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One field that was filled in; the value is short enough to be shown."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a battle came of.

    Attributes:
        template: the template's slug; `name` is what it was called then.
        kind: the category it counts in, besides those of its question.
        entries: what was filled in, in the form's order; empty where only the template is known.
    """

    template: str
    kind: str
    name: str = ""
    entries: tuple[Entry, ...] = ()

    @property
    def headline(self) -> str:
        """What it is about, in a line: the template's name and the first thing filled in."""
        return f"{self.name}: {self.entries[0].value}" if self.entries else self.name
