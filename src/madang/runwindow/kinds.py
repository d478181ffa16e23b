"""Which fenced blocks are artifacts, and of which kind: the stated rule.

A block that has a name is one. One without, as models write that were told nothing, is one if it
can be looked at by itself:

- HTML with a document's tags, or of eight lines or more; SVG with its `<svg>`; JSX and TSX with a
  component, and JavaScript with one that imports React
- Mermaid and Vega-Lite; Markdown of twelve lines; CSV of three; JSON of ten
- Python of four lines that prints, asks or draws

Everything else stays code in its reply. A block that is an artifact stays one however it grows.
`frontend/src/lib/artifact/kinds.ts` is the same in TypeScript.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from madang.domain.artifacts import Kind

LONG_HTML = 8
LONG_MARKDOWN = 12
LONG_PYTHON = 4
LONG_TABLE = 3
LONG_JSON = 10

HEAD = 5
"""Characters of a first line that tell SVG from HTML."""

SIGNS: dict[str, re.Pattern[str]] = {
    "document": re.compile(
        r"<(?:!doctype html|html|head|body|script|style|canvas|svg|main|table|form)[ \t>]",
        re.IGNORECASE | re.ASCII,
    ),
    "svg": re.compile(r"<svg[ \t>]", re.IGNORECASE | re.ASCII),
    "component": re.compile(
        r"export default|function [A-Z][A-Za-z0-9]*[ \t]*\(|(?:const|let) [A-Z][A-Za-z0-9]*[ \t]*="
        r"|class [A-Z][A-Za-z0-9]* extends"
    ),
    "react": re.compile(r"""(?:from|import)[ \t]+['"]react['"/]"""),
    "output": re.compile(
        r"(?:^|[^A-Za-z0-9_.])(?:print|input|display)\(|import (?:turtle|canvas)|\.show\("
    ),
    "vega": re.compile(r"vega\.github\.io/schema/vega-lite"),
    "mark": re.compile(r'^[ \t]*"mark"[ \t]*:'),
    "encoding": re.compile(r'^[ \t]*"encoding"[ \t]*:'),
}

LOOKED_FOR: dict[str, tuple[str, ...]] = {
    "html": ("document", "svg"),
    "xml": ("svg",),
    "": ("svg",),
    "svg": ("svg",),
    "jsx": ("component",),
    "tsx": ("component",),
    "js": ("component", "react"),
    "ts": ("component", "react"),
    "python": ("output",),
    "json": ("vega", "mark", "encoding"),
}

PLAIN = {
    "html": Kind.HTML,
    "svg": Kind.SVG,
    "jsx": Kind.REACT,
    "tsx": Kind.REACT,
    "mermaid": Kind.MERMAID,
    "markdown": Kind.MARKDOWN,
    "python": Kind.PYTHON,
    "csv": Kind.CSV,
    "tsv": Kind.CSV,
    "json": Kind.JSON,
    "vega-lite": Kind.VEGA,
}
"""What a named block of a language is, unless its text says more."""

NAMES = {
    Kind.HTML: "page",
    Kind.SVG: "drawing",
    Kind.REACT: "app",
    Kind.MERMAID: "diagram",
    Kind.MARKDOWN: "document",
    Kind.PYTHON: "script",
    Kind.CSV: "table",
    Kind.JSON: "data",
    Kind.VEGA: "chart",
    Kind.CODE: "code",
}
"""What an artifact that nobody named is called."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What rules look at of a block: its first line, how many aren't blank, signs in any."""

    head: str = ""
    whole: bool = False
    lines: int = 0
    signs: frozenset[str] = field(default_factory=frozenset[str])

    def line(self, language: str, text: str, *, whole: bool) -> Looks:
        """With one more line; `whole` is False while it still grows."""
        bare = text.strip(" \t")
        if not bare:
            return self
        asked = LOOKED_FOR.get(language, ())
        # What ends a tag's name may be the end of the line.
        searched = f"{text} " if whole else text
        new = {sign for sign in asked if sign not in self.signs and SIGNS[sign].search(searched)}
        first = self.lines == 0
        return Looks(
            bare[:32].lower() if first else self.head,
            whole or len(bare) >= HEAD if first else self.whole,
            self.lines + 1,
            self.signs | new if new else self.signs,
        )


def kind_of(language: str, looks: Looks, *, named: bool) -> Kind | None:
    """What a block is, as far as it has been seen; None: just code."""
    if not looks.whole:
        return None
    kind = _seen(language, looks)
    if kind or named:
        return kind or PLAIN.get(language, Kind.CODE)
    kind = PLAIN.get(language)
    return kind if kind and _stands_alone(kind, looks) else None


def _seen(language: str, looks: Looks) -> Kind | None:
    """What the text says, whatever its language is called."""
    head, signs = looks.head, looks.signs
    if language in ("html", "xml", "svg", "") and (
        head.startswith("<svg") or ("svg" in signs and head.startswith("<?xml"))
    ):
        return Kind.SVG
    if language in ("xml", "") and head.startswith(("<!doctype html", "<html")):
        return Kind.HTML
    if language in ("js", "ts") and {"react", "component"} <= signs:
        return Kind.REACT
    if language == "json" and ("vega" in signs or {"mark", "encoding"} <= signs):
        return Kind.VEGA
    return None


LONG_ENOUGH = {
    Kind.MARKDOWN: LONG_MARKDOWN,
    Kind.PYTHON: LONG_PYTHON,
    Kind.CSV: LONG_TABLE,
    Kind.JSON: LONG_JSON,
}


def _stands_alone(kind: Kind, looks: Looks) -> bool:
    if kind is Kind.HTML:
        return "document" in looks.signs or looks.lines >= LONG_HTML
    if kind is Kind.SVG:
        return "svg" in looks.signs
    if kind is Kind.REACT:
        return "component" in looks.signs
    if kind is Kind.PYTHON and (looks.head.startswith(">>>") or "output" not in looks.signs):
        return False
    return looks.lines >= LONG_ENOUGH.get(kind, 1)
