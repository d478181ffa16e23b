"""The proof: all that the server sends of a battle until the vote, and nothing in it tells.

Every byte of every answer is kept (headers, states, streams, boards, lists, errors) for each wire
format and each way in which an upstream can fail, and searched for whatever belongs to a contestant
or came from its upstream beside the reply itself. A control run shows that the search does find
these things where they are allowed: after the vote.
"""

import asyncio
import re

import pytest

from madang.domain.battles import Pace
from madang.domain.blinding import BLIND_CODES
from madang.engine.settings import Upstream
from tests.api.conftest import KEY
from tests.server import calling
from tests.upstreams import WIRES, Failure, Script, upstream

TOKENS = (31337, 27182)
TEXT = "The answer is plain. "
PLAIN = Script(chunks=(TEXT,) * 6, tokens=TOKENS, delay=0.002)

FIELDS = ("first_word", "tokens", "cost", "price", "latency", "stop_reason", "temperature")
UPSTREAM_WORDS = ("HTTP ", "retry after", "quota", "overloaded", "api key", "api_key", "upstream")
NUMBERS = (*map(str, TOKENS), "4321", "98.7", "76.5")

FAILING = {
    Failure.HANG_MID_STREAM: {"hold_seconds": 0.3},
}
"""What a failure needs beside the usual settings."""


def tells(fake_url, battle):
    """Everything that may not be seen; what the caller's own address holds is none of it."""
    port = fake_url.split(":")[2].split("/")[0]
    slugs = ("alpha-slug", "beta-slug")
    words = [kind + slug for slug in slugs for kind in ("", "model-of-", "Name of ", "Maker of ")]
    words += [f"System of {slug}" for slug in slugs]
    words += [KEY, "FAKE_KEY", f":{port}", "fake", *FIELDS, *UPSTREAM_WORDS, *NUMBERS]
    return [word.lower() for word in words if word not in battle]


def found(received, words):
    everything = b"".join(received).decode().lower()
    return [word for word in words if stands_in(word, everything)]


def stands_in(word, text):
    # A number counts only by itself: ids and fractions of a second hold any digits by chance.
    if not word[0].isdigit():
        return word in text
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None


async def look_around(person, battle):
    """Everything a voter can ask for before the vote."""
    for path in ("", "/vote", "/nothing"):
        await person.get(f"/api/battles/{battle}{path}")
    await person.post(f"/api/battles/{battle}/turns", {"text": ""})
    for path in ("/api/battles", "/api/status", "/healthz", "/api/leaderboard"):
        await person.get(path)


@pytest.fixture
def blind(arena):
    """A battle between a plain side and one that does what is told, and all that was received."""

    async def run(wire, script, **changes):
        scripts = {"alpha-slug": PLAIN, "beta-slug": script}
        async with arena(scripts, wire=wire, **changes) as (url, fake), calling(url) as person:
            battle = await person.start("A question")
            watching = asyncio.create_task(person.watch(battle))
            await look_around(person, battle)
            events = await watching
            await look_around(person, battle)
            _, state = await person.get(f"/api/battles/{battle}")
            before = list(person.received)
            vote = await person.post(f"/api/battles/{battle}/vote", {"outcome": "a"})
            await person.get(f"/api/battles/{battle}")
            after = person.received[len(before) :]
            return events, state, vote, before, after, tells(fake.url, battle)

    return run


@pytest.mark.parametrize("wire", WIRES)
async def test_a_battle_that_goes_well(blind, wire):
    _, state, vote, before, after, words = await blind(wire, PLAIN)
    assert state["can_vote"]
    board = [row for row in before if b'"board"' in row]  # the board names everyone, always
    assert board
    assert found([row for row in before if row not in board], words) == []
    assert vote[0] == 200
    assert {"alpha-slug", "name of beta-slug", "31337", "98.7", "first_word"} <= set(
        found(after, words)
    )


