"""A brand voice is kept once a person, and the newest one stands."""

import pytest

from madang.domain.errors import MadangError
from madang.domain.people import Person
from madang.store.database import MissingError
from tests.battles import START


async def test_the_newest_voice_stands_and_is_its_person_s_own(store):
    for name in ("p_1", "p_2"):
        await store.people.add(Person(id=name, first_seen_at=START))
    assert await store.voices.of("p_1") == ""
    await store.voices.keep("p_1", "담백하게\n짧게")
    await store.voices.keep("p_1", "Plain, and a NUL \0 in it")
    await store.voices.keep("p_2", "Warm")
    assert await store.voices.of("p_1") == "Plain, and a NUL ␀ in it"
    assert await store.voices.of("p_2") == "Warm"
    await store.voices.keep("p_1", "")
    assert await store.voices.of("p_1") == ""


async def test_no_voice_without_a_person(store):
    with pytest.raises((MissingError, MadangError)):
        await store.voices.keep("p_none", "Warm")
