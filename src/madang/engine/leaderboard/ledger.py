"""Every valid vote as arrays, also those left out: a board is then a mask and a fit, not a query.

Filled from the store once, then vote by vote. What is made of the arrays is in
`boards` and `standings`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.domain.battles import Battle, Side
from madang.domain.categories import OVERALL, Rulebook
from madang.domain.measures import FIGURES, Measures
from madang.domain.people import UNKNOWN
from madang.domain.records import IMPORTED
from madang.domain.votes import Outcome, Vote
from madang.rating import Outcome as Code

CODES = {
    Outcome.A.value: Code.A,
    Outcome.B.value: Code.B,
    Outcome.TIE.value: Code.TIE,
    Outcome.BOTH_BAD.value: Code.BOTH_BAD,
}

NOBODY = -1
"""The voter of a vote that was imported without saying who cast it."""

SPOKEN = "in-"
"""What the slug of a language's category begins with."""

FIRST_ROOM = 1024

ROW = np.dtype(
    [
        ("a", np.int32),
        ("b", np.int32),
        ("outcome", np.int8),
        ("voter", np.int32),
        ("at", np.float64),
        ("times", np.int32),
        ("excluded", np.bool_),
        ("language", np.int16),
        ("categories", np.uint64),
        ("styles", np.float32, (len(FIGURES), len(Side))),
        ("alive", np.bool_),
    ]
)


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Votes of one category, oldest first.

    Attributes:
        versions: ids of versions; `rows["a"]` and `rows["b"]` are indices into them.
        rows: of `ROW`; one may stand for several equal votes.
        unsorted: counted votes that no rule has looked at yet.
        excluded: votes of the category that the owner left out, whether or not they are among
            these.
    """

    versions: tuple[str, ...]
    rows: NDArray[Any]
    unsorted: int
    excluded: int = 0

    def __len__(self) -> int:
        return int(self.rows["times"].sum())

    @property
    def each(self) -> NDArray[np.intp]:
        """(votes,) the row of each single vote."""
        return np.repeat(np.arange(len(self.rows)), self.rows["times"])

    @property
    def people(self) -> int:
        """How many known people voted."""
        return int(np.count_nonzero(np.bincount(self.rows["voter"] - NOBODY)[1:]))


class Ledger:
    """The valid votes. `revision` grows with every change."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._bits = {category.slug: bit for bit, category in enumerate(rulebook.categories)}
        self._edition = rulebook.edition
        self.revision = 0
        self.clear()

    def clear(self) -> None:
        self._rows = np.zeros(FIRST_ROOM, ROW)
        self._length = 0
        self._gone = 0
        self._versions: dict[str, int] = {}
        self._people: dict[str, int] = {}
        self._languages: dict[str, int] = {"und": 0}
        self._places: dict[str, int] = {}
        self.unsorted = 0
        self.revision += 1

    @property
    def count(self) -> int:
        """Rows there are now."""
        return self._length - self._gone

    def extend(self, part: Sequence[Sequence[Any]]) -> None:
        """Take up rows as `store.measures.rows` gives them."""
        start, end = self._length, self._length + len(part)
        self._make_room(end)
        # Whoever cast or undid a vote while it was being loaded is among the newest.
        self._places = {row[0]: start + place for place, row in enumerate(part)}
        self._append(part, start, end)

    def _append(self, part: Sequence[Sequence[Any]], start: int, end: int) -> None:
        columns = list(zip(*part, strict=True))
        rows = self._rows[start:end]
        rows["a"] = [self._index(self._versions, version) for version in columns[1]]
        rows["b"] = [self._index(self._versions, version) for version in columns[2]]
        rows["outcome"] = [CODES[word] for word in columns[3]]
        rows["voter"] = [self._voter(person) for person in columns[4]]
        rows["at"] = [at.timestamp() for at in columns[5]]
        rows["times"], rows["excluded"] = columns[6], columns[7]
        rows["language"] = [self._index(self._languages, code or "und") for code in columns[9]]
        rows["categories"] = [self._mask(slugs) for slugs in columns[10]]
        figures = np.array(columns[12:], dtype=np.float32)  # None becomes NaN
        rows["styles"] = figures.T.reshape(len(part), len(FIGURES), len(Side))
        rows["alive"] = True
        self.unsorted += sum(edition not in (self._edition, IMPORTED) for edition in columns[8])
        self._length = end
        self.revision += 1

    def add(self, vote: Vote, battle: Battle, measured: Measures) -> None:
        """Take up a vote that has just been cast, unless loading found it already."""
        if vote.id in self._places:
            return
        row = (
            vote.id,
            battle.versions[Side.A].id,
            battle.versions[Side.B].id,
            vote.outcome.value,
            vote.person,
            vote.cast_at,
            1,
            False,
            measured.edition,
            measured.language,
            " ".join(measured.categories),
            measured.turns,
            *(getattr(measured.styles[side], name) for name in FIGURES for side in Side),
        )
        place = self._places[vote.id] = self._length
        self._make_room(place + 1)
        self._append([row], place, place + 1)

    def drop(self, vote: str) -> bool:
        """A vote that was added here counts no more; False where it is not known."""
        place = self._places.pop(vote, None)
        if place is None:
            return False
        self._rows["alive"][place] = False
        self._gone += 1
        self.revision += 1
        return True

    def person(self, person: str) -> int | None:
        """The number of someone who has voted."""
        return self._people.get(person)

    def sample(self, category: str = OVERALL, *, excluded: bool = False) -> Sample:
        """A copy of the votes of one category, safe to use in another thread.

        With `excluded`, those that the owner left out are among them.
        """
        rows = self._rows[: self._length]
        keep = rows["alive"]
        if category.startswith(SPOKEN):
            keep = keep & (rows["language"] == self._languages.get(category[len(SPOKEN) :], NOBODY))
        elif category != OVERALL:
            bit = np.uint64(1 << self._bits[category])
            keep = keep & (rows["categories"] & bit != 0)
        out = keep & rows["excluded"]
        left_out = int(rows["times"][out].sum())
        return Sample(
            tuple(self._versions), rows[keep if excluded else keep & ~out], self.unsorted, left_out
        )

    def counts(self) -> dict[str, int]:
        """Votes by category, languages that appear among them."""
        rows = self._rows[: self._length]
        rows = rows[rows["alive"] & ~rows["excluded"]]
        times = rows["times"]
        found = {
            slug: int(times[rows["categories"] & np.uint64(1 << bit) != 0].sum())
            for slug, bit in self._bits.items()
        }
        found[OVERALL] = int(times.sum())
        spoken = np.bincount(rows["language"], times, minlength=len(self._languages))
        found |= {
            SPOKEN + code: int(spoken[index])
            for code, index in self._languages.items()
            if spoken[index] and code != "und"
        }
        return found

    def _make_room(self, length: int) -> None:
        if length > len(self._rows):
            grown = np.zeros(max(length, 2 * len(self._rows)), ROW)
            grown[: self._length] = self._rows[: self._length]
            self._rows = grown

    def _mask(self, slugs: str | None) -> int:
        found = [self._bits[slug] for slug in (slugs or "").split() if slug in self._bits]
        return sum(1 << bit for bit in found)

    def _voter(self, person: str) -> int:
        return NOBODY if person == UNKNOWN else self._index(self._people, person)

    @staticmethod
    def _index(places: dict[str, int], name: str) -> int:
        return places.setdefault(name, len(places))
