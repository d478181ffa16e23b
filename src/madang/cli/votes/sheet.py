"""A file of votes, understood: arrays for the rating floor, and what was wrong with which row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.cli.votes import formats
from madang.cli.votes.columns import FALSE, NOTHING, Column
from madang.cli.votes.files import Rows, load
from madang.cli.votes.formats import FEATURES, Format, FormatName
from madang.domain.errors.votes import VotesFileError
from madang.rating import Outcome, Tally, Votes, VotesError, tally_pairs
from madang.rating.style import contrast, contrast_counts, contrast_flags
from madang.rating.votes import MOST_CONTESTANTS

Indices = NDArray[np.intp]

WORDS: dict[str, Outcome] = {
    "model_a": Outcome.A,
    "a": Outcome.A,
    "left": Outcome.A,
    "leftvote": Outcome.A,
    "model_b": Outcome.B,
    "b": Outcome.B,
    "right": Outcome.B,
    "rightvote": Outcome.B,
    "tie": Outcome.TIE,
    "tievote": Outcome.TIE,
    "draw": Outcome.TIE,
    "tie (bothbad)": Outcome.BOTH_BAD,
    "both_bad": Outcome.BOTH_BAD,
    "bothbad": Outcome.BOTH_BAD,
    "bothbad_vote": Outcome.BOTH_BAD,
}

TAKE: dict[formats.Kind, Callable[[Any, Any], NDArray[np.float64]]] = {
    "share": contrast,
    "count": contrast_counts,
    "flag": contrast_flags,
}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Votes read from a file.

    Attributes:
        format: what it was read as.
        votes: those that can be used, one by one; or counts, where the file holds counts.
        passed: how many rows are no votes: other lines of a log, votes taken back.
        bad: how many rows could not be used, by reason.
        bad_lines: the line numbers of the first of them.
        columns: the columns that were loaded, a cell a vote.
        time: when each vote was cast, where the file says.
        excluded: (votes,) whether the file itself says the vote does not count.
        category: the name of the column that holds the category.
    """

    format: FormatName
    votes: Votes | Tally
    passed: int = 0
    bad: dict[str, int] = field(default_factory=dict[str, int])
    bad_lines: list[int] = field(default_factory=list[int])
    columns: dict[str, Column] = field(default_factory=dict[str, Column])
    time: Column | None = None
    excluded: NDArray[np.bool_] | None = None
    category: str | None = None

    def column(self, name: str) -> Column:
        """A column by its name.

        Raises:
            VotesFileError: there is no such column; it names those there are.
        """
        if name not in self.columns:
            there = ", ".join(self.columns) or "–"
            raise VotesFileError(
                f"There is no column {name}; there are: {there}.",
                f"{name} 열이 없습니다. 있는 열: {there}.",
            )
        return self.columns[name]

    @property
    def features(self) -> list[str]:
        """The style features the file knows."""
        return [name for name in FEATURES if self._sides(name)]

    def feature(self, name: str) -> NDArray[np.float64]:
        """(votes,) contrast of a style feature, NaN where it is not known for both sides.

        Raises:
            VotesFileError: the file does not have it.
        """
        kind, templates = FEATURES[name]
        sides = self._sides(name)
        if sides is None:
            wanted = ", ".join(template.format("a") for template in templates)
            raise VotesFileError(
                f"The file has no column for the style feature {name} (one of {wanted}, "
                "and the same for b).",
                f"파일에 문체 특성 {name}의 열이 없습니다({wanted} 가운데 하나와 b 쪽의 것).",
            )
        return TAKE[kind](sides[0].numbers, sides[1].numbers)

    def where(self, keep: NDArray[np.bool_] | Indices) -> Sheet:
        """Only some of the votes, or by index, and then perhaps more than once."""
        if isinstance(self.votes, Tally):
            return self
        return replace(
            self,
            votes=self.votes.where(keep),
            columns={name: column.where(keep) for name, column in self.columns.items()},
            time=None if self.time is None else self.time.where(keep),
            excluded=None if self.excluded is None else self.excluded[keep],
        )

    def _sides(self, name: str) -> tuple[Column, Column] | None:
        for template in FEATURES[name][1]:
            left, right = template.format("a"), template.format("b")
            if left in self.columns and right in self.columns:
                return self.columns[left], self.columns[right]
        return None


