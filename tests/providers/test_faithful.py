"""The fakes are faithful: the vendors' own SDKs talk to them and get what they expect.

So the adapters, which are tested against the same fakes, are tested against the real formats.
"""

import base64

import anthropic
import openai
import pytest
from google import genai
from google.genai import errors as google_errors
from google.genai import types

from tests.upstreams import Failure, Script, upstream

# The Google SDK's own doing, at each client.
pytestmark = pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession")

KEY = "sk-secret-1"
PNG = base64.b64decode("iVBORw0KGgo=")
MESSAGES = [
    {"role": "user", "content": "안녕?"},
    {"role": "assistant", "content": "Hello!"},
    {"role": "user", "content": "Again?"},
]


def openai_client(fake, timeout=10):
    return openai.AsyncOpenAI(api_key=KEY, base_url=fake.url, max_retries=0, timeout=timeout)


def anthropic_client(fake, timeout=10):
    return anthropic.AsyncAnthropic(api_key=KEY, base_url=fake.url, max_retries=0, timeout=timeout)


def google_client(fake, timeout=10):
    options = types.HttpOptions(base_url=fake.url, timeout=int(timeout * 1000))
    return genai.Client(api_key=KEY, http_options=options)


async def ask_openai(fake, *, messages=MESSAGES, patience=10):
    """Text, tokens in and out, and why it ended."""
    text, tokens, stop = "", None, None
    async with openai_client(fake, patience) as client:
        stream = await client.chat.completions.create(
            model="model-a",
            messages=[{"role": "system", "content": "Be brief."}, *messages],
            stream=True,
            stream_options={"include_usage": True},
        )
        async for chunk in stream:
            for choice in chunk.choices:
                text += choice.delta.content or ""
                stop = choice.finish_reason or stop
            if chunk.usage:
                tokens = chunk.usage.prompt_tokens, chunk.usage.completion_tokens
    return text, tokens, stop


async def ask_anthropic(fake, *, messages=MESSAGES, patience=10):
    text = ""
    async with (
        anthropic_client(fake, patience) as client,
        client.messages.stream(
            model="model-a", max_tokens=99, system="Be brief.", messages=messages
        ) as stream,
    ):
        async for new in stream.text_stream:
            text += new
        message = await stream.get_final_message()
    return text, (message.usage.input_tokens, message.usage.output_tokens), message.stop_reason


async def ask_google(fake, *, contents=None, patience=10):
    text, tokens, stop = "", None, None
    contents = contents or [
        types.Content(
            role="model" if message["role"] == "assistant" else "user",
            parts=[types.Part(text=message["content"])],
        )
        for message in MESSAGES
    ]
    async with google_client(fake, patience).aio as client:
        stream = await client.models.generate_content_stream(
            model="model-a",
            contents=contents,
            config=types.GenerateContentConfig(system_instruction="Be brief."),
        )
        async for chunk in stream:
            text += chunk.text or ""
            usage = chunk.usage_metadata
            tokens = usage.prompt_token_count, usage.candidates_token_count
            for candidate in chunk.candidates:
                stop = candidate.finish_reason or stop
    return text, tokens, stop


ASK = {"openai": ask_openai, "anthropic": ask_anthropic, "google": ask_google}
STOPS = {
    "openai": {"end": "stop", "length": "length"},
    "anthropic": {"end": "end_turn", "length": "max_tokens", "stop_word": "stop_sequence"},
    "google": {"end": types.FinishReason.STOP, "length": types.FinishReason.MAX_TOKENS},
}


async def test_text_usage_and_stop(wire):
    script = Script(chunks=("마당", "에 ", "👩‍👩‍👧"), key=KEY)
    async with upstream(wire, script) as fake:
        text, tokens, stop = await ASK[wire](fake)
    assert text == script.text
    assert tokens == (11, 7)
    assert stop == STOPS[wire]["end"]


@pytest.mark.parametrize(
    ("wire", "stop"), [(wire, stop) for wire, stops in STOPS.items() for stop in stops]
)
async def test_every_stop_reason(wire, stop):
    async with upstream(wire, Script(stop=stop)) as fake:
        assert (await ASK[wire](fake))[2] == STOPS[wire][stop]


async def test_what_the_fake_reads_is_what_the_sdk_was_given(wire):
    async with upstream(wire) as fake:
        await ASK[wire](fake)
    (received,) = fake.requests
    assistant = "model" if wire == "google" else "assistant"
    assert received.system == "Be brief."
    assert received.messages == (("user", "안녕?"), (assistant, "Hello!"), ("user", "Again?"))
    assert received.model == "model-a"
    assert received.key == KEY


async def test_a_picture_is_read_too(wire):
    data = base64.b64encode(PNG).decode()
    source = {"type": "base64", "media_type": "image/png", "data": data}
    url = {"url": f"data:image/png;base64,{data}"}
    given = {
        "openai": {"messages": [_user({"type": "image_url", "image_url": url})]},
        "anthropic": {"messages": [_user({"type": "image", "source": source})]},
        "google": {"contents": types.Part.from_bytes(data=PNG, mime_type="image/png")},
    }
    async with upstream(wire) as fake:
        await ASK[wire](fake, **given[wire])
    assert fake.requests[0].images == (("image/png", PNG),)


SCHEMA = {
    "type": "object",
    "properties": {"title": {"type": "string"}, "claims": {"type": "array"}},
    "required": ["title", "claims"],
    "additionalProperties": False,
}


