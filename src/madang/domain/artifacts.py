"""Artifacts: what a reply holds that can run or be shown by itself, and what people do with it.

Values and their rules only. How artifacts are found in a reply is in `runwindow.parse`; where an
artifact stands is its `place`: the opaque address of one side of a battle, or of a chat.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from madang.domain.battles import Side

LONGEST_NAME = 64
LONGEST_TITLE = 120
MOST_CHARACTERS = 1_000_000
"""Of one artifact that a person keeps: an edit, or a share."""

EXTENSION = re.compile("[A-Za-z0-9]{1,8}")
UNSHOWN = re.compile("[\0-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


class Kind(StrEnum):
    """How an artifact is run, or shown."""

    HTML = "html"
    SVG = "svg"
    REACT = "react"
    MERMAID = "mermaid"
    MARKDOWN = "markdown"
    PYTHON = "python"
    CSV = "csv"
    JSON = "json"
    VEGA = "vega"
    CODE = "code"


class Author(StrEnum):
    """Who made a version. MODEL and FIX are read from replies; only the other two are stored."""

    MODEL = "model"
    FIX = "fix"
    PERSON = "person"
    REMIX = "remix"


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """Something to run. `ended` is False while its text still grows.

    Attributes:
        name: what it is called in its conversation; the same name later is its next version.
        title: for people; empty where nothing gave one.
        language: as the fence said it, in lower case.
    """

    name: str
    title: str
    kind: Kind
    language: str
    text: str
    ended: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A version that a person made. `after` is the number of the turn it follows; 0: none."""

    id: str
    place: str
    artifact: Artifact
    author: Author
    after: int
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of one version, as the page saw it.

    Attributes:
        name, author, after: which artifact, whose version, and after which turn.
        ran: it began, and did not fail at once.
        errors: how many it threw or logged.
        fps: frames a second while it was looked at; None where it never drew.
        keys, pointers: how often the person pressed a key or the pointer in it.
        seconds: how long it was there.
    """

    id: str
    place: str
    name: str
    kind: Kind
    author: Author
    after: int
    ran: bool
    errors: int
    fps: float | None
    keys: int
    pointers: int
    seconds: float
    began_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """An artifact, and the others it may use, as they were when its link was made."""

    key: str
    place: str
    artifact: Artifact
    assets: tuple[Artifact, ...]
    made_at: datetime
    revoked_at: datetime | None = None


def safe_name(text: str) -> str:
    """A name that is never a path: the last part of one, without what is no letter or digit.

    Returns:
        At most `LONGEST_NAME` characters: letters, digits and marks of any script, `-`, `_`, and at
        most one extension; empty where nothing is left.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", text))[-1]
    stem, dot, extension = last.rpartition(".")
    if not dot or not EXTENSION.fullmatch(extension):
        stem, extension = last, ""
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" or c in "-_" else "-" for c in stem)
    kept = re.sub("-{2,}", "-", kept).strip("-")[: LONGEST_NAME - 9].rstrip("-")
    return f"{kept}.{extension.lower()}" if kept and extension else kept


def safe_title(text: str) -> str:
    """One line that shows as it reads: no control characters, nothing that turns its direction."""
    return UNSHOWN.sub(" ", text).strip(" ")[:LONGEST_TITLE].rstrip(" ")


def find_asset(name: str, artifacts: Iterable[Artifact]) -> Artifact | None:
    """What `asset:name` means: the newest of just this name, else of this name and an extension."""
    known = list(artifacts)
    exact = [held for held in known if held.name == name]
    stem = [held for held in known if held.name.rpartition(".")[0] == name]
    return next(iter([*reversed(exact), *reversed(stem)]), None)


def places_of(battle: str) -> dict[Side, str]:
    """Where the artifacts of a battle stand."""
    return {side: f"{battle}.{side.value}" for side in Side}


def ran(runs: Sequence[Run], after: int) -> bool | None:
    """Whether what a model made in turn `after` ran; None where it was never tried."""
    tried = [run for run in runs if run.after == after and run.author in MODELS]
    return any(run.ran for run in tried) if tried else None


MODELS = frozenset({Author.MODEL, Author.FIX})
