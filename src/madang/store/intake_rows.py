"""Records to rows, table by table, as the drivers take them. A million pass through here."""

import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Row, Table

from madang.domain.battles import ReplyState, Side
from madang.domain.contestants import Parameters
from madang.domain.measures import FIGURES, NO_STYLE, Measures, Style
from madang.domain.people import UNKNOWN
from madang.domain.records import IMPORTED, Known, Record, Said
from madang.store.contestants import UNKNOWN_CONTENT, is_unknown
from madang.store.schema import (
    battles,
    measures,
    people,
    replies,
    storable,
    turns,
    versions,
    votes,
)

Values = list[tuple[Any, ...]]
Filled = tuple[Table, list[str], Values]
"""A table, its columns, and rows for it."""

VERSIONS = [
    *("id", "slug", "number", "fingerprint", "name", "maker", "provider", "model", "system"),
    *("parameters", "open_weights", "sees_images"),
]
PEOPLE = ["id", "first_seen_at"]
BATTLES = [
    *("id", "person", "created_at", "pace", "version_a", "version_b", "probability"),
    *("template", "template_kind"),
]
TURNS = ["id", "battle", "number", "question", "asked_at", "counted", "side"]
REPLIES = ["id", "turn", "side", "attempt", "state", "text", "first_word", "cost"]
VOTES = [
    *("id", "battle", "turn", "person", "outcome", "reasons", "comment", "cast_at", "informed"),
    *("expected", "undone_at", "times", "batch"),
]
MEASURES = [
    *("vote", "edition", "language", "categories", "turns"),
    *(f"{name}_{side.value}" for name in FIGURES for side in Side),
]
NOTHING_SAID = (Said(question="", replies={}),)
NO_FIGURES = (None,) * len(FIGURES)

Moment = Callable[[datetime], Any]


class Arrival(msgspec.Struct, array_like=True):
    """One vote with all rows that belong to it; `vote` still lacks its batch."""

    battle: tuple[Any, ...]
    turns: list[tuple[Any, ...]]
    replies: list[tuple[Any, ...]]
    vote: tuple[Any, ...]
    measures: tuple[Any, ...]
    excluded: str = ""


class Newcomers:
    """Contestants and people that an import brings with it; `votes` counts those that were met.

    A version is known again by its content. By its number only where the content of either is not
    known: elsewhere the settings may have come in another order.
    """

    def __init__(self, known: Iterable[Row[Any]]) -> None:
        self.votes = 0
        self._ids: dict[tuple[str, int], str] = {}
        self._contents: dict[tuple[str, str], str] = {}
        self._whole: set[str] = set()
        self._met: dict[Known, str] = {}
        for row in known:
            content = "" if is_unknown(row.fingerprint) else row.fingerprint
            self._register(row.id, row.slug, row.number, content)
        self._versions: Values = []
        self._people: dict[str, Any] = {}

    @property
    def tables(self) -> list[Filled]:
        return [
            (versions, VERSIONS, self._versions),
            (people, PEOPLE, list(self._people.items())),
        ]

    def meet(self, person: str, at: Any) -> None:
        self._people.setdefault(person, at)

    def version(self, side: Known) -> str:
        if side not in self._met:
            self._met[side] = self._find(side) or self._add(side)
        return self._met[side]

    def _find(self, side: Known) -> str | None:
        same = self._contents.get((side.slug, side.content))
        numbered = self._ids.get((side.slug, side.number))
        return same or (None if side.content and numbered in self._whole else numbered)

    def _register(self, version: str, slug: str, number: int, content: str) -> None:
        self._ids[slug, number] = version
        if content:
            self._contents[slug, content] = version
            self._whole.add(version)

    def _add(self, side: Known) -> str:
        """A row for a version that is known by its votes only."""
        made, number = f"v_{secrets.token_hex(8)}", side.number
        while (side.slug, number) in self._ids:
            number += 1
        self._register(made, side.slug, number, side.content)
        self._versions.append(
            (
                made,
                side.slug,
                number,
                side.content or f"{UNKNOWN_CONTENT}{number}",
                storable(side.name or side.label),
                storable(side.maker),
                IMPORTED,
                storable(side.slug),
                "",
                json.dumps(asdict(Parameters())),
                False,
                False,
            )
        )
        return made


