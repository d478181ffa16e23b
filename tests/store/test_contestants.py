"""A version is a slug and what votes are about; the rest follows the settings."""

import asyncio

import pytest

from madang.domain.battles import Side
from madang.domain.contestants import Parameters, Prices
from madang.store import Store
from tests.battles import contestant


async def test_the_same_contestant_is_the_same_version(store):
    first = await store.contestants.version(contestant())
    assert first.number == 1
    assert first.contestant == contestant()
    assert await store.contestants.version(contestant()) == first
    assert await store.contestants.all() == [first]


@pytest.mark.parametrize(
    "change",
    [
        {"model": "another"},
        {"provider": "another"},
        {"system": "Answer in rhyme."},
        {"parameters": Parameters(temperature=1.5, stop=("\n\n", "끝"), seed=7)},
        {"parameters": Parameters(json_schema='{"type":"object"}')},
        {"prices": Prices(tokens_in=1, tokens_out=2)},
        {"prices": None},
    ],
)
async def test_what_votes_are_about_makes_a_new_version(store, change):
    old = await store.contestants.version(contestant())
    new = await store.contestants.version(contestant(**change))
    assert (old.number, new.number) == (1, 2)
    assert old.id != new.id
    assert await store.contestants.all() == [old, new]


async def test_going_back_to_an_earlier_one_finds_it(store):
    first = await store.contestants.version(contestant())
    await store.contestants.version(contestant(model="another"))
    assert await store.contestants.version(contestant()) == first


async def test_a_new_name_is_no_new_version(store):
    first = await store.contestants.version(contestant())
    renamed = contestant(name="새 이름", maker="M", context_tokens=9, sees_images=True)
    again = await store.contestants.version(renamed)
    assert (again.id, again.number) == (first.id, 1)
    assert [version.contestant for version in await store.contestants.all()] == [renamed]


async def test_every_slug_counts_for_itself(store):
    versions = [await store.contestants.version(contestant(side)) for side in Side]
    assert [version.number for version in versions] == [1, 1]
    assert versions[0].id != versions[1].id


async def test_an_id_says_nothing_about_the_contestant(store):
    version = await store.contestants.version(contestant())
    assert "tell" not in version.id


async def test_two_servers_that_start_at_once_agree(database_url):
    stores = [await Store.open(database_url) for _ in range(3)]
    asked = [contestant(model=f"model {number % 4}") for number in range(12)]
    found = await asyncio.gather(
        *(stores[i % 3].contestants.version(one) for i, one in enumerate(asked))
    )
    assert {version.number for version in found} == {1, 2, 3, 4}
    assert len({version.id for version in found}) == 4
    for one in stores:
        await one.close()
