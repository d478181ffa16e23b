"""Taking out of a text what may name a person or open a door: a switch, and no promise.

Addresses, numbers and keys of known shapes are found; names of people are not.
"""

from __future__ import annotations

import re

SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("[email]", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("[key]", re.compile(r"\b(?:sk|pk|rk|ghp|gho|xox[abp]|AKIA|AIza|hf)[-_]?[A-Za-z0-9_-]{16,}")),
    ("[key]", re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*")),
    ("[link]", re.compile(r"\b(?:https?|ftp)://[^\s<>()\"']+")),
    ("[ip]", re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b")),
    ("[id number]", re.compile(r"\b\d{6}-?[1-8]\d{6}\b")),
    ("[card]", re.compile(r"\b(?:\d[ -]?){13,16}\b")),
    ("[phone]", re.compile(r"(?<![\w.])\+?\d{1,4}[ .-]?\(?\d{2,4}\)?[ .-]\d{3,4}[ .-]?\d{3,4}\b")),
)


def redact(text: str) -> str:
    """The text with e-mail and IP addresses, links, keys, card, phone and ID numbers replaced."""
    for word, shape in SHAPES:
        text = shape.sub(word, text)
    return text
