"""The one shape in which the engine asks any model, and gets any model's answer."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from madang.domain.contestants import Parameters


@dataclass(frozen=True, slots=True)
class Image:
    """A picture given with a message: its media type (`image/png`…) and its bytes."""

    media_type: str
    data: bytes


class Role(StrEnum):
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Message:
    role: Role
    text: str
    images: tuple[Image, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to ask: oldest message first, the last one the user's."""

    model: str
    messages: tuple[Message, ...]
    system: str = ""
    parameters: Parameters = field(default_factory=Parameters)


class StopReason(StrEnum):
    """Why an answer ended. One that a filter withheld is an error instead, `UpstreamFiltered`."""

    END = "end"
    LENGTH = "length"
    STOP_WORD = "stop_word"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Text:
    """New text, never empty; a provider joins what one read of the socket brought."""

    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the vendor counted them; a later one replaces an earlier one."""

    tokens_in: int
    tokens_out: int


@dataclass(frozen=True, slots=True)
class End:
    """The last event of a stream that ended as its format says it must."""

    reason: StopReason


Event = Text | Usage | End


class Provider(Protocol):
    """One upstream: an address, a key, a wire format."""

    def stream(self, request: Request) -> AsyncGenerator[Event]:
        """Ask; yield `Text`s, `Usage` when known, and `End` last.

        Raises:
            UpstreamError: whatever went wrong, before or in mid-stream; a stream that closes
                without its end is `UpstreamTruncated`, never a silent stop.
        """
        ...

    async def check(self) -> None:
        """Ask for nothing that costs: is it there, and does it take the key?

        Raises:
            UpstreamError: it is not, or does not.
        """
        ...