async def test_a_schema_is_read_too():
    held = {"name": "reply", "strict": True, "schema": SCHEMA}
    async with upstream("openai") as fake:
        async with openai_client(fake) as client:
            await client.chat.completions.create(
                model="model-a",
                messages=MESSAGES,
                stream=True,
                response_format={"type": "json_schema", "json_schema": held},
            )
        assert fake.requests[0].schema == SCHEMA
    async with upstream("anthropic") as fake:
        wanted = {"format": {"type": "json_schema", "schema": SCHEMA}}
        async with (
            anthropic_client(fake) as client,
            client.messages.stream(
                model="model-a", max_tokens=99, messages=MESSAGES, output_config=wanted
            ) as stream,
        ):
            await stream.get_final_message()
        assert fake.requests[0].schema == SCHEMA
    async with upstream("google") as fake:
        config = types.GenerateContentConfig(
            response_mime_type="application/json", response_json_schema=SCHEMA
        )
        async with google_client(fake).aio as client:
            stream = await client.models.generate_content_stream(
                model="model-a", contents="Hi", config=config
            )
            assert [chunk.text async for chunk in stream]
        assert fake.requests[0].schema == SCHEMA


async def test_a_schema_that_the_vendor_refuses_is_refused():
    loose = {"type": "object", "properties": {"title": {"type": "string"}}}
    held = {"name": "reply", "strict": True, "schema": loose}
    async with upstream("openai") as fake, openai_client(fake) as client:
        with pytest.raises(openai.BadRequestError, match="additionalProperties"):
            await client.chat.completions.create(
                model="model-a",
                messages=MESSAGES,
                stream=True,
                response_format={"type": "json_schema", "json_schema": held},
            )


def _user(part):
    return {"role": "user", "content": [part]}


REFUSALS = {
    "openai": {
        Failure.WRONG_KEY: openai.AuthenticationError,
        Failure.FORBIDDEN: openai.PermissionDeniedError,
        Failure.RATE_LIMITED: openai.RateLimitError,
        Failure.REJECTED: openai.BadRequestError,
        Failure.FAILED: openai.InternalServerError,
        Failure.OVERLOADED: openai.InternalServerError,
        Failure.REFUSED: openai.APIConnectionError,
        Failure.CLOSED_BEFORE_HEADERS: openai.APIConnectionError,
        Failure.HANG_BEFORE_HEADERS: openai.APITimeoutError,
        Failure.ERROR_EVENT: openai.APIError,
    },
    "anthropic": {
        Failure.WRONG_KEY: anthropic.AuthenticationError,
        Failure.FORBIDDEN: anthropic.PermissionDeniedError,
        Failure.RATE_LIMITED: anthropic.RateLimitError,
        Failure.REJECTED: anthropic.BadRequestError,
        Failure.FAILED: anthropic.InternalServerError,
        Failure.OVERLOADED: anthropic.InternalServerError,
        Failure.REFUSED: anthropic.APIConnectionError,
        Failure.CLOSED_BEFORE_HEADERS: anthropic.APIConnectionError,
        Failure.HANG_BEFORE_HEADERS: anthropic.APITimeoutError,
        Failure.ERROR_EVENT: anthropic.APIStatusError,
    },
    "google": {
        Failure.WRONG_KEY: google_errors.ClientError,
        Failure.FORBIDDEN: google_errors.ClientError,
        Failure.RATE_LIMITED: google_errors.ClientError,
        Failure.REJECTED: google_errors.ClientError,
        Failure.FAILED: google_errors.ServerError,
        Failure.OVERLOADED: google_errors.ServerError,
        Failure.ERROR_EVENT: google_errors.ServerError,
    },
}


@pytest.mark.parametrize(
    ("wire", "failure"), [(wire, failure) for wire, table in REFUSALS.items() for failure in table]
)
async def test_a_failure_is_the_sdk_s_own_error(wire, failure):
    silent = failure is Failure.HANG_BEFORE_HEADERS
    async with upstream(wire, Script(failure=failure)) as fake:
        with pytest.raises(REFUSALS[wire][failure]):
            await ASK[wire](fake, patience=0.3 if silent else 10)


@pytest.mark.parametrize(
    ("failure", "code", "status"),
    [
        (Failure.WRONG_KEY, 400, "INVALID_ARGUMENT"),
        (Failure.FORBIDDEN, 403, "PERMISSION_DENIED"),
        (Failure.RATE_LIMITED, 429, "RESOURCE_EXHAUSTED"),
        (Failure.REJECTED, 400, "INVALID_ARGUMENT"),
        (Failure.FAILED, 500, "INTERNAL"),
        (Failure.OVERLOADED, 503, "UNAVAILABLE"),
    ],
)
async def test_google_s_errors_carry_their_status(failure, code, status):
    async with upstream("google", Script(failure=failure)) as fake:
        with pytest.raises(google_errors.APIError) as caught:
            await ask_google(fake)
    assert (caught.value.code, caught.value.status) == (code, status)


async def test_a_filter_is_told(wire):
    async with upstream(wire, Script(failure=Failure.FILTERED)) as fake:
        text, _, stop = await ASK[wire](fake)
    assert text == "Hel"
    assert stop == {
        "openai": "content_filter",
        "anthropic": "refusal",
        "google": types.FinishReason.SAFETY,
    }.get(wire)


async def test_the_models_are_listed(wire):
    async with upstream(wire, Script(models=("x", "y"))) as fake:
        if wire == "google":
            async with google_client(fake).aio as client:
                names = [model.name async for model in await client.models.list()]
        else:
            client = openai_client(fake) if wire == "openai" else anthropic_client(fake)
            async with client:
                names = [model.id async for model in client.models.list()]
    assert names == (["models/x", "models/y"] if wire == "google" else ["x", "y"])
