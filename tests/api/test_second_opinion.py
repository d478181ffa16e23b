"""A message of a chat becomes a blind battle, and its winner's answer goes on in the chat."""

from tests.chats import chat_with, ended, messages_of, say
from tests.server import calling
from tests.upstreams import Script

THREE = {
    "one": Script(chunks=("I am one.",)),
    "two": Script(chunks=("I am two.",)),
    "three": Script(chunks=("I am three.",)),
}


async def second(person, chat, message):
    status, body = await person.post(f"/api/chats/{chat}/messages/{message}/battle")
    assert status == 201, body
    await person.watch(body["battle"])
    return body["battle"]


async def test_the_winner_goes_on_in_the_chat(arena):
    async with arena(THREE) as (url, fake), calling(url) as person:
        chat, begun = await chat_with(person, "First", contestant="one")
        await ended(person, chat, begun["replies"])
        asked = await say(person, chat, "Second", begun["replies"][0])
        battle = await second(person, chat, asked["replies"][0])
        # Both are asked the same, with the chat so far; who answered already is not among them.
        assert {r.model for r in fake.requests[-2:]} == {"model-of-two", "model-of-three"}
        for request in fake.requests[-2:]:
            said = [m["content"] for m in request.body["messages"] if m["role"] != "system"]
            assert said == ["First", "I am one.", "Second"]
        _, view = await person.get(f"/api/chats/{chat}")
        assert view["battles"] == [{"id": battle, "message": asked["message"], "voted": False}]
        _, reveal = await person.post(f"/api/battles/{battle}/vote", {"outcome": "b"})
        said = await messages_of(person, chat)
        (winner,) = [m for m in said.values() if m["battle"] == battle]
        assert winner["slug"] == reveal["b"]["slug"]
        assert winner["parent"] == asked["message"]
        _, view = await person.get(f"/api/chats/{chat}")
        assert view["chat"]["leaf"] == winner["id"]
        assert view["chat"]["contestant"]["slug"] == winner["slug"]
        # Twice is once.
        status, _ = await person.post(f"/api/battles/{battle}/continue")
        assert status == 201
        assert len(await messages_of(person, chat)) == len(said)


async def test_nothing_of_the_chat_tells_the_sides_apart(arena):
    async with arena(THREE) as (url, _), calling(url) as person:
        chat, begun = await chat_with(person, "First", contestant="one")
        await ended(person, chat, begun["replies"])
        before = len(person.received)
        battle = await second(person, chat, begun["message"])
        await person.get(f"/api/battles/{battle}")
        await person.get(f"/api/chats/{chat}")
        heard = b"".join(person.received[before:])
        for telltale in (b"Name of two", b"Name of three", b"model-of-two", b'tokens_out":8'):
            assert telltale not in heard
        _, view = await person.get(f"/api/battles/{battle}")
        assert view["reveal"] is None
        assert [one["text"] for one in view["context"]["prelude"]] == []


async def test_a_tie_adopts_nothing_until_one_is_chosen(arena):
    async with arena(THREE) as (url, _), calling(url) as person:
        chat, begun = await chat_with(person, "First", contestant="one")
        await ended(person, chat, begun["replies"])
        battle = await second(person, chat, begun["message"])
        status, body = await person.post(f"/api/battles/{battle}/continue", {"side": "a"})
        assert (status, body["error"]["code"]) == (409, "nothing_to_continue")
        await person.post(f"/api/battles/{battle}/vote", {"outcome": "tie"})
        assert len(await messages_of(person, chat)) == 2
        status, body = await person.post(f"/api/battles/{battle}/continue")
        assert (status, body["error"]["code"]) == (409, "nothing_to_continue")
        status, body = await person.post(f"/api/battles/{battle}/continue", {"side": "a"})
        assert (status, body) == (201, {"chat": chat})
        assert len(await messages_of(person, chat)) == 3


async def test_two_that_have_not_answered_are_needed(arena):
    async with arena() as (url, _), calling(url) as person:
        chat, begun = await chat_with(person, "First", contestant="one")
        await ended(person, chat, begun["replies"])
        path = f"/api/chats/{chat}/messages/{begun['message']}/battle"
        status, body = await person.post(path)
        assert (status, body["error"]["code"]) == (503, "too_few_unseen")


async def test_another_second_opinion_shows_nobody_whose_answer_was_read_by_name(arena):
    scripts = THREE | {"four": Script(), "five": Script()}
    async with arena(scripts) as (url, fake), calling(url) as person:
        chat, begun = await chat_with(person, "First", contestant="one")
        await ended(person, chat, begun["replies"])
        battle = await second(person, chat, begun["message"])
        await person.post(f"/api/battles/{battle}/vote", {"outcome": "tie"})
        await second(person, chat, begun["message"])
        asked = [request.model for request in fake.requests]
        assert sorted(asked) == sorted(f"model-of-{slug}" for slug in scripts)
        # A vote on the first would now tell of the second, and none of them comes again.
        path = f"/api/chats/{chat}/messages/{begun['message']}/battle"
        status, body = await person.post(path)
        assert (status, body["error"]["code"]) == (503, "too_few_unseen")


async def test_a_deleted_chat_takes_its_words_out_of_its_battles(arena):
    async with arena(THREE) as (url, _), calling(url) as person:
        chat, begun = await chat_with(person, "A secret", contestant="one")
        await ended(person, chat, begun["replies"])
        asked = await say(person, chat, "More secrets", begun["replies"][0])
        battle = await second(person, chat, asked["message"])
        ballot = {"outcome": "a", "comment": "because of the secret"}
        _, reveal = await person.post(f"/api/battles/{battle}/vote", ballot)
        await person.call("DELETE", f"/api/chats/{chat}")
        status, view = await person.get(f"/api/battles/{battle}")
        assert status == 200
        assert view["vote"]["outcome"] == "a"
        assert view["reveal"]["a"]["slug"] == reveal["a"]["slug"]
        for word in ("secret", "I am"):
            assert word not in str(view)
        _, board = await person.get("/api/leaderboard")
        assert board["votes"] == 1


async def test_a_branch_that_is_deleted_stops_its_battle(arena):
    slow = Script(chunks=tuple(f"word{n} " for n in range(60)), delay=0.05)
    scripts = {"one": Script(), "two": slow, "three": slow}
    async with arena(scripts) as (url, _), calling(url) as person:
        chat, begun = await chat_with(person, "A secret", contestant="one")
        await ended(person, chat, begun["replies"])
        path = f"/api/chats/{chat}/messages/{begun['message']}"
        _, body = await person.post(f"{path}/battle")
        status, _ = await person.call("DELETE", path)
        assert status == 204
        _, view = await person.get(f"/api/battles/{body['battle']}")
        assert not view["running"]
        assert "secret" not in str(view)
        assert "word" not in str([turn["a"]["text"] + turn["b"]["text"] for turn in view["turns"]])
