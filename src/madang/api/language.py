"""Which of the two languages a caller reads."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import Headers

from madang.domain.errors import Language


def language_of(headers: Headers) -> Language:
    """The first of `Accept-Language` that Madang speaks, by its weight; English otherwise."""
    best: tuple[float, Language] = (0.0, "en")
    for entry in headers.get("accept-language", "").split(","):
        tag, _, weight = entry.strip().partition(";q=")
        name = tag.strip().lower().split("-")[0]
        try:
            value = float(weight) if weight else 1.0
        except ValueError:
            continue
        if value > best[0]:
            if name == "ko":
                best = (value, "ko")
            elif name == "en":
                best = (value, "en")
    return best[1]


async def _language(request: Request) -> Language:
    return language_of(request.headers)


CallerLanguage = Annotated[Language, Depends(_language)]
