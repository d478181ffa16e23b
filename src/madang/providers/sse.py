"""Server-sent events, parsed from bytes as they come. No I/O, and no JSON: data stay bytes.

Follows "Interpreting an event stream" of the WHATWG HTML standard, without `id` and `retry`, for
none of the vendors' streams can be resumed.
"""

from __future__ import annotations

from typing import NamedTuple

BOM = b"\xef\xbb\xbf"

LARGEST = 4 * 1024 * 1024
"""Bytes of one event. An answer's whole text fits many times; a stream of zeros does not."""


class Event(NamedTuple):
    """One event. `data` is UTF-8 that nobody has checked; `name` is empty where none was given."""

    name: bytes
    data: bytes


class EventTooLargeError(ValueError):
    """One event, or one line, that is longer than the limit."""


class Parser:
    """Takes bytes cut anywhere, within a character or between CR and LF too."""

    def __init__(self, largest: int = LARGEST) -> None:
        self._largest = largest
        self._line = b""  # the beginning of a line whose end has not come
        self._begun = False
        self._after_cr = False
        self._name = b""
        self._data: list[bytes] = []
        self._size = 0

    def feed(self, data: bytes) -> list[Event]:
        """The events that `data` completes.

        Raises:
            EventTooLargeError: an event exceeds the limit; the parser is of no more use.
        """
        if self._after_cr and data:
            data = data.removeprefix(b"\n")
            self._after_cr = False
        if not data:
            return []
        self._after_cr = data.endswith(b"\r")
        lines = data.splitlines(keepends=True)
        lines[0] = self._line + lines[0]
        self._line = b"" if lines[-1].endswith((b"\n", b"\r")) else lines.pop()
        events: list[Event] = []
        for line in lines:
            self._take(line.rstrip(b"\r\n"), events)
        if self._size + len(self._line) > self._largest:
            raise EventTooLargeError(f"an event of more than {self._largest} bytes")
        return events

    def _take(self, line: bytes, events: list[Event]) -> None:
        if not self._begun:
            line = line.removeprefix(BOM)
            self._begun = True
        if not line:
            if self._data:
                events.append(Event(self._name, b"\n".join(self._data)))
            self._name, self._data, self._size = b"", [], 0
            return
        field, _, value = line.partition(b":")
        if field == b"data":
            value = value.removeprefix(b" ")
            self._data.append(value)
            self._size += len(value) + 1
            if self._size > self._largest:
                raise EventTooLargeError(f"an event of more than {self._largest} bytes")
        elif field == b"event":
            self._name = value.removeprefix(b" ")
