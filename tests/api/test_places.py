"""What people make of artifacts over HTTP: edits, runs, links; and mending by one side alone."""

import json

import pytest

from tests.server import calling
from tests.upstreams import Failure, Script

PAGE = "```html name=game\n<html>\n```\n"
MAKES = {"one": Script(chunks=(PAGE,)), "two": Script(chunks=(PAGE,))}
GAME = {"name": "game", "title": "Game", "kind": "html", "language": "html", "text": "<p>1</p>"}
RUN = {"name": "game", "kind": "html", "author": "model", "after": 1}


async def exported(person):
    """The one vote there is, as its measures left it."""
    _, row = await person.get("/api/export/votes.jsonl")
    return row if isinstance(row, dict) else json.loads(row)


async def test_edits_are_kept_and_come_back_in_order(arena):
    async with arena() as (url, _), calling(url) as person:
        place = f"{await person.start('Hi')}.a"
        for text in ("<p>1</p>", "<p>2</p>", "한글 🦀"):
            edit = GAME | {"text": text, "after": 1}
            status, kept = await person.post(f"/api/places/{place}/edits", edit)
            assert (status, kept["author"], kept["text"]) == (201, "person", text)
        _, body = await person.get(f"/api/places/{place}/edits")
        assert [held["text"] for held in body["edits"]] == ["<p>1</p>", "<p>2</p>", "한글 🦀"]
        _, other = await person.get(f"/api/places/{place[:-1]}b/edits")
        assert other == {"edits": []}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "../etc/passwd"}, "bad_artifact_name"),
        ({"name": "a b"}, "bad_artifact_name"),
        ({"name": ""}, "bad_artifact_name"),
        ({"kind": "exe"}, "invalid_request"),
        ({"author": "model"}, "invalid_request"),
        ({"after": -1}, "invalid_request"),
    ],
)
async def test_an_edit_that_can_not_be_kept(arena, change, code):
    async with arena() as (url, _), calling(url) as person:
        place = f"{await person.start('Hi')}.a"
        status, body = await person.post(f"/api/places/{place}/edits", GAME | {"after": 1} | change)
        assert (status, body["error"]["code"]) == (422, code)


async def test_a_place_is_its_owners(arena):
    async with arena() as (url, _), calling(url) as one, calling(url) as other:
        place = f"{await one.start('Hi')}.a"
        await other.start("Hi")
        for path in (f"/api/places/{place}/edits", f"/api/places/{place}/shares"):
            assert (await other.get(path))[0] == 403
        status, _ = await other.post(f"/api/places/{place}/edits", GAME | {"after": 1})
        assert status == 403
        for unknown in ("b_none.a", f"{place[:-2]}.c", "x_1", "b_none", "nothing"):
            status, body = await one.get(f"/api/places/{unknown}/edits")
            assert (status, body["error"]["code"]) in {
                (404, "unknown_place"),
                (404, "unknown_battle"),
            }


async def test_a_link_shows_the_artifact_to_anyone_until_it_is_revoked(arena):
    async with arena() as (url, _), calling(url) as one, calling(url) as other:
        place = f"{await one.start('Secret question')}.a"
        crab = GAME | {"name": "crab.svg", "kind": "svg"}
        status, made = await one.post(
            f"/api/places/{place}/shares", {"artifact": GAME, "assets": [crab]}
        )
        assert status == 201
        at = f"/api/shares/{made['key']}"
        status, seen = await other.get(at)
        assert (status, seen["artifact"], seen["assets"]) == (200, GAME, [crab])
        assert "Secret" not in str(seen)
        assert place not in str(seen)
        assert (await other.call("DELETE", at))[0] == 403
        assert (await one.call("DELETE", at))[0] == 200
        status, gone = await other.get(at)
        assert (status, gone["error"]["code"]) == (404, "unknown_share")
        assert (await one.get(f"/api/places/{place}/shares"))[1] == {"shares": []}


async def test_runs_are_kept_and_the_vote_knows_whether_each_side_ran(arena):
    async with arena(MAKES) as (url, _), calling(url) as person:
        battle = await person.start("Make a game")
        await person.watch(battle)
        for side, run, ran in (("a", "u_aaaaaaaa", True), ("b", "u_bbbbbbbb", False)):
            at = f"/api/places/{battle}.{side}/runs/{run}"
            assert (await person.call("PUT", at, RUN | {"ran": False}))[0] == 204
            told = RUN | {"ran": ran, "errors": int(not ran), "fps": 59.5, "keys": 7}
            assert (await person.call("PUT", at, told))[0] == 204
        # A run of one's own change, and one after another turn, say nothing of the model's.
        mine = RUN | {"author": "person", "ran": True}
        assert (await person.call("PUT", f"/api/places/{battle}.b/runs/u_cccccccc", mine))[0] == 204
        # An id of another place is not written over.
        taken = f"/api/places/{battle}.b/runs/u_aaaaaaaa"
        assert (await person.call("PUT", taken, RUN | {"ran": False}))[0] == 404
        await person.post(f"/api/battles/{battle}/vote", {"outcome": "a"})
        row = await exported(person)
        assert (row["ran_a"], row["ran_b"]) == (1, 0)
        assert "artifacts" in row["categories"].split()


