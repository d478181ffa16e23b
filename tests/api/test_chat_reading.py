"""What a contestant is given to read: images, long chats and their summaries, what was changed."""

import asyncio
import io

import msgspec

from tests.api.conftest import entry
from tests.chats import PNG, chat_with, ended, messages_of, say
from tests.server import calling
from tests.upstreams import Script

LONG = "The crab walks along the shore and counts its ten legs again. " * 24
PAGE = '```html name=game title="Game"\n<p>1</p>\n```\n'


def entrants(*slugs, **changes):
    return tuple(msgspec.structs.replace(entry(slug), **changes) for slug in slugs)


async def picture(person):
    status, body = await person.call("POST", "/api/files?name=crab.png", data=io.BytesIO(PNG))
    assert status == 201, body
    return body["id"]


async def test_an_image_reaches_a_contestant_that_sees(arena):
    contestants = *entrants("one", sees_images=True), *entrants("two")
    async with arena(contestants=contestants) as (url, fake), calling(url) as person:
        file = await picture(person)
        chat, begun = await chat_with(person, "What is it?", contestant="one", files=[file])
        await ended(person, chat, begun["replies"])
        assert fake.requests[-1].images == (("image/png", PNG),)
        # It stays in the chat, and goes along with what is said later.
        asked = await say(person, chat, "And its colour?", begun["replies"][0])
        assert fake.requests[-1].images == (("image/png", PNG),)
        # One that sees none is told that there was one, and can't be asked about one.
        await say(person, chat, "In a word?", asked["replies"][0], contestant="two")
        assert fake.requests[-1].images == ()
        assert "[image: crab.png]" in fake.requests[-1].body["messages"][1]["content"]
        path = f"/api/chats/{chat}/messages/{begun['message']}/replies"
        status, body = await person.post(
            path, {"contestant": "two"}, headers={"Accept-Language": "ko"}
        )
        assert (status, body["error"]["code"]) == (409, "can_not_see")
        assert "Name of two" in body["error"]["message"]


async def test_a_blind_second_opinion_on_an_image_counts_among_images(arena):
    scripts = {slug: Script() for slug in ("one", "two", "three", "blind")}
    contestants = *entrants("one", "two", "three", sees_images=True), *entrants("blind")
    async with (
        arena(scripts, contestants=contestants) as (url, fake),
        calling(url) as person,
    ):
        file = await picture(person)
        chat, begun = await chat_with(person, "What is it?", contestant="one", files=[file])
        await ended(person, chat, begun["replies"])
        path = f"/api/chats/{chat}/messages/{begun['message']}/battle"
        status, opened = await person.post(path)
        assert status == 201, opened
        await person.watch(opened["battle"])
        assert {asked.model for asked in fake.requests[-2:]} == {"model-of-two", "model-of-three"}
        assert [asked.images for asked in fake.requests[-2:]] == [(("image/png", PNG),)] * 2
        status, _ = await person.post(f"/api/battles/{opened['battle']}/vote", {"outcome": "a"})
        assert status == 200
        for category, votes in (("image", 1), ("coding", 0)):
            _, board = await person.get(f"/api/leaderboard?category={category}")
            assert board["votes"] == votes, category
        # The winner has answered now, and of the other two only one is left who sees.
        assert (await person.post(path))[1]["error"]["code"] == "too_few_seeing"


async def test_what_is_too_long_is_left_out_and_can_be_summed_up(arena):
    def reply(received):
        return ["Ten legs."] if "Summarise" in received.messages[-1][1] else [LONG]

    contestants = entrants("one", "two", context_tokens=1500, max_tokens=200)
    async with (
        arena({"one": Script(say=reply), "two": Script()}, contestants=contestants) as (url, fake),
        calling(url) as person,
    ):
        chat, begun = await chat_with(person, "Tell me of the first crab", contestant="one")
        await ended(person, chat, begun["replies"])
        last = begun["replies"][0]
        assert (await messages_of(person, chat))[last]["left_out"] == 0
        path = f"/api/chats/{chat}/summary"
        status, body = await person.post(path)
        assert (status, body["error"]["code"]) == (409, "nothing_to_summarise")
        for text in ("And the second?", "And the third?", "And the fourth?"):
            last = (await say(person, chat, text, last))["replies"][0]
        # What did not fit is counted where it was left out, and was not sent.
        left = (await messages_of(person, chat))[last]["left_out"]
        sent = [text for _, text in fake.requests[-1].messages]
        assert left > 0
        assert len(sent) == 7 - left
        assert "Tell me of the first crab" not in str(sent)

        status, head = await person.post(path)
        assert status == 201, head
        asked = [r.messages[-1][1] for r in fake.requests if "Summarise" in r.messages[-1][1]]
        assert "Tell me of the first crab" in asked[0]
        (summed,) = [m for m in (await messages_of(person, chat)).values() if m["summary"]]
        assert summed["summary"] == "Ten legs."
        last = (await say(person, chat, "So?", last))["replies"][0]
        assert "Ten legs." in fake.requests[-1].messages[0][1]
        assert (await messages_of(person, chat))[last]["left_out"] == 0

        await person.call("DELETE", f"/api/chats/{chat}/messages/{summed['id']}/summary")
        await say(person, chat, "Really?", last)
        assert "Ten legs." not in str(fake.requests[-1].messages)