def read(
    path: Path,
    name: FormatName | None = None,
    *,
    also: Iterable[str] = (),
    time: bool = False,
    style: bool = False,
    advance: Callable[[float], None] = lambda _: None,
    most_lines: int = 10,
) -> Sheet:
    """Read a file of votes.

    Args:
        path: CSV, JSON, JSONL or Parquet; the content decides, not the name.
        name: the format; None guesses.
        also: further columns that are wanted, for filters.
        time: whether it matters when votes were cast.
        style: whether the features of style are wanted.
        advance: told the share that has been read.
        most_lines: how many line numbers of bad rows are worked out.

    Raises:
        VotesFileError: it can't be read, or columns are missing.
    """
    wanted = partial(formats.useful_columns, also=tuple(also), time=time, style=style)
    rows = load(path, wanted, advance)
    if rows.counts is not None:
        return _counted(rows.counts, name)
    known = formats.require(name, rows.names) if name else formats.guess(rows.names)
    return _understand(rows, known, most_lines)


def _counted(whole: dict[str, Any], name: FormatName | None) -> Sheet:
    if not {"models", "X", "Y"} <= set(whole) or name not in (None, FormatName.COUNTS):
        there = ", ".join(whole)
        raise VotesFileError(
            f"This JSON object is no list of votes; it holds: {there}.",
            f"이 JSON 객체는 투표 목록이 아닙니다. 들어 있는 것: {there}.",
        )
    try:
        counted = tally_pairs([str(model) for model in whole["models"]], whole["X"], whole["Y"])
    except VotesError as error:
        raise VotesFileError(
            f"The counts can't be used: {error}.", f"집계를 쓸 수 없습니다: {error.korean}."
        ) from error
    except (ValueError, TypeError) as error:
        raise VotesFileError(
            "The counts can't be used: X has to hold pairs of whole numbers, and Y four numbers "
            "for each of them.",
            "집계를 쓸 수 없습니다. X에는 정수가 둘씩, Y에는 그 쌍마다 숫자 네 개가 있어야 합니다.",
        ) from error
    return Sheet(format=FormatName.COUNTS, votes=counted, bad={}, bad_lines=[])


def _understand(rows: Rows, known: Format, most_lines: int) -> Sheet:
    columns = rows.columns
    a, b, names = _contestants(columns, known)
    outcome = _outcomes(columns, known, a, b, names)
    passed = _passed(columns, known)
    nameless = (np.minimum(a, b) == NOTHING) & ~passed
    itself = (a == b) & ~nameless & ~passed
    unsaid = (outcome == NOTHING) & ~nameless & ~itself & ~passed
    times = _times(columns)
    uncounted = np.zeros_like(passed) if times is None else times < 1
    uncounted &= ~(nameless | itself | unsaid | passed)
    bad_row = nameless | itself | unsaid | uncounted
    good = ~(bad_row | passed)
    bad = {
        "broken": len(rows.broken),
        "contestant": int(np.count_nonzero(nameless)),
        "itself": int(np.count_nonzero(itself)),
        "outcome": int(np.count_nonzero(unsaid)),
        "times": int(np.count_nonzero(uncounted)),
    }
    first = np.flatnonzero(bad_row)[:most_lines].tolist()
    lines = sorted([*rows.broken[:most_lines], *rows.line(first).values()])[:most_lines]
    if len(names) > MOST_CONTESTANTS:
        raise VotesFileError(
            f"There are {len(names)} contestants; at most {MOST_CONTESTANTS} can be rated "
            "together. Is the right column taken for the contestants?",
            f"참가자가 {len(names)}개입니다. 함께 평가할 수 있는 것은 {MOST_CONTESTANTS}개까지"
            "입니다. 참가자 열이 맞는지 봐 주세요.",
        )
    time = next((columns[name] for name in known.time if name in columns), None)
    sheet = Sheet(
        format=known.name,
        votes=Votes(names, a, b, outcome, _voters(columns, known)),
        time=time,
        excluded=_excluded(columns, known),
        passed=int(np.count_nonzero(passed)),
        bad={reason: count for reason, count in bad.items() if count},
        bad_lines=lines,
        category=next((name for name in known.category if name in columns), None),
        columns=columns,
    )
    if times is not None:
        return sheet.where(np.repeat(np.flatnonzero(good), times[good]))
    return sheet if good.all() else sheet.where(good)


