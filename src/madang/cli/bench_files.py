"""The files that `madang bench` reads: tables, logs of item results, boards. Bytes end here.

What their content means is read by the `benchmarks` floor.
"""

# pyarrow ships no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pyarrow as pa

from madang.benchmarks import ItemResults, Rated, Table, TableError, reading
from madang.benchmarks.errors import BadItemResults, UnreadableTable
from madang.benchmarks.reading import itemlogs
from madang.benchmarks.words import Words
from madang.engine.benchmarks.errors import SecondTable, UnreadableBoard, UnreadableFile

Object = dict[str, Any]

ZSTD = 93
LARGEST = 512 * 1024 * 1024
TOO_LARGE = f"> {LARGEST // 2**20} MB"
DAMAGED = Words("the archive is damaged", "압축 파일이 손상되었습니다")
LOCAL_HEADER = 30
HARNESS = re.compile(r"samples_(?P<task>.+?)_\d{4}-\d\d-\d\dT[\d.:-]+$")


@dataclass(frozen=True, slots=True)
class Given:
    """What the files held: one table (made from the logs where there was none), and the logs."""

    table: Table
    results: tuple[ItemResults, ...]


def read(paths: Sequence[Path], group_by: str = "") -> Given:
    """Read every file for what it is.

    Raises:
        UnreadableFile: where one can't be opened.
        SecondTable: two hold tables.
        TableError: where one holds neither a table nor item results.
    """
    table: Table | None = None
    results: list[ItemResults] = []
    for path in paths:
        held = _read(path, group_by)
        if isinstance(held, ItemResults):
            results.append(held)
        elif table is not None:
            raise SecondTable(file=str(path))
        else:
            table = held
    return Given(table or itemlogs.tabulate(results), tuple(results))


def typed(content: bytes) -> Given:
    """A table from the standard input."""
    return Given(reading.read(_text(content), where="stdin"), ())


def board(path: Path) -> list[Rated]:
    """The contestants of a board that have a rating, as `madang rank --json` prints it.

    Raises:
        UnreadableFile: where it can't be opened.
        UnreadableBoard: where it is no board.
    """
    try:
        rows = json.loads(_text(_bytes(path)))["board"]
        return [
            Rated(
                contestant=str(row["contestant"]),
                rating=float(row["rating"]),
                lower=float(row["lower"]),
                upper=float(row["upper"]),
            )
            for row in rows
            if row["rating"] is not None
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableBoard(file=str(path)) from error


def _read(path: Path, group_by: str) -> Table | ItemResults:
    content = _bytes(path)
    name = path.name
    if content.startswith(b"PK\x03\x04"):
        return _archive(content, name, group_by)
    text = _text(content)
    if path.suffix == ".jsonl":
        task = HARNESS.match(path.stem)
        return itemlogs.harness(
            _lines(text, name),
            model=path.resolve().parent.name,
            benchmark=task["task"] if task else path.stem,
            where=name,
            group_by=group_by,
        )
    if text.lstrip().startswith("{") and '"eval"' in text:
        whole = _document(text)
        if isinstance(whole.get("eval"), dict):
            samples = cast("list[Object]", whole.get("samples") or [])
            return itemlogs.inspect(whole, samples, where=name, group_by=group_by)
    return reading.read(text, where=name, title=path.stem)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableFile(file=str(path), reason=TOO_LARGE)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(file=str(path), reason=error.strerror or str(error)) from error


def _text(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or the code page that Korean spreadsheets save in."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp949", errors="replace")


def _document(text: str) -> Object:
    try:
        return cast("Object", json.loads(text))
    except json.JSONDecodeError:
        return {}


def _lines(text: str, where: str) -> Iterable[Object]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                no_json = Words(f"line {number} is no JSON", f"{number}번째 줄이 JSON이 아닙니다")
                raise BadItemResults(where, no_json) from error


def _archive(content: bytes, where: str, group_by: str) -> ItemResults:
    """An `.eval` log of inspect_ai: a zip of JSON, packed with Zstandard in newer versions."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "header.json" not in names:
                raise UnreadableTable(where=where)
            header = json.loads(_member(content, archive, "header.json"))
            if "summaries.json" in names:
                samples = json.loads(_member(content, archive, "summaries.json"))
            else:
                wanted = sorted(name for name in names if name.startswith("samples/"))
                samples = [json.loads(_member(content, archive, name)) for name in wanted]
    except TableError:
        raise
    except (zipfile.BadZipFile, ValueError, OSError) as error:  # Arrow's own are ValueErrors
        raise BadItemResults(where, DAMAGED) from error
    return itemlogs.inspect(header, samples, where=where, group_by=group_by)


def _member(content: bytes, archive: zipfile.ZipFile, name: str) -> bytes:
    info = archive.getinfo(name)
    if info.file_size > LARGEST:
        raise BadItemResults(name, Words(TOO_LARGE, TOO_LARGE))
    if info.compress_type != ZSTD:
        return archive.read(info)
    # Python 3.14 is the first whose zipfile unpacks Zstandard, so the packed bytes are taken out.
    head = content[info.header_offset : info.header_offset + LOCAL_HEADER]
    start = info.header_offset + LOCAL_HEADER
    start += int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    packed = content[start : start + info.compress_size]
    with pa.CompressedInputStream(pa.BufferReader(packed), "zstd") as stream:
        content = bytes(stream.read(info.file_size))
    if zlib.crc32(content) != info.CRC:
        raise zipfile.BadZipFile(name)
    return content
