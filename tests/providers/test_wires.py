"""What the three formats read, event by event: the corners the fakes' plain answers don't reach."""

import json

import pytest

from madang.domain.errors.upstreams import (
    UpstreamAuth,
    UpstreamFailed,
    UpstreamFiltered,
    UpstreamRateLimited,
    UpstreamRejected,
)
from madang.providers import failures
from madang.providers.base import Message, Request, Role, StopReason, Usage
from madang.providers.sse import Event
from madang.providers.upstream import WIRES
from madang.providers.wire import Answer


def read(wire, *chunks):
    answer = Answer()
    for chunk in chunks:
        data = chunk if isinstance(chunk, bytes) else json.dumps(chunk).encode()
        WIRES[wire].read(Event(b"", data), answer)
    return answer


def choice(**rest):
    return {"choices": [{"index": 0, "delta": {}} | rest]}


@pytest.mark.parametrize(
    "chunk",
    [
        {"choices": []},
        {},
        choice(delta=None),
        choice(delta={"role": "assistant", "content": None}),
        choice(delta={"reasoning_content": "Let me think."}),
        choice(delta={"tool_calls": []}),
        {"choices": [{"delta": {}, "finish_reason": ""}], "usage": None},
    ],
)
def test_openai_s_chunks_without_text(chunk):
    answer = read("openai", chunk)
    assert answer.take() == ""
    assert answer.reason is None
    assert answer.failure is None


def test_openai_s_end_without_a_reason_is_an_end():
    answer = read("openai", choice(delta={"content": "x"}), b"[DONE]")
    assert answer.closed
    assert answer.reason is StopReason.OTHER


def test_openai_s_refusal_is_a_filter_s():
    answer = read("openai", choice(delta={"refusal": "I can't help with that."}))
    assert isinstance(answer.failure, UpstreamFiltered)
    assert answer.failure.reason == "I can't help with that."


def test_openai_s_later_usage_replaces_an_earlier_one():
    counts = [{"usage": {"prompt_tokens": 5, "completion_tokens": n}} for n in (1, 2)]
    assert read("openai", *counts).usage == Usage(5, 2)


@pytest.mark.parametrize("count", [-1, 2**64 - 1])
def test_a_count_that_is_none_is_not_taken_for_one(count):
    chunk = {"usage": {"prompt_tokens": 5, "completion_tokens": count}}
    assert read("openai", chunk).usage is None


def test_only_the_first_of_many_choices_is_the_answer():
    chunk = {"choices": [{"delta": {"content": "a"}}, {"delta": {"content": "b"}}]}
    assert read("openai", chunk).take() == "a"


@pytest.mark.parametrize(
    "happening",
    [
        {"type": "ping"},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "thinking"}},
        {"type": "content_block_delta", "delta": {"type": "thinking_delta", "thinking": "Hm"}},
        {"type": "content_block_delta", "delta": {"type": "signature_delta", "signature": "E"}},
        {"type": "content_block_stop", "index": 0},
        {"type": "something_to_come", "delta": {"type": "unknown"}},
    ],
)
def test_anthropic_s_events_without_text(happening):
    answer = read("anthropic", happening)
    assert answer.take() == ""
    assert answer.reason is None
    assert answer.failure is None


def test_anthropic_counts_in_both_its_events():
    answer = read(
        "anthropic",
        {"type": "message_start", "message": {"usage": {"input_tokens": 9, "output_tokens": 1}}},
        {"type": "message_delta", "delta": {"stop_reason": None}, "usage": {"output_tokens": 30}},
    )
    assert answer.usage == Usage(9, 30)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("overloaded_error", UpstreamFailed),
        ("api_error", UpstreamFailed),
        ("rate_limit_error", UpstreamRateLimited),
        ("authentication_error", UpstreamAuth),
        ("permission_error", UpstreamAuth),
    ],
)
def test_anthropic_s_errors_in_mid_stream(kind, error):
    answer = read("anthropic", {"type": "error", "error": {"type": kind, "message": "No."}})
    assert type(answer.failure) is error
    assert answer.failure.reason == f"{kind}: No."