async def test_what_is_left_out_of_a_short_chat_can_be_summed_up(arena):
    def reply(received):
        return ["In short."] if "Summarise" in received.messages[-1][1] else [LONG]

    contestants = entrants("one", "two", context_tokens=1000, max_tokens=200)
    async with (
        arena({"one": Script(say=reply), "two": Script()}, contestants=contestants) as (url, fake),
        calling(url) as person,
    ):
        chat, begun = await chat_with(person, "A crab? " * 200, contestant="one")
        await ended(person, chat, begun["replies"])
        last = (await say(person, chat, "Go on", begun["replies"][0]))["replies"][0]
        assert (await messages_of(person, chat))[last]["left_out"] > 0
        status, body = await person.post(f"/api/chats/{chat}/summary")
        assert status == 201, body
        await say(person, chat, "Go on", last)
        assert "In short." in fake.requests[-1].messages[0][1]


async def test_a_summary_is_stopped_and_nothing_is_kept(arena):
    asked = asyncio.Event()

    def reply(received):
        if "Summarise" not in received.messages[-1][1]:
            return [LONG]
        asked.set()
        return [f"{n} " for n in range(600)]

    contestants = entrants("one", "two", context_tokens=1000, max_tokens=200)
    scripts = {"one": Script(say=reply, delay=0.02), "two": Script()}
    async with (
        arena(scripts, contestants=contestants) as (url, fake),
        calling(url) as person,
    ):
        chat, begun = await chat_with(person, "A crab? " * 200, contestant="one")
        await ended(person, chat, begun["replies"])
        await say(person, chat, "Go on", begun["replies"][0])
        path = f"/api/chats/{chat}/summary"
        status, body = await person.call("DELETE", path)
        assert (status, body["error"]["code"]) == (409, "nothing_to_stop")
        # A page that was loaded anew waits for the same summary.
        both = [asyncio.create_task(person.post(path)) for _ in range(2)]
        async with asyncio.timeout(10):
            await asked.wait()
        assert (await person.call("DELETE", path))[0] == 204
        assert [status for status, _ in await asyncio.gather(*both)] == [201, 201]
        assert not any(m["summary"] for m in (await messages_of(person, chat)).values())
        assert sum("Summarise" in r.messages[-1][1] for r in fake.requests) == 1


async def test_a_question_that_alone_is_too_long_says_so(arena):
    contestants = entrants("one", "two", context_tokens=400)
    async with arena(contestants=contestants) as (url, fake), calling(url) as person:
        status, body = await person.post("/api/chats", {"text": LONG, "contestant": "one"})
        assert (status, body["error"]["code"]) == (409, "too_long_to_read")
        assert "Name of one" in body["error"]["message"]
        assert fake.requests == []


async def test_what_was_changed_by_hand_is_carried(arena):
    scripts = {"one": Script(chunks=(PAGE,)), "two": Script()}
    async with arena(scripts) as (url, fake), calling(url) as person:
        chat, begun = await chat_with(person, "Make a page", contestant="one")
        await ended(person, chat, begun["replies"])
        edit = {"name": "game", "title": "Game", "kind": "html", "language": "html", "after": 1}
        for text in ("<p>2</p>", "<p>3</p>"):
            status, _ = await person.post(f"/api/places/{chat}/edits", edit | {"text": text})
            assert status == 201
        asked = await say(person, chat, "Make it red", begun["replies"][0])
        question = fake.requests[-1].messages[-1][1]
        assert "html name=game\n<p>3</p>" in question
        assert "<p>2</p>" not in question
        assert question.endswith("Make it red")
        # Once answered it is not said again.
        await say(person, chat, "Bluer", asked["replies"][0])
        assert fake.requests[-1].messages[-1][1] == "Bluer"
