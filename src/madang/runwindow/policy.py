"""What a document that runs may do: its headers, in one place, and nowhere else.

The two kinds of document differ in one thing, whose scripts run. Everything else is closed to both:
no network beyond the sandbox's own libraries, no frames, no forms, no origin.
"""

from __future__ import annotations

from enum import Enum

LIBRARIES = "/v/"
"""Where the sandbox serves its vendored libraries."""

FRAME_SANDBOX = "allow-scripts allow-forms allow-pointer-lock"
"""The iframe's own attribute says the same (`frontend/src/lib/run/frame.ts`)."""


class Scripts(Enum):
    """Whose scripts run: those of the ARTIFACT, or only OURS, which show it.

    WORKER is an artifact's too, in a worker that fetches its interpreter from the libraries.
    """

    ARTIFACT = "artifact"
    WORKER = "worker"
    OURS = "ours"


DENIED = (
    "camera",
    "microphone",
    "geolocation",
    "display-capture",
    "clipboard-read",
    "clipboard-write",
    "fullscreen",
    "midi",
    "usb",
    "serial",
    "hid",
    "payment",
    "screen-wake-lock",
    "local-fonts",
    "publickey-credentials-get",
)

COMMON = {
    # Chromium: nothing but the origin that the document came from, and so neither STUN nor TURN.
    "Connection-Allowlist": "(response-origin)",
    # Chromium: a process of its own even where two documents share a site.
    "Document-Isolation-Policy": "isolate-and-require-corp",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in DENIED),
}


def headers(scripts: Scripts, *, sandbox: str, app: str, nonce: str) -> dict[str, str]:
    """The headers of a run document.

    Args:
        scripts: whose scripts run.
        sandbox: the origin that the document is served from.
        app: the origin of the page that may hold it in a frame.
        nonce: what our own scripts carry; only for `Scripts.OURS`.
    """
    libraries = f"{sandbox}{LIBRARIES}"
    connect = libraries if scripts is Scripts.WORKER else "'none'"
    if scripts is not Scripts.OURS:
        script = f"'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob: {libraries}"
        worker = "blob:"
    else:
        script = f"'nonce-{nonce}' 'strict-dynamic'"
        worker = "'none'"
    policy = {
        "sandbox": FRAME_SANDBOX,
        "default-src": "'none'",
        "script-src": script,
        "style-src": f"'unsafe-inline' {libraries}",
        "img-src": "data: blob:",
        "media-src": "data: blob:",
        "font-src": f"data: {libraries}",
        "connect-src": connect,
        "worker-src": worker,
        "frame-src": "'none'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": app,
    }
    joined = "; ".join(f"{name} {value}" for name, value in policy.items())
    return COMMON | {
        "Content-Security-Policy": joined,
        "Content-Type": "text/html; charset=utf-8",
    }


def library_headers(*, content_type: str) -> dict[str, str]:
    """The headers of a vendored library: anyone may have it, for ever."""
    return {
        "Content-Type": content_type,
        "Cache-Control": "public, max-age=31536000, immutable",
        # A sandboxed document has the origin "null", and its modules are asked for with CORS.
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        # Opened by itself, a library is text.
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
