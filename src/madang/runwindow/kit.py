"""What the sandbox brings along: the runner and the vendored libraries, as the build named them.

A value: reading it from the disk is the engine's. Also which address of the public package hosts
means which of our libraries, since most of what models write loads its libraries from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from madang.runwindow.assets import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """Files are names under `/v/`.

    Attributes:
        runner: the script that stands first in every document.
        shows: by kind, the module that shows or starts what a document holds.
        modules: what `import` may name.
        needs: by file, the files that it imports.
        globals: classic scripts that set a global, by package.
        styles: style sheets, by package.
        python: the folder of the Python interpreter.
    """

    runner: str
    shows: Mapping[str, str] = field(default_factory=dict[str, str])
    modules: Mapping[str, str] = field(default_factory=dict[str, str])
    needs: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    globals: Mapping[str, str] = field(default_factory=dict[str, str])
    styles: Mapping[str, str] = field(default_factory=dict[str, str])
    python: str = ""

    def whole(self, files: Iterable[str]) -> list[str]:
        """These files and all that they import, each once, in the order in which they are met."""
        met = dict.fromkeys(files)
        queue = list(met)
        for file in queue:
            fresh = [need for need in self.needs.get(file, ()) if need not in met]
            met |= dict.fromkeys(fresh)
            queue += fresh
        return queue


ALIASES = {
    "babel-standalone": "@babel/standalone",
    "tailwindcss": "@tailwindcss/browser",
    "Chart.js": "chart.js",
    "three.js": "three",
    "lucide": "lucide-react",
}
HOSTED = re.compile(
    r"""(?P<mark>["'])(?:https?:)?//(?P<host>cdn\.tailwindcss\.com|d3js\.org|unpkg\.com|esm\.sh|"""
    r"""esm\.run|cdn\.skypack\.dev|cdn\.jsdelivr\.net|ga\.jspm\.io|cdnjs\.cloudflare\.com|"""
    r"""threejs\.org|code\.jquery\.com)(?P<path>/?[^"'\s<>]{0,300})(?P=mark)"""
)
CLASSIC = re.compile(
    r"<script\b(?![^>]*\btype\s*=\s*[\"']?module)[^>]*\bsrc\s*=\s*$", re.IGNORECASE
)
SHEET = re.compile(r"<link\b[^>]*\bhref\s*=\s*$", re.IGNORECASE)
VERSION = re.compile(r"@[^/@?#]+$")
THREE_PARTS = re.compile(r"(?:examples/jsm|addons)/(?P<part>[\w./-]+?)(?:\.js)?(?:[?#].*)?$")


def package_of(host: str, path: str) -> str:
    """The package that an address of a public package host names; empty where it names none."""
    if host == "cdn.tailwindcss.com":
        return "@tailwindcss/browser"
    if host == "d3js.org":
        return "d3"
    if host == "code.jquery.com":
        return "jquery"
    if host == "threejs.org":
        return "three"
    parts = [part for part in path.split("?", maxsplit=1)[0].split("/") if part]
    while parts and (
        parts[0] in ("npm", "ajax", "libs", "stable") or re.fullmatch(r"v\d+", parts[0])
    ):
        parts.pop(0)
    if not parts:
        return ""
    first = parts[0].removeprefix("npm:")
    scoped = first.startswith("@") and len(parts) > 1
    name = VERSION.sub("", f"{first}/{parts[1]}" if scoped else first)
    return ALIASES.get(name, name)


def localise(text: str, kit: Kit, base: str) -> tuple[str, list[Problem]]:
    """`text` with the addresses of package hosts replaced by our libraries, line for line.

    Returns:
        The text, and a problem if libraries are asked for that are not there.
    """
    missing: dict[str, None] = {}

    def swap(found: re.Match[str]) -> str:
        before = text[max(0, found.start() - 300) : found.start()]
        package = package_of(found["host"], found["path"])
        if CLASSIC.search(before):
            file = kit.globals.get(package)
        elif SHEET.search(before):
            file = kit.styles.get(package)
            if file is None:  # fonts and resets: it looks plainer, and runs
                return found[0]
        else:
            file = _module(package, found["path"], kit)
        if file is None:
            if package:
                missing[package] = None
            return found[0]
        return f"{found['mark']}{base}{file}{found['mark']}"

    localised = HOSTED.sub(swap, text)
    return localised, [missing_libraries(list(missing), kit)] if missing else []


def _module(package: str, path: str, kit: Kit) -> str | None:
    if package == "three" and (part := THREE_PARTS.search(path)):
        return kit.modules.get(f"three/addons/{part['part']}.js")
    rest = path.split("?", maxsplit=1)[0].partition(package)[2]
    inner = re.sub(r"^@[^/]+", "", rest).strip("/").removesuffix(".js")
    return kit.modules.get(f"{package}/{inner}") or kit.modules.get(package)


def missing_libraries(names: Sequence[str], kit: Kit) -> Problem:
    quoted = ", ".join(f"“{name}”" for name in names)
    there = ", ".join(shipped(kit))
    return Problem(
        f"{quoted} {'are' if len(names) > 1 else 'is'} not shipped with Madang, and nothing is "
        f"loaded from elsewhere. There is: {there}.",
        f"{quoted}은(는) 마당에 들어 있지 않고, 밖에서는 아무것도 불러오지 않습니다. "
        f"있는 것: {there}.",
    )


def shipped(kit: Kit) -> list[str]:
    """What people import, each once: not the parts of it."""
    modules = {name for name in kit.modules if "/" not in name and not name.startswith("d3-")}
    return sorted(modules | set(kit.globals))
