"""`asset:<name>`: how one artifact uses another.

A reference is replaced by a `data:` address that ends in `#asset-<name>`, so that the runner can
find every use of it and put a newer one in its place.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from madang.domain.artifacts import Artifact, Kind, find_asset

TYPES: dict[Kind, str] = {
    Kind.HTML: "text/html",
    Kind.SVG: "image/svg+xml",
    Kind.CSV: "text/csv",
    Kind.JSON: "application/json",
    Kind.VEGA: "application/json",
    Kind.MARKDOWN: "text/markdown",
}

# Between marks that can hold an address, so that `{asset:crab}` in code is left alone. A name in an
# import is the runner's to resolve: it becomes a module there.
REFERENCE = re.compile(
    r"""(?P<import>(?:\bfrom|\bimport)\s*\(?\s*)?(?P<before>["'`(=]\s{0,8})"""
    r"""asset:(?P<name>[^\s"'`()<>{}\\/#]{1,80})(?=\s{0,8}["'`)>\s])"""
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What an artifact asks for and does not get, said in both languages."""

    en: str
    ko: str

    def message(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


class TooMuch(ValueError):
    """The artifact with all it uses is larger than may run."""


class Assets:
    """The artifacts of a conversation, found by name; `most` is how long a text may grow."""

    def __init__(self, artifacts: Iterable[Artifact], *, most: int) -> None:
        self._artifacts = tuple(artifacts)
        self._most = most
        self._addresses: dict[str, str] = {}
        self.problems: dict[Problem, None] = {}
        self.used: dict[str, Artifact] = {}

    def find(self, name: str) -> Artifact | None:
        return find_asset(unicodedata.normalize("NFC", name), self._artifacts)

    def resolve(self, text: str, *, within: tuple[str, ...], imports: bool = False) -> str:
        """`text` with its references replaced.

        Args:
            text: of an artifact.
            within: the names of the artifacts that are being resolved, outermost first.
            imports: leave what is imported to the runner.

        Raises:
            TooMuch: it would be longer than may run.
        """
        pieces: list[str] = []
        length = at = 0
        for found in REFERENCE.finditer(text):
            name = found["name"]
            if found["import"] and imports:
                self._note_import(name, within)
                continue
            address = self._address(name, within)
            if address is None:
                continue
            start = found.end("before")
            pieces += (text[at:start], address)
            length += start - at + len(address)
            at = found.end("name")
            if length > self._most:
                raise TooMuch
        pieces.append(text[at:])
        if length + len(pieces[-1]) > self._most:
            raise TooMuch
        return "".join(pieces)

    def _note_import(self, name: str, within: tuple[str, ...]) -> None:
        # What is missing or circular is said where imports are resolved, with its line.
        artifact = self.find(name)
        if artifact and artifact.name not in within and artifact.name not in self.used:
            self.used[artifact.name] = artifact
            self.resolve(artifact.text, within=(*within, artifact.name), imports=True)

    def _address(self, name: str, within: tuple[str, ...]) -> str | None:
        artifact = self.find(name)
        if artifact is None:
            self.problems[_missing(name, self._artifacts)] = None
            return None
        if artifact.name in within:
            self.problems[_circular((*within, artifact.name))] = None
            return None
        if artifact.name not in self._addresses:
            text = self.resolve(artifact.text, within=(*within, artifact.name))
            self._addresses[artifact.name] = address_of(artifact, text)
        return self._addresses[artifact.name]


def address_of(artifact: Artifact, text: str) -> str:
    """A `data:` address of an artifact's text, marked with its name."""
    encoded = base64.b64encode(text.encode("utf-8", "replace")).decode()
    kind = TYPES.get(artifact.kind, "text/plain")
    return f"data:{kind};charset=utf-8;base64,{encoded}#asset-{quote(artifact.name, safe='')}"


def _missing(name: str, there: Iterable[Artifact]) -> Problem:
    names = ", ".join(dict.fromkeys(artifact.name for artifact in there))
    return Problem(
        f"There is no asset:{name}. " + (f"There is: {names}." if names else "There is none yet."),
        f"asset:{name}은(는) 없습니다. "
        + (f"있는 것: {names}." if names else "아직 아무것도 없습니다."),
    )


def _circular(names: tuple[str, ...]) -> Problem:
    chain = " → ".join(names)
    return Problem(f"These use each other: {chain}.", f"서로를 쓰고 있습니다: {chain}.")
