"""Contestants made in the page: in the next battles at once, after a restart, and blind as all."""

import asyncio

import pytest

from madang.domain.contestants import Presence
from madang.engine.settings import Drawing, Playground
from tests.api.test_blindness import found
from tests.api.test_playground import PATIENT
from tests.cli.test_serve import run
from tests.server import calling
from tests.upstreams import Script

SAID = Script(chunks=("The answer is plain. ",) * 3, tokens=(31337, 27182))


CONFIGURATION = """
presets = false
ollama_url = ""
embedded.enabled = false

[[providers]]
name = "fake"
base_url = "http://127.0.0.1:9/v1"
"""


def making(slug="prompt-v7", name="Prompt v7", **changes):
    column = {
        "provider": "fake",
        "model": "model-of-one",
        "system": "Write as a friend would.",
        "parameters": {"temperature": 0.3},
        "like": "one",
    }
    return {"slug": slug, "name": name, "column": column | changes}


async def names(person):
    _, body = await person.get("/api/contestants")
    return {one["slug"]: one for one in body["contestants"]}


async def reveal(person, text="Hi"):
    """A whole battle: all that was received before the vote, and who the sides were."""
    person.received.clear()
    battle = await person.start(text)
    await person.watch(battle)
    await person.get(f"/api/battles/{battle}")
    before = list(person.received)
    status, body = await person.post(f"/api/battles/{battle}/vote", {"outcome": "tie"})
    assert status == 200, body
    return before, {body[side]["slug"]: body[side] for side in "ab"}


@pytest.fixture
def yard(arena):
    def start(scripts=("one",), **changes):
        return arena(dict.fromkeys(scripts, SAID), **PATIENT | changes)

    return start


async def test_it_is_in_the_next_battle_with_its_own_prompt(yard):
    async with yard() as (url, fake), calling(url) as person:
        assert (await person.post("/api/battles"))[1]["error"]["code"] == "too_few_contestants"
        status, made = await person.post("/api/workshop", making())
        assert (status, made["presence"], made["ready"]) == (201, "drawn", True)
        assert made["contestant"]["version"] == 1
        assert made["contestant"]["maker"] == "Maker of one"
        assert made["contestant"]["prices"] == {"tokens_in": 98.7, "tokens_out": 76.5}
        _, sides = await reveal(person)
        assert set(sides) == {"one", "prompt-v7"}
        assert sides["prompt-v7"]["name"] == "Prompt v7"
        asked = {received.system: received for received in fake.requests}
        assert asked["Write as a friend would."].body["temperature"] == 0.3
        _, board = await person.get("/api/leaderboard")
        assert {row["slug"]: row["votes"] for row in board["board"]} == {"one": 1, "prompt-v7": 1}


async def test_it_stands_on_the_board_before_its_first_vote(yard):
    async with yard(("one", "two")) as (url, _), calling(url) as person:
        await person.post("/api/workshop", making())
        _, board = await person.get("/api/leaderboard")
        assert {row["slug"]: row["current"] for row in board["board"]}["prompt-v7"] is True


async def test_before_the_vote_nothing_tells_that_it_was_there(yard):
    async with yard() as (url, fake), calling(url) as person:
        await person.post("/api/workshop", making())
        words = [
            "prompt-v7",
            "prompt v7",
            "as a friend",
            "0.3,",
            "of one",
            "of-one",
            "31337",
            "98.7",
            fake.url,
        ]
        for _ in range(3):
            before, sides = await reveal(person)
            assert found(before, words) == []
            assert set(sides) == {"one", "prompt-v7"}


async def test_a_revision_is_a_new_version_with_votes_of_its_own(yard):
    async with yard() as (url, _), calling(url) as person:
        await person.post("/api/workshop", making())
        await reveal(person)
        changed = {"column": making(system="No adjectives.")["column"]}
        status, made = await person.call("PUT", "/api/workshop/prompt-v7", changed)
        assert (status, made["contestant"]["version"]) == (200, 2)
        assert made["contestant"]["name"] == "Prompt v7"
        _, sides = await reveal(person)
        assert sides["prompt-v7"]["version"] == 2
        _, board = await person.get("/api/leaderboard")
        rows = [row for row in board["board"] if row["slug"] == "prompt-v7"]
        assert {(row["version"], row["votes"], row["current"]) for row in rows} == {
            (1, 1, False),
            (2, 1, True),
        }


async def test_a_restart_keeps_it_and_what_it_was_told_to_be(yard, tmp_path):
    async with yard() as (url, _), calling(url) as person:
        for slug in ("drawn", "paused", "retired"):
            assert (await person.post("/api/workshop", making(slug, slug)))[0] == 201
            status, _ = await person.call("PATCH", f"/api/workshop/{slug}", {"presence": slug})
            assert status == 200
        await person.call("PATCH", "/api/workshop/drawn", {"name": "다른 이름"})
        before = await person.get("/api/workshop")
    async with yard(home=tmp_path / "home") as (url, _), calling(url) as person:
        assert await person.get("/api/workshop") == before
        found = await names(person)
        assert set(found) == {"one", "drawn", "paused"}
        assert found["drawn"]["name"] == "다른 이름"
        _, sides = await reveal(person)
        assert set(sides) == {"one", "drawn"}


