"""Reads what the build made for the sandbox."""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from madang.engine.running.errors import SandboxNotBuilt
from madang.runwindow import policy
from madang.runwindow.kit import Kit

TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".wasm": "application/wasm",
    ".json": "application/json",
    ".zip": "application/zip",
    ".woff2": "font/woff2",
}
FOLDER = Path(str(files("madang"))) / "web" / "sandbox"


@cache
def read_kit() -> Kit:
    """The runner and the libraries.

    Raises:
        SandboxNotBuilt: they are not there.
    """
    try:
        manifest: dict[str, Any] = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
        runner = (FOLDER / manifest["runner"]).read_text("utf-8").strip()
    except FileNotFoundError as error:
        raise SandboxNotBuilt from error
    return Kit(
        runner=runner,
        shows=manifest["shows"],
        modules=manifest["modules"],
        needs=manifest["needs"],
        globals=manifest["globals"],
        styles=manifest["styles"],
        python=manifest["python"],
    )


def read_library(name: str) -> bytes | None:
    """A vendored file, unpacked."""
    found = find_library(name)
    return gzip.decompress(found[0].read_bytes()) if found else None


def find_library(name: str) -> tuple[Path, dict[str, str]] | None:
    """A vendored file as it is kept, packed, and its headers."""
    kind = TYPES.get(Path(name).suffix)
    path = (FOLDER / f"{name}.gz").resolve()
    if not kind or not path.is_relative_to(FOLDER.resolve()) or not path.is_file():
        return None
    return path, policy.library_headers(content_type=kind) | {"Content-Encoding": "gzip"}
