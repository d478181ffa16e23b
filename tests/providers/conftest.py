"""What the adapters' tests share: a session, and a way to ask."""

import pytest

from madang.providers.base import End, Message, Request, Role, Text, Usage
from madang.providers.http import Patience, open_session
from madang.providers.upstream import Upstream
from tests.upstreams import WIRES

SHORT = Patience(connect=5, first_word=0.3, silence=0.3)
"""So short that a test of a silence is over soon."""

LONG = Patience(connect=5, first_word=30, silence=30)
"""So long that nothing but the fake decides."""


@pytest.fixture
async def session():
    async with open_session() as opened:
        yield opened


@pytest.fixture(params=WIRES)
def wire(request):
    return request.param


@pytest.fixture
def connect(session):
    """A provider for a running fake."""

    def make(fake, *, key="sk-secret-1", patience=LONG):
        return Upstream(
            session, wire=fake.dialect.NAME, base_url=fake.url, key=key, patience=patience
        )

    return make


def question(model="model-a", text="What is a madang?", **rest):
    return Request(model=model, messages=(Message(Role.USER, text),), **rest)


async def ask(provider, request=None):
    """The whole text, the usage and the end of an answer."""
    text, usage, end = "", None, None
    async for event in provider.stream(request or question()):
        match event:
            case Text(new):
                assert new
                assert end is None
                text += new
            case Usage():
                usage = event
            case End():
                end = event
    return text, usage, end
