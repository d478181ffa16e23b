"""Votes and boards to files, a part at a time: a million votes need no more memory than some.

What a row holds is in `shapes`. Reading files back is `importing`'s.
"""

# Arrow ships no types, and this is the one module of this floor that writes with it.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterator, Sequence
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from typing import Any, Protocol

import msgspec

from madang.domain.battles import Side
from madang.domain.records import Known, Record, Said
from madang.domain.votes import Outcome
from madang.engine.exchange.pseudonyms import Pseudonyms
from madang.engine.exchange.shapes import SHAPES, Row, Shape, censor, repeat
from madang.engine.leaderboard.standings import Board, Standing
from madang.store import Store

AT_ONCE = 500
"""Rows written together."""

PRICES = ("tokens_in", "tokens_out")

BLANK = Record(
    vote="",
    battle="",
    cast_at=datetime.min.replace(tzinfo=UTC),
    person=None,
    sides={side: Known(slug="") for side in Side},
    outcome=Outcome.A,
    conversation=(Said(question="", replies={}),),
)
"""Has every column that a record can have."""


class Format(StrEnum):
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"


MEDIA = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.JSONL: "application/x-ndjson",
    Format.PARQUET: "application/vnd.apache.parquet",
}


class Export(Protocol):
    """`export_votes` with everything given but what to write."""

    def __call__(
        self,
        *,
        shape: Shape,
        format: Format,  # noqa: A002 - the word that people use for it
    ) -> AsyncGenerator[bytes]: ...


class Writer(Protocol):
    """Makes bytes of rows; `close` gives what is still missing."""

    def write(self, rows: Sequence[Row]) -> bytes: ...
    def close(self) -> bytes: ...


async def export_votes(
    store: Store,
    pseudonyms: Pseudonyms,
    *,
    shape: Shape,
    format: Format,  # noqa: A002 - the word that people use for it
    conversations: bool = False,
    redacted: bool = False,
) -> AsyncGenerator[bytes]:
    """Every vote, oldest first.

    Args:
        store: where they are.
        pseudonyms: what people are called.
        shape: what a row holds; preference pairs always hold their texts.
        format: what the file is.
        conversations: whether what was asked and answered goes with it.
        redacted: whether addresses, numbers and keys are taken out of it.
    """
    whole = conversations or shape is Shape.PAIRS
    make = SHAPES[shape]

    def rows(part: Sequence[Any]) -> Iterator[Row]:
        for record in part:
            named = replace(record, person=record.person and pseudonyms.of(record.person))
            if not whole:
                named = replace(named, comment="")
            row = make(censor(named) if redacted else named)
            if row:
                yield from repeat(row, shape, record.times)

    parts = store.archive.read(conversations=whole)
    async for block in _encode(parts, rows, open_writer(format, shape)):
        yield block


async def _encode(
    parts: AsyncIterable[Sequence[Any]],
    rows: Callable[[Sequence[Any]], Iterator[Row]],
    writer: Writer,
) -> AsyncGenerator[bytes]:
    """Rows are made in a thread, and parts are small, so that no stream waits for either."""
    async for part in parts:
        made = rows(part)
        while some := await asyncio.to_thread(list, islice(made, AT_ONCE)):
            if block := writer.write(some):
                yield block
    if block := writer.close():
        yield block


def export_board(board: Board, format: Format) -> bytes:  # noqa: A002 - as above
    """The standings of a board, a row a version."""
    rows: list[Row] = []
    for standing in board.board:
        row: Row = {"category": board.category, **asdict(standing)}
        prices = row.pop("prices") or {}
        rows.append(row | {f"price_{name[7:]}": prices.get(name) for name in PRICES})
    writer = open_writer(format, None)
    return writer.write(rows) + writer.close()


def open_writer(format: Format, shape: Shape | None) -> Writer:  # noqa: A002 - as above
    match format:
        case Format.CSV:
            return _Csv(shape)
        case Format.JSON:
            return _Json()
        case Format.JSONL:
            return _Jsonl()
        case Format.PARQUET:
            return _Parquet(shape)


def _columns(shape: Shape | None) -> list[str]:
    """The columns of a file without a row."""
    if shape is None:
        own = [field.name for field in fields(Standing) if field.name != "prices"]
        return ["category", *own, *(f"price_{name[7:]}" for name in PRICES)]
    return list(SHAPES[shape](BLANK) or ())


