"""A reply held to a JSON schema: asked for in each vendor's own way, or said not to be."""

import json

import pytest

from madang.domain.contestants import Parameters
from madang.domain.errors.upstreams import UpstreamRejected
from madang.providers.base import Message, Request, Role
from madang.providers.http import open_session
from madang.providers.upstream import Upstream
from tests.providers.test_faithful import SCHEMA
from tests.upstreams import upstream

TOO_OLD = {
    "openai": "gpt-4o-2024-05-13",
    "anthropic": "claude-3-opus-20240229",
    "google": "gemini-1.5-pro",
}


async def ask(wire, fake, model="model-a", schema=SCHEMA):
    request = Request(
        model=model,
        messages=(Message(Role.USER, "?"),),
        parameters=Parameters(json_schema=json.dumps(schema)),
    )
    async with open_session() as session:
        provider = Upstream(session, wire=wire, base_url=fake.url)
        async for _ in provider.stream(request):
            pass


async def test_the_schema_arrives_as_the_vendor_s_sdk_would_send_it(wire):
    async with upstream(wire) as fake:
        await ask(wire, fake)
    assert fake.requests[0].schema == SCHEMA
    assert list(fake.requests[0].schema["properties"]) == ["title", "claims"]


async def test_a_model_that_knows_no_schema_is_asked_without(wire):
    async with upstream(wire) as fake:
        await ask(wire, fake, model=TOO_OLD[wire])
    assert fake.requests[0].schema is None
    assert "json" not in json.dumps(fake.requests[0].body).lower()


async def test_a_schema_the_vendor_refuses_is_said_in_its_words():
    async with upstream("openai") as fake:
        with pytest.raises(UpstreamRejected, match="additionalProperties"):
            await ask("openai", fake, schema={"type": "object"})
