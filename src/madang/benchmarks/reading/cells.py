"""One cell of a published table: its number, its fine print, and what counts as left empty."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from madang.benchmarks.table import Setting

EMPTY = {
    *(
        "",
        "-",
        "–",
        "—",
        "−",
        "--",
        "---",
        "…",
        "...",
        "?",
        "/",
        "·",
        "x",
        "na",
        "n/a",
        "nan",
        "nr",
    ),
    *("null", "none", "tbd", "tba", "not reported", "not available", "unreported", "unknown"),
    *("미공개", "미보고", "보고되지 않음", "없음", "해당 없음", "비공개"),
}
MARKS = re.compile(r"[\u00b9\u00b2\u00b3\u2070-\u209c*†‡§¶#]+|\[\w{1,3}\]|\^\w+")
NUMBER = re.compile(
    r"[~≈]?\s*(?P<number>[-−+]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+[.,]\d+|\.\d+|\d+)(?:e-?\d+)?)"
    r"\s*(?P<percent>%|퍼센트)?"
    r"(?:\s*(?:±|\+/-|\+-)\s*(?P<error>\d+[.,]\d+|\.\d+|\d+)\s*%?)?"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
SHOTS = re.compile(r"(\d+)\s*[-‐‑ ]?\s*shots?\b|(\d+)\s*샷", re.IGNORECASE)
ZERO_SHOT = re.compile(r"\bzero[- ]?shot\b|제로\s*샷", re.IGNORECASE)
THOUGHT = re.compile(r"\b(?:CoT|chain[- ]of[- ]thought)\b|사고\s*사슬", re.IGNORECASE)
NO_THOUGHT = re.compile(
    r"\b(?:no|without|w/o|non)[- ]?(?:CoT|chain[- ]of[- ]thought)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Read:
    """A cell's number as written; `percent` where it says so.

    `own` is the setting it states, `words` what else stands after the number, `marks` its
    footnote marks.
    """

    number: float
    percent: bool
    error: float | None
    own: Setting | None
    words: str
    marks: str
    text: str

    @property
    def note(self) -> str:
        return " ".join(part for part in (self.words, self.marks) if part)


def read(cell: str) -> Read | None:
    """What the cell says; None where it says that nothing was reported.

    Raises:
        ValueError: where it holds something else than one number with its fine print.
    """
    marks = "".join(MARKS.findall(cell))
    text = unicodedata.normalize("NFKC", MARKS.sub(" ", cell)).strip()
    if text.casefold() in EMPTY:
        return None
    found = NUMBER.fullmatch(text)
    if not found:
        raise ValueError(cell)
    rest = found["rest"].strip(" ,;\n")
    if rest and not re.match(r"[(\[]|[^\W\d_]|\d+\s*-?\s*shot", rest, re.IGNORECASE):
        raise ValueError(cell)
    own, words = _fine_print(rest)
    if re.search(r"(?:^|\s)\d|\d\s*[/|]\s*\d", words):
        raise ValueError(cell)
    return Read(
        number=_number(found["number"]),
        percent=bool(found["percent"]),
        error=_number(found["error"]) if found["error"] else None,
        own=own,
        words=words,
        marks=marks,
        text=text,
    )


def _number(text: str) -> float:
    """The number; a comma before three digits divides thousands, else it is a decimal comma."""
    text = text.replace("−", "-")
    if re.fullmatch(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", text):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))


def _fine_print(rest: str) -> tuple[Setting | None, str]:
    """The setting a cell states after its number, and what else stands there."""
    bare = rest.strip("()[] ").strip()
    if not bare:
        return None, ""
    if lone := re.fullmatch(r"(\d{1,3})(?:\s+(\D+))?", bare):
        bare = f"{lone[1]}-shot {lone[2] or ''}"
    stated, note = setting(bare)
    return (stated, note) if stated != Setting() else (None, note)


def setting(text: str) -> tuple[Setting, str]:
    """The shots and prompting that `text` names, and the words that are left."""
    shots = SHOTS.search(text)
    count = int(shots[1] or shots[2]) if shots else 0 if ZERO_SHOT.search(text) else None
    thought = False if NO_THOUGHT.search(text) else True if THOUGHT.search(text) else None
    for pattern in (SHOTS, ZERO_SHOT, NO_THOUGHT, THOUGHT):
        text = pattern.sub(" ", text)
    left = re.sub(r"\s+", " ", re.sub(r"[()\[\]]", " ", text)).strip(" ,;.+")
    return Setting(shots=count, chain_of_thought=thought), left


def combined(cell: Read, row: Setting) -> Setting:
    """A cell's setting: one that states its shots stands alone, else the row's holds with it."""
    if cell.own is not None and cell.own.shots is not None:
        return replace(cell.own, note=cell.words)
    kept = replace(row, note=cell.words or row.note)
    if cell.own is not None:
        kept = replace(kept, chain_of_thought=cell.own.chain_of_thought)
    return kept
