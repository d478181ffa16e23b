"""Opening CSV, JSON, JSONL and Parquet: whatever the file is, a table with the columns asked for.

What the columns mean is `formats`' business. Nothing outside this module sees Arrow.
"""

# Arrow ships no types, and this is the one module that touches it.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from madang.cli.votes.columns import NOTHING, Column, from_texts
from madang.domain.errors.votes import VotesFileError

Wanted = Callable[[Iterable[str]], list[str]]
"""Given the columns there are, those to load."""

Lines = Callable[[list[int]], dict[int, int]]
"""Given rows, in order, the line each starts on."""

TEXT = pa.dictionary(pa.int32(), pa.string())
BLOCK = 1 << 22
"""Bytes of CSV read at a time."""

BATCH = 1 << 17
"""Rows of Parquet read at a time; all at once would take twice the memory."""

DELIMITERS = ",;\t|"


@dataclass(kw_only=True)
class Rows:
    """What a file held.

    Attributes:
        names: all column names of the file.
        columns: the columns asked for that there are.
        broken: line numbers of rows that could not even be split into columns.
        line: line number of each row of the table, worked out when asked.
        counts: set instead of a table where the file holds votes already counted.
    """

    names: list[str]
    columns: dict[str, Column]
    broken: list[int] = field(default_factory=list[int])
    line: Lines = lambda rows: {row: row + 1 for row in rows}
    counts: dict[str, Any] | None = None


