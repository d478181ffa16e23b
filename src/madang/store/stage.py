"""Where an import sets votes down before any of them is written: a file, read back in order.

In order of their keys, that is: a million keys put into an index as they come would touch a page of
the disk each, and sorted they touch each page once.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from madang.store.intake_rows import Arrival


class Stage:
    """Used by one thread at a time. The file is gone when it is closed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.unlink(missing_ok=True)  # of an import that was killed
        self._file = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.execute("PRAGMA synchronous = OFF")
        self._file.execute("CREATE TABLE arrivals (key TEXT, packed BLOB)")
        self._encode = msgspec.msgpack.Encoder().encode
        self._decoder = msgspec.msgpack.Decoder(Arrival)
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)

    def add(self, some: Iterable[Arrival]) -> None:
        rows = [(one.vote[0], self._encode(one)) for one in some]
        self._file.execute("BEGIN")
        self._file.executemany("INSERT INTO arrivals VALUES (?, ?)", rows)
        self._file.execute("COMMIT")
        self.count += len(rows)

    def parts(self, size: int) -> Iterator[tuple[Arrival, ...]]:
        """All of them, by key."""
        found = self._file.execute("SELECT packed FROM arrivals ORDER BY key")
        arrivals = (self._decoder.decode(packed) for (packed,) in found)
        while part := tuple(islice(arrivals, size)):
            yield part
