"""Files of rows, whatever they are: CSV, JSON, JSONL and Parquet, one row at a time."""

# Arrow ships no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from madang.domain.errors import VotesFileError

Row = dict[str, Any]

PARQUET = b"PAR1"
LARGEST_CELL = 50_000_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def open_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Line numbers and rows.

    Raises:
        VotesFileError: it is not there, or not what its first bytes say.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4096)
        if head.startswith(PARQUET):
            yield from _parquet(path)
        elif head.lstrip()[:1] == b"[" or (
            head.lstrip()[:1] == b"{" and path.suffix.lower() == ".json"
        ):
            yield from _json(path)
        elif head.lstrip()[:1] == b"{":
            yield from _jsonl(path)
        else:
            yield from _csv(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise VotesFileError(
            f"{path} is not UTF-8. Save it as UTF-8.", f"{path}: UTF-8로 저장해 주세요."
        ) from error


def weigh(path: Path) -> tuple[int, str]:
    """About how many rows a file has (0: nobody knows), and its SHA-256.

    Raises:
        VotesFileError: it can't be read.
    """
    digest, lines, head = hashlib.sha256(), 0, b""
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                head = head or block[:4]
                digest.update(block)
                lines += block.count(b"\n")
        if head == PARQUET:
            import pyarrow as pa
            import pyarrow.parquet as pq

            try:
                lines = pq.read_metadata(path).num_rows
            except pa.ArrowException:
                lines = 0  # whoever reads it says why
    except OSError as error:
        raise _unreadable(path, error) from error
    return lines, digest.hexdigest()


def _unreadable(path: Path, error: OSError) -> VotesFileError:
    why = error.strerror or str(error)
    return VotesFileError(f"{path} can't be read: {why}.", f"{path}: {why}.")


def _csv(path: Path) -> Iterator[tuple[int, Row]]:
    csv.field_size_limit(LARGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        names = next(reader, [])
        for cells in reader:
            if not cells:
                continue
            row: Row = dict(zip(names, cells, strict=False))
            row.pop("", None)
            for name, value in row.items():
                # The apostrophe that our own export puts before what might be a formula.
                if value[:1] == "'" and value[1:2] in FORMULA:
                    row[name] = value[1:]
            yield reader.line_num, row


def _jsonl(path: Path) -> Iterator[tuple[int, Row]]:
    decode = msgspec.json.Decoder().decode
    with path.open("rb") as file:
        for line, text in enumerate(file, 1):
            if text.strip():
                try:
                    row = decode(text)
                except msgspec.DecodeError:
                    row = None
                yield line, row if isinstance(row, dict) else {}


def _json(path: Path) -> Iterator[tuple[int, Row]]:
    try:
        whole = msgspec.json.decode(path.read_bytes())
    except msgspec.DecodeError as error:
        raise VotesFileError(
            f"{path} is not valid JSON: {error}.", f"{path}: 올바른 JSON이 아닙니다. {error}."
        ) from error
    rows: Any = _spread(whole) if isinstance(whole, dict) else whole
    for line, row in enumerate(rows, 1):
        yield line, row if isinstance(row, dict) else {}


def _spread(counts: Row) -> Iterator[Row]:
    """Votes that come counted: `models`, pairs `X`, counts `Y` by outcome; a row a count."""
    try:
        models, pairs, numbers = counts["models"], counts["X"], counts["Y"]
    except KeyError as error:
        raise VotesFileError(
            f"A JSON object of counts needs models, X and Y; {error} is missing.",
            f"집계 JSON에는 models, X, Y가 있어야 합니다. {error}이(가) 없습니다.",
        ) from error
    words = ("model_a", "model_b", "tie", "tie (bothbad)")
    for (a, b), row in zip(pairs, numbers, strict=True):
        for word, number in zip(words, row, strict=True):
            if number:
                sides = {"model_a": models[int(a)], "model_b": models[int(b)]}
                yield {**sides, "winner": word, "times": number}


def _parquet(path: Path) -> Iterator[tuple[int, Row]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    line = 0
    try:
        for batch in pq.ParquetFile(path).iter_batches(1_000):
            for row in batch.to_pylist():
                line += 1
                yield line, row
    except pa.ArrowInvalid as error:
        raise VotesFileError(
            f"{path} is not valid Parquet: {error}.", f"{path}: 올바른 Parquet이 아닙니다. {error}."
        ) from error
