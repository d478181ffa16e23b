"""What an upstream said went wrong, as one of our `UpstreamError`s.

The three vendors wrap their errors alike (`{"error": {...}}`) and name them differently; the names
are told apart here, once, for refusals before a stream and for errors inside one.
"""

from __future__ import annotations

import msgspec

from madang.domain.errors.upstreams import (
    UpstreamAuth,
    UpstreamError,
    UpstreamFailed,
    UpstreamFiltered,
    UpstreamMalformed,
    UpstreamRateLimited,
    UpstreamRejected,
)

LONGEST = 300
"""Characters of an upstream's own words that are kept."""

FIRST_FAILURE = 500
FIRST_REFUSAL = 400


class Fault(msgspec.Struct, frozen=True):
    """An error object. `code` is a word with OpenAI, a status with Google and OpenRouter."""

    message: str | None = None
    type: str | None = None
    code: str | int | None = None
    status: str | int | None = None
    details: msgspec.Raw = msgspec.Raw(b"")


class Refusal(msgspec.Struct, frozen=True):
    """The body of an answer that is none."""

    error: Fault | str | None = None
    message: str | None = None
    detail: str | None = None


_BODIES = msgspec.json.Decoder(Refusal | list[Refusal])

WORDS: dict[str, type[UpstreamError]] = {
    # OpenAI
    "invalid_api_key": UpstreamAuth,
    "insufficient_quota": UpstreamRateLimited,
    "rate_limit_exceeded": UpstreamRateLimited,
    "content_filter": UpstreamFiltered,
    "content_policy_violation": UpstreamFiltered,
    # Anthropic
    "authentication_error": UpstreamAuth,
    "permission_error": UpstreamAuth,
    "rate_limit_error": UpstreamRateLimited,
    "overloaded_error": UpstreamFailed,
    # Google
    "UNAUTHENTICATED": UpstreamAuth,
    "PERMISSION_DENIED": UpstreamAuth,
    "RESOURCE_EXHAUSTED": UpstreamRateLimited,
}
"""Names that say more than the status they come with. Google refuses a wrong key with 400 and
`INVALID_ARGUMENT`, and says so only in the details."""

_BY_STATUS: dict[int, type[UpstreamError]] = {
    401: UpstreamAuth,
    403: UpstreamAuth,
    429: UpstreamRateLimited,
}


def classify(fault: Fault, status: int | None = None) -> type[UpstreamError]:
    """Which error it is. Without a status, inside a stream, what is not named is a failure."""
    if b'"API_KEY_INVALID"' in bytes(fault.details):
        return UpstreamAuth
    for word in (fault.code, fault.status, fault.type):
        if isinstance(word, str) and word in WORDS:
            return WORDS[word]
    if status is None and isinstance(fault.code, int):
        status = fault.code
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status is not None and status < FIRST_FAILURE:
        return UpstreamRejected if status >= FIRST_REFUSAL else UpstreamMalformed
    return UpstreamFailed


def from_fault(fault: Fault | str) -> UpstreamError:
    """The error for an error object inside a stream."""
    if isinstance(fault, str):
        return UpstreamFailed(_trim(fault))
    name = next((str(w) for w in (fault.code, fault.status, fault.type) if w), "error")
    return classify(fault)(_trim(f"{name}: {fault.message or ''}"))


def from_status(status: int, body: bytes, retry_after: str | None = None) -> UpstreamError:
    """The error for an answer whose status is not 200."""
    fault = read_fault(body) or Fault()
    wait = f", retry after {retry_after}" if retry_after else ""
    return classify(fault, status)(_trim(f"HTTP {status}{wait}: {fault.message or ''}"))


def read_fault(body: bytes) -> Fault | None:
    """The error object in a body; None where it holds none (a proxy's page in HTML, say)."""
    try:
        bodies = _BODIES.decode(body)
    except ValueError:  # not JSON, not UTF-8, or not of this shape
        return None
    refusal = bodies if isinstance(bodies, Refusal) else next(iter(bodies), Refusal())
    if isinstance(refusal.error, Fault):
        return refusal.error
    message = refusal.error or refusal.message or refusal.detail
    return Fault(message=message) if message else None


def _trim(text: str) -> str:
    return " ".join(text.split())[:LONGEST].rstrip(": ")
