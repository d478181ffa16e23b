"""A battle over HTTP, from the first question to the reveal and after."""

import asyncio

import pytest
from msgspec.structs import replace

from tests.api.conftest import entry
from tests.server import calling
from tests.upstreams import Failure, Script

SLOW = Script(chunks=tuple(f"word{n} " for n in range(40)), delay=0.03)


async def test_a_battle_from_question_to_reveal(arena):
    async with arena() as (url, fake), calling(url) as person:
        battle = await person.start("Which is better?")
        events = await person.watch(battle)
        assert [name for name, _, _ in events][:3] == ["turn", "side", "side"]
        said = "".join(data.get("a", "") for name, data, _ in events if name == "text")
        assert said == "Hello, world."
        _, state = await person.get(f"/api/battles/{battle}")
        assert state["can_vote"]
        assert state["reveal"] is None
        status, reveal = await person.post(f"/api/battles/{battle}/vote", {"outcome": "b"})
        assert status == 200
        assert {reveal["a"]["slug"], reveal["b"]["slug"]} == {"one", "two"}
        assert reveal["counts"]
        for side in "ab":
            shown = reveal[side]
            assert shown["name"] == f"Name of {shown['slug']}"
            assert (shown["tokens_in"], shown["tokens_out"]) == (11, 7)
            assert shown["cost"] == pytest.approx((11 * 98.7 + 7 * 76.5) / 1e6)
            assert 0 < shown["first_word"] <= shown["total"]
        assert {r.system for r in fake.requests} == {"System of one", "System of two"}
        _, board = await person.get("/api/leaderboard")
        assert (board["votes"], board["people"]) == (1, 1)
        wins = {row["slug"]: row["wins"] for row in board["board"]}
        assert wins[reveal["b"]["slug"]] == 1


async def test_the_sides_are_placed_at_random(arena):
    async with arena() as (url, _), calling(url) as person:
        left = set()
        for _ in range(24):  # all alike by chance: once in eight million runs
            battle = await person.start("Hi")
            await person.watch(battle)
            _, reveal = await person.post(f"/api/battles/{battle}/vote", {"outcome": "tie"})
            left.add(reveal["a"]["slug"])
        assert left == {"one", "two"}


async def test_the_conversation_goes_on_with_each_sides_own_words(arena):
    scripts = {"one": Script(chunks=("I am one.",)), "two": Script(chunks=("I am two.",))}
    async with arena(scripts) as (url, fake), calling(url) as person:
        battle = await person.start("First")
        await person.watch(battle)
        _, asked = await person.post(f"/api/battles/{battle}/turns", {"text": "Second"})
        assert asked == {"turn": 2}
        await person.watch(battle, turn=2)
        for request in fake.requests[2:]:
            own = "I am one." if "one" in request.model else "I am two."
            assert request.messages == (("user", "First"), ("assistant", own), ("user", "Second"))


async def test_the_question_is_stored_before_a_model_hears_it(arena):
    asked = asyncio.Event()
    seen = {}

    async with arena({"one": SLOW, "two": SLOW}) as (url, fake), calling(url) as person:
        battle = await person.start("Kept?")
        await fake.until(lambda: fake.requests)
        seen["state"] = (await person.get(f"/api/battles/{battle}"))[1]
        asked.set()
        assert seen["state"]["turns"][0]["text"] == "Kept?"


async def test_voting_before_the_end_is_refused(arena):
    async with arena({"one": SLOW, "two": Script()}) as (url, _), calling(url) as person:
        battle = await person.start("Hi")
        status, body = await person.post(f"/api/battles/{battle}/vote", {"outcome": "a"})
        assert (status, body["error"]["code"]) == (409, "still_answering")
        await person.watch(battle)
        assert (await person.post(f"/api/battles/{battle}/vote", {"outcome": "a"}))[0] == 200


async def test_a_battle_without_a_turn_has_nothing_to_vote_on(arena):
    async with arena() as (url, _), calling(url) as person:
        battle = await person.start()
        status, body = await person.post(f"/api/battles/{battle}/vote", {"outcome": "a"})
        assert (status, body["error"]["code"]) == (409, "nothing_to_vote_on")