def _passed(columns: Mapping[str, Column], known: Format) -> NDArray[np.bool_]:
    """Rows that are no votes."""
    codes, texts = columns[known.outcome].encoded
    passed = np.zeros(len(codes), dtype=np.bool_)
    if known.votes:
        passed |= np.array([*(text not in known.votes for text in texts), False])[codes]
    for name in known.undone:
        if name in columns:
            passed |= columns[name].encoded[0] != NOTHING
    return passed


def _times(columns: Mapping[str, Column]) -> Indices | None:
    """How many votes each row stands for, 0 where that is no number; None where each is one."""
    if "times" not in columns:
        return None
    told = columns["times"].numbers
    whole = np.isfinite(told) & (told == np.floor(told)) & (told >= 1)
    return np.where(whole, told, 0).astype(np.intp)


def _contestants(
    columns: Mapping[str, Column], known: Format
) -> tuple[Indices, Indices, tuple[str, ...]]:
    left, left_names = columns[known.a].encoded
    right, right_names = columns[known.b].encoded
    names = tuple(sorted({*left_names, *right_names}))
    place = {name: i for i, name in enumerate(names)}
    a = np.array([*(place[name] for name in left_names), NOTHING], dtype=np.intp)[left]
    b = np.array([*(place[name] for name in right_names), NOTHING], dtype=np.intp)[right]
    return a, b, names


def _outcomes(
    columns: Mapping[str, Column], known: Format, a: Indices, b: Indices, names: tuple[str, ...]
) -> Indices:
    codes, texts = columns[known.outcome].encoded
    place = {name: i for i, name in enumerate(names)}
    words = [WORDS.get(text.lower(), NOTHING) for text in texts]
    outcome = np.array([*words, NOTHING], dtype=np.intp)[codes]
    # Some files name the winner itself.
    known_names = zip(texts, words, strict=True)
    named = [place.get(text, -2) if word == NOTHING else -2 for text, word in known_names]
    if any(name >= 0 for name in named):
        winner = np.array([*named, -2])[codes]
        outcome = np.where(winner == a, Outcome.A, np.where(winner == b, Outcome.B, outcome))
    if known.name is FormatName.COMPARIA:
        equal = columns["both_equal"].numbers == 1
        outcome = np.where(equal & (outcome == NOTHING), Outcome.TIE, outcome)
    return outcome


def _voters(columns: Mapping[str, Column], known: Format) -> Indices | None:
    """Numbers of the voters; who is not named is taken for somebody else each time."""
    for name in known.voter:
        if name not in columns:
            continue
        codes, texts = columns[name].encoded
        if known.nobody.isdisjoint(texts) and codes.min(initial=0) >= 0:
            return codes.astype(np.intp)
        real = np.array([*(text not in known.nobody for text in texts), False])
        unnamed = ~real[codes]
        if unnamed.all():
            continue
        return np.where(unnamed, len(texts) + np.cumsum(unnamed), codes)
    return None


def _excluded(columns: Mapping[str, Column], known: Format) -> NDArray[np.bool_] | None:
    """Where the file says that the vote does not count, or that names were shown before it."""
    out: list[NDArray[np.bool_]] = []
    reasons = [columns[name] for name in known.excluded if name in columns]
    out += [column.look_up(lambda text: text.lower() not in FALSE) == 1 for column in reasons]
    out += [columns[name].numbers == 0 for name in known.counted if name in columns]
    return np.logical_or.reduce(out) if out else None