async def test_paused_and_retired_ones_are_not_drawn_and_may_come_back(yard):
    async with yard() as (url, _), calling(url) as person:
        await person.post("/api/workshop", making())
        for presence in (Presence.PAUSED, Presence.RETIRED):
            await person.call("PATCH", "/api/workshop/prompt-v7", {"presence": presence})
            status, answer = await person.post("/api/battles")
            assert (status, answer["error"]["code"]) == (503, "too_few_contestants")
        assert "prompt-v7" not in await names(person)
        await person.call("PATCH", "/api/workshop/prompt-v7", {"presence": "drawn"})
        _, sides = await reveal(person)
        assert "prompt-v7" in sides


async def test_a_battle_goes_on_whose_contestant_was_retired(yard):
    async with yard() as (url, _), calling(url) as person:
        await person.post("/api/workshop", making())
        battle = await person.start("Hi")
        await person.watch(battle)
        await person.call("PATCH", "/api/workshop/prompt-v7", {"presence": "retired"})
        status, _ = await person.post(f"/api/battles/{battle}/turns", {"text": "And?"})
        assert status == 202
        await person.watch(battle, turn=2)
        _, state = await person.get(f"/api/battles/{battle}")
        assert state["can_vote"]


async def test_the_settings_pause_and_weigh_it_too(yard):
    drawing = Drawing(paused=("prompt-v7",))
    async with yard(drawing=drawing) as (url, _), calling(url) as person:
        await person.post("/api/workshop", making())
        assert (await person.post("/api/battles"))[1]["error"]["code"] == "too_few_contestants"


@pytest.mark.parametrize(
    ("slug", "name", "status", "code"),
    [
        ("one", "Mine", 409, "slug_taken"),
        ("taken", "Mine", 409, "slug_taken"),
        ("", "Mine", 422, "bad_slug"),
        ("-x", "Mine", 422, "bad_slug"),
        ("Big Name", "Mine", 422, "bad_slug"),
        ("한글", "Mine", 422, "bad_slug"),
        ("x" * 65, "Mine", 422, "bad_slug"),
        ("fine", " ", 422, "no_name"),
        ("fine", "x" * 81, 422, "no_name"),
    ],
)
async def test_names_that_can_not_be(yard, slug, name, status, code):
    async with yard() as (url, _), calling(url) as person:
        await person.post("/api/workshop", making("taken"))
        for language in ("en", "ko"):
            headers = {"Accept-Language": language}
            answer = await person.post("/api/workshop", making(slug, name), headers=headers)
            assert (answer[0], answer[1]["error"]["code"]) == (status, code)
        assert set(await names(person)) == {"one", "taken"}


async def test_what_the_settings_have_is_changed_in_the_settings(yard):
    async with yard() as (url, _), calling(url) as person:
        for method, body in (
            ("PATCH", {"presence": "retired"}),
            ("PUT", {"column": making()["column"]}),
        ):
            status, answer = await person.call(method, "/api/workshop/one", body)
            assert (status, answer["error"]["code"]) == (404, "not_made_here")
        assert "one" in await names(person)


async def test_a_slug_that_the_settings_take_later_stays_theirs(yard, tmp_path):
    async with yard() as (url, _), calling(url) as person:
        await person.post("/api/workshop", making("two", "Made here"))
    async with yard(("one", "two"), home=tmp_path / "home") as (url, _), calling(url) as person:
        assert (await names(person))["two"]["name"] == "Name of two"
        _, body = await person.get("/api/workshop")
        assert body["made"][0]["ready"] is False
        await person.call("PATCH", "/api/workshop/two", {"presence": "retired"})
        assert "two" in await names(person)


async def test_one_whose_provider_is_gone_waits_for_it(yard, tmp_path):
    async with yard() as (url, _), calling(url) as person:
        await person.post("/api/workshop", making())
    home = tmp_path / "home"
    async with yard(home=home, providers=(), contestants=()) as (url, _), calling(url) as person:
        _, body = await person.get("/api/workshop")
        assert (body["made"][0]["presence"], body["made"][0]["ready"]) == ("drawn", False)
        assert await names(person) == {}
    async with yard(home=home) as (url, _), calling(url) as person:
        assert "prompt-v7" in await names(person)


@pytest.mark.parametrize(
    "off", [Playground(contestants=False), Playground(enabled=False)], ids=["made", "all"]
)
async def test_the_owner_can_switch_it_off(yard, off):
    async with yard(playground=off) as (url, _), calling(url) as person:
        status, answer = await person.post("/api/workshop", making())
        assert (status, answer["error"]["code"]) == (403, "workshop_off")
        assert set(await names(person)) == {"one"}
        assert (await person.get("/api/playground"))[1]["contestants"] is False


async def test_the_command_lists_it(yard, tmp_path):
    async with yard() as (url, _), calling(url) as person:
        await person.post("/api/workshop", making())
        await person.post("/api/workshop", making("not-now", "Not now"))
        await person.call("PATCH", "/api/workshop/not-now", {"presence": "paused"})
    config = tmp_path / "madang.toml"
    config.write_text(CONFIGURATION)
    places = ("--home", str(tmp_path / "home"), "--config", str(config))
    code, said = await asyncio.to_thread(run, "contestants", *places, LANG="en_US.UTF-8")
    assert code == 0, said
    assert "prompt-v7" in said
    assert "paused" in next(line for line in said.splitlines() if "not-now" in line)
    taken = '[[contestants]]\nslug = "prompt-v7"\nprovider = "fake"\nmodel = "m"\n'
    config.write_text(CONFIGURATION + taken)
    _, said = await asyncio.to_thread(run, "doctor", *places, LANG="en_US.UTF-8")
    assert "made in the page, and not drawn" in " ".join(said.split())
