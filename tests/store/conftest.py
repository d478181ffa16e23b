"""A store on each database, with what a battle needs in it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace

import pytest

from madang.domain.battles import Battle, Side, Turn
from madang.domain.people import Person
from madang.store import Store
from tests.battles import START, battle, contestant, reply, turn

Begin = Callable[..., Awaitable[Battle]]


@pytest.fixture
async def store(database_url: str) -> AsyncGenerator[Store]:
    opened = await Store.open(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def begin(store: Store) -> Begin:
    async def begin(number: int = 1, **changes) -> Battle:
        return await begun(store, number, **changes)

    return begin


async def begun(store: Store, number: int = 1, *, turns: int = 1, **changes) -> Battle:
    """Battle `b_number` of person `p_1` as it is stored, with so many turns answered."""
    await store.people.add(Person(id="p_1", first_seen_at=START))
    versions = {side: await store.contestants.version(contestant(side)) for side in Side}
    fresh = replace(battle(), id=f"b_{number}", versions=versions, **changes)
    await store.battles.add(fresh)
    for place in range(1, turns + 1):
        await store.battles.add_turn(fresh.id, answered(number, place))
    return await store.battles.get(fresh.id)


def answered(number: int, place: int) -> Turn:
    """Turn `place` of battle `b_number`, both sides done."""
    sides = (reply(side, id=f"r_{number}_{place}_{side}") for side in Side)
    return replace(turn(place, *sides), id=f"t_{number}_{place}")