async def test_of_many_votes_at_once_one_counts(arena):
    async with arena() as (url, _), calling(url) as person:
        battle = await person.start("Hi")
        await person.watch(battle)
        path = f"/api/battles/{battle}/vote"
        answers = await asyncio.gather(*(person.post(path, {"outcome": "a"}) for _ in range(8)))
        assert sorted(status for status, _ in answers) == [200] + [409] * 7
        assert (await person.get("/api/leaderboard"))[1]["votes"] == 1


async def test_an_undone_vote_is_not_counted_and_the_next_one_is_kept_uncounted(arena):
    async with arena() as (url, _), calling(url) as person:
        battle = await person.start("Hi")
        await person.watch(battle)
        path = f"/api/battles/{battle}/vote"
        await person.post(path, {"outcome": "a"})
        status, state = await person.call("DELETE", path)
        assert status == 200
        assert state["vote"] is None
        assert state["reveal"] is not None
        assert (await person.get("/api/leaderboard"))[1]["votes"] == 0
        status, again = await person.post(path, {"outcome": "b"})
        assert (status, again["counts"]) == (200, False)
        assert (await person.get("/api/leaderboard"))[1]["votes"] == 0


async def test_two_people_and_two_tabs_undo_at_once(arena):
    async with (
        arena() as (url, _),
        calling(url) as one,
        calling(url) as other,
        calling(url) as third,
    ):
        paths = []
        for person in (one, other, third):
            battle = await person.start("Hi")
            await person.watch(battle)
            paths.append(f"/api/battles/{battle}/vote")
            await person.post(paths[-1], {"outcome": "a"})
        assert (await one.get("/api/leaderboard"))[1]["votes"] == 3
        undone = await asyncio.gather(
            one.call("DELETE", paths[0]),
            one.call("DELETE", paths[0]),
            other.call("DELETE", paths[1]),
        )
        assert sorted(status for status, _ in undone[:2]) == [200, 404]
        assert undone[2][0] == 200
        assert (await one.get("/api/leaderboard"))[1]["votes"] == 1


async def test_an_undo_without_a_vote(arena):
    async with arena() as (url, _), calling(url) as person:
        battle = await person.start("Hi")
        status, body = await person.call("DELETE", f"/api/battles/{battle}/vote")
        assert (status, body["error"]["code"]) == (404, "unknown_vote")


async def test_why_can_be_said_with_the_vote_and_after_it(arena):
    async with arena() as (url, _), calling(url) as person:
        battle = await person.start("Hi")
        await person.watch(battle)
        path = f"/api/battles/{battle}/vote"
        _, vote = await person.post(path, {"outcome": "a", "reasons": ["clear"], "comment": "좋다"})
        assert (vote["reasons"], vote["comment"]) == (["clear"], "좋다")
        _, vote = await person.call("PATCH", path, {"reasons": ["short", "style"]})
        assert (vote["reasons"], vote["comment"]) == (["short", "style"], "좋다")
        _, state = await person.get(f"/api/battles/{battle}")
        assert state["vote"]["reasons"] == ["short", "style"]


async def test_after_the_reveal_one_may_go_on_and_nothing_is_counted(arena):
    async with arena() as (url, _), calling(url) as person:
        battle = await person.start("Hi")
        await person.watch(battle)
        await person.post(f"/api/battles/{battle}/vote", {"outcome": "a"})
        await person.post(f"/api/battles/{battle}/turns", {"text": "And now?"})
        await person.watch(battle, turn=2)
        _, state = await person.get(f"/api/battles/{battle}")
        assert [turn["counted"] for turn in state["turns"]] == [True, False]
        assert not state["can_vote"]
        assert (await person.get("/api/leaderboard"))[1]["votes"] == 1


async def test_stop_keeps_what_was_seen(arena):
    async with arena({"one": SLOW, "two": SLOW}) as (url, fake), calling(url) as person:
        battle = await person.start("Hi")
        shown = {"a": "", "b": ""}
        ends = {}
        stopped = None
        async for name, data, _ in person.events(battle):
            if name == "text":
                shown = {side: shown[side] + data.get(side, "") for side in "ab"}
                stopped = stopped or await person.post(f"/api/battles/{battle}/stop")
            if name == "side" and data["state"] != "streaming":
                ends[data["side"]] = data["state"]
            if name == "turn" and data["state"] == "done":
                break
        assert stopped[0] == 202
        assert ends == {"a": "stopped", "b": "stopped"}
        await fake.idle()
        _, state = await person.get(f"/api/battles/{battle}")
        assert {side: state["turns"][0][side]["text"] for side in "ab"} == shown
        assert state["can_vote"]
        status, body = await person.post(f"/api/battles/{battle}/stop")
        assert (status, body["error"]["code"]) == (409, "nothing_to_stop")


