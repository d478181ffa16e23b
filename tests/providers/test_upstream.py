"""The three adapters against the fakes: what they ask, what they make of answers and bad days."""

import asyncio
import base64
from contextlib import aclosing

import pytest

from madang.domain.contestants import Parameters
from madang.domain.errors import MadangError
from madang.domain.errors.upstreams import (
    UpstreamAuth,
    UpstreamEmpty,
    UpstreamError,
    UpstreamMalformed,
    UpstreamRejected,
    UpstreamTimeout,
    UpstreamUnreachable,
)
from madang.providers.base import End, Image, Message, Request, Role, StopReason, Text, Usage
from madang.providers.http import Patience
from madang.providers.upstream import Upstream
from tests.providers.conftest import LONG, SHORT, ask, question
from tests.upstreams import Failure, Script, upstream

FAILURES = [failure for failure in Failure if failure.code]
SPEAKING = [failure for failure in FAILURES if failure.mid_stream]
KEY = "sk-secret-1"


def patience(failure):
    """Short only where a silence is the point, so that a slow machine changes nothing."""
    return SHORT if failure.code == "upstream_timeout" else LONG


async def test_an_answer(wire, connect):
    async with upstream(wire, Script(key=KEY)) as fake:
        text, usage, end = await ask(connect(fake))
    assert text == "Hello, world."
    assert usage == Usage(11, 7)
    assert end == End(StopReason.END)


@pytest.mark.parametrize("piece", [1, 7, 1000])
async def test_characters_cut_anywhere(wire, connect, piece):
    script = Script(chunks=("마당에 ", "사람이 👩‍👩‍👧", " 모였다."), piece=piece)
    async with upstream(wire, script) as fake:
        text, _, _ = await ask(connect(fake))
    assert text == script.text


@pytest.mark.parametrize(
    ("stop", "reason"), [("end", StopReason.END), ("length", StopReason.LENGTH)]
)
async def test_why_it_ended(wire, connect, stop, reason):
    async with upstream(wire, Script(stop=stop)) as fake:
        assert (await ask(connect(fake)))[2] == End(reason)


async def test_a_stop_word_is_told_where_the_format_tells_it(connect):
    async with upstream("anthropic", Script(stop="stop_word")) as fake:
        assert (await ask(connect(fake)))[2] == End(StopReason.STOP_WORD)


async def test_what_one_read_brought_is_one_text(wire, connect):
    async with upstream(wire, Script(burst=True)) as fake:
        events = [event async for event in connect(fake).stream(question())]
    assert events == [Text("Hello, world."), Usage(11, 7), End(StopReason.END)]


async def test_what_is_asked(wire, connect):
    request = Request(
        model="model-a",
        system="Be brief.",
        messages=(
            Message(Role.USER, "안녕?"),
            Message(Role.ASSISTANT, "Hello!"),
            Message(Role.USER, "Again?"),
        ),
    )
    async with upstream(wire) as fake:
        await ask(connect(fake), request)
    (received,) = fake.requests
    assistant = "model" if wire == "google" else "assistant"
    assert received.model == "model-a"
    assert received.system == "Be brief."
    assert received.messages == (("user", "안녕?"), (assistant, "Hello!"), ("user", "Again?"))
    assert received.key == KEY


async def test_without_a_system_prompt_or_parameters_none_are_sent(wire, connect):
    async with upstream(wire) as fake:
        await ask(connect(fake))
    (received,) = fake.requests
    sent = {
        "openai": {"model", "messages", "stream", "stream_options"},
        "anthropic": {"model", "messages", "stream", "max_tokens"},
        "google": {"contents"},
    }
    assert received.body.keys() == sent[wire]


PARAMETERS = Parameters(temperature=0.5, top_p=0.9, max_tokens=99, stop=("END",), seed=7)


