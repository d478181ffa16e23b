"""A contestant: a model plus a system prompt plus parameters plus prices, under a stable slug.

Changing any of these makes a new version, and votes never mix versions. Where contestants come
from is the engine's business.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """How a model is asked to decode. None leaves the vendor's own default."""

    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()
    seed: int | None = None


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
            "parameters": asdict(self.parameters),
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