@pytest.mark.parametrize(
    ("broken", "before"),
    [
        (Script(failure=Failure.CUT, chunks=("x" * 20,) * 100, after=100), 9),
        (Script(failure=Failure.RATE_LIMITED), 0),
    ],
    ids=["ahead of the other", "at once"],
)
async def test_stop_stops_a_side_that_has_failed_unseen_as_it_does_the_other(arena, broken, before):
    gate = asyncio.Event()
    slow = Script(chunks=("y" * 10,) * 60, gate=gate, after=before)
    scripts = {"one": broken, "two": slow}
    patience = {"first_word_seconds": 9.0, "silence_seconds": 9.0}
    async with arena(scripts, **patience) as (url, _), calling(url) as person:
        battle = await person.start("Hi")
        await asyncio.sleep(0.5)
        assert (await person.post(f"/api/battles/{battle}/stop"))[0] == 202
        gate.set()
        _, state = await person.get(f"/api/battles/{battle}")
    sides = [state["turns"][0][side] for side in "ab"]
    assert [(side["state"], side["code"]) for side in sides] == [("stopped", None)] * 2
    assert len(sides[0]["text"]) == len(sides[1]["text"])


async def test_a_failed_side_is_retried_alone(arena):
    answers = iter(["", "second try"])
    moody = Script(say=lambda _: [next(answers)])
    async with arena({"one": moody, "two": Script()}) as (url, fake), calling(url) as person:
        battle = await person.start("Hi")
        await person.watch(battle)
        _, state = await person.get(f"/api/battles/{battle}")
        turn = state["turns"][0]
        failed = "a" if turn["a"]["state"] == "failed" else "b"
        good = "b" if failed == "a" else "a"
        assert turn[failed]["code"] == "failed"
        assert not state["can_vote"]
        path = f"/api/battles/{battle}/turns/1/retry"
        assert (await person.post(path, {"side": good}))[1]["error"]["code"] == "nothing_to_retry"
        status, _ = await person.post(path, {"side": failed})
        assert status == 202
        events = await person.watch(battle, after=state["cursor"])
        told = {data["side"] for name, data, _ in events if name == "side"}
        assert told == {failed}
        _, state = await person.get(f"/api/battles/{battle}")
        assert state["turns"][0][failed]["text"] == "second try"
        assert state["can_vote"]
        assert len(fake.requests) == 3


async def test_asking_while_the_sides_still_answer(arena):
    async with arena({"one": SLOW, "two": SLOW}) as (url, _), calling(url) as person:
        battle = await person.start("Hi")
        status, body = await person.post(f"/api/battles/{battle}/turns", {"text": "Again"})
        assert (status, body["error"]["code"]) == (409, "still_answering")


@pytest.mark.parametrize("after", [1, 3, 7])
async def test_a_lost_stream_goes_on_where_it_was(arena, after):
    async with arena({"one": SLOW, "two": SLOW}) as (url, _), calling(url) as person:
        battle = await person.start("Hi")
        seen = []
        stream = person.events(battle)
        async for event in stream:
            seen.append(event)
            if len(seen) == after:
                break
        await stream.aclose()
        seen += await person.watch(battle, after=seen[-1][2])
        for side in "ab":
            text = "".join(data.get(side, "") for name, data, _ in seen if name == "text")
            assert text == SLOW.text
        assert sum(name == "turn" for name, _, _ in seen) == 2


async def test_another_tab_sees_the_same_and_the_vote(arena):
    async with arena() as (url, _), calling(url) as person:
        battle = await person.start("Hi")
        seen = await person.watch(battle)
        tab = person.events(battle, seen[-1][2])
        reading = asyncio.create_task(anext(tab))
        await person.post(f"/api/battles/{battle}/vote", {"outcome": "tie"})
        name, data, _ = await reading
        await tab.aclose()
        assert name == "reveal"
        assert data["vote"]["outcome"] == "tie"
        assert {data["reveal"][side]["slug"] for side in "ab"} == {"one", "two"}


