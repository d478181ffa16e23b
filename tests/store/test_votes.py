"""Votes are kept for good; one a battle stands, and blind ones count."""

import asyncio
from datetime import timedelta

import pytest

from madang.domain.battles import Side
from madang.domain.errors.battles import AlreadyVoted, UnknownVote
from madang.domain.people import Person
from madang.domain.votes import Outcome, Reason
from madang.store import Store
from madang.store.votes import WHY
from tests.battles import START, vote
from tests.store.conftest import begun

LATER = START + timedelta(minutes=2)


async def test_a_vote_comes_back_with_its_battle(store, begin):
    await begin()
    said = vote(reasons=(Reason.CLEAR, Reason.RAN), comment="둘 다 좋지만 A", expected=0.36)
    assert await store.votes.cast(said) == said
    assert (await store.battles.get("b_1")).votes == (said,)


async def test_of_two_votes_at_once_one_counts(database_url):
    stores = [await Store.open(database_url) for _ in range(2)]
    await begun(stores[0])
    said = await asyncio.gather(
        *(stores[n % 2].votes.cast(vote(id=f"v_{n}")) for n in range(6)), return_exceptions=True
    )
    assert sum(isinstance(answer, AlreadyVoted) for answer in said) == 5
    kept = [answer for answer in said if not isinstance(answer, BaseException)]
    assert (await stores[0].battles.get("b_1")).votes == tuple(kept)
    for one in stores:
        await one.close()


async def test_a_vote_is_undone_once(store, begin):
    await begin()
    await store.votes.cast(vote())
    await store.votes.undo("v_1", LATER)
    assert (await store.battles.get("b_1")).votes == (vote(undone_at=LATER),)
    for gone in ("v_1", "v_none"):
        with pytest.raises(UnknownVote):
            await store.votes.undo(gone, LATER)


async def test_a_vote_after_an_undone_one_is_informed_whatever_it_says(store, begin):
    await begin()
    await store.votes.cast(vote())
    await store.votes.undo("v_1", LATER)
    again = await store.votes.cast(vote(id="v_2", cast_at=LATER, informed=False))
    assert again.informed
    kept = await store.battles.get("b_1")
    assert kept.vote == again
    assert [one.id for one in kept.votes] == ["v_1", "v_2"]
    assert await store.votes.totals() == (0, 0)


async def test_reasons_and_comment_may_follow_and_the_newest_hold(store, begin):
    await begin()
    await store.votes.cast(vote(comment="first"))
    await store.votes.annotate("v_1", WHY, {"reasons": ["short"]}, LATER)
    assert (await store.battles.get("b_1")).votes == (
        vote(comment="first", reasons=(Reason.SHORT,)),
    )
    await store.votes.annotate("v_1", WHY, {"reasons": [Reason.STYLE], "comment": "\0"}, START)
    await store.votes.annotate("v_1", "exclusion", {"comment": "not a reason"}, LATER)
    assert (await store.battles.get("b_1")).votes == (vote(comment="\0", reasons=(Reason.STYLE,)),)


async def test_only_a_vote_can_be_annotated(store):
    with pytest.raises(UnknownVote):
        await store.votes.annotate("v_none", WHY, {}, LATER)


async def test_blind_votes_that_stand_count_oldest_first(store, begin):
    battles = [await begin(number) for number in range(1, 5)]
    await store.people.add(Person(id="p_2", first_seen_at=START))
    await store.votes.cast(vote(id="v_1", battle="b_1", cast_at=LATER))
    await store.votes.cast(vote(id="v_2", battle="b_2", person="p_2", outcome=Outcome.TIE))
    await store.votes.cast(vote(id="v_3", battle="b_3", informed=True))
    await store.votes.cast(vote(id="v_4", battle="b_4"))
    await store.votes.undo("v_4", LATER)
    sides = {side.value: battles[0].versions[side].id for side in Side}
    rows = [row async for part in store.measures.rows() for row in part]
    assert [(row.outcome, row.person, row.cast_at) for row in rows] == [
        (Outcome.TIE, "p_2", vote().cast_at),
        (Outcome.A, "p_1", LATER),
    ]
    assert {(row.version_a, row.version_b) for row in rows} == {(sides["a"], sides["b"])}
    assert await store.votes.totals() == (2, 2)


async def test_an_empty_store_counts_nothing(store):
    assert await store.votes.totals() == (0, 0)
