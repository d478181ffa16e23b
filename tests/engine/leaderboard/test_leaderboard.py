"""Boards of real stores: categories, verdicts, style, and what happens while votes come in."""

import asyncio
from dataclasses import replace

import pytest

from madang.domain.battles import Side
from madang.domain.errors.votes import NoStyleControl, UnknownCategory
from madang.domain.people import Person
from madang.domain.records import Known
from madang.engine.leaderboard.verdict import State
from madang.store import Store
from tests.battles import START, battle, turn, vote
from tests.engine.history import board_of, keep, record, season


@pytest.fixture
async def store(sqlite_url):
    opened = await Store.open(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture
def history(store, tmp_path):
    """Keep records; gives the leaderboard over them, whose contestants are still drawn."""

    async def start(records, **rest):
        await keep(store, list(records))
        return board_of(store, tmp_path, **rest)

    return start


async def test_no_votes_and_no_contestants(history):
    async with await history([], drawn=()) as leaderboard:
        board = await leaderboard.board()
    assert board.votes == 0
    assert board.board == ()
    assert board.verdict.state is State.ALONE


async def test_no_votes(history):
    async with await history([]) as leaderboard:
        board = await leaderboard.board()
        assert board.verdict.state is State.NONE
        assert [row.enough for row in board.board] == [False] * 3
        assert {c.slug for c in await leaderboard.categories()} >= {"overall", "in-ko", "coding"}


async def test_a_few_votes_are_too_few_and_say_how_many_more(history):
    async with await history([]) as leaderboard:
        await keep(leaderboard._store, list(season(12)))
        verdict = (await leaderboard.board()).verdict
    assert verdict.state is State.TOO_FEW
    assert verdict.votes_needed
    assert f"about {verdict.votes_needed} more votes" in verdict.en
    assert f"{verdict.votes_needed}표" in verdict.ko


async def test_a_clear_leader_is_settled(history):
    async with await history([]) as leaderboard:
        await keep(leaderboard._store, list(season(1500, voters=200, best=0.8)))
        verdict = (await leaderboard.board()).verdict
    assert verdict.state is State.SETTLED
    assert verdict.leader.slug == "one"
    assert verdict.votes_needed is None


async def test_a_lead_that_is_not_certain_names_the_pair_and_the_votes(history):
    async with await history([]) as leaderboard:
        await keep(leaderboard._store, list(season(400, voters=60, best=0.56)))
        verdict = (await leaderboard.board()).verdict
        pair = await leaderboard.doubt("overall")
    assert verdict.state in (State.LEANING, State.LEVEL)
    assert {v.contestant.slug for v in pair} == {verdict.leader.slug, verdict.rival.slug}
    assert verdict.votes_needed is None or verdict.votes_needed > 0
    assert 0.5 <= verdict.probability < 1


async def test_a_rival_that_the_leader_hardly_met_is_the_pair_in_question(history):
    """The nearest rival is settled, the one that only that rival has met is not."""
    fights = [("one", "two", 400, 220), ("two", "six", 40, 33)]
    records = [
        record(number, a, b, outcome, person=None)
        for number, (a, b, outcome) in enumerate(
            (a, b, outcome) for a, b, won, lost in fights for outcome in ["a"] * won + ["b"] * lost
        )
    ]
    async with await history(records) as leaderboard:
        verdict = (await leaderboard.board()).verdict
        assert (verdict.leader.slug, verdict.rival.slug, verdict.pairs) == ("one", "six", 1)
        assert f"About {verdict.votes_needed} more votes on that pair would settle it" in verdict.en
        pair = await leaderboard.doubt("overall")
        assert {version.contestant.slug for version in pair} == {"one", "six"}
        # One's own votes with Six fall as the ratings expect, and it is so.
        rows = (await leaderboard.board()).board
        points = {row.slug: row.rating for row in rows if row.enough}
        share = 1 / (1 + 10 ** ((points["six"] - points["one"]) / 400))
        await keep(
            leaderboard._store,
            [
                record(5_000 + n, "one", "six", "a" if n < share * needed else "b", person=None)
                for needed in [verdict.votes_needed]
                for n in range(needed)
            ],
        )
        leaderboard._looked = 0.0
        assert (await leaderboard.board()).verdict.state is State.SETTLED


async def test_several_open_pairs_are_counted_together(history):
    slugs = ("one", "two", "six", "ten")
    async with await history([], drawn=slugs) as leaderboard:
        votes = season(400, slugs=slugs, best=0.57)
        await keep(leaderboard._store, [replace(one, person=None) for one in votes])
        verdict = (await leaderboard.board()).verdict
    assert verdict.pairs > 1
    assert f"{verdict.votes_needed:,} more votes over {verdict.pairs} pairs" in verdict.en
    assert f"{verdict.pairs}개 짝에 표가 약 {verdict.votes_needed:,}개" in verdict.ko


async def test_versions_that_share_a_name_are_told_apart_in_the_verdict(history):
    versions = {"two": Known(slug="one", number=1, name="One"), "one": Known(slug="one", number=2)}
    records = [
        replace(one, sides={s: replace(versions[one.sides[s].slug], name="One") for s in Side})
        for one in season(300, slugs=("one", "two"), best=0.57)
    ]
    async with await history(records, drawn=("ours",)) as leaderboard:
        verdict = (await leaderboard.board()).verdict
    assert "One (version 2)" in verdict.en
    assert "One (version 1)" in verdict.en
    assert "One (버전 2)" in verdict.ko


async def test_votes_of_one_person_call_for_other_people(history):
    votes = [
        replace(one, person="p_2" if number == 7 else "p_1")
        for number, one in enumerate(season(131))
    ]
    async with await history([]) as leaderboard:
        await keep(leaderboard._store, votes)
        verdict = (await leaderboard.board()).verdict
    assert verdict.state is State.TOO_FEW
    assert verdict.by_others
    assert "Too few people" in verdict.en
    assert "more votes would be a start" not in verdict.en
    assert "사람이 모자랍니다" in verdict.ko


async def test_votes_of_one_person_alone_are_that_person_s_board(history):
    async with await history([]) as leaderboard:
        await keep(leaderboard._store, [replace(one, person="p_1") for one in season(131)])
        board = await leaderboard.board()
    assert all(row.enough for row in board.board)
    assert board.verdict.state is not State.SETTLED
    assert board.verdict.en.startswith("These are one person’s votes so far.")
    assert board.verdict.ko.startswith("아직 한 사람의 표뿐입니다.")


async def test_a_history_with_too_few_votes_says_so_where_nobody_is_drawn(history):
    async with await history(season(8), drawn=()) as leaderboard:
        assert (await leaderboard.board()).verdict.state is State.TOO_FEW


async def test_all_ties_are_level_and_never_settled(history):
    async with await history([]) as leaderboard:
        await keep(leaderboard._store, list(season(300, ties=1)))
        verdict = (await leaderboard.board()).verdict
    assert verdict.state is State.LEVEL
    assert verdict.votes_needed is None


async def test_retired_contestants_stand_on_the_board_but_do_not_lead_the_verdict(history):
    first = season(600, slugs=("old", "one", "two"), voters=100)
    parts = [first, season(600, slugs=("old", "one", "two"), voters=100, seed=1)]
    records = [
        replace(
            one,
            vote=f"{part}{one.vote}",
            battle=f"{part}{one.battle}",
            sides={
                s: replace(one.sides[s], number=1 if one.sides[s].slug == "old" else 1 + part)
                for s in Side
            },
        )
        for part, votes in enumerate(parts)
        for one in votes
    ]
    async with await history(records, drawn=("one", "two")) as leaderboard:
        board = await leaderboard.board()
    assert board.board[0].slug == "old"
    assert not board.board[0].current
    assert board.verdict.leader.slug == "one"
    assert {(row.slug, row.version, row.current) for row in board.board} >= {
        ("one", 1, False),
        ("one", 2, True),
    }


async def test_every_category_is_a_board_of_its_own(history):
    async with await history(season(300)) as leaderboard:
        overall, korean, coding = [
            (await leaderboard.board(slug)).votes for slug in ("overall", "in-ko", "coding")
        ]
        counts = {c.slug: c.votes for c in await leaderboard.categories()}
        assert (await leaderboard.board("in-xx")).votes == 0
        with pytest.raises(UnknownCategory):
            await leaderboard.board("nothing")
    assert overall == 300 > korean > 0
    assert (counts["overall"], counts["in-ko"], counts["coding"]) == (overall, korean, coding)


async def test_style_control_says_what_length_is_worth(history):
    async with await history(season(400)) as leaderboard:
        board = await leaderboard.board(styled=True)
        plain = await leaderboard.board()
    features = {effect.feature for effect in board.effects}
    assert features == {"length", "headers", "lists", "bold", "first_word", "speed"}
    assert all(effect.lower < effect.points < effect.upper for effect in board.effects)
    assert plain.effects is None


async def test_style_control_without_known_style_says_so(history):
    async with await history(record(n, person=f"p_{n % 9}") for n in range(80)) as leaderboard:
        with pytest.raises(NoStyleControl):
            await leaderboard.board(styled=True)


async def test_figures_are_those_of_the_judged_replies(history):
    async with await history(season(200)) as leaderboard:
        row = next(r for r in (await leaderboard.board()).board if r.version == 1)
    assert 0.2 <= row.first_word <= 2
    assert 20 <= row.speed <= 120
    assert 0 < row.cost < 0.01
    assert row.ran is None


async def test_a_vote_is_counted_at_once_and_an_undone_one_no_more(store, history):
    async with await history(season(20)) as leaderboard:
        assert (await leaderboard.board()).votes == 20
        mine = await begun(store)
        cast = await store.votes.cast(vote(cast_at=START))
        await leaderboard.take(cast, mine)
        board = await leaderboard.board("in-en")
        assert (await leaderboard.board()).votes == 21
        assert any(row.votes for row in board.board)
        await store.votes.undo(cast.id, START)
        await leaderboard.drop(cast)
        assert (await leaderboard.board()).votes == 20


async def test_a_vote_cast_while_the_board_loads_is_counted_once(store, history):
    async with await history(season(20)) as leaderboard:
        mine = await begun(store)
        cast = await store.votes.cast(vote())
        board, _ = await asyncio.gather(leaderboard.board(), leaderboard.take(cast, mine))
        assert (await leaderboard.board()).votes == 21
        assert board.votes == 21


async def test_votes_that_another_process_added_are_seen(store, history):
    async with await history(season(20)) as leaderboard:
        assert (await leaderboard.board()).votes == 20
        await keep(store, [record(number) for number in range(500, 510)])
        leaderboard._looked = 0.0  # as if the moments between two looks had passed
        assert (await leaderboard.board()).votes == 30


async def test_watchers_hear_of_a_vote(store, history):
    async with await history(season(5)) as leaderboard:
        await leaderboard.board()
        changes = leaderboard.watch()
        (first,) = await anext(changes)
        mine = await begun(store)
        await leaderboard.take(await store.votes.cast(vote()), mine)
        async with asyncio.timeout(1):
            (second,) = await anext(changes)
        assert second.data["revision"] > first.data["revision"]
        await changes.aclose()


async def test_votes_are_sorted_anew_when_the_rules_change(store, history, tmp_path):
    from madang.domain.categories import OwnRule, Rulebook

    async with await history([]) as leaderboard:
        mine = await begun(store)
        await leaderboard.take(await store.votes.cast(vote()), mine)
    book = Rulebook([OwnRule(slug="asked", name="Asked", pattern="question")])
    async with board_of(store, tmp_path, rulebook=book) as changed:
        assert (await changed.board("asked")).votes == 0
        assert (await changed.board()).unsorted == 1
        changed.open()
        await changed._task
        assert (await changed.board("asked")).votes == 1
        assert (await changed.board()).unsorted == 0
        await changed.close()


async def test_unknown_voters_make_a_board_too(history):
    known = [*season(200)]
    unknown = [
        replace(one, vote=f"u{one.vote}", battle=f"u{one.battle}", person=None)
        for one in season(200, seed=1)
    ]
    async with await history(unknown) as leaderboard:
        board = await leaderboard.board()
        assert (board.votes, board.people) == (200, 0)
        await keep(leaderboard._store, known)
        leaderboard._looked = 0.0
        mixed = await leaderboard.board()
        assert (mixed.votes, mixed.people) == (400, 40)
        assert all(row.lower < row.rating < row.upper for row in mixed.board if row.enough)


async def begun(store):
    """The battle `b_1` of `tests.battles`, kept."""
    mine = battle([turn()])
    versions = {
        side: await store.contestants.version(mine.versions[side].contestant) for side in Side
    }
    mine = replace(mine, versions=versions)
    await store.people.add(Person(id=mine.person, first_seen_at=START))
    await store.battles.add(mine)
    await store.battles.add_turn(mine.id, mine.turns[0])
    return mine
