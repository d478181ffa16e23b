"""How a row of a foreign file is understood as a record, format by format."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypedDict, cast

import msgspec

from madang.domain.battles import Pace, Side
from madang.domain.categories import OVERALL
from madang.domain.errors.votes import VotesFileError
from madang.domain.forms import Form
from madang.domain.measures import FIGURES, Style
from madang.domain.records import Known, Record, Said
from madang.domain.vocabulary import LANGUAGES
from madang.domain.votes import Outcome, Reason
from madang.engine.exchange.shapes import OWN_TAGS

Row = Mapping[str, Any]
Reader = Callable[[Row], Record | None]
"""None for a row that is no vote. A record has no names (`vote`, `battle`) where its row has none,
and is `UNDATED` where its row does not say when."""

UNDATED = datetime.min.replace(tzinfo=UTC)

OUTCOMES = {
    "model_a": Outcome.A,
    "a": Outcome.A,
    "leftvote": Outcome.A,
    "model_b": Outcome.B,
    "b": Outcome.B,
    "rightvote": Outcome.B,
    "tie": Outcome.TIE,
    "tievote": Outcome.TIE,
    "tie (bothbad)": Outcome.BOTH_BAD,
    "both_bad": Outcome.BOTH_BAD,
    "bothbad_vote": Outcome.BOTH_BAD,
}

LOGGED_VOTES = frozenset({"leftvote", "rightvote", "tievote", "bothbad_vote"})

CODES = {english: code for code, (english, _) in LANGUAGES.items()}
NOBODY = frozenset({"", "arena_user", "arena_user_", "none", "null"})
LONGEST_NAME = 200
CONTENT = re.compile("[0-9a-f]{32}")
"""What a fingerprint of a contestant looks like."""
MOST_TIMES = 100_000_000


class RowError(Exception):
    """A row that can't be used, in both languages; whoever reads the file sets `line`."""

    def __init__(self, en: str, ko: str, line: int = 0) -> None:
        super().__init__(en)
        self.en, self.ko, self.line = en, ko, line


def guess(row: Row) -> Reader:
    """The reader for a file whose first readable row this is.

    Raises:
        VotesFileError: no format has these columns; it names them.
    """
    columns = set(row)
    for needed, reader in READERS:
        if needed <= columns:
            return reader
    there = ", ".join(sorted(columns)) or "–"
    raise VotesFileError(
        f"No known format has these columns: {there}. The simplest has model_a, model_b, winner.",
        f"이런 열을 가진 형식을 모릅니다: {there}. model_a, model_b, winner가 있어야 합니다.",
    )


def read_madang(row: Row) -> Record:
    cast_at = _moment(row.get("cast_at"), "cast_at")
    created = row.get("created_at")
    undone = row.get("undone_at")
    categories = tuple(_text(row, "categories").split())
    return Record(
        vote=_required(row, "vote"),
        battle=_required(row, "battle"),
        cast_at=cast_at,
        created_at=_moment(created, "created_at") if created else None,
        undone_at=_moment(undone, "undone_at") if undone else None,
        informed=_truth(row.get("informed")),
        times=_times(row),
        excluded=_text(row, "excluded"),
        person=_person(_text(row, "person")),
        sides=_sides(row, "a", "b"),
        outcome=_outcome(_text(row, "outcome")),
        reasons=tuple(
            Reason(word) for word in _text(row, "reasons").split() if word in set(Reason)
        ),
        comment=_text(row, "comment"),
        pace=Pace(row.get("pace") or Pace.EVEN),
        probability=_number(row.get("probability")),
        expected=_number(row.get("expected")),
        language=_text(row, "language") or "und",
        categories=categories or (OVERALL,),
        turns=int(_number(row.get("turns")) or 1),
        form=_form(_text(row, "template"), _text(row, "template_kind")),
        styles={
            side: Style(**{name: _number(row.get(f"{name}_{side.value}")) for name in FIGURES})
            for side in Side
        },
        conversation=tuple(
            Said(
                question=str(turn["question"]),
                replies={side: str(turn[side.value]) for side in Side},
                counted=bool(turn.get("counted", True)),
                asked_at=datetime.fromisoformat(turn["asked_at"]) if turn.get("asked_at") else None,
                side=Side(turn["side"]) if turn.get("side") else None,
            )
            for turn in _nested(row.get("conversation"))
        ),
    )


