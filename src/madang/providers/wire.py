"""What a wire format must say of itself, and what one answer in it has come to so far.

A wire format does no I/O: it makes the request's path and body, and reads the answer's events.
Sockets, patience and keys are `http`'s; the order of what the engine sees, `upstream`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from madang.domain.errors.upstreams import UpstreamError
from madang.providers.base import Request, StopReason, Usage
from madang.providers.sse import Event

MOST = 10**9
"""Tokens. What says it counted more, or fewer than none, has not counted."""


@dataclass(slots=True)
class Answer:
    """One answer in the making, filled in by `Wire.read`."""

    new: list[str] = field(default_factory=list[str])
    """Text since it was last taken."""
    tokens_in: int | None = None
    tokens_out: int | None = None
    reason: StopReason | None = None
    """Why it ended; without one it has not."""
    closed: bool = False
    """Nothing more is to come, even if the connection stays open."""
    failure: UpstreamError | None = None

    def take(self) -> str:
        text = "".join(self.new)
        self.new.clear()
        return text

    @property
    def usage(self) -> Usage | None:
        if self.tokens_in is None or self.tokens_out is None:
            return None
        if not (0 <= self.tokens_in <= MOST and 0 <= self.tokens_out <= MOST):
            return None
        return Usage(self.tokens_in, self.tokens_out)


class Wire(Protocol):
    """One vendor's format."""

    @property
    def models_path(self) -> str:
        """Where the list of models is, below the base address."""
        ...

    def headers(self, key: str | None) -> dict[str, str]: ...

    def base(self, url: str) -> str:
        """The address that paths are appended to, from the one a person wrote."""
        ...

    def path(self, request: Request) -> str: ...

    def body(self, request: Request) -> dict[str, Any]:
        """The request as JSON will hold it; a parameter the model refuses is left out."""
        ...

    def read(self, event: Event, answer: Answer) -> None:
        """Take in one event.

        Raises:
            ValueError: its data are not what the format promises.
        """
        ...

    def read_models(self, body: bytes) -> list[str]:
        """The model ids in the list of models.

        Raises:
            ValueError: it is not the list the format promises.
        """
        ...
