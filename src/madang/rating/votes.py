"""Votes as arrays, checked once, so that no other module has to doubt them.

What becomes of them (count matrices, ratings) lives in `tally` and `board`; reading files does not
live on this floor at all.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

MOST_CONTESTANTS = 2_000
"""Count matrices and covariances are dense: 2,000 contestants take about 1 GB, 10,000 would 25."""


class Outcome(IntEnum):
    """What a vote says. The codes of every `outcome` array on this floor."""

    A = 0
    B = 1
    TIE = 2
    BOTH_BAD = 3


WORDS: Mapping[str, Outcome] = {
    "a": Outcome.A,
    "model_a": Outcome.A,
    "b": Outcome.B,
    "model_b": Outcome.B,
    "tie": Outcome.TIE,
    "both_bad": Outcome.BOTH_BAD,
    "tie (bothbad)": Outcome.BOTH_BAD,
}
"""The words for an outcome that a data frame may use."""


class VotesError(ValueError):
    """Votes that can't be used as they are; the message says which and why, in both languages."""

    def __init__(self, english: str, korean: str) -> None:
        super().__init__(english)
        self.english, self.korean = english, korean


class Frame(Protocol):
    """What is asked of a data frame: columns by name (pandas, Polars, a dict of lists)."""

    def __getitem__(self, key: str, /) -> Any: ...


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """Votes between `len(names)` contestants, one array element a vote.

    Attributes:
        names: what each contestant is called.
        a, b: (votes,) int; indices into `names` of the left and the right side.
        outcome: (votes,) int; codes of `Outcome`.
        voter: (votes,) int, who cast it, as any numbers from 0; None where nobody knows.
    """

    names: tuple[str, ...]
    a: NDArray[np.intp]
    b: NDArray[np.intp]
    outcome: NDArray[np.intp]
    voter: NDArray[np.intp] | None = None

    def __len__(self) -> int:
        return len(self.a)

    @property
    def voters(self) -> int:
        """How many people voted; 0 where nobody knows."""
        return 0 if self.voter is None else int(np.count_nonzero(np.bincount(self.voter)))

    def where(self, keep: ArrayLike | slice) -> Votes:
        """Only the votes chosen by a mask or by indices; every contestant stays."""
        chosen = keep if isinstance(keep, slice) else np.asarray(keep)
        return Votes(
            self.names,
            self.a[chosen],
            self.b[chosen],
            self.outcome[chosen],
            None if self.voter is None else self.voter[chosen],
        )


def collect(
    a: ArrayLike,
    b: ArrayLike,
    outcome: ArrayLike,
    *,
    voters: ArrayLike | None = None,
    contestants: int | Sequence[str] | None = None,
) -> Votes:
    """Check arrays and make `Votes` of them.

    Args:
        a: (votes,) the left contestant of each vote: indices, or names.
        b: (votes,) the right one.
        outcome: (votes,) codes or words of `Outcome`, in small letters or capitals.
        voters: (votes,) who cast each: numbers or names. None where nobody knows; None or NaN in
            it where nobody knows of that vote, which then counts as another person's.
        contestants: how many there are, or their names in order; needed where `a` and `b` are
            indices, optional where they are names.

    Raises:
        VotesError: lengths differ, an index or a code is out of range, a contestant is missing or
            meets itself, or there are more than `MOST_CONTESTANTS`.
    """
    left, right, names = _contestants(_array(a), _array(b), contestants)
    said = _outcomes(_array(outcome))
    who = None if voters is None else _number(_array(voters))
    lengths = {"a": left, "b": right, "outcome": said} | ({} if who is None else {"voters": who})
    if len({len(array) for array in lengths.values()}) > 1:
        told = ", ".join(f"{name} {len(array)}" for name, array in lengths.items())
        raise VotesError(
            f"the arrays differ in length: {told}", f"배열의 길이가 서로 다릅니다: {told}"
        )
    same = np.flatnonzero(left == right)
    if same.size:
        first = int(same[0])
        raise VotesError(
            f"a contestant stands against itself: {names[left[first]]} in vote {first} "
            f"(such votes: {same.size})",
            f"자기 자신과 겨룬 투표가 {same.size}개 있습니다. "
            f"첫 번째는 {first}번 투표입니다: {names[left[first]]}",
        )
    return Votes(names, left, right, said, who)


def read_frame(
    frame: Frame,
    *,
    a: str = "model_a",
    b: str = "model_b",
    outcome: str = "winner",
    voter: str | None = None,
) -> Votes:
    """Votes from a data frame's columns; `voter` names the column that says who voted.

    Raises:
        VotesError: as `collect`, or a column is missing.
    """
    columns: list[Any] = []
    for name in (a, b, outcome, voter):
        try:
            columns.append(None if name is None else frame[name])
        except (KeyError, IndexError) as error:
            found = ", ".join(map(str, cast("Any", getattr(frame, "columns", frame))))
            raise VotesError(
                f"the column `{name}` is missing; there are: {found}",
                f"`{name}` 열이 없습니다. 있는 열: {found}",
            ) from error
    return collect(columns[0], columns[1], columns[2], voters=columns[3])


def _array(values: ArrayLike) -> NDArray[Any]:
    """NumPy would make texts of what is missing among them."""
    array = np.asarray(values)
    if array.dtype.kind in "US" and isinstance(values, list | tuple):
        return np.array(values, dtype=object)
    return array


