"""The real Chatbot Arena counts, imported as a team's own history."""

import json

import pytest

from madang.domain.categories import Rulebook
from madang.engine.exchange.importing import import_votes
from madang.engine.leaderboard.records import Records
from madang.store import Store
from tests.engine.arena import SOME, arena_counts
from tests.engine.history import board_of


@pytest.fixture
async def arena(sqlite_url, tmp_path):
    """A store with a twentieth of the votes among seven models."""
    path = tmp_path / "arena.json"
    counts = arena_counts(share=0.05)
    path.write_text(json.dumps(counts))
    store = await Store.open(sqlite_url)
    _, written = await import_votes(store, path, Rulebook())
    assert written.added == sum(map(sum, counts["Y"])) > 3000
    yield store
    await store.close()


async def test_the_arena_as_a_team_s_history(arena, tmp_path):
    async with board_of(arena, tmp_path, drawn=("ours",)) as leaderboard:
        board = await leaderboard.board()
        records = Records(arena, leaderboard)
        meetings = await records.meetings()
        history = await records.history()
    rated = [row for row in board.board if row.enough]
    # The order that was published in August 2024; the two in the middle were level then, too.
    assert (rated[0].slug, rated[-1].slug) == (SOME[0], SOME[-1])
    assert {row.slug for row in rated} == set(SOME)
    points = {row.slug: row.rating for row in rated}
    assert points[SOME[1]] - points["mixtral-8x7b-instruct-v0.1"] == pytest.approx(157, abs=30)
    assert board.people == 0
    assert board.verdict.leader.slug == SOME[0]
    assert board.verdict.state in ("leaning", "level")
    assert not board.verdict.drawn
    assert SOME[0] in board.verdict.ko
    assert len(meetings.pairs) == 21
    # The file does not say when the votes were cast: one moment, and no line to draw.
    assert history.votes == (board.votes,)
