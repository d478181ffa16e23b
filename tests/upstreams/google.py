"""Google's streamGenerateContent, as the Gemini API sends it."""

# ruff: noqa: ARG001 -- the three dialects have one shape, and none needs all of it

from __future__ import annotations

import base64
import json

from tests.upstreams.scripting import Failure, Received, Script

NAME = "google"
BASE = ""
ANSWERS = [f"/{v}/models/{{model}}:streamGenerateContent" for v in ("v1", "v1beta")]
MODELS = ["/v1/models", "/v1beta/models"]

PROBLEMS = {
    Failure.WRONG_KEY: (400, "INVALID_ARGUMENT"),
    Failure.FORBIDDEN: (403, "PERMISSION_DENIED"),
    Failure.RATE_LIMITED: (429, "RESOURCE_EXHAUSTED"),
    Failure.REJECTED: (400, "INVALID_ARGUMENT"),
    Failure.FAILED: (500, "INTERNAL"),
    Failure.OVERLOADED: (503, "UNAVAILABLE"),
}
STOPS = {"end": "STOP", "length": "MAX_TOKENS", "stop_word": "STOP"}


def receive(path, headers, body):
    """The request, read."""
    messages, images = [], []
    for content in body.get("contents", []):
        parts = content["parts"]
        messages.append((content["role"], "".join(part.get("text", "") for part in parts)))
        images += [_picture(part["inlineData"]) for part in parts if "inlineData" in part]
    system = body.get("systemInstruction", {"parts": []})
    model = path.partition("?")[0].rpartition("/")[2].removesuffix(":streamGenerateContent")
    return Received(
        path=path,
        key=headers.get("x-goog-api-key"),
        model=model,
        system="".join(part["text"] for part in system["parts"]),
        messages=tuple(messages),
        images=tuple(images),
        body=body,
        headers=headers,
        schema=body.get("generationConfig", {}).get("responseJsonSchema"),
    )


def _picture(data):
    """Google takes its names in either case, and its own SDK sends this one so."""
    return data.get("mimeType") or data["mime_type"], base64.b64decode(data["data"])


def objection(received):
    """What the real server would refuse of this request."""
    if "alt=sse" not in received.path:
        return "this fake only streams events"
    known = {"contents", "systemInstruction", "generationConfig", "safetySettings", "tools"}
    if unknown := received.body.keys() - known:
        return f'Invalid JSON payload received. Unknown name "{unknown.pop()}"'
    config = received.body.get("generationConfig", {})
    if "responseJsonSchema" in config and config.get("responseMimeType") != "application/json":
        return "response_schema is only supported with response_mime_type application/json"
    if "responseJsonSchema" in config and received.model.startswith("gemini-1"):
        return "Unknown name \"responseJsonSchema\" at 'generation_config': Cannot find field."
    if {content["role"] for content in received.body["contents"]} - {"user", "model"}:
        return "Please use a valid role: user, model."
    return None


def refuse(failure, received, words=None):
    """Status and body of a refusal. It repeats the key, as some servers do: nobody else may."""
    status, kind = PROBLEMS[failure]
    text = words or f"Google can't do this for {received.model} with the key {received.key}"
    error = {"code": status, "message": text, "status": kind}
    if failure is Failure.WRONG_KEY:
        error["details"] = [
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "API_KEY_INVALID",
                "domain": "googleapis.com",
            }
        ]
    return status, {"error": error}


def opening(received, script):
    return []


def word(received, script, text):
    content = {"parts": [{"text": text}], "role": "model"}
    return _chunk(received, script, {"content": content, "index": 0}, 1)


def closing(received, script):
    content = {"parts": [{"text": ""}], "role": "model"}
    candidate = {"content": content, "finishReason": STOPS[script.stop], "index": 0}
    return [_chunk(received, script, candidate, script.tokens[1])]


def filtered(received, script):
    return [_chunk(received, script, {"finishReason": "SAFETY", "index": 0}, 0)]


def error_event(received):
    return _event(refuse(Failure.OVERLOADED, received)[1])


def models(script: Script):
    return {"models": [{"name": f"models/{n}", "displayName": n} for n in script.models]}


def _chunk(received, script, candidate, tokens_out):
    usage = {
        "promptTokenCount": script.tokens[0],
        "candidatesTokenCount": tokens_out,
        "totalTokenCount": script.tokens[0] + tokens_out,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": script.tokens[0]}],
    }
    return _event(
        {
            "candidates": [candidate],
            "usageMetadata": usage,
            "modelVersion": received.model,
            "responseId": "r9abc",
        }
    )


def _event(data):
    """Google ends its lines with CR LF."""
    return b"data: " + json.dumps(data, ensure_ascii=False).encode() + b"\r\n\r\n"
