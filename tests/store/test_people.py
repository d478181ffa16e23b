"""People are remembered from the first time on."""

from datetime import timedelta

import pytest

from madang.domain.chats import Preferences
from madang.domain.people import Person
from madang.store.database import MissingError
from tests.battles import START

WANTED = Preferences(instructions="short")


async def test_only_those_who_were_added_are_known(store):
    await store.people.add(Person(id="p_1", first_seen_at=START))
    await store.people.prefer("p_1", WANTED)
    assert await store.people.preferences("p_1") == WANTED
    with pytest.raises(MissingError):
        await store.people.prefer("p_2", WANTED)


async def test_adding_again_changes_nothing(store):
    await store.people.add(Person(id="p_1", first_seen_at=START))
    await store.people.prefer("p_1", WANTED)
    await store.people.add(Person(id="p_1", first_seen_at=START + timedelta(days=1)))
    assert await store.people.preferences("p_1") == WANTED