def _flat(row: Row) -> Row:
    """What is nested as JSON: a cell of a table has no room for more."""
    return {
        name: msgspec.json.encode(value).decode() if isinstance(value, list | dict) else value
        for name, value in row.items()
    }


class _Csv:
    """RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe."""

    def __init__(self, shape: Shape | None) -> None:
        self._shape = shape
        self._begun = False

    def write(self, rows: Sequence[Row]) -> bytes:
        return self._lines(rows, list(rows[0])) if rows else b""

    def close(self) -> bytes:
        return b"" if self._begun else self._lines([], _columns(self._shape))

    def _lines(self, rows: Sequence[Row], names: Sequence[str]) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, fieldnames=names, lineterminator="\r\n")
        if not self._begun:
            writer.writeheader()
            self._begun = True
        writer.writerows(
            {name: _harmless(value) for name, value in _flat(row).items()} for row in rows
        )
        return text.getvalue().encode()


def _harmless(value: Any) -> Any:
    risky = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if risky else value


class _Jsonl:
    def write(self, rows: Sequence[Row]) -> bytes:
        return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)

    def close(self) -> bytes:
        return b""


class _Json:
    """One array."""

    def __init__(self) -> None:
        self._begun = False

    def write(self, rows: Sequence[Row]) -> bytes:
        block = b""
        for row in rows:
            block += (b",\n" if self._begun else b"[\n") + msgspec.json.encode(row)
            self._begun = True
        return block

    def close(self) -> bytes:
        return b"\n]\n" if self._begun else b"[]\n"


TEXTS = frozenset(
    {
        "vote",
        "battle",
        "created_at",
        "cast_at",
        "person",
        "a",
        "b",
        "outcome",
        "undone_at",
        "excluded",
        "reasons",
        "comment",
        "name_a",
        "name_b",
        "maker_a",
        "maker_b",
        "content_a",
        "content_b",
        "pace",
        "language",
        "categories",
        "template",
        "template_kind",
        "conversation",
        "question_id",
        "model_a",
        "model_b",
        "winner",
        "judge",
        "conversation_a",
        "conversation_b",
        "conv_metadata",
        "category_tag",
        "prompt",
        "chosen",
        "rejected",
        "category",
        "slug",
        "name",
        "maker",
    }
)
TRUTHS = frozenset(
    {"counts", "is_code", "informed", "anony", "current", "open_weights", "sees_images"}
)
WHOLE = frozenset(
    {
        "turns",
        "turn",
        "times",
        "version",
        "context_tokens",
        "rank",
        "rank_best",
        "rank_worst",
        "votes",
        "wins",
        "losses",
        "ties",
        "both_bad",
        "group",
        "votes_needed",
    }
)


class _Parquet:
    """A row group a part; types by the columns' names, since a first part may be all empty."""

    def __init__(self, shape: Shape | None) -> None:
        import pyarrow as pa  # slow to import, and few ask for it

        self._pa = pa
        self._shape = shape
        self._sink = io.BytesIO()
        self._writer: Any = None
        self._schema: Any = None

    def write(self, rows: Sequence[Row]) -> bytes:
        if not rows:
            return b""
        self._begin(list(rows[0]))
        columns = {name: [_flat(row)[name] for row in rows] for name in rows[0]}
        self._writer.write_table(self._pa.table(columns, schema=self._schema))
        return self._drain()

    def close(self) -> bytes:
        self._begin(_columns(self._shape))
        assert self._writer
        self._writer.close()
        return self._drain()

    def _begin(self, names: list[str]) -> None:
        if self._writer is not None:
            return
        import pyarrow.parquet as pq

        pa = self._pa
        kinds = {**dict.fromkeys(TEXTS, pa.string()), **dict.fromkeys(TRUTHS, pa.bool_())}
        kinds |= {**dict.fromkeys(WHOLE, pa.int64()), "enough": pa.bool_()}
        self._schema = pa.schema([(name, kinds.get(name, pa.float64())) for name in names])
        self._writer = pq.ParquetWriter(_Tail(self._sink), self._schema, compression="zstd")

    def _drain(self) -> bytes:
        block = self._sink.getvalue()
        self._sink.seek(0)
        self._sink.truncate()
        return block


class _Tail(io.RawIOBase):
    """A file that only ever grows, of which no more is kept than was not taken yet."""

    def __init__(self, sink: io.BytesIO) -> None:
        super().__init__()
        self._sink = sink
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._written += len(data)
        return self._sink.write(data)

    def tell(self) -> int:
        return self._written