@pytest.mark.parametrize("failure", sorted(set(Failure) - {Failure.REFUSED, Failure.ENDLESS}))
@pytest.mark.parametrize("wire", WIRES)
async def test_a_battle_in_which_a_side_fails(blind, wire, failure):
    script = Script(chunks=(TEXT,) * 6, tokens=TOKENS, failure=failure, after=2)
    events, state, vote, before, _, words = await blind(wire, script, **FAILING.get(failure, {}))
    rest = [row for row in before if b'"board"' not in row]
    assert found(rest, words) == []
    sides = [state["turns"][0][side] for side in "ab"]
    assert sorted(side["state"] for side in sides) == ["done", "failed"]
    assert {side["code"] for side in sides} == {None, "failed"}
    codes = {data["code"] for name, data, _ in events if name == "side" and "code" in data}
    assert codes <= BLIND_CODES
    assert vote[1]["error"]["code"] == "nothing_to_vote_on"


@pytest.mark.parametrize("wire", WIRES)
async def test_a_battle_in_which_a_side_is_cut_off(blind, wire):
    script = Script(chunks=(TEXT,) * 6, tokens=TOKENS, failure=Failure.ENDLESS, after=2)
    _, state, vote, before, _, words = await blind(wire, script, reply_characters=500)
    assert found([row for row in before if b'"board"' not in row], words) == []
    sides = [state["turns"][0][side] for side in "ab"]
    assert {(side["state"], side["code"]) for side in sides} == {("done", None), ("stopped", "cut")}
    assert state["can_vote"]
    assert vote[0] == 200


@pytest.mark.parametrize("wire", WIRES)
async def test_an_upstream_that_is_not_there(arena, wire):
    async with upstream(wire, Script(failure=Failure.REFUSED)) as nobody:
        at = Upstream(name="fake", wire=wire, base_url=nobody.url, key_env="FAKE_KEY")
        async with arena(wire=wire, providers=(at,)) as (url, _), calling(url) as person:
            battle = await person.start("A question")
            await person.watch(battle)
            await look_around(person, battle)
            rest = [row for row in person.received if b'"board"' not in row]
            assert found(rest, tells(nobody.url, battle)) == []
            _, state = await person.get(f"/api/battles/{battle}")
            assert [state["turns"][0][side]["code"] for side in "ab"] == ["failed", "failed"]


TOLD_TO_ONESELF = {"/api/battles"}
"""One's own battles: what is new there is the battle itself."""


async def look_at_boards(person, slugs):
    """Every page of the interface that is not about one battle, but for when it was made."""
    _, schema = await person.get("/api/openapi.json")
    pages = [
        path.replace("{slug}", slug)
        for path, methods in schema["paths"].items()
        for slug in (slugs if "{slug}" in path else slugs[:1])
        if "content" in methods.get("get", {}).get("responses", {}).get("200", {})
        and "{battle}" not in path
        and path not in TOLD_TO_ONESELF
    ]
    pages += [f"/api/leaderboard/pair?a={slugs[0]}&b={slugs[1]}"]
    assert {"/api/leaderboard", f"/api/leaderboard/contestants/{slugs[0]}"} <= set(pages)
    seen = {}
    for path in pages:
        _, body = await person.get(path)
        if isinstance(body, dict):
            body.pop("updated_at", None)
        seen[path] = body
    return seen


async def test_no_board_moves_while_a_battle_is_blind(arena):
    """Who looks at a board before a battle and during it would else see whom it is between."""
    scripts = {"one": PLAIN, "two": PLAIN, "three": Script(failure=Failure.EMPTY), "four": PLAIN}
    async with arena(scripts) as (url, _), calling(url) as person:
        for _ in range(2):
            before = await look_at_boards(person, [*scripts])
            for _ in range(3):
                battle = await person.start("Hi")
                await person.watch(battle)
                assert await look_at_boards(person, [*scripts]) == before
            await person.post(f"/api/battles/{battle}/vote", {"outcome": "a"})


def lengths(events):
    """What of each side had been seen after every event that brought text."""
    seen = {"a": 0, "b": 0}
    for name, data, _ in events:
        if name == "text":
            seen = {side: seen[side] + len(data.get(side, "")) for side in "ab"}
            yield seen["a"], seen["b"]


