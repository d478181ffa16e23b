"""Votes left out with a reason and counted again: boards with them and without, nothing deleted."""

from datetime import UTC, datetime, timedelta

import pytest

from madang.domain.errors.votes import NothingExcluded, UnknownExclusion
from madang.domain.exclusions import Choice
from madang.store import Store
from tests.battles import START
from tests.engine.history import board_of, keep, season

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
async def store(database_url):
    opened = await Store.open(database_url)
    yield opened
    await opened.close()


async def leave_out(store, **choice):
    return await store.exclusions.add(Choice(**choice), reason="a script", chosen="a test", at=NOW)


async def test_with_and_without_and_again(store, tmp_path):
    await keep(store, list(season(300)))
    async with board_of(store, tmp_path, drawn=()) as leaderboard:
        leaderboard._looked = float("-inf")
        before = await leaderboard.board()
        made = await leave_out(store, person="p_7")
        assert 0 < made.votes < 40
        leaderboard._looked = float("-inf")
        without = await leaderboard.board()
        with_them = await leaderboard.board(excluded=True)
        assert without.votes == 300 - made.votes
        assert without.excluded == made.votes
        assert [row.rating for row in with_them.board] == [row.rating for row in before.board]
        assert [row.rating for row in without.board] != [row.rating for row in before.board]
        assert (await store.votes.totals())[0] == without.votes
        (shown,) = await leaderboard.exclusions()
        assert (shown.reason, shown.chosen) == ("a script", "")
        await store.exclusions.restore(made.id, NOW)
        leaderboard._looked = float("-inf")
        again = await leaderboard.board()
    assert (again.votes, again.excluded) == (300, 0)
    assert [row.rating for row in again.board] == [row.rating for row in before.board]
    (kept,) = await store.exclusions.all()
    assert (kept.votes, kept.restored_at) == (made.votes, NOW)


async def test_everything_given_has_to_apply(store):
    await keep(store, list(season(200)))
    half = START + timedelta(seconds=100)
    late = await leave_out(store, since=half)
    assert late.votes == 100
    early = await leave_out(store, until=half, contestant="six")
    assert 0 < early.votes < 100
    with pytest.raises(NothingExcluded):
        await leave_out(store, votes=("v_000150",), until=half)


async def test_what_two_exclusions_leave_out_stays_out_until_both_are_restored(store):
    await keep(store, list(season(50)))
    first = await leave_out(store, votes=("v_000001", "v_000002"))
    second = await leave_out(store, votes=("v_000003",))
    with pytest.raises(NothingExcluded):
        await leave_out(store, votes=("v_000001",))
    await store.exclusions.restore(first.id, NOW)
    assert (await store.votes.totals())[0] == 49
    with pytest.raises(UnknownExclusion):
        await store.exclusions.restore(first.id, NOW)
    await store.exclusions.restore(second.id, NOW)
    assert (await store.votes.totals())[0] == 50


async def test_nothing_is_noted_where_nothing_is_meant(store):
    await keep(store, list(season(5)))
    with pytest.raises(NothingExcluded):
        await leave_out(store, person="p_nobody")
    assert await store.exclusions.all() == []
