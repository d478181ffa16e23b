"""The leaderboard over HTTP: categories, live, aimed battles, records."""

import asyncio
import json

from madang.store import Store
from tests.engine.history import keep, season


async def fill(tmp_path, votes, **rest):
    (tmp_path / "home").mkdir()
    store = await Store.open(f"sqlite:///{tmp_path / 'home' / 'madang.sqlite3'}")
    await keep(store, list(season(votes, slugs=("one", "two"), **rest)))
    await store.close()


async def vote(caller, outcome="a"):
    battle = await caller.start("하늘은 왜 파란가요?")
    await caller.watch(battle)
    assert (await caller.post(f"/api/battles/{battle}/vote", {"outcome": outcome}))[0] == 200
    return battle


async def test_a_vote_is_on_an_open_board_within_a_second(arena, person):
    async with arena() as (url, _), person(url) as caller, person(url) as reader:
        async with reader.http.get(f"{url}/api/leaderboard/stream") as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            await read_event(stream)
            battle = await caller.start("하늘은 왜 파란가요?")
            await caller.watch(battle)
            await caller.post(f"/api/battles/{battle}/vote", {"outcome": "a"})
            async with asyncio.timeout(1):
                event = await read_event(stream)
                _, board = await reader.get("/api/leaderboard?category=in-ko")
        assert event["revision"] == board["revision"]
        assert board["votes"] == 1
        assert board["verdict"]["state"] == "too_few"


async def read_event(stream):
    async for line in stream.content:
        if line.startswith(b"data: "):
            return json.loads(line[6:])
    raise AssertionError("the stream ended")


async def test_categories_have_names_rules_and_votes_in_both_languages(arena, person):
    async with arena() as (url, _), person(url) as caller:
        await vote(caller)
        _, body = await caller.get("/api/leaderboard/categories")
        found = {entry["slug"]: entry for entry in body["categories"]}
        assert found["in-ko"]["votes"] == found["overall"]["votes"] == 1
        assert found["in-ko"]["name"] == ["Korean", "한국어"]
        assert all(len(entry["rule"]) == 2 for entry in found.values())


async def test_an_undone_vote_leaves_the_board(arena, person):
    async with arena() as (url, _), person(url) as caller:
        battle = await vote(caller)
        assert (await caller.get("/api/leaderboard"))[1]["votes"] == 1
        await caller.call("DELETE", f"/api/battles/{battle}/vote")
        assert (await caller.get("/api/leaderboard"))[1]["votes"] == 0


async def test_a_battle_can_aim_at_a_category_and_stays_blind(arena, person):
    async with arena() as (url, _), person(url) as caller:
        status, body = await caller.post("/api/battles", {"category": "coding"})
        assert status == 201
        _, state = await caller.get(f"/api/battles/{body['id']}")
        assert state["reveal"] is None
        assert "Name of" not in json.dumps(state)
        assert (await caller.post("/api/battles", {"category": "no"}))[0] == 404
        assert (await caller.post("/api/battles", {"contestants": ["one"]}))[0] == 422


async def test_errors_are_said_in_the_one_shape(arena, person):
    async with arena() as (url, _), person(url) as caller:
        for path, code in (
            ("?category=nothing", "unknown_category"),
            ("?styled=true", "no_style_control"),
            ("/contestants/nobody", "unknown_contestant"),
            ("/pair?a=one&b=nobody", "unknown_contestant"),
        ):
            _, body = await caller.get(f"/api/leaderboard{path}")
            assert body["error"]["code"] == code


async def test_records_of_contestants_pairs_and_people(arena, person):
    async with arena() as (url, _), person(url) as caller:
        for number in range(10):
            assert (await caller.get("/api/leaderboard/mine"))[1]["needed"] == 10 - number
            battle = await vote(caller, "tie" if number % 3 == 0 else "a")
        why = {"reasons": ["clear"]}
        await caller.call("PATCH", f"/api/battles/{battle}/vote", why)
        _, mine = await caller.get("/api/leaderboard/mine")
        assert mine["needed"] == 0
        assert sum(row["votes"] for row in mine["board"]) == 20
        for row in mine["board"]:
            assert row["lower"] < row["rating"] < row["upper"]
            assert row["rank_best"] <= row["rank"] <= row["rank_worst"]
        _, one = await caller.get("/api/leaderboard/contestants/one")
        assert one["versions"][0]["shown"] == 10
        assert one["versions"][0]["system"] == "System of one"
        assert one["meetings"][0]["votes"] == 10
        _, two = await caller.get("/api/leaderboard/contestants/two")
        assert one["reasons"] | two["reasons"] in ({"clear": 1}, {})
        _, pair = await caller.get("/api/leaderboard/pair?a=one&b=two")
        assert {c["category"] for c in pair["categories"]} == {"overall", "in-ko"}
        assert (await caller.get("/api/leaderboard/pair?a=one@1&b=two@1"))[1] == pair
        assert (await caller.get("/api/leaderboard/pair?a=one@2&b=two@1"))[0] == 404
        _, exposure = await caller.get("/api/leaderboard/exposure")
        assert [row["battles"] for row in exposure["contestants"]] == [10, 10]


async def test_pictures_have_their_numbers(arena, person, tmp_path):
    await fill(tmp_path, 300)
    async with arena() as (url, _), person(url) as caller:
        _, pairs = await caller.get("/api/leaderboard/pairs")
        assert len(pairs["pairs"]) == 1
        assert pairs["pairs"][0]["probability"] > 0.9
        _, history = await caller.get("/api/leaderboard/history")
        assert len(history["moments"]) == 16
        assert history["votes"][-1] == 300
        assert len(history["lines"]) == 2


async def test_files_leave_without_conversations(arena, person):
    async with arena() as (url, _), person(url) as caller:
        await vote(caller)
        for path in ("votes.jsonl", "votes.csv", "votes.jsonl?fastchat=true", "board.json"):
            async with caller.http.get(f"{url}/api/export/{path}") as response:
                assert response.status == 200
                assert "attachment" in response.headers["content-disposition"]
                text = await response.text()
            assert "하늘은" not in text
            assert "one" in text
        assert (await caller.get("/api/export/votes.xlsx"))[0] == 422


async def test_the_report_is_one_page_in_either_language(arena, person):
    async with arena() as (url, _), person(url) as caller:
        await vote(caller)
        _, english = await caller.get("/report")
        _, korean = await caller.get("/report?category=in-ko&language=ko")
        assert "Which should we use?" in english
        assert "Not enough votes yet" in english
        assert "무엇을 쓸까요?" in korean
        assert "첫 질문이 한국어입니다" in korean
        assert "<script" not in english


async def test_the_board_is_shared_by_its_key_only(arena, person):
    key = "a-key-of-16-letters"
    async with arena(shared_board=key) as (url, _), person(url) as caller:
        await vote(caller)
        status, text = await caller.get(f"/shared/{key}?category=in-ko")
        assert status == 200
        assert "Name of one" in text
        assert "category=overall" in text
        assert "하늘은" not in text
        for refused in ("/shared/another-key-of-16", "/report?category=nothing"):
            async with caller.http.get(f"{url}{refused}") as response:
                assert response.status == 404
                assert response.content_type == "text/html"
                assert "<h1>" in await response.text()
    async with arena() as (url, _), person(url) as caller:
        assert (await caller.get("/shared/None"))[0] == 404
