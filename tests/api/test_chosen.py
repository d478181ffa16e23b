"""A battle of two that its person chose: blind as any, and counted on no board."""

from madang.domain.battles import Side
from tests.api.test_blindness import found
from tests.api.test_workshop import making
from tests.server import calling
from tests.upstreams import Script

SAID = Script(chunks=("The answer is plain. ",) * 3, tokens=(31337, 27182))
THREE = dict.fromkeys(("one", "two", "three"), SAID)


async def meet(person, *pair, text="Which is better?"):
    return await person.post("/api/battles/chosen", {"pair": pair, "text": text})


async def test_the_chosen_meet_blindly_and_the_vote_counts_for_no_board(arena):
    async with arena(THREE) as (url, fake), calling(url) as person:
        person.received.clear()
        status, begun = await meet(person, "one", "three")
        assert status == 201
        await person.watch(begun["id"])
        _, view = await person.get(f"/api/battles/{begun['id']}")
        assert (view["chosen"], view["reveal"], view["can_vote"]) == (True, None, True)
        tells = [f"{kind} {slug}" for kind in ("name of", "maker of") for slug in THREE]
        tells += [f"model-of-{slug}" for slug in THREE] + ["tokens", "31337"]
        assert found(person.received, tells) == []
        assert {asked.model for asked in fake.requests} == {"model-of-one", "model-of-three"}
        _, reveal = await person.post(f"/api/battles/{begun['id']}/vote", {"outcome": "a"})
        assert {reveal[side]["slug"] for side in "ab"} == {"one", "three"}
        _, view = await person.get(f"/api/battles/{begun['id']}")
        assert (view["vote"]["outcome"], view["vote"]["counts"]) == ("a", False)
        _, board = await person.get("/api/leaderboard")
        assert board["votes"] == 0


async def test_which_is_which_is_drawn(arena):
    async with arena(THREE) as (url, _), calling(url) as person:
        seen = set()
        # Both placings turn up; that they would not in 60 draws is less likely than 1 in 10^17.
        for _ in range(60):
            _, begun = await meet(person, "one", "two")
            await person.watch(begun["id"])
            _, reveal = await person.post(f"/api/battles/{begun['id']}/vote", {"outcome": "tie"})
            seen.add(tuple(reveal[side]["slug"] for side in Side))
            if len(seen) == len(Side):
                break
        assert seen == {("one", "two"), ("two", "one")}


async def test_who_cant_meet_is_told_why(arena):
    async with arena(THREE) as (url, _), calling(url) as person:
        for pair, text, expected in [
            (("one", "one"), "Hi", (422, "same_contestant")),
            (("one", "nobody"), "Hi", (404, "unknown_contestant")),
            (("one", "two"), " ", (422, "empty_question")),
        ]:
            status, body = await meet(person, *pair, text=text)
            assert (status, body["error"]["code"]) == expected
        _, listed = await person.get("/api/battles")
        assert listed["battles"] == []


async def test_one_made_for_it_is_paused_and_still_can_be_chosen(arena):
    async with arena(THREE) as (url, fake), calling(url) as person:
        status, made = await person.post("/api/workshop", making() | {"presence": "paused"})
        assert (status, made["presence"]) == (201, "paused")
        _, begun = await meet(person, "two", "prompt-v7")
        await person.watch(begun["id"])
        asked = {received.system for received in fake.requests}
        assert "Write as a friend would." in asked
