"""What a fake is told to do, and what it saw. The same for all three wire formats."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Failure(StrEnum):
    """A bad day. Its value may also be asked for as a model's name."""

    WRONG_KEY = "wrong_key"
    FORBIDDEN = "forbidden"
    RATE_LIMITED = "rate_limited"
    REJECTED = "rejected"
    FAILED = "failed"
    OVERLOADED = "overloaded"
    REFUSED = "refused"  # nobody listens; only as the script of a whole fake
    HANG_BEFORE_HEADERS = "hang_before_headers"
    CLOSED_BEFORE_HEADERS = "closed_before_headers"
    HANG_BEFORE_WORDS = "hang_before_words"
    HANG_MID_STREAM = "hang_mid_stream"
    MALFORMED = "malformed"
    NOT_UTF8 = "not_utf8"
    HUGE_EVENT = "huge_event"
    NOT_SSE = "not_sse"
    TRUNCATED = "truncated"  # the body ends as HTTP says it must, the answer does not
    CUT = "cut"  # the connection is reset
    HALF_CLOSED = "half_closed"  # the server sends no more, and would still listen
    EMPTY = "empty"
    ENDLESS = "endless"  # no error to an adapter: the engine must put an end to it
    ERROR_EVENT = "error_event"
    FILTERED = "filtered"

    @property
    def code(self) -> str | None:
        """The code of the error an adapter must make of it; None where it makes none."""
        return _CODES[self]

    @property
    def mid_stream(self) -> bool:
        """Whether words come before it."""
        return self in _MID_STREAM


_CODES: dict[Failure, str | None] = {
    Failure.WRONG_KEY: "upstream_auth",
    Failure.FORBIDDEN: "upstream_auth",
    Failure.RATE_LIMITED: "upstream_rate_limited",
    Failure.REJECTED: "upstream_rejected",
    Failure.FAILED: "upstream_failed",
    Failure.OVERLOADED: "upstream_failed",
    Failure.REFUSED: "upstream_unreachable",
    Failure.HANG_BEFORE_HEADERS: "upstream_timeout",
    Failure.CLOSED_BEFORE_HEADERS: "upstream_truncated",
    Failure.HANG_BEFORE_WORDS: "upstream_timeout",
    Failure.HANG_MID_STREAM: "upstream_timeout",
    Failure.MALFORMED: "upstream_malformed",
    Failure.NOT_UTF8: "upstream_malformed",
    Failure.HUGE_EVENT: "upstream_malformed",
    Failure.NOT_SSE: "upstream_malformed",
    Failure.TRUNCATED: "upstream_truncated",
    Failure.CUT: "upstream_truncated",
    Failure.HALF_CLOSED: "upstream_truncated",
    Failure.EMPTY: "upstream_empty",
    Failure.ENDLESS: None,
    Failure.ERROR_EVENT: "upstream_failed",
    Failure.FILTERED: "upstream_filtered",
}

_MID_STREAM = frozenset(
    {
        Failure.HANG_MID_STREAM,
        Failure.MALFORMED,
        Failure.NOT_UTF8,
        Failure.HUGE_EVENT,
        Failure.TRUNCATED,
        Failure.CUT,
        Failure.HALF_CLOSED,
        Failure.ENDLESS,
        Failure.ERROR_EVENT,
        Failure.FILTERED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One request, read out of its wire format. `body` is the JSON as it came, `headers` have
    their names in lower case, `schema` is the JSON schema the reply is to fit."""

    path: str
    key: str | None
    model: str
    system: str
    messages: tuple[tuple[str, str], ...]
    images: tuple[tuple[str, bytes], ...]
    body: dict
    headers: dict[str, str]
    schema: dict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What to answer.

    chunks: the reply, an event each; `say` makes them of the request instead.
    delay: seconds before each of them.
    tokens: in and out.
    stop: why it ends: `end`, `length` or `stop_word`.
    key: the only key that is taken; None takes any, and none.
    failure: what goes wrong, after `after` chunks where it happens within the stream.
    gate: waited for after `after` chunks; a test opens it.
    burst: everything in one write.
    piece: bytes a write, however that cuts events and characters; None writes an event at once.
    """

    chunks: tuple[str, ...] = ("Hel", "lo, ", "wor", "ld.")
    say: Callable[[Received], Iterable[str]] | None = None
    delay: float = 0.0
    tokens: tuple[int, int] = (11, 7)
    stop: str = "end"
    key: str | None = None
    failure: Failure | None = None
    after: int = 1
    gate: asyncio.Event | None = None
    retry_after: int = 20
    burst: bool = False
    piece: int | None = None
    models: tuple[str, ...] = field(default=("model-a", "model-b"))

    @property
    def text(self) -> str:
        return "".join(self.chunks)

    def words(self, received: Received) -> Iterable[str]:
        return self.say(received) if self.say else self.chunks
