"""OpenAI's chat completions, as its servers send them."""

# ruff: noqa: ARG001 -- the three dialects have one shape, and none needs all of it

from __future__ import annotations

import base64
import json

from tests.upstreams.scripting import Failure, Received, Script

NAME = "openai"
BASE = "/v1"
ANSWERS = ["/v1/chat/completions"]
MODELS = ["/v1/models"]

PROBLEMS = {
    Failure.WRONG_KEY: (401, "invalid_request_error", "invalid_api_key"),
    Failure.FORBIDDEN: (403, "invalid_request_error", "model_not_found"),
    Failure.RATE_LIMITED: (429, "requests", "rate_limit_exceeded"),
    Failure.REJECTED: (400, "invalid_request_error", "unsupported_parameter"),
    Failure.FAILED: (500, "server_error", None),
    Failure.OVERLOADED: (503, "server_error", None),
}
STOPS = {"end": "stop", "length": "length", "stop_word": "stop"}


def receive(path, headers, body):
    """The request, read."""
    system, messages, images = "", [], []
    for message in body.get("messages", []):
        content = message["content"]
        parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
        text = "".join(part["text"] for part in parts if part["type"] == "text")
        for part in parts:
            if part["type"] == "image_url":
                head, _, data = part["image_url"]["url"].partition(";base64,")
                images.append((head.removeprefix("data:"), base64.b64decode(data)))
        if message["role"] == "system":
            system = text
        else:
            messages.append((message["role"], text))
    return Received(
        path=path,
        key=headers.get("authorization", "").removeprefix("Bearer ") or None,
        model=body.get("model", ""),
        system=system,
        messages=tuple(messages),
        images=tuple(images),
        body=body,
        headers=headers,
        schema=body.get("response_format", {}).get("json_schema", {}).get("schema"),
    )


def objection(received):
    """What the real server would refuse of this request."""
    if received.model.startswith(("gpt-5", "gpt-6", "o1", "o3", "o4")):
        for name in ("max_tokens", "temperature", "top_p", "stop"):
            if name in received.body:
                return f"Unsupported parameter: '{name}' is not supported with this model."
    return _objection_to_format(received)


def _objection_to_format(received):
    wanted = received.body.get("response_format")
    if wanted is None or wanted["type"] == "text":
        return None
    if received.model.startswith(("gpt-3.5", "gpt-4-", "gpt-4o-2024-05")):
        return "Invalid parameter: 'response_format' of type 'json_schema' is not supported."
    held = wanted.get("json_schema", {})
    if not held.get("name"):
        return "Missing required parameter: 'response_format.json_schema.name'."
    if held.get("strict") and held["schema"].get("type") == "object":
        where = f"Invalid schema for response_format '{held['name']}': In context=(), "
        if held["schema"].get("additionalProperties") is not False:
            return where + "'additionalProperties' is required to be supplied and to be false."
        if set(held["schema"].get("required", [])) != set(held["schema"].get("properties", {})):
            return where + "'required' is required to be supplied and to be an array."
    return None


def refuse(failure, received, words=None):
    """Status and body of a refusal. It repeats the key, as some servers do: nobody else may."""
    status, kind, code = PROBLEMS[failure]
    text = words or f"OpenAI can't do this for {received.model} with the key {received.key}"
    return status, {"error": {"message": text, "type": kind, "param": None, "code": code}}


def opening(received, script):
    return [_chunk(received, {"role": "assistant", "content": "", "refusal": None})]


def word(received, script, text):
    return _chunk(received, {"content": text})


def closing(received, script):
    return [
        _chunk(received, {}, finish=STOPS[script.stop]),
        *_usage(received, script),
        b"data: [DONE]\n\n",
    ]


def filtered(received, script):
    return [_chunk(received, {}, finish="content_filter"), b"data: [DONE]\n\n"]


def error_event(received):
    return _event(refuse(Failure.FAILED, received)[1])


def models(script: Script):
    listed = [
        {"id": name, "object": "model", "created": 1700000000, "owned_by": "openai"}
        for name in script.models
    ]
    return {"object": "list", "data": listed}


def _usage(received, script):
    if not received.body.get("stream_options", {}).get("include_usage"):
        return []
    tokens_in, tokens_out = script.tokens
    counts = {
        "prompt_tokens": tokens_in,
        "completion_tokens": tokens_out,
        "total_tokens": tokens_in + tokens_out,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
    }
    return [_event(_frame(received) | {"choices": [], "usage": counts})]


def _chunk(received, delta, finish=None):
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return _event(_frame(received) | {"choices": [choice], "usage": None})


def _frame(received):
    return {
        "id": "chatcmpl-9abc",
        "object": "chat.completion.chunk",
        "created": 1700000000,
        "model": received.model,
        "service_tier": "default",
        "system_fingerprint": "fp_9abc",
    }


def _event(data):
    return b"data: " + json.dumps(data, ensure_ascii=False).encode() + b"\n\n"
