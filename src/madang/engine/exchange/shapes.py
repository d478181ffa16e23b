"""The shapes in which votes leave: Madang's own, FastChat's cleaned battles, preference pairs.

A record becomes a row here; how rows become bytes is `exporting`'s. In Madang's own shape nothing
that a board is made of is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from madang.domain.battles import Side
from madang.domain.measures import FIGURES, Style
from madang.domain.records import Record, Said
from madang.domain.redaction import redact
from madang.domain.vocabulary import LANGUAGES
from madang.domain.votes import Outcome

Row = dict[str, Any]

WINNERS = {
    Outcome.A: "model_a",
    Outcome.B: "model_b",
    Outcome.TIE: "tie",
    Outcome.BOTH_BAD: "tie (bothbad)",
}


OWN_TAGS = "madang"
"""Under which name Madang's categories stand among FastChat's tags."""


class Shape(StrEnum):
    """MADANG: every vote, whole. FASTCHAT: counted ones. PAIRS: decisive ones, with texts."""

    MADANG = "madang"
    FASTCHAT = "fastchat"
    PAIRS = "pairs"


def censor(record: Record) -> Record:
    """The record with what may name a person taken out of everything that was written."""
    said = tuple(
        replace(
            turn,
            question=redact(turn.question),
            replies={side: redact(text) for side, text in turn.replies.items()},
        )
        for turn in record.conversation
    )
    return replace(record, comment=redact(record.comment), conversation=said)


def shape_madang(record: Record) -> Row:
    a, b = record.sides[Side.A], record.sides[Side.B]
    return {
        "vote": record.vote,
        "battle": record.battle,
        "created_at": record.created_at and record.created_at.isoformat(),
        "cast_at": record.cast_at.isoformat(),
        "person": record.person or "",
        "a": a.label,
        "b": b.label,
        "outcome": record.outcome.value,
        "counts": record.counts,
        "times": record.times,
        "excluded": record.excluded,
        "informed": record.informed,
        "undone_at": record.undone_at and record.undone_at.isoformat(),
        "reasons": " ".join(reason.value for reason in record.reasons),
        "comment": record.comment,
        "name_a": a.name,
        "name_b": b.name,
        "maker_a": a.maker,
        "maker_b": b.maker,
        "content_a": a.content,
        "content_b": b.content,
        "pace": record.pace.value,
        "probability": record.probability,
        "expected": record.expected,
        "language": record.language,
        "categories": " ".join(record.categories),
        "turns": record.turns,
        "template": record.form and record.form.template,
        "template_kind": record.form and record.form.kind,
        **{
            f"{name}_{side.value}": getattr(record.styles.get(side, Style()), name)
            for name in FIGURES
            for side in Side
        },
        "conversation": [_turn(turn) for turn in record.conversation] or None,
    }


def _turn(turn: Said) -> Row:
    return {
        "question": turn.question,
        "a": turn.replies.get(Side.A, ""),
        "b": turn.replies.get(Side.B, ""),
        "counted": turn.counted,
        "asked_at": turn.asked_at and turn.asked_at.isoformat(),
        **({"side": turn.side.value} if turn.side else {}),
    }


def shape_fastchat(record: Record) -> Row | None:
    """One vote of those that the record stands for; see `repeat`."""
    if not record.counts:
        return None
    return {
        "question_id": record.vote,
        "model_a": record.sides[Side.A].label,
        "model_b": record.sides[Side.B].label,
        "winner": WINNERS[record.outcome],
        "judge": record.person or "",
        "conversation_a": _messages(record, Side.A),
        "conversation_b": _messages(record, Side.B),
        "turn": record.turns,
        "anony": True,
        "language": LANGUAGES.get(record.language, ("unknown", ""))[0],
        "is_code": "coding" in record.categories,
        "category_tag": _tags(record),
        "tstamp": record.cast_at.timestamp(),
        "conv_metadata": _metadata(record),
    }


def _tags(record: Record) -> Row:
    """The field's own tags, and beside them ours: it has no name for most of our categories."""
    return {
        "creative_writing_v0.1": {"creative_writing": "creative" in record.categories},
        "math_v0.1": {"math": "maths" in record.categories},
        OWN_TAGS: dict.fromkeys(record.categories, True),
    }


def _metadata(record: Record) -> Row:
    """The field's names, and its counts as tables of kinds, of which Madang knows one."""
    found: Row = {}
    for side in Side:
        style = record.styles.get(side, Style())
        found[f"sum_assistant_{side.value}_tokens"] = style.length
        for name, figure in (
            ("header_count", style.headers),
            ("list_count", style.lists),
            ("bold_count", style.bold),
        ):
            found[f"{name}_{side.value}"] = {"all": figure}
    return found


def shape_pair(record: Record) -> Row | None:
    """The winner's conversation as the prompt, and both last replies; None for ties."""
    if not record.counts or not record.conversation:
        return None
    if record.outcome not in (Outcome.A, Outcome.B):
        return None
    won = Side(record.outcome.value)
    last = record.conversation[-1]
    return {
        "prompt": _messages(record, won)[:-1],
        "chosen": [{"role": "assistant", "content": last.replies.get(won, "")}],
        "rejected": [{"role": "assistant", "content": last.replies.get(won.other, "")}],
    }


def _messages(record: Record, side: Side) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for turn in record.conversation:
        if turn.counted and turn.side in (None, side):
            found.append({"role": "user", "content": turn.question})
            found.append({"role": "assistant", "content": turn.replies.get(side, "")})
    return found


SHAPES: Mapping[Shape, Callable[[Record], Row | None]] = {
    Shape.MADANG: shape_madang,
    Shape.FASTCHAT: shape_fastchat,
    Shape.PAIRS: shape_pair,
}


def repeat(row: Row, shape: Shape, times: int) -> Iterator[Row]:
    """The row, as often as its votes have to stand in a shape that knows no counts."""
    yield row
    for k in range(1, times if shape is not Shape.MADANG else 1):
        again = {"question_id": f"{row['question_id']}.{k}"} if shape is Shape.FASTCHAT else {}
        yield row | again