def _contestants(
    a: NDArray[Any], b: NDArray[Any], contestants: int | Sequence[str] | None
) -> tuple[NDArray[np.intp], NDArray[np.intp], tuple[str, ...]]:
    if a.ndim != 1 or b.ndim != 1:
        raise VotesError(
            f"a and b are one-dimensional arrays, not {a.shape} and {b.shape}",
            f"a와 b는 1차원 배열이어야 하는데 {a.shape}와 {b.shape}입니다",
        )
    if a.dtype.kind in "OUST" or b.dtype.kind in "OUST":
        return _named(a, b, contestants)
    if contestants is None:
        raise VotesError(
            "say how many contestants there are, or their names",
            "참가자가 몇인지, 또는 그 이름을 알려 주세요",
        )
    if isinstance(contestants, int):
        names = tuple(map(str, range(contestants)))
    else:
        names = tuple(contestants)
    refuse_too_many(len(names))
    left, right = whole(a, "a"), whole(b, "b")
    for name, array in (("a", left), ("b", right)):
        if array.size and (array.min() < 0 or array.max() >= len(names)):
            raise VotesError(
                f"{name} holds indices from {array.min()} to {array.max()}, "
                f"but there are {len(names)} contestants",
                f"{name}의 번호는 {array.min()}부터 {array.max()}까지인데 "
                f"참가자는 {len(names)}개입니다",
            )
    return left, right, names


def _named(
    a: NDArray[Any], b: NDArray[Any], contestants: int | Sequence[str] | None
) -> tuple[NDArray[np.intp], NDArray[np.intp], tuple[str, ...]]:
    for side, array in (("a", a), ("b", b)):
        missing = np.flatnonzero(_missing(array))
        if missing.size:
            raise VotesError(
                f"{side} names no contestant in vote {missing[0]} (such votes: {missing.size}); "
                "leave these out",
                f"{missing[0]}번 투표의 {side}에 참가자가 없습니다(그런 투표 {missing.size}개). "
                "빼 주세요",
            )
    both = np.concatenate([a, b]).astype(str)
    if contestants is None or isinstance(contestants, int):
        found, index = np.unique(both, return_inverse=True)
        names = tuple(found.tolist())
    else:
        names = tuple(contestants)
        place = {name: i for i, name in enumerate(names)}
        strange = sorted(set(both.tolist()) - set(place))
        if strange:
            some = ", ".join(strange[:5])
            raise VotesError(
                f"not among the contestants: {some}", f"참가자 가운데 없습니다: {some}"
            )
        index = np.array([place[name] for name in both.tolist()], dtype=np.intp)
    refuse_too_many(len(names))
    return index[: len(a)], index[len(a) :], names


def refuse_too_many(count: int) -> None:
    if count > MOST_CONTESTANTS:
        raise VotesError(
            f"{count} contestants are more than {MOST_CONTESTANTS}: ratings with intervals need "
            "matrices of every contestant by every other. Leave out those with few votes.",
            f"참가자 {count}개는 {MOST_CONTESTANTS}개보다 많습니다. 구간까지 내려면 모든 참가자를 "
            "서로 맞댄 행렬이 필요합니다. 표가 적은 참가자를 빼 주세요",
        )


def _outcomes(outcome: NDArray[Any]) -> NDArray[np.intp]:
    if outcome.dtype.kind in "OUST":
        found, index = np.unique(outcome.astype(str), return_inverse=True)
        strange = [word for word in found.tolist() if word.lower() not in WORDS]
        if strange:
            some = ", ".join(strange[:5])
            raise VotesError(f"not an outcome: {some}", f"결과가 아닌 값입니다: {some}")
        codes = np.array([WORDS[word.lower()] for word in found.tolist()], dtype=np.intp)
        return codes[index] if found.size else index
    codes = whole(outcome, "outcome")
    if codes.size and (codes.min() < 0 or codes.max() > max(Outcome)):
        raise VotesError(
            f"outcome holds {codes.min()} to {codes.max()}; the codes are 0 to 3",
            f"outcome에 {codes.min()}부터 {codes.max()}까지 있습니다. "
            "쓸 수 있는 값은 0부터 3까지입니다",
        )
    return codes


def whole(array: NDArray[Any], name: str) -> NDArray[np.intp]:
    if array.dtype.kind in "iu":
        return array.astype(np.intp, copy=False)
    if array.size == 0:
        return np.zeros(0, dtype=np.intp)
    if array.dtype.kind == "f" and bool(np.all(array == np.floor(array))):
        return array.astype(np.intp)
    raise VotesError(
        f"{name} holds something that is not a whole number", f"{name}에 정수가 아닌 값이 있습니다"
    )


def _number(voters: NDArray[Any]) -> NDArray[np.intp] | None:
    """Voters numbered from 0 in their own order, unknown ones after them; None if none is known."""
    few = voters.dtype.kind in "iu" and voters.size > 0 and voters.min() >= 0
    if few and voters.max() <= 4 * voters.size:
        seen = np.bincount(voters) > 0
        return (np.cumsum(seen) - 1)[voters]
    unknown = _missing(voters)
    if unknown.size and unknown.all():
        return None
    known = voters[~unknown]
    if voters.dtype.kind == "O":  # of several kinds, perhaps, which have no order
        known = known.astype(str)
    people, index = np.unique(known, return_inverse=True)
    number = len(people) + np.cumsum(unknown) - 1
    number[~unknown] = index
    return number


def _missing(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Where a data frame has nothing: None, NaN, NaT, pandas' NA."""
    if values.dtype.kind in "fcmM":
        return np.isnan(values)
    if values.dtype.kind not in "OT":
        return np.zeros(len(values), dtype=np.bool_)
    return np.array([_is_nothing(value) for value in values.tolist()], dtype=np.bool_)


def _is_nothing(value: Any) -> bool:
    if isinstance(value, float):
        return math.isnan(value)
    return value is None or type(value).__name__ in ("NAType", "NaTType")
