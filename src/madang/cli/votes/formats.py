"""Which columns mean what, format by format, and which format a file is in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from madang.domain.errors.votes import VotesFileError

Kind = Literal["share", "count", "flag"]


class FormatName(StrEnum):
    PLAIN = "plain"
    FASTCHAT = "fastchat"
    FASTCHAT_LOG = "fastchat-log"
    COMPARIA = "comparia"
    COUNTS = "counts"
    MADANG = "madang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """The columns of one format; of alternatives the first that is there counts.

    Attributes:
        a, b, outcome: columns that have to be there.
        signs: columns that, together with those, tell this format from the others.
        voter, time, category: columns that may be there.
        excluded: columns whose text is a reason why the vote does not count.
        counted: columns that are false where the vote does not count.
        undone: columns that are empty unless the vote was taken back, which makes it none.
        nobody: values of the voter column that name nobody.
        votes: values of the outcome column that make a row a vote; empty where every row is one.
    """

    name: FormatName
    a: str
    b: str
    outcome: str
    signs: tuple[str, ...] = ()
    voter: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    nobody: frozenset[str] = field(default_factory=frozenset[str])
    votes: frozenset[str] = field(default_factory=frozenset[str])

    @property
    def required(self) -> tuple[str, str, str]:
        return (self.a, self.b, self.outcome)


FORMATS = (
    Format(
        name=FormatName.COMPARIA,
        a="model_a_name",
        b="model_b_name",
        outcome="chosen_model_name",
        signs=("both_equal",),
        voter=("visitor_id", "session_hash"),
        time=("timestamp",),
        category=("selected_category",),
    ),
    Format(
        name=FormatName.FASTCHAT_LOG,
        a="models[0]",
        b="models[1]",
        outcome="type",
        voter=("ip",),
        time=("tstamp",),
        votes=frozenset({"leftvote", "rightvote", "tievote", "bothbad_vote"}),
    ),
    Format(
        name=FormatName.FASTCHAT,
        a="model_a",
        b="model_b",
        outcome="winner",
        signs=("anony",),
        voter=("judge",),
        time=("tstamp",),
        category=("category", "language"),
        counted=("anony",),
        nobody=frozenset({"arena_user_", "arena_user"}),
    ),
    Format(
        name=FormatName.MADANG,
        a="a",
        b="b",
        outcome="outcome",
        voter=("person",),
        time=("cast_at",),
        category=("category", "categories"),
        excluded=("excluded",),
        counted=("counts",),
        undone=("undone_at",),
    ),
    Format(
        name=FormatName.PLAIN,
        a="model_a",
        b="model_b",
        outcome="winner",
        voter=("judge", "voter", "person", "user"),
        time=("tstamp", "timestamp", "cast_at", "time", "date"),
        category=("category", "language"),
        excluded=("excluded",),
    ),
)

FEATURES: dict[str, tuple[Kind, tuple[str, ...]]] = {
    "length": (
        "share",
        (
            "sum_assistant_{}_tokens",
            "tokens_out_{}",
            "length_{}",
            "tokens_{}",
            "total_conv_{}_output_tokens",
        ),
    ),
    "headers": ("count", ("header_count_{}", "headers_{}")),
    "lists": ("count", ("list_count_{}", "lists_{}")),
    "bold": ("count", ("bold_count_{}", "bold_{}")),
    "first_word": ("share", ("first_word_{}",)),
    "speed": ("share", ("tokens_per_second_{}", "speed_{}")),
    "ran": ("flag", ("ran_{}",)),
}
"""Features of style: how their contrast is taken, and the columns they may stand in."""

PUBLISHED: tuple[str, ...] = ("length", "headers", "lists", "bold")


def guess(columns: Iterable[str]) -> Format:
    """The first format all of whose telling columns are there.

    Raises:
        VotesFileError: none fits; it names the columns found.
    """
    found = list(columns)
    for known in FORMATS:
        if {*known.required, *known.signs} <= set(found):
            return known
    there = ", ".join(found) or "–"
    raise VotesFileError(
        f"No known format has these columns: {there}. The simplest one needs model_a, model_b and "
        "winner; name the format with `--format`.",
        f"이런 열을 가진 형식을 모릅니다: {there}. 가장 간단한 형식에는 model_a, model_b, winner "
        "열이 있어야 합니다. 형식은 `--format`으로 정할 수 있습니다.",
    )


def require(name: FormatName, columns: Iterable[str]) -> Format:
    """The named format.

    Raises:
        VotesFileError: a column it needs is missing; it names the columns found.
    """
    found = list(columns)
    known = next((known for known in FORMATS if known.name is name), None)
    if known is None:
        raise VotesFileError(
            "This file holds votes one by one, not counts: there is no models, X and Y.",
            "이 파일에는 집계가 아니라 낱낱의 투표가 있습니다. models, X, Y가 없습니다.",
        )
    missing = [column for column in known.required if column not in found]
    if missing:
        gone, there = ", ".join(missing), ", ".join(found) or "–"
        raise VotesFileError(
            f"The format {name.value} needs the missing column {gone}; there are: {there}.",
            f"{name.value} 형식에 필요한 열이 없습니다: {gone}. 있는 열: {there}.",
        )
    return known


def useful_columns(
    columns: Iterable[str], also: Iterable[str], *, time: bool, style: bool
) -> list[str]:
    """Those columns that a board needs in any format, and those further ones asked for."""
    useful = {"both_equal", "times", *also}
    for known in FORMATS:
        useful |= {*known.required, *known.signs, *known.voter, *known.category}
        useful |= {*known.excluded, *known.counted, *known.undone, *(known.time if time else ())}
    if style:
        useful.add("conv_metadata")
        for _, templates in FEATURES.values():
            useful |= {template.format(side) for template in templates for side in "ab"}
    return [column for column in columns if column in useful]
