"""Every error a person or a caller can meet: here the kinds, beside it one file an aggregate.

Each has a stable `code` and a sentence in both languages: what was wrong, and what to do.

    MadangError
    ├── BadInput       what was sent can't be used as it is
    ├── Forbidden      it is not for this caller
    ├── NotFound       there is no such thing
    ├── Conflict       right in itself, but not now
    └── Unavailable    nothing is wrong with the request
"""

from __future__ import annotations

from typing import ClassVar, Literal

Language = Literal["en", "ko"]


class MadangError(Exception):
    """The root. `details` fill the sentence and travel with it as JSON, so they hold no secret."""

    code: ClassVar[str] = "error"
    en: str = "Something went wrong."
    ko: str = "문제가 생겼습니다."

    def __init__(self, **details: str | float | list[str]) -> None:
        self.details = details
        super().__init__(self.message("en"))

    def message(self, language: Language) -> str:
        """The sentence for a reader of `language`."""
        return (self.ko if language == "ko" else self.en).format(**self.details)


class BadInput(MadangError):
    pass


class Forbidden(MadangError):
    pass


class NotFound(MadangError):
    pass


class Conflict(MadangError):
    pass


class Unavailable(MadangError):
    pass
