"""Anthropic's Messages, as its servers send them."""

# ruff: noqa: ARG001 -- the three dialects have one shape, and none needs all of it

from __future__ import annotations

import base64
import json

from tests.upstreams.scripting import Failure, Received, Script

NAME = "anthropic"
BASE = ""
ANSWERS = ["/v1/messages"]
MODELS = ["/v1/models"]
VERSIONS = {"2023-06-01", "2026-10-21"}

PROBLEMS = {
    Failure.WRONG_KEY: (401, "authentication_error"),
    Failure.FORBIDDEN: (403, "permission_error"),
    Failure.RATE_LIMITED: (429, "rate_limit_error"),
    Failure.REJECTED: (400, "invalid_request_error"),
    Failure.FAILED: (500, "api_error"),
    Failure.OVERLOADED: (529, "overloaded_error"),
}
STOPS = {"end": "end_turn", "length": "max_tokens", "stop_word": "stop_sequence"}


def receive(path, headers, body):
    """The request, read."""
    messages, images = [], []
    for message in body.get("messages", []):
        content = message["content"]
        blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content
        messages.append(
            (message["role"], "".join(b["text"] for b in blocks if b["type"] == "text"))
        )
        images += [
            (b["source"]["media_type"], base64.b64decode(b["source"]["data"]))
            for b in blocks
            if b["type"] == "image"
        ]
    return Received(
        path=path,
        key=headers.get("x-api-key")
        or headers.get("authorization", "").removeprefix("Bearer ")
        or None,
        model=body.get("model", ""),
        system=body.get("system", ""),
        messages=tuple(messages),
        images=tuple(images),
        body=body,
        headers=headers,
        schema=(body.get("output_config", {}).get("format") or {}).get("schema"),
    )


def objection(received):
    """What the real server would refuse of this request."""
    if "max_tokens" not in received.body:
        return "max_tokens: Field required"
    version = received.headers.get("anthropic-version")
    if version not in VERSIONS:
        return f'anthropic-version: "{version}" is not a valid version'
    if unknown := received.body.keys() & {"seed", "stop"}:
        return f"{unknown.pop()}: Extra inputs are not permitted"
    if words := _objection_to_format(received):
        return words
    newer = received.model.startswith(("claude-opus-5", "claude-sonnet-5", "claude-haiku-5"))
    if newer or version == "2026-10-21":
        for name in ("temperature", "top_p"):
            if name in received.body:
                return f"{name}: is not supported by this model"
    return None


def _objection_to_format(received):
    wanted = received.body.get("output_config", {}).get("format")
    if wanted is not None and wanted.get("type") != "json_schema":
        return "output_config.format.type: Input should be 'json_schema'"
    if wanted is not None and received.model.startswith("claude-3"):
        return f"'{received.model}' does not support output format."
    return None


def refuse(failure, received, words=None):
    """Status and body of a refusal. It repeats the key, as some servers do: nobody else may."""
    status, kind = PROBLEMS[failure]
    text = words or f"Anthropic can't do this for {received.model} with the key {received.key}"
    return status, {
        "type": "error",
        "error": {"type": kind, "message": text},
        "request_id": "req_9abc",
    }


def opening(received, script):
    usage = {
        "input_tokens": script.tokens[0],
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "output_tokens": 1,
        "service_tier": "standard",
    }
    message = {
        "id": "msg_9abc",
        "type": "message",
        "role": "assistant",
        "model": received.model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": usage,
    }
    return [
        _event("message_start", message=message),
        _event("content_block_start", index=0, content_block={"type": "text", "text": ""}),
        _event("ping"),
    ]


def word(received, script, text):
    return _event("content_block_delta", index=0, delta={"type": "text_delta", "text": text})


def closing(received, script):
    return [_event("content_block_stop", index=0), *_end(script, STOPS[script.stop])]


def filtered(received, script):
    return [_event("content_block_stop", index=0), *_end(script, "refusal")]


def error_event(received):
    return _event("error", error=refuse(Failure.OVERLOADED, received)[1]["error"])


def models(script: Script):
    listed = [
        {"type": "model", "id": n, "display_name": n, "created_at": "2024-06-20T00:00:00Z"}
        for n in script.models
    ]
    return {
        "data": listed,
        "has_more": False,
        "first_id": script.models[0],
        "last_id": script.models[-1],
    }


def _end(script, reason):
    delta = {"stop_reason": reason, "stop_sequence": None}
    usage = {"output_tokens": script.tokens[1]}
    return [_event("message_delta", delta=delta, usage=usage), _event("message_stop")]


def _event(name, **data):
    text = json.dumps({"type": name} | data, ensure_ascii=False)
    return f"event: {name}\ndata: {text}\n\n".encode()
