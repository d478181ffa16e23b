"""Contestants and pairs by version, and the one-page report."""

from dataclasses import replace

import pytest

from madang.domain.battles import Side
from madang.domain.categories import OVERALL
from madang.domain.errors.contestants import UnknownContestant
from madang.domain.records import Known
from madang.engine.leaderboard.records import Records
from madang.engine.leaderboard.report import MOST, write_report
from madang.store import Store
from tests.engine.history import board_of, keep, record, season


@pytest.fixture
async def store(sqlite_url):
    opened = await Store.open(sqlite_url)
    yield opened
    await opened.close()


async def test_the_votes_of_past_versions_are_found_from_the_pair(store, tmp_path):
    votes = list(season(44, slugs=("one", "two")))
    await keep(store, votes)
    later = {Side.A: Known(slug="one", number=2), Side.B: Known(slug="two", number=2)}
    await keep(store, [record(900, sides=later), record(901, sides=later)])
    async with board_of(store, tmp_path, drawn=()) as leaderboard:
        records = Records(store, leaderboard)
        newest, past = await records.pair("one", "two"), await records.pair("one@1", "two@1")
        never = await records.pair("one@1", "two@2")
        with pytest.raises(UnknownContestant):
            await records.pair("one@3", "two")
    assert [one.meeting.votes for one in newest.categories] == [2]
    assert [(one.a.version, one.b.version, one.votes) for one in newest.others] == [(1, 1, 44)]
    assert past.categories[0].meeting.votes == 44
    assert never.categories == ()
    assert sorted(one.votes for one in never.others) == [2, 44]


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_a_report_is_one_page_and_what_is_shared_is_whole(store, tmp_path, language):
    slugs = tuple(f"m{n:02}" for n in range(30))
    votes = season(3_000, slugs=slugs, best=0.6)
    await keep(store, [replace(one, person=None) for one in votes])
    async with board_of(store, tmp_path, drawn=()) as leaderboard:
        fitted = await leaderboard.fitted()
        category = leaderboard.category(OVERALL)
    short = write_report(fitted, category, language)
    whole = write_report(fitted, category, language, whole=True)
    assert (short.count("<tr>"), whole.count("<tr>")) == (1 + MOST, 1 + 30)
    assert "/leaderboard?category=overall" in short
    assert "/leaderboard" not in whole
    assert fitted.board.verdict.leader.name in short
    unknown = {"en": "unknown voters", "ko": "누가 던졌는지 모르는"}[language]
    together = {"en": "each person's votes", "ko": "한 사람의 표를"}[language]
    assert unknown in short
    assert together not in short
