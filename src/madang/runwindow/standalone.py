"""A document as one file that runs anywhere, offline: every library it uses is put into it.

Modules become `data:` addresses behind an import map, scripts and style sheets likewise; Python
lies packed in scripts that never run, where its part of the runner finds it. The file has a policy
of its own, so that it asks no network for anything there either.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Callable

from madang.runwindow.policy import LIBRARIES

Read = Callable[[str], bytes | None]
"""A library's content by its name; None where there is none."""

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "style-src 'unsafe-inline' data:; img-src data: blob:; media-src data: blob:; "
    "font-src data:; worker-src blob:; base-uri 'none'; form-action 'none'"
)
MAP = re.compile(r'<script type="importmap">(\{"imports":\{.*?\}\})</script>')
IMPORT = re.compile(r"""(?P<mark>["'`])(?:\./|/v/)(?P<name>[\w.-]+\.js)(?P=mark)""")
MENTION = re.compile(rf"{LIBRARIES}([\w.-]+\.(?:js|css))")
FONT = re.compile(r"url\(fonts/([\w-]+\.woff2)\)")
OTHER_FONTS = re.compile(r",url\([^)]+\.(?:woff|ttf)\) format\([^)]*\)")
PYTHON = re.compile(rf'"python":"{LIBRARIES}(pyodide-[\w.]+/)"')
PARTS = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
ALWAYS = frozenset({"react", "react/jsx-runtime", "react-dom", "react-dom/client"})


def inline(document: str, read: Read, unused: frozenset[str] = frozenset()) -> str:
    """`document` with all that it loads inside it, but for `unused` libraries."""
    modules = _Modules(read, unused)
    kept: dict[str, str] = {}
    if found := MAP.search(document):
        names: dict[str, str] = json.loads(found[1])["imports"]
        rest = document[: found.start()] + document[found.end() :]
        kind = ALWAYS if '"kind":"react"' in document.replace("&quot;", '"') else frozenset[str]()
        for name, address in names.items():
            if name in kind or re.search(rf"""["'\\]{re.escape(name)}["'\\]""", rest):
                kept[name] = modules.take(address.removeprefix(LIBRARIES))
        document = rest

    def swap(mention: re.Match[str]) -> str:
        name = mention[1]
        if name.endswith(".css"):
            return _sheet(name, read)
        if name.startswith("g-"):
            return _data("text/javascript", read(name) or b"")
        modules.take(name)
        return _data("text/javascript", modules.code[name].encode())

    document = MENTION.sub(swap, document)
    if '"kind":"python"' in document.replace("&quot;", '"') and (found := PYTHON.search(document)):
        document = document.replace("<body>", f"{_interpreter(found[1], read)}<body>", 1)
    imports = kept | {
        f"v:{name}": _data("text/javascript", code.encode()) for name, code in modules.code.items()
    }
    said = json.dumps({"imports": imports}, separators=(",", ":"))
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<script type="importmap">{said}</script>'
    )
    return document.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{head}', 1)


class _Modules:
    """Modules by name, each with all that it imports."""

    def __init__(self, read: Read, unused: frozenset[str]) -> None:
        self._read = read
        self._unused = tuple(f"{chunk}{name}-" for name in unused for chunk in ("", "c-"))
        self.code: dict[str, str] = {}

    def take(self, name: str) -> str:
        """Take one in; what is returned names it in the import map."""
        queue = [name]
        while queue:
            now = queue.pop()
            if now in self.code or now.startswith(self._unused):
                continue
            code = (self._read(now) or b"").decode()
            queue += [found["name"] for found in IMPORT.finditer(code)]
            self.code[now] = IMPORT.sub(lambda found: f'"v:{found["name"]}"', code)
        return _data(
            "text/javascript", f'export * from "v:{name}";export{{default}}from"v:{name}"'.encode()
        )


def _interpreter(folder: str, read: Read) -> str:
    return "".join(
        f'<script type="application/gzip" data-part="{part}">{_packed(read(folder + part) or b"")}'
        "</script>"
        for part in PARTS
    )


def _packed(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content, 6, mtime=0)).decode()


def _sheet(name: str, read: Read) -> str:
    css = OTHER_FONTS.sub("", (read(name) or b"").decode())
    css = FONT.sub(lambda f: f"url({_data('font/woff2', read(f'fonts/{f[1]}') or b'')})", css)
    return _data("text/css", css.encode())


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
