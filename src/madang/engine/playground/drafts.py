"""A contestant that is still being tried: what a column of the playground holds.

From a draft, once it has been found to be usable, comes a contestant. What is then done with it is
in `columns` and in `workshop`.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field, replace

from madang.domain.contestants import Contestant, Parameters, plain_schema
from madang.domain.errors.battles import QuestionTooLong
from madang.domain.errors.contestants import (
    BadParameter,
    BadSchema,
    NoModel,
    SchemaNotJson,
    UnknownProvider,
)
from madang.engine.asking.questions import require_text
from madang.engine.asking.roster import Roster
from madang.providers import profiles

RANGES: dict[str, tuple[float, float]] = {
    "temperature": (0, 2),
    "top_p": (0, 1),
    "max_tokens": (1, 10_000_000),
    "seed": (-(2**63), 2**63 - 1),
}
STOPS = 16
STOP_CHARACTERS = 200
SCHEMA_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A model and how it is asked. `like` is the slug of the contestant it was begun from."""

    provider: str
    model: str
    system: str = ""
    parameters: Parameters = field(default_factory=Parameters)
    like: str | None = None


def settle(draft: Draft, roster: Roster, *, longest: int) -> Contestant:
    """The contestant that a draft describes, under its model's name and slug.

    Prices are those of the contestant it is like, as long as the model is the same one.

    Raises:
        UnknownProvider, NoModel: there is nobody to ask.
        BadParameter, BadSchema, SchemaNotJson, QuestionTooLong, InvalidText: it can't be asked so.
    """
    if draft.provider not in roster.providers:
        raise UnknownProvider(provider=draft.provider, names=", ".join(roster.providers))
    model = draft.model.strip()
    if not model:
        raise NoModel
    if len(draft.system) > longest:
        raise QuestionTooLong(length=len(draft.system), limit=longest)
    require_text(model, draft.system, *draft.parameters.stop)
    like = roster.find(draft.like) if draft.like else None
    known = profiles.contestant(model, provider=draft.provider)
    if like and (like.contestant.provider, like.contestant.model) == (draft.provider, model):
        known = like.contestant
    return replace(known, model=model, system=draft.system, parameters=_checked(draft.parameters))


def _checked(parameters: Parameters) -> Parameters:
    for name, (low, high) in RANGES.items():
        value = getattr(parameters, name)
        if value is not None and not (math.isfinite(value) and low <= value <= high):
            raise BadParameter(name=name, range=f"{low:g}–{high:g}")
    if len(parameters.stop) > STOPS or any(
        not word or len(word) > STOP_CHARACTERS for word in parameters.stop
    ):
        raise BadParameter(name="stop", range=f"1–{STOPS} × 1–{STOP_CHARACTERS}")
    return replace(parameters, json_schema=_schema(parameters.json_schema))


def _schema(text: str | None) -> str | None:
    if text is None or not text.strip():
        return None
    try:
        if len(text) <= SCHEMA_CHARACTERS:
            return plain_schema(text)
    except json.JSONDecodeError as error:
        raise SchemaNotJson(line=error.lineno, column=error.colno) from error
    except (ValueError, RecursionError) as error:
        raise BadSchema(limit=SCHEMA_CHARACTERS) from error
    raise BadSchema(limit=SCHEMA_CHARACTERS)
