"""What can be sent wrong, and what is said of it: one shape, the right status, both languages."""

import pytest

from tests.server import calling
from tests.upstreams import Script

JSON = {"Content-Type": "application/json"}


def code(answer):
    status, body = answer
    assert set(body) == {"error"}
    assert {"code", "message"} <= set(body["error"]) <= {"code", "message", "details"}
    return status, body["error"]["code"]


async def test_questions_that_can_not_be_asked(arena):
    async with arena(question_characters=100) as (url, fake), calling(url) as person:
        path = f"/api/battles/{await person.start()}/turns"
        assert code(await person.post(path, {"text": " \n"})) == (422, "empty_question")
        status, body = await person.post(path, {"text": "x" * 101})
        assert (status, body["error"]["code"]) == (422, "question_too_long")
        assert body["error"]["details"] == {"length": 101, "limit": 100}
        assert "101" in body["error"]["message"]
        assert code(await person.post(path, {})) == (422, "invalid_request")
        assert code(await person.post(path, {"text": 7})) == (422, "invalid_request")
        assert code(await person.post(path, ["text"])) == (422, "invalid_request")
        for data, expected in (
            (b'{"text": ', "invalid_json"),
            (b'{"text": "\xff"}', "invalid_text"),
            (b'{"text": "\\ud800"}', "invalid_text"),
            (b"[" * 5_000, "invalid_request"),
        ):
            answer = await person.post(path, data=data, headers=JSON)
            assert code(answer)[1] == expected, data[:20]
        assert code(await person.post(path, {"text": "x" * 100_000})) == (413, "too_large")
        assert fake.requests == []


async def test_long_korean_texts_arrive_where_long_texts_may_be_kept_or_read(arena):
    async with arena() as (url, _), calling(url) as person:
        _, chat = await person.post("/api/chats", {"text": "hello"})
        document = f"/api/documents/{chat['id']}"
        (reply,) = chat["replies"]
        body = {"text": "글" * 150_000, "before": None}
        status, kept = await person.call("PUT", f"{document}/{reply}", body)
        assert (status, list(kept)) == (200, ["digest"])
        rows = [f"{'평가' * 800} {number},60,55\n" for number in range(100)]
        table = "".join(["benchmark,Alpha,one\n", *rows])
        status, read = await person.post("/api/benchmarks/tables", {"text": table})
        assert status == 200, read
        assert len(read["table"]["benchmarks"]) == len(rows)


async def test_a_body_without_a_length_is_bounded_too(arena):
    async def endless():
        for _ in range(1_000):
            yield b" " * 10_000

    async with arena(question_characters=100) as (url, _), calling(url) as person:
        path = f"/api/battles/{await person.start()}/turns"
        assert code(await person.post(path, data=endless(), headers=JSON)) == (413, "too_large")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/stream"),
        ("POST", "/stop"),
        ("POST", "/turns"),
        ("POST", "/turns/1/retry"),
        ("POST", "/vote"),
        ("PATCH", "/vote"),
        ("DELETE", "/vote"),
    ],
)
async def test_a_battle_that_is_not_there_or_not_ones_own(arena, method, path):
    body = {"text": "Hi", "outcome": "a"} if method in ("POST", "PATCH") else None
    async with arena() as (url, _), calling(url) as person, calling(url) as other:
        battle = await person.start("Hi")
        answer = await other.call(method, f"/api/battles/{battle}{path}", body)
        assert code(answer) == (403, "not_your_battle")
        answer = await other.call(method, f"/api/battles/b_none{path}", body)
        assert code(answer) == (404, "unknown_battle")


async def test_paths_and_methods_that_are_not_there(arena):
    async with arena() as (url, _), calling(url) as person:
        assert code(await person.get("/api/nothing")) == (404, "unknown_page")
        assert code(await person.post("/api/leaderboard", {}))[0] == 405
        battle = await person.start("Hi")
        await person.watch(battle)
        path = f"/api/battles/{battle}/turns"
        assert code(await person.post(f"{path}/9/retry", {})) == (404, "unknown_turn")
        assert code(await person.post(f"{path}/0/retry", {})) == (422, "invalid_request")
        assert code(await person.post(f"{path}/1/retry", {})) == (409, "nothing_to_retry")
        assert code(await person.post(f"{path}/1/retry", {"side": "c"})) == (422, "invalid_request")


async def test_the_message_is_in_the_callers_language(arena):
    async with arena() as (url, _), calling(url) as person:
        for accepted, word in (
            ("ko-KR,ko;q=0.9,en;q=0.5", "없는 대결입니다"),
            ("en-US,ko;q=0.8", "no such battle"),
            ("ja,ko;q=0.3,en;q=0.2", "없는 대결입니다"),
            ("fr", "no such battle"),
            ("ko;q=x,,;", "no such battle"),
        ):
            headers = {"Accept-Language": accepted}
            _, body = await person.get("/api/battles/b_none", headers=headers)
            assert word in body["error"]["message"], accepted


async def test_other_sites_can_not_act_or_look(arena):
    async with arena() as (url, _), calling(url) as person:
        for headers in (
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ):
            answer = await person.post("/api/battles", headers=headers)
            assert code(answer) == (403, "cross_site"), headers
        assert code(await person.get("/api/battles", headers={"Host": "evil.example"})) == (
            403,
            "unknown_host",
        )
        own = {"Origin": url, "Sec-Fetch-Site": "same-origin"}
        assert (await person.post("/api/battles", headers=own))[0] == 201


async def test_the_cookie_is_closed_to_scripts_and_other_sites(arena):
    async with arena() as (url, _), calling(url) as person:
        async with person.http.post(f"{url}/api/battles") as response:
            cookie = response.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        forged = {"Cookie": "madang_person=p_someone.forged"}
        battle = await person.start("Hi")
        async with calling(url) as thief:
            answer = await thief.get(f"/api/battles/{battle}", headers=forged)
            assert code(answer) == (403, "not_your_battle")


@pytest.mark.parametrize("scripts", [{"one": Script()}, {}])
async def test_too_few_contestants(arena, scripts):
    contestants = () if not scripts else None
    changes = {} if contestants is None else {"contestants": contestants}
    async with arena(scripts, **changes) as (url, _), calling(url) as person:
        status, body = await person.post("/api/battles", headers={"Accept-Language": "ko"})
        assert (status, body["error"]["code"]) == (503, "too_few_contestants")
        assert body["error"]["details"] == {"ready": len(scripts)}
        assert (await person.get("/healthz"))[0] == 200
        assert (await person.get("/api/leaderboard"))[0] == 200


async def test_a_comment_that_is_too_long_and_an_outcome_that_is_none(arena):
    async with arena() as (url, _), calling(url) as person:
        battle = await person.start("Hi")
        await person.watch(battle)
        path = f"/api/battles/{battle}/vote"
        answer = await person.post(path, {"outcome": "a", "comment": "x" * 4001})
        assert code(answer) == (422, "comment_too_long")
        assert code(await person.post(path, {"outcome": "c"})) == (422, "invalid_request")
        assert (await person.post(path, {"outcome": "a"}))[0] == 200
