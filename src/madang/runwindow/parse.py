"""Artifacts in a reply, found while it streams.

A `Parser` is fed the reply as it comes, cut anywhere; what it has found depends on the text alone.
An artifact is there from the moment its block looks like one (`kinds`), and has ended when its
fence closes, or with the reply: models forget to close the last one.
`frontend/src/lib/artifact/parse.ts` is the same in TypeScript; `tests/runwindow/replies` holds
both to one set of replies.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from madang.domain.artifacts import Artifact, Kind, safe_name, safe_title
from madang.runwindow.fences import Fence, open_fence
from madang.runwindow.kinds import NAMES, Looks, kind_of

HINT = re.compile(
    r"^[ \t#*_`>:-]*([^ \t`*:\"'<>()]+\.(?:html?|svg|jsx|tsx|py|md|csv|json|mmd))[ \t*_`:]*$"
)
"""A line of nothing but a file's name: what the block under it is called."""

TITLES = {
    Kind.HTML: re.compile(r"<title>([^<]*)</title>", re.IGNORECASE | re.ASCII),
    Kind.SVG: re.compile(r"<title>([^<]*)</title>", re.IGNORECASE | re.ASCII),
    Kind.MARKDOWN: re.compile(r"(?:^|\n)#[ \t]+([^\n]+)"),
}
LOOKED_AT = 60
"""Lines of an artifact that are searched for its title."""


@dataclass(slots=True)
class Block:
    """A fenced block as far as it has come."""

    fence: Fence
    hint: str
    lines: list[str] = field(default_factory=list[str])
    looks: Looks = field(default_factory=Looks)

    def add(self, line: str, *, whole: bool) -> None:
        text = self.fence.content(line)
        self.lines.append(text)
        self.looks = self.looks.line(self.fence.info.language, text, whole=whole)

    def growing(self, rest: str) -> Block:
        """With the line that has only begun, unless it may come to close the fence."""
        if not rest.strip(f" \t{self.fence.mark[0]}"):
            return self
        grown = Block(self.fence, self.hint, [*self.lines], self.looks)
        grown.add(rest, whole=False)
        return grown


class Parser:
    """Finds the artifacts of one reply."""

    def __init__(self) -> None:
        self._rest = ""
        self._before = ""
        self._open: Block | None = None
        self._ended: list[Artifact] = []
        self._unnamed: Counter[Kind] = Counter()

    def feed(self, text: str) -> None:
        """Take in what comes next of the reply."""
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            self._line(line.removesuffix("\r"))

    def close(self) -> None:
        """The reply is over."""
        rest, self._rest = self._rest, ""
        if rest:
            self._line(rest.removesuffix("\r"))
        self._end()

    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        """All there are so far, in order; only the last may still grow."""
        if self._open is None:
            return tuple(self._ended)
        last = self._artifact(self._open.growing(self._rest.removesuffix("\r")), ended=False)
        return (*self._ended, last) if last else tuple(self._ended)

    def _line(self, line: str) -> None:
        block = self._open
        if block is None:
            fence = open_fence(line)
            if fence:
                self._open = Block(fence, _hint(self._before))
            elif line.strip(" \t"):
                self._before = line
        elif block.fence.closes(line):
            self._end()
        else:
            block.add(line, whole=True)

    def _end(self) -> None:
        block, self._open, self._before = self._open, None, ""
        if block is None:
            return
        artifact = self._artifact(block, ended=True)
        if artifact:
            self._ended.append(artifact)
            if not _name(block):
                self._unnamed[artifact.kind] += 1

    def _artifact(self, block: Block, *, ended: bool) -> Artifact | None:
        info = block.fence.info
        kind = kind_of(info.language, block.looks, named=bool(info.name))
        if kind is None:
            return None
        earlier = self._unnamed[kind]
        return Artifact(
            name=_name(block) or (f"{NAMES[kind]}-{earlier + 1}" if earlier else NAMES[kind]),
            title=info.title or _title(kind, block.lines),
            kind=kind,
            language=info.language,
            text="\n".join(block.lines),
            ended=ended,
        )


def parse(text: str) -> tuple[Artifact, ...]:
    """The artifacts of a whole reply."""
    parser = Parser()
    parser.feed(text)
    parser.close()
    return parser.artifacts


def is_runnable(text: str) -> bool:
    """Whether a whole reply holds something that runs, and not just code or data to look at."""
    return any(held.kind not in LOOKED_ONLY for held in parse(text))


LOOKED_ONLY = frozenset({Kind.CODE, Kind.CSV, Kind.JSON, Kind.MARKDOWN})


def _name(block: Block) -> str:
    return block.fence.info.name or block.hint


def _hint(line: str) -> str:
    found = HINT.match(line)
    return safe_name(found[1]) if found else ""


def _title(kind: Kind, lines: list[str]) -> str:
    pattern = TITLES.get(kind)
    found = pattern.search("\n".join(lines[:LOOKED_AT])) if pattern else None
    return safe_title(found[1]) if found else ""
