"""Finding an Ollama and what it serves. It is then asked in OpenAI's format, under `/v1`."""

from __future__ import annotations

import asyncio

import aiohttp
import msgspec

PATIENCE = 1.0
"""Seconds; it is a neighbour on the same machine, and most of the time not there."""

LARGEST = 1024 * 1024


class Served(msgspec.Struct, frozen=True):
    name: str


class Tags(msgspec.Struct, frozen=True):
    models: tuple[Served, ...]


async def find_models(session: aiohttp.ClientSession, url: str) -> list[str]:
    """The names of the models that the Ollama at `url` serves; none where there is no Ollama."""
    try:
        async with asyncio.timeout(PATIENCE), session.get(f"{url.rstrip('/')}/api/tags") as answer:
            body = await answer.content.read(LARGEST)
            tags = msgspec.json.decode(body, type=Tags)
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        return []  # nobody there, or somebody else: either way nothing was found
    return [model.name for model in tags.models]
