"""Google's `streamGenerateContent`, as the Gemini API serves it."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import Any
from urllib.parse import quote

import msgspec

from madang.domain.errors.upstreams import UpstreamFiltered
from madang.providers import failures, profiles
from madang.providers.base import Message, Request, Role, StopReason
from madang.providers.sse import Event
from madang.providers.wire import Answer

STOP_REASONS = {"STOP": StopReason.END, "MAX_TOKENS": StopReason.LENGTH}

FILTERS = frozenset(
    {"SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR"}
)


class Part(msgspec.Struct, frozen=True):
    text: str | None = None
    thought: bool = False


class Content(msgspec.Struct, frozen=True):
    parts: tuple[Part, ...] = ()


class Candidate(msgspec.Struct, frozen=True, rename="camel"):
    content: Content = Content()
    finish_reason: str | None = None


class Counts(msgspec.Struct, frozen=True, rename="camel"):
    """Thinking is written, and paid for, like the answer itself."""

    prompt_token_count: int = 0
    candidates_token_count: int = 0
    thoughts_token_count: int = 0


class Feedback(msgspec.Struct, frozen=True, rename="camel"):
    block_reason: str | None = None


class Chunk(msgspec.Struct, frozen=True, rename="camel"):
    candidates: tuple[Candidate, ...] = ()
    usage_metadata: Counts | None = None
    prompt_feedback: Feedback | None = None
    error: failures.Fault | None = None


class Listed(msgspec.Struct, frozen=True):
    name: str


class Models(msgspec.Struct, frozen=True):
    models: tuple[Listed, ...]


_CHUNKS = msgspec.json.Decoder(Chunk)
_MODELS = msgspec.json.Decoder(Models)
_VERSIONED = re.compile(r"/v\d\w*$")


class Google:
    """`POST /v1beta/models/…`; the last chunk has a finish reason, and then the body just ends."""

    models_path = "/models?pageSize=1000"

    def headers(self, key: str | None) -> dict[str, str]:
        return {"x-goog-api-key": key} if key else {}

    def base(self, url: str) -> str:
        url = url.rstrip("/")
        return url if _VERSIONED.search(url) else f"{url}/v1beta"

    def path(self, request: Request) -> str:
        model = quote(request.model.removeprefix("models/"), safe="")
        return f"/models/{model}:streamGenerateContent?alt=sse"

    def body(self, request: Request) -> dict[str, Any]:
        accepted = profiles.family(request.model).accepted(request.parameters)
        options: dict[str, Any] = {
            "temperature": accepted.temperature,
            "topP": accepted.top_p,
            "maxOutputTokens": accepted.max_tokens,
            "stopSequences": list(accepted.stop) or None,
            "seed": accepted.seed,
        }
        if accepted.json_schema is not None:
            options["responseMimeType"] = "application/json"
            options["responseJsonSchema"] = msgspec.json.decode(accepted.json_schema)
        config = {name: value for name, value in options.items() if value is not None}
        body: dict[str, Any] = {"contents": [_content(message) for message in request.messages]}
        if request.system:
            body["systemInstruction"] = {"parts": [{"text": request.system}]}
        return body | ({"generationConfig": config} if config else {})

    def read(self, event: Event, answer: Answer) -> None:
        chunk = _CHUNKS.decode(event.data)
        if chunk.error is not None:
            answer.failure = failures.from_fault(chunk.error)
            return
        if chunk.prompt_feedback is not None and chunk.prompt_feedback.block_reason:
            answer.failure = UpstreamFiltered(f"blockReason {chunk.prompt_feedback.block_reason}")
            return
        if (usage := chunk.usage_metadata) is not None:
            answer.tokens_in = usage.prompt_token_count
            answer.tokens_out = usage.candidates_token_count + usage.thoughts_token_count
        for candidate in chunk.candidates[:1]:
            _read_candidate(candidate, answer)

    def read_models(self, body: bytes) -> list[str]:
        return [model.name.removeprefix("models/") for model in _MODELS.decode(body).models]


def _read_candidate(candidate: Candidate, answer: Answer) -> None:
    answer.new += [p.text for p in candidate.content.parts if p.text and not p.thought]
    if candidate.finish_reason in FILTERS:
        answer.failure = UpstreamFiltered(f"finishReason {candidate.finish_reason}")
    elif candidate.finish_reason:
        answer.reason = STOP_REASONS.get(candidate.finish_reason, StopReason.OTHER)


def _content(message: Message) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [
        {"inlineData": {"mimeType": image.media_type, "data": b64encode(image.data).decode()}}
        for image in message.images
    ]
    return {
        "role": "user" if message.role is Role.USER else "model",
        "parts": [*parts, {"text": message.text}],
    }
