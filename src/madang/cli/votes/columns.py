"""One column of a file, as arrays: texts by code, or numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]
Numbers = NDArray[np.float64]

NOTHING = -1
"""The code of an empty cell."""

TRUE = frozenset({"true", "1", "1.0", "yes"})
FALSE = frozenset({"false", "0", "0.0", "no"})


@dataclass(frozen=True, eq=False)
class Column:
    """Cells, either as `texts[codes]`, with `NOTHING` for an empty one, or as `values`.

    Attributes:
        codes: (rows,) int, where the column is text.
        texts: what the codes stand for, without surrounding blanks, none of them empty.
        values: (rows,) float, NaN for an empty cell, where the column is numbers, truths (1, 0)
            or times (seconds since 1970).
    """

    codes: Codes | None = None
    texts: tuple[str, ...] = ()
    values: Numbers | None = None

    @cached_property
    def encoded(self) -> tuple[Codes, tuple[str, ...]]:
        """Codes and texts, whatever the column is made of."""
        if self.codes is not None:
            return self.codes, self.texts
        assert self.values is not None
        found, codes = np.unique(self.values, return_inverse=True)
        codes = np.where(np.isnan(self.values), NOTHING, codes).astype(np.int32)
        return codes, tuple(f"{value:g}" for value in found.tolist())

    @cached_property
    def numbers(self) -> Numbers:
        """NaN for what is no number; true is 1."""
        return self._parse(_number)

    @cached_property
    def seconds(self) -> Numbers:
        """Times as seconds since 1970, NaN for what is none."""
        return self._parse(moment)

    def look_up(self, meaning: Callable[[str], float]) -> Numbers:
        """(rows,) what each text means, NaN for an empty cell."""
        codes, texts = self.encoded
        return np.array([*map(meaning, texts), np.nan], dtype=np.float64)[codes]

    def where(self, keep: NDArray[np.bool_] | NDArray[np.intp]) -> Column:
        if self.codes is not None:
            return Column(self.codes[keep], self.texts)
        return Column(values=None if self.values is None else self.values[keep])

    def _parse(self, meaning: Callable[[str], float]) -> Numbers:
        return self.look_up(meaning) if self.values is None else self.values


def from_texts(codes: Codes, texts: list[str | None]) -> Column:
    """A column whose texts may have blanks around them, be empty, or be the same twice."""
    if len(set(texts)) == len(texts) and all(text and text == text.strip() for text in texts):
        return Column(codes, tuple(text for text in texts if text))
    place: dict[str, int] = {}
    new = [NOTHING] * (len(texts) + 1)
    for old, text in enumerate(texts):
        stripped = (text or "").strip()
        if stripped:
            new[old] = place.setdefault(stripped, len(place))
    return Column(np.array(new, dtype=np.int32)[codes], tuple(place))


def moment(text: str) -> float:
    """A date, a time or seconds since 1970; without a zone it is UTC. NaN where it is neither."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _number(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def _number(text: str) -> float:
    if text.lower() in TRUE | FALSE:
        return float(text.lower() in TRUE)
    try:
        return float(text)
    except ValueError:
        return np.nan
