"""Anthropic's Messages."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import msgspec

from madang.domain.errors.upstreams import UpstreamFiltered
from madang.providers import failures, profiles
from madang.providers.base import Message, Request, StopReason
from madang.providers.sse import Event
from madang.providers.wire import Answer

VERSION = "2023-06-01"
"""2026-10-21 differs, for what is asked here, in refusing a temperature from all models; under this
one, those up to Claude 4.6 still take it."""

MAX_TOKENS = 4096
"""The format demands a limit; this one is asked for where nobody set one and no model is known."""

STOP_REASONS = {
    "end_turn": StopReason.END,
    "max_tokens": StopReason.LENGTH,
    "model_context_window_exceeded": StopReason.LENGTH,
    "stop_sequence": StopReason.STOP_WORD,
}


class Counts(msgspec.Struct, frozen=True):
    input_tokens: int | None = None
    output_tokens: int | None = None


class Opening(msgspec.Struct, frozen=True):
    usage: Counts = Counts()


class Delta(msgspec.Struct, frozen=True):
    """Of a text block (`text`), a thinking block (neither), or the message (`stop_reason`)."""

    text: str | None = None
    stop_reason: str | None = None


class Happening(msgspec.Struct, frozen=True):
    type: str
    message: Opening | None = None
    delta: Delta | None = None
    usage: Counts | None = None
    error: failures.Fault | None = None


class Listed(msgspec.Struct, frozen=True):
    id: str


class Models(msgspec.Struct, frozen=True):
    data: tuple[Listed, ...]


_HAPPENINGS = msgspec.json.Decoder(Happening)
_MODELS = msgspec.json.Decoder(Models)


class Anthropic:
    """`POST /v1/messages`; ends with `message_delta` (why, and usage), then `message_stop`."""

    models_path = "/models?limit=1000"

    def headers(self, key: str | None) -> dict[str, str]:
        return {"anthropic-version": VERSION} | ({"x-api-key": key} if key else {})

    def base(self, url: str) -> str:
        return url.rstrip("/").removesuffix("/v1") + "/v1"

    def path(self, request: Request) -> str:
        del request
        return "/messages"

    def body(self, request: Request) -> dict[str, Any]:
        accepted = profiles.family(request.model).accepted(request.parameters)
        model = profiles.find(request.model)
        most = model.max_output if model and model.max_output else MAX_TOKENS
        options: dict[str, Any] = {
            "system": request.system or None,
            "temperature": accepted.temperature,
            "top_p": accepted.top_p,
            "stop_sequences": list(accepted.stop) or None,
            "output_config": _format(accepted.json_schema),
        }
        return {
            "model": request.model,
            "messages": [_message(message) for message in request.messages],
            "max_tokens": accepted.max_tokens or most,
            "stream": True,
        } | {name: value for name, value in options.items() if value is not None}

    def read(self, event: Event, answer: Answer) -> None:
        happening = _HAPPENINGS.decode(event.data)
        match happening:
            case Happening(type="content_block_delta", delta=Delta(text=str(text))) if text:
                answer.new.append(text)
            case Happening(type="message_start", message=Opening(usage=usage)):
                _count(usage, answer)
            case Happening(type="message_delta"):
                _count(happening.usage, answer)
                _end(happening.delta, answer)
            case Happening(type="message_stop"):
                answer.closed = True
                answer.reason = answer.reason or StopReason.OTHER
            case Happening(type="error"):
                answer.failure = failures.from_fault(happening.error or "error")
            case _:  # ping, thinking, the bounds of blocks, and what may come to be
                pass

    def read_models(self, body: bytes) -> list[str]:
        return [model.id for model in _MODELS.decode(body).data]


def _count(usage: Counts | None, answer: Answer) -> None:
    """Both events count; the later one counts all that was written."""
    if usage is None:
        return
    if usage.input_tokens is not None:
        answer.tokens_in = usage.input_tokens
    if usage.output_tokens is not None:
        answer.tokens_out = usage.output_tokens


def _end(delta: Delta | None, answer: Answer) -> None:
    if delta is None or delta.stop_reason is None:
        return
    if delta.stop_reason == "refusal":
        answer.failure = UpstreamFiltered("stop_reason refusal")
    else:
        answer.reason = STOP_REASONS.get(delta.stop_reason, StopReason.OTHER)


def _format(schema: str | None) -> dict[str, Any] | None:
    if schema is None:
        return None
    return {"format": {"type": "json_schema", "schema": msgspec.json.decode(schema)}}


def _message(message: Message) -> dict[str, Any]:
    if not message.images:
        return {"role": message.role.value, "content": message.text}
    blocks: list[dict[str, Any]] = [
        {
            "type": "image",
            "source": {
                "type": "base64",
                "media_type": image.media_type,
                "data": b64encode(image.data).decode(),
            },
        }
        for image in message.images
    ]
    return {
        "role": message.role.value,
        "content": [*blocks, {"type": "text", "text": message.text}],
    }
