"""A sentence in both languages. The sentences themselves stand where they are made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    en: str
    ko: str
