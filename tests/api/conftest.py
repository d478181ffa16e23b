"""A Madang whose contestants stand on fake model servers."""

from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from madang.engine.settings import Embedded, Entry, Settings, Upstream
from tests.server import calling, serving
from tests.upstreams import Script, upstream

KEY = "tell-key-0123456789"
PATIENCE = {"first_word_seconds": 0.7, "silence_seconds": 0.7, "reply_seconds": 20.0}


def entry(slug, provider="fake", model=None):
    return Entry(
        slug=slug,
        provider=provider,
        model=model or f"model-of-{slug}",
        name=f"Name of {slug}",
        maker=f"Maker of {slug}",
        system=f"System of {slug}",
        max_tokens=4321,
        price_in=98.7,
        price_out=76.5,
    )


@pytest.fixture
def arena(tmp_path):
    """Start Madang with a script for each contestant: `async with arena({"one": Script()})`.

    Yields the address and the fake; two contestants that just answer where nothing is said.
    """

    @asynccontextmanager
    async def start(scripts=None, *, wire="openai", home=None, **changes):
        scripts = scripts or {"one": Script(), "two": Script()}
        by_model = {f"model-of-{slug}": script for slug, script in scripts.items()}
        async with AsyncExitStack() as stack:
            fake = await stack.enter_async_context(upstream(wire, by_model))
            settings = Settings(
                **{
                    "home": home or tmp_path / "home",
                    "port": 0,
                    "ollama_url": "",
                    "embedded": Embedded(enabled=False),
                    "providers": (
                        Upstream(name="fake", wire=wire, base_url=fake.url, key_env="FAKE_KEY"),
                    ),
                    "contestants": tuple(entry(slug) for slug in scripts),
                }
                | PATIENCE
                | changes
            )
            yield await stack.enter_async_context(serving(settings, {"FAKE_KEY": KEY})), fake

    return start


@pytest.fixture
def person():
    return calling