@pytest.mark.parametrize(
    ("wire", "model", "sent"),
    [
        (
            "openai",
            "gpt-4o-2024-05-13",
            {"temperature": 0.5, "top_p": 0.9, "max_tokens": 99, "stop": ["END"], "seed": 7},
        ),
        ("openai", "openai/gpt-6.2-sol", {"max_completion_tokens": 99, "seed": 7}),
        (
            "anthropic",
            "claude-3-opus-20240229",
            {"temperature": 0.5, "top_p": 0.9, "max_tokens": 99, "stop_sequences": ["END"]},
        ),
        (
            "anthropic",
            "claude-sonnet-4-6",
            {"temperature": 0.5, "max_tokens": 99, "stop_sequences": ["END"]},
        ),
        ("anthropic", "claude-opus-5-5", {"max_tokens": 99, "stop_sequences": ["END"]}),
    ],
)
async def test_parameters_the_model_takes(wire, model, sent, connect):
    async with upstream(wire) as fake:
        await ask(connect(fake), question(model, parameters=PARAMETERS))
    (received,) = fake.requests
    usual = {"model", "messages", "stream", "stream_options"}
    assert {k: v for k, v in received.body.items() if k not in usual} == sent


async def test_google_s_parameters(connect):
    async with upstream("google") as fake:
        await ask(connect(fake), question("gemini-1.5-pro", parameters=PARAMETERS))
    assert fake.requests[0].body["generationConfig"] == {
        "temperature": 0.5,
        "topP": 0.9,
        "maxOutputTokens": 99,
        "stopSequences": ["END"],
        "seed": 7,
    }


@pytest.mark.parametrize(
    ("model", "most"),
    [("claude-3-opus-20240229", 4096), ("claude-opus-5-5", 128_000), ("another", 4096)],
)
async def test_anthropic_is_always_given_a_limit(connect, model, most):
    async with upstream("anthropic") as fake:
        await ask(connect(fake), question(model))
    assert fake.requests[0].body["max_tokens"] == most


async def test_pictures(wire, connect):
    png = base64.b64decode("iVBORw0KGgo=")
    picture = Image("image/png", png)
    request = Request(model="model-a", messages=(Message(Role.USER, "What's this?", (picture,)),))
    async with upstream(wire) as fake:
        await ask(connect(fake), request)
    (received,) = fake.requests
    assert received.images == (("image/png", png),)
    assert received.messages == (("user", "What's this?"),)


@pytest.mark.parametrize("failure", FAILURES)
async def test_a_bad_day_is_its_error(wire, connect, failure):
    async with upstream(wire, Script(failure=failure)) as fake:
        with pytest.raises(UpstreamError) as caught:
            await ask(connect(fake, patience=patience(failure)))
    assert caught.value.code == failure.code
    assert KEY not in repr(caught.value)
    assert len(fake.requests) == (failure is not Failure.REFUSED)  # nothing is asked twice


@pytest.mark.parametrize("failure", SPEAKING)
async def test_words_before_a_bad_day_are_kept(wire, connect, failure):
    async with upstream(wire, Script(failure=failure)) as fake:
        stream = connect(fake, patience=patience(failure)).stream(question())
        assert await anext(stream) == Text("Hel")
        with pytest.raises(UpstreamError):
            await anext(stream)


async def test_an_answer_without_end_goes_on_until_it_is_left(wire, connect):
    async with upstream(wire, Script(failure=Failure.ENDLESS)) as fake:
        async with aclosing(connect(fake).stream(question())) as stream:
            heard = 0
            async for event in stream:
                heard += len(event.text)
                if heard > 500:
                    break
        await fake.until(lambda: fake.open == 0)
    assert fake.left == 1


@pytest.mark.parametrize("failure", [Failure.HANG_MID_STREAM, Failure.HALF_CLOSED, Failure.ENDLESS])
async def test_leaving_closes_the_connection(wire, connect, failure):
    async with upstream(wire, Script(failure=failure)) as fake:
        stream = connect(fake).stream(question())
        await anext(stream)
        await stream.aclose()
        await fake.until(lambda: fake.open == 0)


async def test_a_cancelled_task_closes_the_connection(wire, connect):
    async with upstream(wire, Script(failure=Failure.HANG_BEFORE_HEADERS)) as fake:
        task = asyncio.create_task(ask(connect(fake)))
        await fake.until(lambda: fake.open == 1)
        task.cancel()
        await fake.until(lambda: fake.left == 1)
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_a_pause_shorter_than_the_patience_is_no_silence(wire, connect):
    script = Script(chunks=tuple("abcdef"), delay=0.1)
    async with upstream(wire, script) as fake:
        hasty = Patience(connect=5, first_word=5, silence=2)
        text, _, _ = await ask(connect(fake, patience=hasty))
    assert text == "abcdef"


