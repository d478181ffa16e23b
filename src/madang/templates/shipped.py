"""The templates that ship: one file each, Korean and English as two originals."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from madang.templates.reading import read
from madang.templates.template import Language, Template

LANGUAGES: tuple[Language, ...] = ("en", "ko")

ORDER = (
    "advertisement",
    "product-description",
    "landing-page",
    "social-posts",
    "newsletter",
    "subject-lines",
    "blog-outline",
    "press-release",
    "search-keywords",
    "email-reply",
    "meeting-summary",
    "report",
    "translation",
    "tone-rewrite",
    "customer-reply",
    "job-posting",
)
"""As the gallery shows them: what is asked for most, first."""


@cache
def shipped() -> dict[tuple[str, Language], Template]:
    """All of them, by slug and language. Read when first asked for."""
    found: dict[tuple[str, Language], Template] = {}
    for language in LANGUAGES:
        folder = files("madang.templates").joinpath("shipped", language)
        for slug in ORDER:
            file = folder.joinpath(f"{slug}.toml")
            template = read(file.read_bytes(), f"{language}/{file.name}")
            found[template.slug, template.language] = template
    return found
