"""OpenAI's chat completions, which vLLM, llama.cpp, Ollama, Groq and many others speak too."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import msgspec

from madang.domain.errors.upstreams import UpstreamFiltered
from madang.providers import failures, profiles
from madang.providers.base import Message, Request, StopReason
from madang.providers.sse import Event
from madang.providers.wire import Answer

STOP_REASONS = {"stop": StopReason.END, "length": StopReason.LENGTH}


class Delta(msgspec.Struct, frozen=True):
    content: str | None = None
    refusal: str | None = None


class Choice(msgspec.Struct, frozen=True):
    delta: Delta | None = None
    finish_reason: str | None = None


class Counts(msgspec.Struct, frozen=True):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class Chunk(msgspec.Struct, frozen=True):
    choices: tuple[Choice, ...] = ()
    usage: Counts | None = None
    error: failures.Fault | str | None = None


class Listed(msgspec.Struct, frozen=True):
    id: str


class Models(msgspec.Struct, frozen=True):
    data: tuple[Listed, ...]


_CHUNKS = msgspec.json.Decoder(Chunk)
_MODELS = msgspec.json.Decoder(Models)


class OpenAI:
    """`POST /chat/completions`; ends with a finish reason, then usage, then `[DONE]`."""

    models_path = "/models"

    def headers(self, key: str | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {key}"} if key else {}

    def base(self, url: str) -> str:
        return url.rstrip("/")

    def path(self, request: Request) -> str:
        del request
        return "/chat/completions"

    def body(self, request: Request) -> dict[str, Any]:
        family = profiles.family(request.model)
        accepted = family.accepted(request.parameters)
        messages = [_message(message) for message in request.messages]
        if request.system:
            messages.insert(0, {"role": "system", "content": request.system})
        body: dict[str, Any] = {
            "model": request.model,
            "messages": messages,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        options: dict[str, Any] = {
            "temperature": accepted.temperature,
            "top_p": accepted.top_p,
            family.limit: accepted.max_tokens,
            "stop": list(accepted.stop) or None,
            "seed": accepted.seed,
            "response_format": _format(accepted.json_schema),
        }
        return body | {name: value for name, value in options.items() if value is not None}

    def read(self, event: Event, answer: Answer) -> None:
        if event.data == b"[DONE]":
            answer.closed = True
            answer.reason = answer.reason or StopReason.OTHER
            return
        chunk = _CHUNKS.decode(event.data)
        if chunk.error is not None:
            answer.failure = failures.from_fault(chunk.error)
            return
        if chunk.usage is not None:
            answer.tokens_in = chunk.usage.prompt_tokens
            answer.tokens_out = chunk.usage.completion_tokens
        for choice in chunk.choices[:1]:
            _read_choice(choice, answer)

    def read_models(self, body: bytes) -> list[str]:
        return [model.id for model in _MODELS.decode(body).data]


def _read_choice(choice: Choice, answer: Answer) -> None:
    if choice.delta is not None:
        if choice.delta.content:
            answer.new.append(choice.delta.content)
        if choice.delta.refusal:
            answer.failure = UpstreamFiltered(choice.delta.refusal)
    if choice.finish_reason == "content_filter":
        answer.failure = UpstreamFiltered("finish_reason content_filter")
    elif choice.finish_reason:
        answer.reason = STOP_REASONS.get(choice.finish_reason, StopReason.OTHER)


def _format(schema: str | None) -> dict[str, Any] | None:
    """The schema a reply is held to.

    With `strict` the model can't leave it, and OpenAI refuses one that leaves something open.
    """
    if schema is None:
        return None
    held = {"name": "reply", "strict": True, "schema": msgspec.json.decode(schema)}
    return {"type": "json_schema", "json_schema": held}


def _message(message: Message) -> dict[str, Any]:
    if not message.images:
        return {"role": message.role.value, "content": message.text}
    parts: list[dict[str, Any]] = [
        {
            "type": "image_url",
            "image_url": {
                "url": f"data:{image.media_type};base64,{b64encode(image.data).decode()}"
            },
        }
        for image in message.images
    ]
    return {
        "role": message.role.value,
        "content": [*parts, {"type": "text", "text": message.text}],
    }