def make_arrivals(
    part: Sequence[tuple[Record, Measures]], newcomers: Newcomers, *, as_text: bool
) -> list[Arrival]:
    """What has to be written of some records; `as_text` says that moments are text there."""
    moment: Moment = _text if as_text else _aware
    found: list[Arrival] = []
    for record, measured in part:
        person = record.person or UNKNOWN
        began = moment(record.created_at or record.cast_at)
        newcomers.meet(person, began)
        newcomers.votes += record.times
        a, b = newcomers.version(record.sides[Side.A]), newcomers.version(record.sides[Side.B])
        # Nobody knows how an imported pair was drawn; a probability of 0 says so.
        chance = record.probability or 0.0
        asked, answered = _turns(record, began, moment)
        vote = (
            record.vote,
            record.battle,
            len(asked),
            person,
            record.outcome.value,
            json.dumps([reason.value for reason in record.reasons]) if record.reasons else "[]",
            storable(record.comment) if record.comment else "",
            moment(record.cast_at),
            record.informed,
            record.expected,
            record.undone_at and moment(record.undone_at),
            record.times,
        )
        form = (record.form.template, record.form.kind) if record.form else (None, None)
        battle = (record.battle, person, began, record.pace.value, a, b, chance, *form)
        about = _measure(record.vote, measured)
        found.append(Arrival(battle, asked, answered, vote, about, record.excluded))
    return found


def tables_of(part: Sequence[Arrival], batch: str) -> list[Filled]:
    """The rows by table, in the order in which they refer to each other."""
    return [
        (battles, BATTLES, [one.battle for one in part]),
        (turns, TURNS, [row for one in part for row in one.turns]),
        (replies, REPLIES, [row for one in part for row in one.replies]),
        (votes, VOTES, [(*one.vote, batch) for one in part]),
        (measures, MEASURES, [one.measures for one in part]),
    ]


@lru_cache(maxsize=10_000)
def _text(moment: datetime) -> str:
    """As `schema.Moment` has it in SQLite."""
    return moment.astimezone(UTC).isoformat(" ", "microseconds")


def _aware(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _turns(record: Record, began: Any, moment: Moment) -> tuple[Values, Values]:
    """Turns and replies of a record; the last turn is the judged one."""
    asked: Values = []
    answered: Values = []
    conversation = record.conversation or NOTHING_SAID
    for number, turn in enumerate(conversation, 1):
        identity = f"t_{record.battle}_{number}"
        at = moment(turn.asked_at) if turn.asked_at else began
        question = storable(turn.question) if turn.question else ""
        alone = turn.side and turn.side.value
        asked.append((identity, record.battle, number, question, at, turn.counted, alone))
        judged = number == len(conversation)
        for side, text in turn.replies.items():
            if turn.side not in (None, side):
                continue  # the other's reply is the one before
            style = record.styles.get(side) if judged else None
            timed = (style.first_word, style.cost) if style else (None, None)
            name = f"r_{record.battle}_{number}_{side.value}"
            state = ReplyState.DONE.value
            answered.append((name, identity, side.value, 1, state, storable(text), *timed))
    return asked, answered


def _measure(vote: str, measured: Measures) -> tuple[Any, ...]:
    a, b = (_figures(measured.styles.get(side)) for side in (Side.A, Side.B))
    both = [one for pair in zip(a, b, strict=True) for one in pair]
    categories = " ".join(measured.categories)
    return (vote, measured.edition, measured.language, categories, measured.turns, *both)


def _figures(style: Style | None) -> Sequence[float | None]:
    if style is None or style is NO_STYLE:
        return NO_FIGURES
    return [getattr(style, name) for name in FIGURES]
