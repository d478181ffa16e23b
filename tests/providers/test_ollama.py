"""Finding an Ollama."""

import pytest

from madang.providers.ollama import find_models
from tests.upstreams import Failure, Script, upstream


def root(fake):
    return fake.url.removesuffix("/v1")


async def test_its_models_are_found(session):
    async with upstream("openai", Script(models=("llama3.2:1b", "qwen3:4b"))) as fake:
        assert await find_models(session, root(fake)) == ["llama3.2:1b", "qwen3:4b"]
        assert await find_models(session, root(fake) + "/") == ["llama3.2:1b", "qwen3:4b"]


async def test_nobody_there(session):
    async with upstream("openai", Script(failure=Failure.REFUSED)) as fake:
        assert await find_models(session, root(fake)) == []


@pytest.mark.parametrize("path", ["/v1", "/nowhere"])
async def test_somebody_else_there(session, path):
    async with upstream("openai") as fake:
        assert await find_models(session, root(fake) + path) == []
