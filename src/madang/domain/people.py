"""A person: for now whoever holds a signed cookie. Accounts come later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: str
    first_seen_at: datetime


UNKNOWN = "p_unknown"
"""The person of votes that were imported without saying who cast them."""