def load(path: Path, wanted: Wanted, advance: Callable[[float], None] = lambda _: None) -> Rows:
    """Read a file; `advance` is told the share that has been read.

    Raises:
        VotesFileError: it is not there, empty, or not what its content pretends to be.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        why = error.strerror or str(error)
        raise VotesFileError(
            f"{path} can't be read: {why}.", f"{path} 파일을 읽을 수 없습니다: {why}."
        ) from error
    if not start.strip():
        raise VotesFileError(f"{path} is empty.", f"{path} 파일이 비어 있습니다.")
    if start.startswith(b"PAR1"):
        rows = _load_parquet(path, wanted, advance)
    elif start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        rows = _load_json(path, wanted, advance)
    else:
        rows = _load_csv(path, wanted, advance)
    _unfold(rows.columns)
    return rows


def _unfold(columns: dict[str, Column]) -> None:
    """A conv_metadata that is JSON text becomes columns, as one that is a structure does."""
    folded = columns.pop("conv_metadata", None)
    if folded is None:
        return
    codes, texts = folded.encoded
    told = [*map(_object, texts), {}]
    for name in dict.fromkeys(name for one in told for name in one):
        columns.setdefault(
            name, _encode([one.get(name) for one in told]).where(codes.astype(np.intp))
        )


def _object(text: bytes | str) -> dict[str, Any]:
    """A JSON object; an empty one for anything else."""
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}


def _load_parquet(path: Path, wanted: Wanted, advance: Callable[[float], None]) -> Rows:
    try:
        schema = pq.read_schema(path)
        names = wanted(schema.names)
        kinds = [schema.field(name).type for name in names]
        text = [
            name
            for name, kind in zip(names, kinds, strict=True)
            if pa.types.is_string(kind) or pa.types.is_large_string(kind)
        ]
        batches: list[pa.RecordBatch] = []
        with pq.ParquetFile(path, read_dictionary=text) as file:
            for batch in file.iter_batches(BATCH, columns=names, use_threads=False):
                batches.append(batch)
                advance(min(len(batches) * BATCH / max(file.metadata.num_rows, 1), 1))
            empty = pa.schema([file.schema_arrow.field(name) for name in names])
        table = _flatten(pa.Table.from_batches(batches, None if batches else empty))
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path, "Parquet", error) from error
    names = list(dict.fromkeys([*schema.names, *table.column_names]))
    return Rows(names=names, columns=_columns(table))


def _flatten(table: pa.Table) -> pa.Table:
    """The fields of conv_metadata become columns of their own."""
    place = table.schema.get_field_index("conv_metadata")
    if place < 0 or not pa.types.is_struct(table.schema.types[place]):
        return table
    fields = table.select(["conv_metadata"]).flatten()
    for name in fields.column_names:
        table = table.append_column(name.removeprefix("conv_metadata."), fields[name])
    return table.drop_columns(["conv_metadata"])


def _load_csv(path: Path, wanted: Wanted, advance: Callable[[float], None]) -> Rows:
    columns, delimiter = _head(path)
    names = wanted(columns)
    try:
        try:
            table, broken = _parse_csv(path, delimiter, names, "", advance)
        except pa.ArrowInvalid:
            # A number column that is not one all the way down: every column is read as text.
            table, broken = _parse_csv(path, delimiter, names, names, advance)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, "CSV", error) from error
    return Rows(
        names=columns,
        columns=_columns(table),
        broken=_csv_lines(path, delimiter, len(columns), broken=broken) if broken else [],
        line=lambda rows: dict(
            zip(rows, _csv_lines(path, delimiter, len(columns), rows), strict=True)
        ),
    )


def _parse_csv(
    path: Path,
    delimiter: str,
    names: list[str],
    texts: Iterable[str],
    advance: Callable[[float], None],
) -> tuple[pa.Table, int]:
    """The table, and how many rows had too few or too many cells."""
    broken = 0

    def note(_: pacsv.InvalidRow) -> str:
        nonlocal broken
        broken += 1
        return "skip"

    batches: list[pa.RecordBatch] = []
    size = max(path.stat().st_size, 1)
    with pacsv.open_csv(
        path,
        read_options=pacsv.ReadOptions(use_threads=False, block_size=BLOCK),
        parse_options=pacsv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, invalid_row_handler=note
        ),
        convert_options=pacsv.ConvertOptions(
            include_columns=names,
            column_types=dict.fromkeys(texts, TEXT),
            null_values=[""],
            strings_can_be_null=True,
            auto_dict_encode=True,
            auto_dict_max_cardinality=1 << 30,
        ),
    ) as reader:
        for batch in reader:
            batches.append(batch)
            advance(min(len(batches) * BLOCK / size, 1))
        return pa.Table.from_batches(batches, reader.schema), broken


def _columns(table: pa.Table) -> dict[str, Column]:
    return {name: _column(table[name]) for name in table.column_names}


def _column(cells: pa.ChunkedArray) -> Column:
    kind = cells.type
    if pa.types.is_timestamp(kind):
        micro = pc.cast(pc.cast(cells, pa.timestamp("us"), safe=False), pa.int64())
        return Column(values=_numbers(micro) / 1e6)
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return Column(values=_numbers(cells))
    if pa.types.is_struct(kind):
        parts = pa.table({"": cells}).flatten()
        told = np.array([_column(part).numbers for part in parts.columns])
        unknown = np.isnan(told).all(axis=0)
        return Column(values=np.where(unknown, np.nan, np.nansum(told, axis=0)))
    if not pa.types.is_dictionary(kind):
        try:
            cells = pc.cast(cells, pa.string()).dictionary_encode()
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):  # lists, and bytes that are no text
            return _encode(cells.to_pylist())
    whole = cells.unify_dictionaries()
    codes = [_plain(part.indices, np.int32, NOTHING) for part in whole.chunks]
    texts = whole.chunk(0).dictionary.to_pylist() if whole.num_chunks else []
    return from_texts(np.concatenate([np.zeros(0, np.int32), *codes]), texts)


def _numbers(cells: pa.ChunkedArray) -> NDArray[np.float64]:
    plain = pc.cast(cells, pa.float64(), safe=False)
    return np.concatenate(
        [np.zeros(0), *(_plain(part, np.float64, np.nan) for part in plain.chunks)]
    )


def _plain(cells: pa.Array, kind: type[np.generic], nothing: float) -> NDArray[Any]:
    """Cells as an array. Arrow's own ways import pandas, a second, wherever it is installed."""
    mask, values = cells.buffers()
    if values is None or not len(cells):
        return np.full(len(cells), nothing, kind)
    found = np.frombuffer(values, kind, len(cells), cells.offset * np.dtype(kind).itemsize)
    if not cells.null_count:
        return found
    bits = np.unpackbits(np.frombuffer(mask, np.uint8), bitorder="little")
    known = bits[cells.offset : cells.offset + len(cells)].astype(np.bool_)
    return np.where(known, found, kind(nothing))


