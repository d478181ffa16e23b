"""What models and people write is kept, whatever it is."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.domain.battles import Side
from madang.store import Store
from madang.store.schema import storable
from tests.battles import reply
from tests.store.conftest import begun

ANY = st.text(st.characters(codec=None, categories=None), max_size=200)


@given(ANY)
def test_only_what_no_column_can_hold_is_replaced(said):
    kept = storable(said)
    assert len(kept) == len(said)  # the stream's cursors count characters
    assert storable(kept) == kept
    kept.encode()
    for before, after in zip(said, kept, strict=True):
        unstorable = before == "\0" or "\ud800" <= before <= "\udfff"
        assert after == (("␀" if before == "\0" else "\ufffd") if unstorable else before)


@pytest.fixture
def runner(database_url):
    """A loop with a store in it, for all examples of one test."""
    with asyncio.Runner() as loop:
        store = loop.run(Store.open(database_url))
        loop.run(begun(store))
        yield loop, store
        loop.run(store.close())


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=ANY, why=ANY)
def test_a_reply_comes_back_as_it_was_said(runner, said, why):
    loop, store = runner
    ended = reply(Side.A, id="r_1_1_a", text=said, reason=why)
    loop.run(store.battles.finish(ended))
    kept = loop.run(store.battles.get("b_1")).turns[0].replies[Side.A]
    assert (kept.text, kept.reason) == (storable(said), storable(why))
