"""Where documents run: an origin of their own, a fresh label for each window.

A label is a site of its own to the browser, and so a process of its own: a run that loops freezes
neither the page nor the run beside it. The next run of a window may stand where the one before it
stood, as long as that one answers: the browser has the libraries there. Where there are no labels
(a bare address of a network) the documents stand on another port of the same host: just as closed,
but a loop may be felt.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PATTERN = re.compile(r"(https?)://\*\.([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::(\d{1,5}))?")
HOST = re.compile(r"[a-z0-9._:-]+")
LABEL = re.compile(r"r[0-9a-f]{20}")


def fresh_label() -> str:
    return f"r{secrets.token_hex(10)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """The second origin: the port it listens at, and the wildcard host it has behind a domain."""

    port: int
    pattern: str | None = None

    def origin(self, app: str, label: str) -> tuple[str, bool]:
        """An origin for a run asked for by the page at `app`, and whether it has its own site."""
        if self.pattern:
            return self.pattern.replace("*", label, 1), True
        parts = urlsplit(app)
        if _is_local(parts.hostname or ""):
            return f"http://{label}.localhost:{self.port}", True
        return f"{parts.scheme}://{_bracketed(parts.hostname or '')}:{self.port}", False

    def frame_source(self, app: str) -> str:
        """What the page at `app` may hold in frames, for its own content security policy."""
        if self.pattern:
            return self.pattern
        if origin_of(app) == "null":
            return "'none'"
        parts = urlsplit(app)
        if _is_local(parts.hostname or ""):
            return f"http://*.localhost:{self.port}"
        return f"{parts.scheme}://{_bracketed(parts.hostname or '')}:{self.port}"

    def owns(self, name: str) -> bool:
        """Whether a host name is one of the sandbox's labels: the page never answers to those."""
        return name.endswith(".localhost") or (
            self.pattern is not None and name.endswith(f".{self._domain}")
        )

    def answers(self, name: str, hosts: frozenset[str]) -> bool:
        """Whether the sandbox answers to a host name; `hosts` are the page's own."""
        label, _, domain = name.partition(".")
        if LABEL.fullmatch(label) and domain:
            return domain == (self._domain if self.pattern else "localhost")
        # Without labels, only where the page itself is reached by that name.
        return not self.pattern and not _is_local(name) and (name in hosts or "*" in hosts)

    @property
    def _domain(self) -> str:
        found = PATTERN.fullmatch(self.pattern or "")
        return found[2] if found else ""


def origin_of(address: str) -> str:
    """The origin of an address, fit to stand in a header; "null" where it has none."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "null"
    host = (parts.hostname or "").lower()
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(host):
        return "null"
    return f"{parts.scheme}://{_bracketed(host)}" + (f":{port}" if port else "")


def _is_local(host: str) -> bool:
    return host in LOOPBACK


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
