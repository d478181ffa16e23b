"""A battle on the real embedded model, and a Madang that can't have it."""

import pytest

from madang.engine.settings import Embedded
from tests.server import calling


@pytest.mark.embedded
async def test_out_of_the_box_a_battle_is_held_on_the_real_model(arena):
    """Nothing is configured but where the data live; the first question may come while it loads."""
    changes = {"contestants": (), "providers": (), "embedded": Embedded(), "reply_seconds": 90.0}
    changes |= {"first_word_seconds": 60.0, "silence_seconds": 60.0}
    async with arena(**changes) as (url, fake), calling(url) as person:
        _, body = await person.get("/api/contestants")
        entrants = {one["slug"]: one for one in body["contestants"]}
        assert len(entrants) >= 3
        assert len({one["system"] for one in entrants.values()}) == len(entrants)
        battle = await person.start("Say hello in five words.")
        await person.watch(battle)
        _, state = await person.get(f"/api/battles/{battle}")
        turn = state["turns"][0]
        assert [turn[side]["state"] for side in "ab"] == ["done", "done"]
        assert all(turn[side]["text"].strip() for side in "ab")
        _, reveal = await person.post(f"/api/battles/{battle}/vote", {"outcome": "tie"})
        assert reveal["a"]["slug"] != reveal["b"]["slug"]
        assert {reveal["a"]["slug"], reveal["b"]["slug"]} <= set(entrants)
        assert reveal["a"]["tokens_out"] > 0
        _, status = await person.get("/api/status")
        assert status["embedded"]["state"] == "ready"
        assert status["local"]
        assert fake.requests == []


async def test_without_weights_everything_else_runs_and_says_so(arena, tmp_path):
    lost = Embedded(model=tmp_path / "nowhere.gguf")
    async with arena(embedded=lost) as (url, _), calling(url) as person:
        _, status = await person.get("/api/status", headers={"Accept-Language": "ko"})
        assert status["embedded"]["state"] == "failed"
        assert "nowhere.gguf" in status["embedded"]["reason"]
        assert status["contestants"] == 2
        battle = await person.start("Hi")
        await person.watch(battle)
        assert (await person.post(f"/api/battles/{battle}/vote", {"outcome": "a"}))[0] == 200
