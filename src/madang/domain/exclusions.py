"""Votes that the owner left out, with a reason: noted, never deleted, and restored as easily."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which votes are meant: those to which everything given applies.

    Attributes:
        person: the id of who cast them.
        contestant: the slug of one of the two sides.
        since, until: cast from this moment on, and before that one.
        votes: their ids.
    """

    person: str | None = None
    contestant: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    votes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """One decision of the owner. `chosen` is how the votes were chosen, as it was asked for."""

    id: int
    reason: str
    chosen: str
    at: datetime
    restored_at: datetime | None
    votes: int