async def test_the_rhythm_does_not_tell_the_quick_side(arena):
    quick = Script(chunks=("x" * 10,) * 40)
    slow = Script(chunks=("y" * 10,) * 40, delay=0.03)
    async with arena({"one": quick, "two": slow}) as (url, _), calling(url) as person:
        battle = await person.start("Hi")
        events = await person.watch(battle)
        seen = list(lengths(events))
        assert len(seen) > 5
        assert all(a == b for a, b in seen)
        ends = [data["side"] for name, data, _ in events if name == "side"]
        assert sorted(ends[-2:]) == ["a", "b"]


async def test_a_natural_pace_shows_speed_and_the_battle_says_so(arena):
    quick = Script(chunks=("x" * 10,) * 40)
    slow = Script(chunks=("y" * 10,) * 40, delay=0.03)
    scripts = {"one": quick, "two": slow}
    async with arena(scripts, pace=Pace.NATURAL) as (url, _), calling(url) as person:
        battle = await person.start("Hi")
        seen = list(lengths(await person.watch(battle)))
        assert any(abs(a - b) > 100 for a, b in seen)
        assert (await person.get(f"/api/battles/{battle}"))[1]["pace"] == "natural"


async def test_a_side_that_hangs_does_not_hide_the_other_longer_than_the_hold(arena):
    scripts = {"one": PLAIN, "two": Script(failure=Failure.HANG_BEFORE_WORDS)}
    changes = {"hold_seconds": 0.4, "first_word_seconds": 3.0}
    async with arena(scripts, **changes) as (url, _), calling(url) as person:
        battle = await person.start("Hi")
        seen = []
        async for name, data, _ in person.events(battle):
            seen.append((name, data))
            if name == "side" and data["state"] == "done":
                break
        assert not any(data.get("state") == "failed" for _, data in seen)


@pytest.mark.parametrize("failure", [None, Failure.WRONG_KEY, Failure.RATE_LIMITED, Failure.CUT])
@pytest.mark.parametrize("wire", WIRES)
async def test_what_one_side_mends_and_how_things_ran_tell_nothing(arena, wire, failure):
    scripts = {"alpha-slug": PLAIN, "beta-slug": PLAIN}
    async with arena(scripts, wire=wire) as (url, fake), calling(url) as person:
        battle = await person.start("A question")
        await person.watch(battle)
        again = Script(chunks=(TEXT,) * 6, tokens=TOKENS, failure=failure, after=2)
        fake.scripts = dict.fromkeys(fake.scripts, again)
        run = {"name": "page", "kind": "html", "author": "model", "after": 1, "ran": True}
        await person.call("PUT", f"/api/places/{battle}.a/runs/u_12345678", run)
        mend = {"text": "Mend it", "side": "b"}
        await person.post(f"/api/battles/{battle}/turns", mend)
        events = await person.watch(battle, turn=2)
        for side in "ab":
            for what in ("edits", "shares"):
                await person.get(f"/api/places/{battle}.{side}/{what}")
        await look_around(person, battle)
        rest = [row for row in person.received if b'"board"' not in row]
        assert found(rest, tells(fake.url, battle)) == []
        codes = {data["code"] for name, data, _ in events if name == "side" and "code" in data}
        assert codes <= BLIND_CODES


async def test_the_rhythm_of_mending_does_not_tell(arena):
    """With nobody to keep step with, what is mended comes whole, however it was written."""
    scripts = {"one": PLAIN, "two": PLAIN}
    async with arena(scripts) as (url, fake), calling(url) as person:
        battle = await person.start("Hi")
        await person.watch(battle)
        slow = Script(chunks=("z" * 10,) * 30, delay=0.02)
        fake.scripts = dict.fromkeys(fake.scripts, slow)
        await person.post(f"/api/battles/{battle}/turns", {"text": "Mend it", "side": "a"})
        events = await person.watch(battle, turn=2)
        grown = [data["a"] for name, data, _ in events if name == "text" and data["turn"] == 2]
        assert grown == ["z" * 300]