async def test_a_reply_is_written_though_nobody_watches(arena):
    async with arena({"one": SLOW, "two": SLOW}) as (url, fake), calling(url) as person:
        battle = await person.start("Hi")
        await fake.until(lambda: fake.open == 2)
        await fake.idle()
        events = await person.watch(battle)
        text = "".join(data.get("a", "") for name, data, _ in events if name == "text")
        assert text == SLOW.text


async def test_a_reply_that_never_ends_is_cut_off_and_can_be_voted_on(arena):
    scripts = {"one": Script(failure=Failure.ENDLESS), "two": Script()}
    async with arena(scripts, reply_characters=2_000) as (url, fake), calling(url) as person:
        battle = await person.start("Hi")
        await person.watch(battle)
        await fake.idle()
        _, state = await person.get(f"/api/battles/{battle}")
        lengths = sorted(len(state["turns"][0][side]["text"]) for side in "ab")
        assert lengths == [len("Hello, world."), 2_000]
        ends = {(side["state"], side["code"]) for side in map(state["turns"][0].get, "ab")}
        assert ends == {("done", None), ("stopped", "cut")}
        assert state["can_vote"]


async def test_the_list_of_ones_own_battles(arena):
    async with arena() as (url, _), calling(url) as person, calling(url) as other:
        battle = await person.start("Mine")
        await person.watch(battle)
        await other.start("Theirs")
        _, mine = await person.get("/api/battles")
        assert [(one["id"], one["question"]) for one in mine["battles"]] == [(battle, "Mine")]


LONG = "A long question. " * 600
"""About 3,400 tokens, guessed on the safe side."""


async def test_a_conversation_too_long_for_one_side_is_not_asked_of_either(arena):
    """One that a single side refuses would tell which of the two reads less."""
    scripts = {"one": Script(), "two": Script()}
    entries = (
        replace(entry("one"), context_tokens=6_144, max_tokens=1_000),
        entry("two"),
    )
    async with arena(scripts, contestants=entries) as (url, fake), calling(url) as person:
        battle = await person.start("Short")
        await person.watch(battle)
        status, _ = await person.post(f"/api/battles/{battle}/turns", {"text": LONG})
        assert status == 202
        await person.watch(battle, turn=2)
        asked = len(fake.requests)
        for side in (None, "a", "b"):
            question = {"text": LONG, "side": side}
            status, body = await person.post(f"/api/battles/{battle}/turns", question)
            assert (status, body["error"]["code"]) == (422, "conversation_too_long")
        assert len(fake.requests) == asked
        assert len((await person.get(f"/api/battles/{battle}"))[1]["turns"]) == 2


async def test_who_can_not_read_the_question_is_not_drawn(arena):
    small = {"context_tokens": 4_096, "max_tokens": 1_000}
    scripts = {slug: Script() for slug in ("one", "two", "three")}
    entries = (replace(entry("one"), **small), entry("two"), entry("three"))
    async with arena(scripts, contestants=entries) as (url, fake), calling(url) as person:
        for _ in range(12):
            status, started = await person.post("/api/battles", {"text": LONG})
            assert status == 201
            path = f"/api/battles/{started['id']}/turns"
            assert (await person.post(path, {"text": LONG}))[0] == 202
            await person.watch(started["id"])
        assert {r.model for r in fake.requests} == {"model-of-two", "model-of-three"}
        # Where fewer than two can, that is said, and not that nobody is there.
    entries = tuple(replace(entry(slug), **small) for slug in scripts)
    async with arena(scripts, contestants=entries) as (url, _), calling(url) as person:
        status, body = await person.post("/api/battles", {"text": LONG})
        assert (status, body["error"]["code"]) == (422, "conversation_too_long")


@pytest.mark.parametrize("wordy", ["one", "two"])
async def test_how_long_a_question_may_be_is_the_same_whoever_reads_less(arena, wordy):
    """Else the longest one that is taken would say how long the lesser reader's own reply is."""
    scripts = {"one": Script(), "two": Script()} | {wordy: Script(chunks=("word " * 700,))}
    entries = (replace(entry("one"), context_tokens=6_144, max_tokens=1_000), entry("two"))
    async with arena(scripts, contestants=entries) as (url, _), calling(url) as person:
        battle = await person.start("Short")
        await person.watch(battle)
        # With a reply of 3,500 characters it is too long; with the short one alone it is not.
        question = {"text": "A long question. " * 700}
        status, body = await person.post(f"/api/battles/{battle}/turns", question)
        assert (status, body["error"]["code"]) == (422, "conversation_too_long")
