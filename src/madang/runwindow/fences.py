"""Fenced blocks, line by line: how one opens, what its info string says, and how it closes.

As CommonMark has them, but for two things that models do: a fence may be indented by any amount (in
a list), and a Markdown document may hold fences as long as its own, if they name a language.
`frontend/src/lib/artifact/fences.ts` is the same in TypeScript.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from madang.domain.artifacts import safe_name, safe_title

OPENING = re.compile(r"^([ \t]*)(`{3,}|~{3,})[ \t]*(.*)$", re.DOTALL)
LANGUAGE = re.compile(r"^[A-Za-z0-9+#._-]{1,32}$")
ATTRIBUTE = re.compile(r"""([A-Za-z][A-Za-z0-9_-]*)=(?:"([^"]*)"|'([^']*)'|([^ \t]+))""")
FILE = re.compile(r"""^[^ \t="'`]+\.([A-Za-z0-9]{1,8})$""")

LANGUAGES = {
    "htm": "html",
    "xhtml": "html",
    "javascript": "js",
    "mjs": "js",
    "typescript": "ts",
    "react": "jsx",
    "mmd": "mermaid",
    "md": "markdown",
    "mdx": "markdown",
    "py": "python",
    "python3": "python",
    "jsonc": "json",
    "vega": "vega-lite",
    "vegalite": "vega-lite",
}
"""Other names of a language that rules know."""


@dataclass(frozen=True, slots=True)
class Info:
    """What an info string says; empty where it does not."""

    language: str
    name: str
    title: str


@dataclass(slots=True)
class Fence:
    """An open fence. `inner` has the lengths of the fences that are open in it."""

    indent: int
    mark: str
    info: Info
    inner: list[int] = field(default_factory=list[int])

    def closes(self, line: str) -> bool:
        """Whether `line` ends it; to be asked of every line, once, in order."""
        found = OPENING.match(line)
        if not found or found[2][0] != self.mark[0]:
            return False
        length, info = len(found[2]), found[3].rstrip(" \t")
        if info:
            if self.info.language == "markdown" and "`" not in info:
                self.inner.append(length)
            return False
        outer = len(self.mark)
        if self.inner and not length >= outer > self.inner[-1]:
            if length >= self.inner[-1]:
                self.inner.pop()
            return False
        return length >= outer

    def content(self, line: str) -> str:
        """`line` without the indentation that the fence has, too."""
        blank = len(line) - len(line.lstrip(" \t"))
        return line[min(blank, self.indent) :]


def open_fence(line: str) -> Fence | None:
    """The fence that `line` opens."""
    found = OPENING.match(line)
    if not found or (found[2][0] == "`" and "`" in found[3]):
        return None
    return Fence(len(found[1]), found[2], read_info(found[3]))


def read_info(text: str) -> Info:
    """An info string: a language first, then `name=` and `title=`, or a file's name."""
    values = {key.lower(): a or b or c for key, a, b, c in ATTRIBUTE.findall(text)}
    words = ATTRIBUTE.sub(" ", text).replace("\t", " ").split(" ")
    language, _, file = words[0].partition(":")
    files = [word for word in (file, *words) if FILE.match(word)]
    title = safe_title(values.get("title", ""))
    name = next(
        (values[key] for key in ("name", "filename", "file") if values.get(key)),
        files[0] if files else title if FILE.match(title) else "",
    )
    name = safe_name(name)
    if not LANGUAGE.match(language) or FILE.match(language):
        language = name.rpartition(".")[2] if "." in name else ""
    language = language.lower()
    return Info(LANGUAGES.get(language, language), name, title)
