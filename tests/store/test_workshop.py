"""Contestants made in the page are kept: what stands, and what stood."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from madang.domain.contestants import Presence
from madang.domain.errors.contestants import NotMadeHere, SlugTaken
from madang.domain.people import Person
from madang.store import Store
from tests.battles import START, contestant

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
OURS = contestant(slug="ours", name="우리 것", system="Be brief.")


@pytest.fixture
async def maker(store):
    await store.people.add(Person(id="p_1", first_seen_at=START))
    return "p_1"


async def test_what_was_made_is_there_after_a_restart(store, database_url, maker):
    made = await store.workshop.add(OURS, maker, NOW)
    assert made.presence is Presence.DRAWN
    assert made.version.number == 1
    again = await Store.open(database_url)
    assert await again.workshop.all() == [made]
    assert made.version in await again.contestants.all()
    await again.close()


async def test_a_slug_that_ever_stood_is_taken(store, maker):
    await store.contestants.version(contestant(slug="of-the-settings"))
    with pytest.raises(SlugTaken):
        await store.workshop.add(contestant(slug="of-the-settings", model="x"), maker, NOW)
    await store.workshop.add(OURS, maker, NOW)
    await store.workshop.change("ours", NOW, presence=Presence.RETIRED)
    with pytest.raises(SlugTaken):
        await store.workshop.add(OURS, maker, NOW)
    assert len(await store.workshop.all()) == 1


async def test_two_who_make_the_same_at_once(store, maker):
    made = await asyncio.gather(
        *(store.workshop.add(replace(OURS, system=s), maker, NOW) for s in "abc"),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in made) == ["Made", "SlugTaken", "SlugTaken"]


async def test_a_revision_is_the_next_version_and_going_back_the_first(store, maker):
    first = await store.workshop.add(OURS, maker, NOW)
    second = await store.workshop.revise(replace(OURS, system="Be kind."), LATER)
    assert (second.version.number, second.changed_at, second.made_at) == (2, LATER, NOW)
    assert await store.workshop.all() == [second]
    back = await store.workshop.revise(OURS, LATER)
    assert back.version == first.version


async def test_a_change_of_name_or_presence_is_no_new_version(store, maker):
    made = await store.workshop.add(OURS, maker, NOW)
    renamed = await store.workshop.change("ours", LATER, name="새 이름")
    assert renamed.version.id == made.version.id
    assert renamed.version.contestant.name == "새 이름"
    paused = await store.workshop.change("ours", LATER, presence=Presence.PAUSED)
    assert (paused.presence, paused.version.contestant.name) == (Presence.PAUSED, "새 이름")
    assert await store.workshop.all() == [paused]


async def test_what_was_not_made_here_is_not_changed_here(store):
    await store.contestants.version(contestant(slug="of-the-settings"))
    with pytest.raises(NotMadeHere):
        await store.workshop.change("of-the-settings", NOW, name="x")
    with pytest.raises(NotMadeHere):
        await store.workshop.revise(contestant(slug="of-the-settings"), NOW)