async def test_one_side_mends_alone_and_is_judged_by_what_it_mended(arena):
    scripts = {slug: Script(say=lambda r: (f"reply {len(r.messages)}",)) for slug in ("one", "two")}
    async with arena(scripts) as (url, fake), calling(url) as person:
        battle = await person.start("Make a game")
        await person.watch(battle)
        turns = f"/api/battles/{battle}/turns"
        assert (await person.post(turns, {"text": "Mend it", "side": "a"}))[1] == {"turn": 2}
        events = await person.watch(battle, turn=2)
        assert len(fake.requests) == 3
        assert {
            data["side"] for name, data, _ in events if name == "side" and data["turn"] == 2
        } == {"a"}
        _, state = await person.get(f"/api/battles/{battle}")
        assert state["can_vote"]
        mended = state["turns"][1]
        assert (mended["side"], mended["a"]["text"]) == ("a", "reply 3")
        assert mended["b"] == {"state": "done", "text": "", "code": None}
        # The other side never hears of it.
        await person.post(turns, {"text": "Go on"})
        await person.watch(battle, turn=3)
        asked = sorted(len(request.messages) for request in fake.requests[3:])
        assert asked == [3, 5]
        status, _ = await person.post(f"/api/battles/{battle}/vote", {"outcome": "a"})
        assert status == 200


async def test_a_vote_after_mending_is_on_what_was_mended(arena):
    scripts = {
        slug: Script(say=lambda r: ("x" * (10 if len(r.messages) == 1 else 900),), tokens=(0, 0))
        for slug in ("one", "two")
    }
    async with arena(scripts) as (url, _), calling(url) as person:
        battle = await person.start("Make a game")
        await person.watch(battle)
        await person.post(f"/api/battles/{battle}/turns", {"text": "Mend it", "side": "b"})
        await person.watch(battle, turn=2)
        await person.post(f"/api/battles/{battle}/vote", {"outcome": "b"})
        row = await exported(person)
        assert (row["length_a"], row["length_b"]) == (10, 900)
        assert row["turns"] == 1  # what one side alone was asked is no question of the person's


async def test_mending_that_fails_can_be_retried_and_does_not_tell(arena):
    failing = Script(failure=Failure.RATE_LIMITED)
    scripts = {"one": Script(), "two": Script()}
    async with arena(scripts) as (url, fake), calling(url) as person:
        battle = await person.start("Make a game")
        await person.watch(battle)
        fake.scripts = dict.fromkeys(fake.scripts, failing)
        turns = f"/api/battles/{battle}/turns"
        await person.post(turns, {"text": "Mend it", "side": "a"})
        await person.watch(battle, turn=2)
        _, state = await person.get(f"/api/battles/{battle}")
        assert state["turns"][1]["a"]["code"] == "failed"
        assert state["can_vote"]
        fake.scripts = dict.fromkeys(fake.scripts, Script())
        status, _ = await person.post(f"{turns}/2/retry", {"side": "b"})
        assert status == 409
        status, _ = await person.post(f"{turns}/2/retry", {"side": "a"})
        assert status == 202


async def test_nothing_to_mend(arena):
    async with arena() as (url, _), calling(url) as person:
        battle = await person.start()
        turns = f"/api/battles/{battle}/turns"
        status, body = await person.post(turns, {"text": "Mend", "side": "a"})
        assert (status, body["error"]["code"]) == (409, "nothing_to_mend")


async def test_both_sides_are_told_the_same_and_only_when_asked_for(arena):
    async with arena() as (url, fake), calling(url) as person:
        for question, told in (("Why is the sky blue?", False), ("Draw a crab", True)):
            battle = await person.start(question)
            await person.watch(battle)
            systems = [request.system for request in fake.requests[-2:]]
            after = [system.partition("System of ")[2][3:] for system in systems]
            assert after[0] == after[1]
            assert ("asset:crab" in after[0]) is told
    async with arena(telling="never") as (url, fake), calling(url) as person:
        await person.watch(await person.start("Draw a crab"))
        assert all("asset:" not in request.system for request in fake.requests)
