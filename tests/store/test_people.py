"""People are remembered from the first time on."""

from datetime import timedelta

from madang.domain.people import Person
from tests.battles import START


async def test_only_those_who_were_added_are_known(store):
    await store.people.add(Person(id="p_1", first_seen_at=START))
    assert await store.people.known("p_1")
    assert not await store.people.known("p_2")


async def test_adding_again_changes_nothing(store):
    await store.people.add(Person(id="p_1", first_seen_at=START))
    await store.people.add(Person(id="p_1", first_seen_at=START + timedelta(days=1)))
    assert await store.people.known("p_1")
