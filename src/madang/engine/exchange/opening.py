"""Files of rows, whatever they are: CSV, JSON, JSONL and Parquet, one row at a time."""

# Arrow ships no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from madang.domain.errors.votes import VotesFileError

Row = dict[str, Any]

PARQUET = b"PAR1"
LARGEST_CELL = 50_000_000
DECODE = msgspec.json.Decoder().decode
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def open_rows(path: Path) -> Iterator[tuple[int, Row | None]]:
    """The lines on which rows start, and rows; None for what is no row.

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


def weigh(path: Path) -> int:
    """About how many rows a file has; 0 where nobody knows.

    Raises:
        VotesFileError: it can't be read.
    """
    lines, head = 0, b""
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                head = head or block[:4]
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
    return lines


def _unreadable(path: Path, error: OSError) -> VotesFileError:
    why = error.strerror or str(error)
    return VotesFileError(f"{path} can't be read: {why}.", f"{path}: {why}.")


def _csv(path: Path) -> Iterator[tuple[int, Row | None]]:
    csv.field_size_limit(LARGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        names = next(reader, [])
        end = reader.line_num
        for cells in reader:
            line, end = end + 1, reader.line_num
            if not cells:
                continue
            row: Row = dict(zip(names, cells, strict=False))
            row.pop("", None)
            for name, value in row.items():
                # The apostrophe that our own export puts before what might be a formula.
                if value[:1] == "'" and value[1:2] in FORMULA:
                    row[name] = value[1:]
            yield line, row


def _jsonl(path: Path) -> Iterator[tuple[int, Row | None]]:
    with path.open("rb") as file:
        for line, text in enumerate(file, 1):
            if text.strip():
                yield line, _object(text)


def _json(path: Path) -> Iterator[tuple[int, Row | None]]:
    data = path.read_bytes()
    try:
        whole = msgspec.json.decode(data, type=list[msgspec.Raw] | dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise VotesFileError(
            f"{path} is not valid JSON: {error}.", f"{path}: 올바른 JSON이 아닙니다. {error}."
        ) from error
    if isinstance(whole, dict):
        yield from enumerate(_spread(whole), 1)
        return
    line, at = 1, 0
    for item in whole:
        start = data.index(item, at)
        line, at = line + data.count(b"\n", at, start), start
        yield line, _object(item)
        line, at = line + data.count(b"\n", at, start + len(item)), start + len(item)


def _object(text: bytes | msgspec.Raw) -> Row | None:
    try:
        row = DECODE(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return row if isinstance(row, dict) else None


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
    try:
        for (a, b), row in zip(pairs, numbers, strict=True):
            for word, number in zip(words, row, strict=True):
                if number:
                    sides = {"model_a": models[int(a)], "model_b": models[int(b)]}
                    yield {**sides, "winner": word, "times": number}
    except (ValueError, TypeError, IndexError, KeyError) as error:
        raise VotesFileError(
            "The counts can't be used: X has to hold pairs of indices into models, and Y four "
            "numbers for each of them.",
            "집계를 쓸 수 없습니다. X에는 models의 번호가 둘씩, Y에는 그 쌍마다 숫자 네 개가 "
            "있어야 합니다.",
        ) from error


def _parquet(path: Path) -> Iterator[tuple[int, Row | None]]:
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