def _form(template: str, kind: str) -> Form | None:
    return Form(template=template, kind=kind) if template else None


def read_fastchat(row: Row) -> Record:
    """FastChat's cleaned battles, and plain tables with the same three columns."""
    stamp = row.get("tstamp") or row.get("timestamp")
    told = _nested_one(row.get("conv_metadata"))
    turns = int(_number(row.get("turn")) or 1)
    said = row.get("conversation_a")
    return Record(
        **_identify(row, "question_id", "model_a", "model_b"),
        cast_at=_moment(stamp, "tstamp") if stamp else UNDATED,
        person=_person(_text(row, "judge") or _text(row, "voter") or _text(row, "person")),
        sides=_sides(row, "model_a", "model_b"),
        outcome=_outcome(_text(row, "winner")),
        language=CODES.get(_text(row, "language"), "und"),
        categories=_tagged(row, turns),
        turns=turns,
        times=_times(row),
        styles={side: _style(told, side) for side in Side} if told else {},
        conversation=_zip(said, row.get("conversation_b")) if said else (),
    )


def _tagged(row: Row, turns: int) -> tuple[str, ...]:
    """Our categories: as our own export has them, else as far as FastChat's tags tell."""
    tags = _nested_one(row.get("category_tag"))
    if own := _nested_one(tags.get(OWN_TAGS)):
        return tuple(slug for slug, holds in own.items() if holds)
    told = {
        "multi-turn": turns > 1,
        "coding": row.get("is_code"),
        "maths": _nested_one(tags.get("math_v0.1")).get("math"),
        "creative": _nested_one(tags.get("creative_writing_v0.1")).get("creative_writing"),
    }
    return (OVERALL, *(slug for slug, holds in told.items() if _truth(holds)))


def read_log(row: Row) -> Record | None:
    """A line of FastChat's log, of which only some are votes; their states are not read."""
    if row.get("type") not in LOGGED_VOTES:
        return None
    match row.get("models"):
        case [a, b]:
            plain = {"model_a": a, "model_b": b, "winner": row["type"]}
        case _:
            raise RowError("models does not name two", "models에 둘의 이름이 없습니다")
    return read_fastchat(plain | {"tstamp": row.get("tstamp"), "judge": row.get("ip")})


def read_comparia(row: Row) -> Record:
    chosen, a = _text(row, "chosen_model_name"), _text(row, "model_a_name")
    winner = "tie" if _truth(row.get("both_equal")) else "model_a" if chosen == a else "model_b"
    if winner == "model_b" and chosen != _text(row, "model_b_name"):
        raise RowError(
            f"the chosen model {chosen or '–'} is neither of the two",
            f"고른 모델 {chosen or '–'}이(가) 둘 가운데 없습니다",
        )
    stamp = row.get("timestamp")
    return Record(
        **_identify(row, "conversation_pair_id", "timestamp"),
        cast_at=_moment(stamp, "timestamp") if stamp else UNDATED,
        person=_person(_text(row, "visitor_id") or _text(row, "session_hash")),
        sides=_sides(row, "model_a_name", "model_b_name"),
        outcome=_outcome(winner),
        turns=int(_number(row.get("conv_turns")) or 1),
        categories=(OVERALL,),
        conversation=_zip(row.get("conversation_a"), row.get("conversation_b")),
    )


READERS: tuple[tuple[frozenset[str], Reader], ...] = (
    (frozenset({"vote", "battle", "a", "b", "outcome", "cast_at"}), read_madang),
    (frozenset({"model_a_name", "model_b_name", "chosen_model_name"}), read_comparia),
    (frozenset({"type", "models"}), read_log),
    (frozenset({"model_a", "model_b", "winner"}), read_fastchat),
    (frozenset({"type", "tstamp"}), read_log),
)


def _sides(row: Row, a: str, b: str) -> dict[Side, Known]:
    labels = {Side.A: _required(row, a), Side.B: _required(row, b)}
    if labels[Side.A] == labels[Side.B]:
        raise RowError(
            f"{labels[Side.A]} meets itself", f"{labels[Side.A]}이(가) 자기 자신과 만납니다"
        )
    told = ("name", "maker", "content")
    return {
        side: _known(label, *(_text(row, f"{of}_{side.value}") for of in told))
        for side, label in labels.items()
    }


