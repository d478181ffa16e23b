"""A store on each database, and a battle to put into it."""

from collections.abc import AsyncGenerator

import pytest

from madang.store import Store
from tests.store.samples import battle, contestant, person


@pytest.fixture
async def store(database_url: str) -> AsyncGenerator[Store]:
    opened = await Store.open(database_url)
    yield opened
    await opened.close()