def test_google_s_thinking_is_not_the_answer_and_is_counted():
    parts = [{"text": "Hm.", "thought": True}, {"text": "Yes."}, {"functionCall": {"name": "f"}}]
    counts = {"promptTokenCount": 4, "candidatesTokenCount": 2, "thoughtsTokenCount": 50}
    chunk = {"candidates": [{"content": {"parts": parts}}], "usageMetadata": counts}
    answer = read("google", chunk)
    assert answer.take() == "Yes."
    assert answer.usage == Usage(4, 52)


@pytest.mark.parametrize("reason", ["SAFETY", "RECITATION", "PROHIBITED_CONTENT", "SPII"])
def test_google_s_filter_of_the_answer(reason):
    answer = read("google", {"candidates": [{"finishReason": reason}]})
    assert isinstance(answer.failure, UpstreamFiltered)
    assert reason in answer.failure.reason


def test_google_s_filter_of_the_question():
    answer = read("google", {"promptFeedback": {"blockReason": "SAFETY"}, "usageMetadata": {}})
    assert isinstance(answer.failure, UpstreamFiltered)


def test_google_s_odd_endings_are_endings():
    assert read("google", {"candidates": [{"finishReason": "OTHER"}]}).reason is StopReason.OTHER


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("data", [b"", b"null", b"[]", b'"x"', b"{", b"{} {}"])
def test_what_is_not_the_format_is_an_error(wire, data):
    with pytest.raises(ValueError, match=r"."):
        read(wire, data)


@pytest.mark.parametrize(
    ("wire", "given", "url"),
    [
        ("openai", "http://a/v1/", "http://a/v1/chat/completions"),
        ("openai", "http://a/api", "http://a/api/chat/completions"),
        ("anthropic", "http://a", "http://a/v1/messages"),
        ("anthropic", "http://a/v1/", "http://a/v1/messages"),
        ("google", "http://a", "http://a/v1beta/models/m%2Fn:streamGenerateContent?alt=sse"),
        ("google", "http://a/v1/", "http://a/v1/models/m%2Fn:streamGenerateContent?alt=sse"),
    ],
)
def test_where_a_question_goes(wire, given, url):
    request = Request(model="m/n", messages=(Message(Role.USER, "?"),))
    assert WIRES[wire].base(given) + WIRES[wire].path(request) == url


@pytest.mark.parametrize(
    ("status", "body", "error", "reason"),
    [
        (502, b"<html>Bad gateway</html>", UpstreamFailed, "HTTP 502"),
        (500, b"", UpstreamFailed, "HTTP 500"),
        (404, b'{"detail": "Not Found"}', UpstreamRejected, "HTTP 404: Not Found"),
        (404, b'{"error": "model not found"}', UpstreamRejected, "HTTP 404: model not found"),
        (400, b'[{"error": {"code": 400, "message": "m"}}]', UpstreamRejected, "HTTP 400: m"),
        (400, b'{"error": {"code": "content_filter"}}', UpstreamFiltered, "HTTP 400"),
        (429, b'{"error": {"message": "a\\n  b"}}', UpstreamRateLimited, "HTTP 429: a b"),
        (401, b"[]", UpstreamAuth, "HTTP 401"),
        (413, b"\xff", UpstreamRejected, "HTTP 413"),
        (529, b"{}", UpstreamFailed, "HTTP 529"),
    ],
)
def test_refusals_in_every_wrapping(status, body, error, reason):
    found = failures.from_status(status, body)
    assert type(found) is error
    assert found.reason == reason


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"code": 429, "message": "slow down"}, UpstreamRateLimited),
        ({"code": 503, "status": "UNAVAILABLE"}, UpstreamFailed),
        ({"code": 400, "status": "INVALID_ARGUMENT"}, UpstreamRejected),
        ({"code": None, "type": "server_error"}, UpstreamFailed),
        ("just words", UpstreamFailed),
    ],
)
def test_errors_inside_a_stream(fault, error):
    assert type(read("openai", {"error": fault}).failure) is error


def test_an_upstream_s_words_are_cut_short():
    body = json.dumps({"error": {"message": "word " * 1000}}).encode()
    assert len(failures.from_status(400, body).reason) <= failures.LONGEST
    assert failures.from_status(429, body, "7").reason.startswith("HTTP 429, retry after 7: word")
