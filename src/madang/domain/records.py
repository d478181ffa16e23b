"""A record: one vote with all that was about it, as it is exported and imported.

Flat where it can be, so that it fits a table; the conversation is the one nested part. How records
are written to files and read from them is in the engine's `exporting` and `importing`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from madang.domain.battles import Pace, Side
from madang.domain.forms import Form
from madang.domain.measures import NO_STYLES, Measures, Style
from madang.domain.votes import Outcome, Reason

IMPORTED = "imported"
"""The edition of measures that came with a file and can't be taken anew, and the provider of
contestants that are known by their votes only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A version of a contestant as a record names it.

    `content` is its fingerprint, empty where nobody knows what it was asked with.
    """

    slug: str
    number: int = 1
    name: str = ""
    maker: str = ""
    content: str = ""

    @property
    def label(self) -> str:
        """`slug`, or `slug@2` for a later version: votes never mix versions."""
        return self.slug if self.number == 1 else f"{self.slug}@{self.number}"

    @classmethod
    def parse(cls, label: str, *, name: str = "", maker: str = "", content: str = "") -> Known:
        slug, mark, number = label.rpartition("@")
        if mark and slug and number.isdecimal() and int(number) > 1:
            return cls(slug=slug, number=int(number), name=name, maker=maker, content=content)
        return cls(slug=label, name=name, maker=maker, content=content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One turn of a record's conversation; a reply that failed has the text it got to.

    Where one `side` alone was asked to mend something, the other's reply is the one before.
    """

    question: str
    replies: dict[Side, str]
    counted: bool = True
    asked_at: datetime | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One vote. `person` is a pseudonym, None where nobody knows who voted.

    `form` names the template the battle came of, without what was filled in.
    It stands for `times` equal ones, more than 1 where only counts are known. `excluded` is why the
    owner left it out, if so.
    `turns` is how many turns had been asked when the vote was cast; `conversation` is empty where
    it was left out or never known.
    """

    vote: str
    battle: str
    cast_at: datetime
    person: str | None
    sides: dict[Side, Known]
    outcome: Outcome
    created_at: datetime | None = None
    informed: bool = False
    undone_at: datetime | None = None
    times: int = 1
    excluded: str = ""
    reasons: tuple[Reason, ...] = ()
    comment: str = ""
    pace: Pace = Pace.EVEN
    probability: float | None = None
    expected: float | None = None
    language: str = "und"
    categories: tuple[str, ...] = ()
    turns: int = 1
    styles: dict[Side, Style] = field(default_factory=dict[Side, Style])
    form: Form | None = None
    conversation: tuple[Said, ...] = ()

    @property
    def counts(self) -> bool:
        return self.undone_at is None and not self.informed and not self.excluded

    @property
    def measures(self) -> Measures:
        """What the record itself says the vote was about."""
        return Measures(
            edition=IMPORTED,
            language=self.language,
            categories=self.categories,
            turns=self.turns,
            styles=self.styles or NO_STYLES,
        )
