"""A contestant: a model plus a system prompt plus parameters plus prices, under a stable slug.

Changing any of these makes a new version, and votes never mix versions. Where contestants come
from is the engine's business.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """How a model is asked to decode. None leaves the vendor's own default.

    `json_schema` is the JSON Schema, as text, that a reply has to fit.
    """

    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()
    seed: int | None = None
    json_schema: str | None = None

    @property
    def told(self) -> dict[str, Any]:
        """The parameters as a fingerprint has them.

        A fingerprint lasts as long as its votes, so what was added later counts where it is set.
        """
        told = asdict(self)
        if self.json_schema is None:
            del told["json_schema"]
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """US dollars for a million tokens."""

    tokens_in: float
    tokens_out: float

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """US dollars for one reply."""
        return (tokens_in * self.tokens_in + tokens_out * self.tokens_out) / 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """One that may be drawn. `provider` names an entry of the settings' providers."""

    slug: str
    name: str
    maker: str
    provider: str
    model: str
    system: str = ""
    parameters: Parameters = field(default_factory=Parameters)
    prices: Prices | None = None
    open_weights: bool = False
    sees_images: bool = False
    context_tokens: int | None = None

    @property
    def fingerprint(self) -> str:
        """Names what votes are about: two contestants with the same one answer alike."""
        parts = {
            "provider": self.provider,
            "model": self.model,
            "system": self.system,
            "parameters": self.parameters.told,
            "prices": asdict(self.prices) if self.prices else None,
        }
        text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A contestant as it stood when it was first seen so: what a battle and its vote refer to."""

    id: str
    number: int
    contestant: Contestant


class Presence(StrEnum):
    """Whether a contestant that was made in the page is drawn."""

    DRAWN = "drawn"
    PAUSED = "paused"
    """Not for now: it keeps its place on the board."""
    RETIRED = "retired"
    """No more: its votes stay, as those of a past version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A contestant of the workshop: made in the page, not in the settings."""

    version: Version
    presence: Presence
    made_at: datetime
    changed_at: datetime


def plain_schema(text: str) -> str:
    """A JSON schema without the blanks it was written with; the order of its names stays.

    Raises:
        ValueError: it is not JSON, or not an object.
    """
    schema = json.loads(text)
    if not isinstance(schema, dict):
        raise ValueError("it is not an object")  # noqa: TRY004 - what was written is wrong, not a type
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