def _head(path: Path) -> tuple[list[str], str]:
    """Column names and delimiter."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
    except UnicodeDecodeError as error:
        raise VotesFileError(
            f"{path} is neither Parquet nor UTF-8 text. Save it as UTF-8.",
            f"{path} 파일은 Parquet도 UTF-8 글도 아닙니다. UTF-8로 저장해 주세요.",
        ) from error
    delimiter = max(DELIMITERS, key=first.count)
    columns = next(csv.reader([first], delimiter=delimiter), [])
    return [name.strip() for name in columns], delimiter


def _csv_lines(
    path: Path, delimiter: str, width: int, rows: list[int] | None = None, broken: int = 0
) -> list[int]:
    """Lines on which rows start: those asked for, or the first `broken` of a wrong width."""
    asked, found = set(rows or ()), list[int]()
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        next(reader)
        row, start = 0, reader.line_num + 1
        for record in reader:
            whole = len(record) == width
            if (row in asked) if whole else (record and broken):
                found.append(start)
                if len(found) == (len(asked) or broken):
                    break
            row, start = row + whole, reader.line_num + 1
    return found


def _load_json(path: Path, wanted: Wanted, advance: Callable[[float], None]) -> Rows:
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        if data.lstrip()[:1] == b"[":
            items = msgspec.json.decode(data, type=list[msgspec.Raw])
            return _records(items, wanted, advance, lambda rows: _item_lines(data, items, rows))
        whole = _whole_object(data)
    except msgspec.DecodeError as error:
        raise _unreadable(path, "JSON", error) from error
    if whole is not None:
        return Rows(names=list(whole), columns={}, counts=whole)
    lines = data.splitlines()
    numbers = [number for number, line in enumerate(lines) if line.strip()]
    return _records(
        [lines[number] for number in numbers],
        wanted,
        advance,
        lambda rows: {row: numbers[row] + 1 for row in rows},
    )


def _whole_object(data: bytes) -> dict[str, Any] | None:
    """The file as one JSON object, or None where it is one object a line."""
    try:
        whole = msgspec.json.decode(data, type=dict[str, Any])
    except msgspec.DecodeError:
        if any(map(_object, data.splitlines())):
            return None
        raise
    several_lines = b"\n" in data.strip()
    return whole if several_lines or {"models", "X", "Y"} <= set(whole) else None


def _records(
    items: list[Any],
    wanted: Wanted,
    advance: Callable[[float], None],
    line: Lines,
) -> Rows:
    """JSON objects, one a row. What is no object is broken."""
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    columns: dict[str, None] = {}
    names: list[str] = []
    cells: dict[str, list[Any]] = {}
    kept: list[int] = []
    broken: list[int] = []
    for number, item in enumerate(items):
        try:
            record = _unnest(decode(item))
        except (msgspec.DecodeError, UnicodeDecodeError):
            broken.append(number)
            continue
        if not record.keys() <= columns.keys():
            columns |= dict.fromkeys(record)
            names = wanted(columns)
            for name in names:
                cells.setdefault(name, [None] * len(kept))
        for name in names:
            cells[name].append(record.get(name))
        kept.append(number)
        if number % 20_000 == 0:
            advance(number / len(items))
    return Rows(
        names=list(columns),
        columns={name: _encode(values) for name, values in cells.items()},
        broken=sorted(line(broken).values()),
        line=lambda rows: _back(line, kept, rows),
    )


def _back(line: Lines, kept: list[int], rows: list[int]) -> dict[int, int]:
    asked = {kept[row]: row for row in rows}
    return {asked[number]: at for number, at in line(sorted(asked)).items()}


def _unnest(record: dict[str, Any]) -> dict[str, Any]:
    """One level of structures (conv_metadata) and of pairs (models) becomes columns."""
    flat: dict[str, Any] = {}
    for name, value in record.items():
        match value:
            case dict() if name == "conv_metadata":
                flat |= value
            case [left, right] if name in ("models", "states"):
                flat |= {f"{name}[0]": left, f"{name}[1]": right}
            case _:
                flat[name] = value
    return flat


def _encode(values: list[Any]) -> Column:
    """Cells of JSON: numbers if all are, else texts."""
    if all(isinstance(value, int | float | None) for value in values):
        return Column(values=np.array([np.nan if v is None else v for v in values], dtype=float))
    place: dict[str | None, int] = {}
    codes = [place.setdefault(_cell(value), len(place)) for value in values]
    return from_texts(np.array(codes, dtype=np.int32), list(place))


def _cell(value: Any) -> str | None:
    match value:
        case None | str():
            return value
        case dict():
            known = [v for v in value.values() if isinstance(v, int | float)]
            return str(sum(known)) if known else None
        case list():
            return " ".join(map(str, value))
        case _:
            return str(value)


def _item_lines(data: bytes, items: list[msgspec.Raw], rows: list[int]) -> dict[int, int]:
    asked = sorted(rows)
    found: dict[int, int] = {}
    offset = number = 0
    for row in asked:
        while number <= row:
            offset = data.find(bytes(items[number]), offset)
            start, offset = offset, offset + len(bytes(items[number]))
            number += 1
            if number > row:
                found[row] = data.count(b"\n", 0, start) + 1
    return found


def _unreadable(path: Path, kind: str, error: Exception) -> VotesFileError:
    why = str(error).splitlines()[0] if str(error) else type(error).__name__
    return VotesFileError(
        f"{path} can't be read as {kind}: {why}.",
        f"{path}을(를) {kind}(으)로 읽을 수 없습니다: {why}.",
    )
