"""One artifact, and the others it uses, as one document that runs. Pure: text in, text out.

The runner stands first and on the artifact's own first line, so that a line the browser names is a
line of the artifact.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from madang.domain.artifacts import Artifact, Kind
from madang.runwindow.assets import Assets, Problem, TooMuch
from madang.runwindow.kit import Kit, localise
from madang.runwindow.policy import LIBRARIES, Scripts

MOST = 8 * 1024 * 1024
"""Characters a document may have, with everything it uses in it."""

RUNNING = frozenset({Kind.HTML, Kind.SVG, Kind.REACT, Kind.PYTHON})
"""Kinds whose own code runs; all others are shown by ours, and theirs is never run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A document in two parts, whose scripts it needs, and what it asked for in vain.

    The `head` is ours, and the same whatever the text: it can be on its way before the `rest` is
    known.
    """

    head: str
    rest: str
    scripts: Scripts
    problems: tuple[Problem, ...] = ()

    @property
    def text(self) -> str:
        return self.head + self.rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a document is wanted.

    Attributes:
        growing: shown while it grows, by our scripts only.
        begun: the head is sent before there is a text.
        language: of what the runner itself says.
        nonce: ties the runner to the page that asked, and marks our own scripts.
        app: the origin of that page; None for a file that stands alone.
    """

    growing: bool = False
    begun: bool = False
    language: str = "en"
    nonce: str = ""
    app: str | None = None


def scripts_of(kind: Kind, *, growing: bool) -> Scripts:
    if growing or kind not in RUNNING:
        return Scripts.OURS
    return Scripts.WORKER if kind is Kind.PYTHON else Scripts.ARTIFACT


def make(artifact: Artifact, others: Sequence[Artifact], kit: Kit, wish: Wish) -> Made:
    """The document.

    Raises:
        TooMuch: the artifact with all it uses is longer than `MOST`.
    """
    assets = Assets(others, most=MOST)
    problems: list[Problem] = []
    text = artifact.text
    if len(text) > MOST:
        raise TooMuch
    if artifact.kind in RUNNING or artifact.kind in (Kind.MARKDOWN, Kind.VEGA):
        imports = artifact.kind is Kind.REACT
        text = assets.resolve(text, within=(artifact.name,), imports=imports)
    if artifact.kind is Kind.HTML:
        text, problems = localise(text, kit, LIBRARIES)
    problems = [*assets.problems, *problems]
    # A page that holds the run says them itself; a file has only its own console.
    said = [] if wish.app else [problem.message(wish.language) for problem in problems]
    page = _Page(kit, artifact, wish, said)
    if wish.growing and artifact.kind in (Kind.HTML, Kind.SVG):
        head, rest = page.growing()
    elif artifact.kind is Kind.HTML:
        head, rest = page.html(text)
    elif artifact.kind is Kind.SVG:
        head, rest = page.svg(text)
    else:
        used = [_source(a, assets) for a in assets.used.values()]
        head, rest = page.shown(artifact, text, used)
    if wish.begun:
        rest = page.text_comes + rest
    scripts = scripts_of(artifact.kind, growing=wish.growing)
    return Made(head=head, rest=rest, scripts=scripts, problems=tuple(problems))


def unused_of(artifact: Artifact) -> frozenset[str]:
    """What its kind may load and this text does not call for; in doubt, it does."""
    text = artifact.text
    called_for: dict[Kind, dict[str, bool]] = {
        Kind.REACT: {"tailwind": "className" in text},
        Kind.MARKDOWN: {
            "mermaid": "mermaid" in text,
            "katex": MATHS.search(text) is not None,
        },
        Kind.MERMAID: {"katex": "$$" in text},
    }
    return frozenset(name for name, is_so in called_for.get(artifact.kind, {}).items() if not is_so)


def _source(artifact: Artifact, assets: Assets) -> dict[str, str]:
    text = assets.resolve(artifact.text, within=(artifact.name,), imports=True)
    return {"name": artifact.name, "kind": artifact.kind, "text": text}


SHADOW = re.compile(r"shadowrootmode", re.IGNORECASE)
"""A shadow tree the parser makes could hide a document from the runner (`runner/closed.ts`)."""

IMPORT_MAP = re.compile(r"<script\b[^>]*\btype\s*=\s*[\"']?importmap[^>]*>", re.IGNORECASE)
XML = re.compile(
    r"\A\ufeff?\s*<\?xml[^>]*\?>|<!DOCTYPE\s+svg[^>\[]*(?:\[[^\]]*\])?\s*>", re.IGNORECASE
)
MATHS = re.compile(r"\$|\\[(\[]")
ALWAYS = frozenset({"react", "react-dom", "react-dom/client", "react/jsx-runtime"})
"""What every React artifact loads, whether it names it or not."""

TEXT_COMES = "document.currentScript.remove();dispatchEvent(new Event('madang-text'))"
"""Starts the clock of a run that was begun (`runner/clock.ts`)."""

