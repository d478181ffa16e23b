"""What is known of models and their vendors: facts, read from `models.toml`, written nowhere else.

Which of them may be drawn is the engine's business.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from madang.domain.contestants import Contestant, Parameters, Prices

WireName = Literal["openai", "anthropic", "google"]


class Family(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all models whose id begins alike accept.

    `sampling`: temperature and top_p may `both` be sent, only `one` of them, or `none`.
    `json_schema`: a reply can be held to one.
    """

    prefix: str
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    sampling: Literal["both", "one", "none"] = "both"
    stop: bool = True
    seed: bool = True
    json_schema: bool = True

    def accepted(self, parameters: Parameters) -> Parameters:
        """The parameters without those that these models refuse a request for."""
        sampled = self.sampling != "none"
        both = self.sampling == "both" or parameters.temperature is None
        return replace(
            parameters,
            temperature=parameters.temperature if sampled else None,
            top_p=parameters.top_p if sampled and both else None,
            stop=parameters.stop if self.stop else (),
            seed=parameters.seed if self.seed else None,
            json_schema=parameters.json_schema if self.json_schema else None,
        )

    def refused(self, parameters: Parameters) -> list[str]:
        """The names of the parameters that were set and are not sent."""
        accepted = self.accepted(parameters)
        return [
            name
            for name in ("temperature", "top_p", "stop", "seed", "json_schema")
            if getattr(parameters, name) != getattr(accepted, name)
        ]


class Vendor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose own address it is, which format it speaks, and which variable holds its key."""

    name: str
    maker: str
    wire: WireName
    base_url: str
    key_env: str


class Model(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One model. Prices are US dollars for a million tokens; None is not known, never free.

    `vendor` names who serves it under this id; without one it is served by many, each with its own
    price. `aliases` are the ids under which it is met elsewhere. `retired` is the day its vendor
    ended, or will end, it.
    """

    id: str
    name: str
    maker: str
    vendor: str | None = None
    aliases: tuple[str, ...] = ()
    price_in: float | None = None
    price_out: float | None = None
    context_tokens: int | None = None
    max_output: int | None = None
    sees_images: bool = False
    open_weights: bool = False
    retired: str | None = None
    source: str

    @property
    def prices(self) -> Prices | None:
        if self.price_in is None or self.price_out is None:
            return None
        return Prices(tokens_in=self.price_in, tokens_out=self.price_out)


class Character(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way to put the embedded model forward: its prompt and its decoding."""

    slug: str
    name: str
    system: str = ""
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None


class Facts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of `models.toml`."""

    vendors: tuple[Vendor, ...]
    families: tuple[Family, ...]
    models: tuple[Model, ...]
    embedded: tuple[Character, ...]


@cache
def facts() -> Facts:
    """Read the file, once."""
    text = resources.files("madang.providers").joinpath("models.toml").read_text("utf-8")
    return msgspec.toml.decode(text, type=Facts)


def family(model: str) -> Family:
    """What a model of this id accepts: the longest prefix that fits, else everything."""
    name = _bare(model)
    fitting = [f for f in facts().families if name.startswith(f.prefix)]
    return max(fitting, key=lambda f: len(f.prefix), default=Family(prefix=""))


def find(model: str) -> Model | None:
    """The model known by this id, or by one of its other names."""
    name = _bare(model)
    for known in facts().models:
        if name in (known.id, *map(_bare, known.aliases)):
            return known
    return None


def presets(vendor: str) -> list[Model]:
    """The models a vendor serves, those of the story first; retired ones too, and marked so."""
    return [model for model in facts().models if model.vendor == vendor]


def contestant(model: str, *, provider: str, slug: str | None = None) -> Contestant:
    """A contestant that is just this model, with what is known of it.

    Prices go with the vendor's own address: elsewhere the same model costs something else.
    """
    known = find(model)
    slug = slug or slugify(model)
    if known is None:
        return Contestant(slug=slug, name=model, maker="", provider=provider, model=model)
    return Contestant(
        slug=slug,
        name=known.name,
        maker=known.maker,
        provider=provider,
        model=model,
        prices=known.prices if known.vendor == provider else None,
        open_weights=known.open_weights,
        sees_images=known.sees_images,
        context_tokens=known.context_tokens,
    )


def embedded_contestants(model: str, *, provider: str, context_tokens: int) -> list[Contestant]:
    """The embedded model's out-of-the-box contestants; `model` is the name of its weights."""
    known = find(model)
    name = known.name if known else model
    return [
        Contestant(
            slug=character.slug,
            name=f"{name} · {character.name}",
            maker=known.maker if known else "",
            provider=provider,
            model=model,
            system=character.system,
            parameters=Parameters(
                temperature=character.temperature,
                top_p=character.top_p,
                max_tokens=character.max_tokens,
            ),
            prices=Prices(tokens_in=0, tokens_out=0),
            open_weights=True,
            context_tokens=context_tokens,
        )
        for character in facts().embedded
    ]


def slugify(model: str) -> str:
    """A slug out of a model's id: `llama3.2:1b` becomes `llama3.2-1b`."""
    return re.sub(r"[^a-z0-9._-]+", "-", model.lower()).strip("-._")[:64] or "model"


def _bare(model: str) -> str:
    """Without the maker's name that hosts of many put before it: `openai/gpt-4o`."""
    return model.rpartition("/")[2].lower()
