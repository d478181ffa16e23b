"""What can be asked at all, and the address under which it is then found."""

from __future__ import annotations

import secrets

from madang.domain.errors.battles import EmptyQuestion, QuestionTooLong
from madang.domain.errors.requests import InvalidText


def new_id(kind: str) -> str:
    """An address nobody can guess: the kind's letter and 128 random bits."""
    return f"{kind}_{secrets.token_urlsafe(16)}"


def check_question(text: str, longest: int, *, alone: bool = True) -> None:
    """A question may be `longest` characters; empty only where files come with it (not `alone`).

    Raises:
        EmptyQuestion, QuestionTooLong, InvalidText: it is nothing, too much, or no text.
    """
    if alone and not text.strip():
        raise EmptyQuestion
    if len(text) > longest:
        raise QuestionTooLong(length=len(text), limit=longest)
    require_text(text)


def require_text(*texts: str) -> None:
    """Raises InvalidText where there is something that no file and no model could be given."""
    try:
        "".join(texts).encode()
    except UnicodeEncodeError as error:
        raise InvalidText from error