async def test_signs_of_life_are_no_first_word(connect):
    """Anthropic's pings come while it says nothing; they don't prolong the wait for a word."""
    async with upstream("anthropic", Script(failure=Failure.HANG_BEFORE_WORDS)) as fake:
        with pytest.raises(UpstreamTimeout, match=r"no first word within 0\.3 s"):
            await ask(connect(fake, patience=SHORT))


async def test_a_limit_says_when_to_come_back(wire, connect):
    async with upstream(wire, Script(failure=Failure.RATE_LIMITED, retry_after=33)) as fake:
        with pytest.raises(UpstreamError, match="retry after 33"):
            await ask(connect(fake))


async def test_an_empty_answer_says_when_the_limit_was_the_reason(wire, connect):
    async with upstream(wire, Script(chunks=(), stop="length")) as fake:
        with pytest.raises(UpstreamEmpty, match="limit of tokens"):
            await ask(connect(fake))


async def test_blanks_are_no_answer(wire, connect):
    async with upstream(wire, Script(chunks=(" ", "\n\n"))) as fake:
        with pytest.raises(UpstreamEmpty):
            await ask(connect(fake))


async def test_an_unknown_name_is_unreachable(wire, session):
    nowhere = Upstream(session, wire=wire, base_url="http://nowhere.invalid", patience=LONG)
    with pytest.raises(UpstreamUnreachable):
        await ask(nowhere)


@pytest.mark.parametrize("url", ["not a url", "http://", "ftp://127.0.0.1/"])
async def test_an_address_that_is_none_is_unreachable(wire, session, url):
    with pytest.raises(UpstreamUnreachable):
        await ask(Upstream(session, wire=wire, base_url=url, patience=LONG))


async def test_a_key_that_is_none_is_not_sent(wire, connect):
    async with upstream(wire) as fake:
        with pytest.raises(UpstreamAuth) as caught:
            await ask(connect(fake, key="sk-\nX-Evil: 1"))
    assert fake.requests == []
    assert "Evil" not in repr(caught.value)


async def test_a_key_may_be_missing_or_have_blanks_around_it(wire, connect):
    async with upstream(wire) as fake:
        await ask(connect(fake, key=None))
        await ask(connect(fake, key=" sk-1\n"))
    assert [received.key for received in fake.requests] == [None, "sk-1"]


async def test_check(wire, connect):
    async with upstream(wire, Script(models=("x", "y"))) as fake:
        provider = connect(fake)
        await provider.check()
        assert await provider.models() == ["x", "y"]
    assert fake.requests == []  # it costs nothing


@pytest.mark.parametrize("failure", [Failure.WRONG_KEY, Failure.FAILED, Failure.REFUSED])
async def test_check_says_what_is_wrong(wire, connect, failure):
    async with upstream(wire, Script(failure=failure)) as fake:
        with pytest.raises(UpstreamError) as caught:
            await connect(fake).check()
    assert caught.value.code == failure.code


async def test_check_where_no_model_is_served(wire, session):
    async with upstream(wire) as fake:
        elsewhere = f"{fake.url.removesuffix('/v1')}/api/v1"
        with pytest.raises(UpstreamRejected, match="HTTP 404"):
            await Upstream(session, wire=wire, base_url=elsewhere, patience=LONG).check()


@pytest.mark.parametrize(
    ("wire", "other", "path"), [("openai", "google", "v1beta"), ("google", "openai", "")]
)
async def test_check_of_another_kind_of_server(wire, other, path, session):
    async with upstream(other) as fake:
        provider = Upstream(session, wire=wire, base_url=f"{fake.url}/{path}", patience=LONG)
        with pytest.raises(UpstreamMalformed):
            await provider.check()


async def test_errors_speak_both_languages(wire, connect):
    async with upstream(wire, Script(failure=Failure.WRONG_KEY)) as fake:
        with pytest.raises(MadangError) as caught:
            await ask(connect(fake))
    assert "key" in caught.value.message("en")
    assert "키" in caught.value.message("ko")