SVG_PAGE = (
    "<style>html,body{margin:0;height:100%}body{display:grid;place-items:center;"
    "background:#fff}body>svg{max-width:100%;max-height:100vh}"
    "body>svg:not([width]){width:100%}body>svg:not([height]){height:100vh}</style>"
)


class _Page:
    """Puts documents together, in two parts; every piece of ours is one line."""

    def __init__(self, kit: Kit, artifact: Artifact, wish: Wish, problems: Sequence[str]) -> None:
        self._kit = kit
        self._alone = wish.app is None
        self._nonce = html.escape(wish.nonce)
        self._language = html.escape(wish.language)
        config = {
            "nonce": wish.nonce,
            "app": wish.app,
            "kind": artifact.kind,
            "growing": wish.growing,
            "begun": wish.begun,
            "language": wish.language,
            "problems": problems,
        }
        said = html.escape(json.dumps(config, ensure_ascii=False, separators=(",", ":")))
        said = said.replace("\r", "&#13;").replace("\n", "&#10;")
        self._runner = f'<script nonce="{self._nonce}" data-madang="{said}">{kit.runner}</script>'
        self.text_comes = f'<script nonce="{self._nonce}">{TEXT_COMES}</script>'

    def html(self, text: str) -> tuple[str, str]:
        # Before all of the artifact's, whatever it starts with: what a browser takes for a comment
        # or a tag can't be told by looking. A second doctype means nothing, and its <html> and
        # <head> become ours.
        head = '<!doctype html><meta charset="utf-8">' + self._runner
        imports = "" if IMPORT_MAP.search(text) else self._import_map()
        # As long as before, so that what the browser names by line and column stays there.
        return head, imports + SHADOW.sub("shadow-no-mode", text)

    def svg(self, text: str) -> tuple[str, str]:
        drawing = XML.sub(lambda m: "\n" * m[0].count("\n"), text, count=2)
        drawing = SHADOW.sub("shadow-no-mode", drawing)
        return f"{self._start('')}{self._runner}{SVG_PAGE}<body>", drawing

    def growing(self) -> tuple[str, str]:
        """An empty page: the text is written into it as it comes, and none of its scripts run."""
        return f"{self._start('')}{self._runner}{self._module('write')}<body>", ""

    def shown(
        self, artifact: Artifact, text: str, used: Sequence[Mapping[str, str]]
    ) -> tuple[str, str]:
        source = {
            "name": artifact.name,
            "title": artifact.title,
            "kind": artifact.kind,
            "language": artifact.language,
            "text": text,
            "used": list(used),
            "files": self._files(artifact),
        }
        start = self._start(artifact.title or artifact.name) + self._runner
        always = [self._kit.shows.get(artifact.kind, "")]
        named: list[str] = []
        if artifact.kind is Kind.REACT:
            start += self._import_map()
            modules = self._kit.modules
            always += [modules[name] for name in modules if name in ALWAYS]
            named = [modules[name] for name in modules if _quotes(artifact.text, name)]
        rest = (
            f"{self._ahead(named, known=always)}"
            f'<script type="application/json" id="madang-source">{_inert(source)}</script>'
            f'<body><div id="root"></div>{self._module(artifact.kind)}'
        )
        return start + self._ahead(always), rest

    def _files(self, artifact: Artifact) -> dict[str, str]:
        """What its module loads besides modules."""
        files = {
            Kind.REACT: ("tailwind", self._kit.globals.get("@tailwindcss/browser", "")),
            Kind.MARKDOWN: ("katex", self._kit.styles.get("katex", "")),
            Kind.PYTHON: ("python", self._kit.python),
        }
        name, file = files.get(artifact.kind, ("", ""))
        is_left_out = self._alone and name in unused_of(artifact)
        return {name: LIBRARIES + file} if name and not is_left_out else {}

    def _start(self, title: str) -> str:
        named = f"<title>{html.escape(title)}</title>" if title else ""
        view = '<meta name="viewport" content="width=device-width,initial-scale=1">'
        return f'<!doctype html><html lang="{self._language}"><meta charset="utf-8">{view}{named}'

    def _ahead(self, files: Sequence[str], known: Sequence[str] = ()) -> str:
        """All modules it will ask for, asked for at once: else each is found only in the last."""
        if self._alone:
            return ""
        before = set(self._kit.whole(filter(None, known)))
        return "".join(
            f'<link rel="modulepreload" nonce="{self._nonce}" href="{LIBRARIES}{file}">'
            for file in self._kit.whole(filter(None, files))
            if file not in before
        )

    def _module(self, kind: str) -> str:
        file = self._kit.shows.get(kind, "")
        return f'<script type="module" nonce="{self._nonce}" src="{LIBRARIES}{file}"></script>'

    def _import_map(self) -> str:
        imports = {name: LIBRARIES + file for name, file in self._kit.modules.items()}
        return f'<script type="importmap">{_inert({"imports": imports})}</script>'


def _quotes(text: str, name: str) -> bool:
    return f"'{name}'" in text or f'"{name}"' in text


def _inert(value: Any) -> str:
    """JSON that can stand in a script element: it can't end it, and is one line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
