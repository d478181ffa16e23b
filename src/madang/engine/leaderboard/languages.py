"""Which language a question is in: by its script where that decides, else by a local detector.

The detector is py3langid (4.5 MB, no network). Why this one, and how often it is right on short
questions, stands in `docs/decisions/leaderboard.md`.
"""

from __future__ import annotations

import re
import threading
from functools import cache
from typing import Any, Protocol, cast

from madang.domain.categories import UNDETERMINED
from madang.domain.vocabulary import LANGUAGES

SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ko", re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")),
    ("ja", re.compile("[\u3041-\u3096\u30a1-\u30fa]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("el", re.compile("[\u0370-\u03ff]{3}")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)
"""Looked for in this order: Korean may hold Han characters, Japanese does."""

NOT_WORDS = re.compile(r"(?s:```.*?(?:```|\Z))|`[^`\n]*`|https?://\S+|[\w.]+@[\w.]+|#\w+")
SURE = 0.5
"""Below this, what is written in plain ASCII is taken as English: most short questions are."""

SHORTEST = 3
"""Letters; fewer are taken as English too, for no detector knows them."""

MOST = 2_000
"""Characters that are looked at."""


class Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...
    def set_languages(self, langs: list[str]) -> None: ...


_loading = threading.Lock()


def detect(text: str) -> str:
    """The language as ISO 639-1, or `und` where there is no letter; the first call takes 1 s."""
    words = NOT_WORDS.sub(" ", text)[:MOST]
    if not any(character.isalpha() for character in words):
        words = text[:MOST]
    letters = sum(character.isalpha() for character in words)
    if letters == 0:
        return UNDETERMINED
    for language, script in SCRIPTS:
        if script.search(words):
            return language
    if letters < SHORTEST and words.isascii():
        return "en"
    with _loading:
        language, sure = _identifier().classify(words.lower())
    return "en" if sure < SURE and words.isascii() else language


@cache
def _identifier() -> Identifier:
    # 4.5 MB to unpack, so only where a script does not decide; the package ships no types.
    from py3langid import langid  # pyright: ignore[reportMissingTypeStubs]

    library = cast("Any", langid)
    made = library.LanguageIdentifier.from_model_file(library.MODEL_FILE, norm_probs=True)
    identifier = cast("Identifier", made)
    identifier.set_languages(sorted(LANGUAGES))
    return identifier
