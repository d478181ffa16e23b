"""A battle is kept as it grows, and comes back as it was."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from madang.domain.battles import Pace, Reply, Side
from madang.domain.errors.battles import StillAnswering, UnknownBattle, UnknownTurn
from madang.domain.forms import Entry, Form
from madang.domain.replies import INTERRUPTED, ReplyState, Timings
from madang.store import Store
from madang.store.battles import Summary
from tests.battles import START, battle, contestant, reply, turn, vote
from tests.store.conftest import answered, begun

SEOUL = timezone(timedelta(hours=9))


def streaming(side, **changes):
    return reply(side, ReplyState.STREAMING, "", timings=Timings(), **changes)


async def test_a_battle_comes_back_as_it_was(store, begin):
    kept = await begin(turns=2, pace=Pace.NATURAL)
    versions = {side: await store.contestants.version(contestant(side)) for side in Side}
    asked = (answered(1, 1), answered(1, 2))
    assert kept == replace(battle(asked), versions=versions, pace=Pace.NATURAL)


async def test_the_form_a_battle_came_of_comes_back_as_it_was(store, begin):
    entries = (Entry(label="상품", value="12분밥솥"), Entry(label="Tone", value="Plain"))
    form = Form(template="advertisement", kind="marketing", name="광고 문구", entries=entries)
    assert (await begin(form=form)).form == form
    assert (await begin(2)).form is None
    listed = {one.id: one.question for one in await store.battles.of("p_1")}
    assert listed == {"b_1": "광고 문구: 12분밥솥", "b_2": "question 1"}


async def test_times_come_back_in_utc(begin):
    kept = await begin(created_at=datetime(2026, 11, 24, 5, 0, 0, 123456, tzinfo=SEOUL))
    assert kept.created_at == datetime(2026, 11, 23, 20, 0, 0, 123456, tzinfo=UTC)
    assert kept.created_at.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(store, begin):
    kept = await begin()
    with pytest.raises(Exception, match="without a zone"):
        await store.battles.add(replace(kept, id="b_2", created_at=START.replace(tzinfo=None)))


async def test_an_unknown_battle_is_said_so(store):
    with pytest.raises(UnknownBattle):
        await store.battles.get("b_none")
    with pytest.raises(UnknownBattle):
        await store.battles.add_turn("b_none", turn())
    with pytest.raises(UnknownBattle):
        await store.votes.cast(vote(battle="b_none"))


async def test_of_two_questions_at_once_one_is_asked(database_url):
    stores = [await Store.open(database_url) for _ in range(2)]
    await begun(stores[0], turns=0)
    asked = [
        replace(turn(1, *(streaming(side, id=f"r_{n}_{side}") for side in Side)), id=f"t_{n}")
        for n in range(2)
    ]
    said = await asyncio.gather(
        *(one.battles.add_turn("b_1", ask) for one, ask in zip(stores, asked, strict=True)),
        return_exceptions=True,
    )
    assert sorted(type(answer).__name__ for answer in said) == ["NoneType", "StillAnswering"]
    winner = asked[said.index(None)]
    assert (await stores[0].battles.get("b_1")).turns == (winner,)
    for one in stores:
        await one.close()


async def test_a_new_attempt_takes_the_place_of_the_old(store, begin):
    kept = await begin()
    again = streaming(Side.B, id="r_again", attempt=2)
    await store.battles.add_replies("b_1", 1, again)
    replies = (await store.battles.get("b_1")).turns[0].replies
    assert replies == {Side.A: kept.turns[0].replies[Side.A], Side.B: again}


async def test_an_attempt_is_begun_once(store, begin):
    await begin()
    await store.battles.add_replies("b_1", 1, streaming(Side.B, id="r_x", attempt=2))
    with pytest.raises(StillAnswering):
        await store.battles.add_replies(
            "b_1",
            1,
            streaming(Side.A, id="r_w", attempt=9),
            streaming(Side.B, id="r_y", attempt=2),
        )
    # Both or neither.
    assert (await store.battles.get("b_1")).turns[0].replies[Side.A].id != "r_w"
    with pytest.raises(UnknownTurn):
        await store.battles.add_replies("b_1", 2, streaming(Side.B, id="r_z"))


async def ask(store):
    """One turn of which both replies stream."""
    await store.battles.add_turn("b_1", turn(1, *(streaming(side) for side in Side)))


async def test_texts_grow_together(store, begin):
    await begin(turns=0)
    await ask(store)
    await store.battles.save_texts([("r_a", "안녕"), ("r_b", "Hel")])
    await store.battles.save_texts([("r_b", "Hello")])
    await store.battles.save_texts([])
    replies = (await store.battles.get("b_1")).turns[0].replies
    assert {side: one.text for side, one in replies.items()} == {Side.A: "안녕", Side.B: "Hello"}


async def test_a_late_save_does_not_undo_an_end(store, begin):
    await begin(turns=0)
    await ask(store)
    end = reply(Side.A, text="all of it", code="x", reason="y", stop_reason="end")
    await store.battles.finish(end)
    await store.battles.save_texts([("r_a", "all o")])
    assert (await store.battles.get("b_1")).turns[0].replies[Side.A] == end


async def test_a_reply_that_was_never_begun_can_not_end(store):
    with pytest.raises(LookupError, match="r_a"):
        await store.battles.finish(reply(Side.A))


async def test_a_restart_marks_what_was_cut_off(store, begin):
    await begin(turns=0)
    await ask(store)
    await store.battles.save_texts([("r_a", "half an ans")])
    end = reply(Side.B, text="short")
    await store.battles.finish(end)
    assert await store.battles.interrupt() == 1
    replies = (await store.battles.get("b_1")).turns[0].replies
    cut = replies[Side.A]
    assert (cut.state, cut.code, cut.text) == (ReplyState.FAILED, INTERRUPTED, "half an ans")
    assert replies[Side.B] == end
    assert await store.battles.interrupt() == 0


@pytest.mark.parametrize(
    ("quick", "slow", "left"),
    [
        (reply(Side.B, text="all that it wrote"), "all", "all"),
        (reply(Side.B, text="", state=ReplyState.FAILED, code="upstream_auth"), "", ""),
        (None, "all", "all"),
    ],
    ids=["done", "failed at once", "ahead"],
)
async def test_a_restart_lets_out_nothing_that_was_held_back(store, begin, quick, slow, left):
    """Of two that keep step the quicker one is ahead in the store, and that tells who it is."""
    await begin(turns=0)
    await ask(store)
    await store.battles.save_texts([("r_a", slow), ("r_b", "all that it wrote so far")])
    if quick:
        await store.battles.finish(quick)
    await store.battles.interrupt()
    replies = (await store.battles.get("b_1")).turns[0].replies.values()
    assert {(r.state, r.code, r.text) for r in replies} == {(ReplyState.FAILED, INTERRUPTED, left)}


async def test_a_restart_keeps_the_side_that_was_out_when_the_other_was_retried(store, begin):
    await begin(turns=0)
    await ask(store)
    end = reply(Side.B, text="all that it wrote")
    await store.battles.finish(end)
    await store.battles.finish(reply(Side.A, text="", state=ReplyState.FAILED, code="x"))
    again = Reply(id="r_again", side=Side.A, attempt=2, state=ReplyState.STREAMING)
    await store.battles.add_replies("b_1", 1, again)
    await store.battles.interrupt()
    assert (await store.battles.get("b_1")).turns[0].replies[Side.B] == end


async def test_a_person_sees_their_own_battles_newest_first(store, begin):
    for number in range(1, 5):
        created = START + timedelta(minutes=number)
        await begin(number, turns=number - 1, created_at=created)
    await store.votes.cast(vote(id="v_2", battle="b_2"))
    await store.votes.cast(vote(id="v_3", battle="b_3"))
    await store.votes.undo("v_3", START + timedelta(hours=1))

    def summary(number, question, *, voted=False):
        at = START + timedelta(minutes=number)
        return Summary(
            id=f"b_{number}", created_at=at, question=question, turns=number - 1, voted=voted
        )

    assert await store.battles.of("p_1", limit=3) == [
        summary(4, "question 1"),
        summary(3, "question 1"),
        summary(2, "question 1", voted=True),
    ]
    assert (await store.battles.of("p_1"))[-1] == summary(1, None)
    assert await store.battles.of("p_2") == []