@lru_cache(maxsize=4_096)
def _known(label: str, name: str, maker: str, content: str) -> Known:
    whole = content if CONTENT.fullmatch(content) else ""
    return Known.parse(label, name=name, maker=maker, content=whole)


def _zip(a: Any, b: Any) -> tuple[Said, ...]:
    """Two lists of messages to turns."""
    left, right = (
        [message for message in _nested(said) if message.get("role") != "system"] for said in (a, b)
    )
    return tuple(
        Said(
            question=str(left[place].get("content") or ""),
            replies={
                Side.A: str(left[place + 1].get("content") or ""),
                Side.B: str(right[place + 1].get("content") or ""),
            },
        )
        for place in range(0, min(len(left), len(right)) - 1, 2)
    )


def _style(told: Row, side: Side) -> Style:
    def count(name: str) -> float | None:
        value = told.get(f"{name}_{side.value}")
        if isinstance(value, dict):
            numbers = [_number(one) for one in cast("dict[str, Any]", value).values()]
            known = [one for one in numbers if one is not None]
            return sum(known) if known else None
        return _number(value)

    return Style(
        length=_number(told.get(f"sum_assistant_{side.value}_tokens")),
        headers=count("header_count"),
        lists=count("list_count"),
        bold=count("bold_count"),
    )


class _Names(TypedDict):
    vote: str
    battle: str


def _identify(row: Row, name: str, *rest: str) -> _Names:
    """The same for the same vote, whichever file it stands in, where the format names its votes."""
    if not _text(row, name):
        return {"vote": "", "battle": ""}
    told = "|".join(_text(row, column) for column in (name, *rest))
    identity = hashlib.sha256(told.encode()).hexdigest()[:24]
    return {"vote": f"v_{identity}", "battle": f"b_{identity}"}


def _times(row: Row) -> int:
    """How many votes a row stands for: 1 where it does not say."""
    told = row.get("times")
    if told is None or told == "":
        return 1
    number = _number(told)
    if number is None or not 1 <= number <= MOST_TIMES or number != int(number):
        raise RowError(
            f"`{str(told)[:40]}` is no number of votes",
            f"`{str(told)[:40]}`은(는) 표의 수가 아닙니다",
        )
    return int(number)


@lru_cache(maxsize=65_536)
def _person(name: str) -> str | None:
    if name.strip().lower() in NOBODY:
        return None
    return f"p_{hashlib.sha256(name.encode()).hexdigest()[:22]}"


def _outcome(word: str) -> Outcome:
    try:
        return OUTCOMES[word.strip().lower()]
    except KeyError:
        raise RowError(
            f"`{word[:40]}` is not an outcome", f"`{word[:40]}`은(는) 결과가 아닙니다"
        ) from None


def _moment(value: Any, column: str) -> datetime:
    """Seconds since 1970, ISO 8601, or a time already; without a zone it is UTC."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        pass
    else:
        try:
            return datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            raise _bad_time(value, column) from None
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        raise _bad_time(value, column) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _bad_time(value: Any, column: str) -> RowError:
    shown = str(value)[:40]
    return RowError(
        f"{column}: `{shown}` is not a time", f"{column}: `{shown}`은(는) 때가 아닙니다"
    )


def _required(row: Row, column: str) -> str:
    text = _text(row, column).strip()
    if not text or len(text) > LONGEST_NAME:
        raise RowError(f"{column} is empty or too long", f"{column}이(가) 비었거나 너무 깁니다")
    return text


def _text(row: Row, column: str) -> str:
    value = row.get(column)
    return "" if value is None else str(value)


def _number(value: Any) -> float | None:
    if value is None or value == "":
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _truth(value: Any) -> bool:
    return value if isinstance(value, bool) else str(value).strip().lower() in ("true", "1", "1.0")


def _nested(value: Any) -> list[dict[str, Any]]:
    """A list of objects, or the JSON text of one (as in a CSV cell)."""
    if value is None:
        return []
    found = _decoded(value)
    listed = cast("list[Any]", found) if isinstance(found, list) else []
    return [cast("dict[str, Any]", one) for one in listed if isinstance(one, dict)]


def _nested_one(value: Any) -> dict[str, Any]:
    found = _decoded(value)
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _decoded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return msgspec.json.decode(value) if value else None
    except msgspec.DecodeError:
        return None
