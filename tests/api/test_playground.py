"""The playground over HTTP: runs that stream, fail, are stopped and left; requests by hand."""

import asyncio
import json
import re
from contextlib import aclosing

import aiohttp
import pytest

from madang.engine.settings import Playground
from tests.api.conftest import KEY
from tests.server import calling
from tests.upstreams import Failure, Script

WORDS = Script(chunks=("Din", "ner, ", "ready."), tokens=(12, 34))


PATIENT = {"first_word_seconds": 30.0, "silence_seconds": 30.0}
"""No failure tested here is one of time, and the machine may be busy."""


def column(model="model-a", **changes):
    return {"provider": "fake", "model": model} | changes


async def follow(person, body):
    """The events of a run as (name, data), until the caller leaves the loop."""
    async with person.http.post(f"{person.url}/api/playground/runs", json=body) as response:
        assert response.status == 200, await response.text()
        assert response.content_type == "text/event-stream"
        name = ""
        async for line in response.content:
            key, _, value = line.decode().rstrip("\n").partition(": ")
            if key == "event":
                name = value
            elif key == "data":
                yield name, json.loads(value)


async def run(person, columns, prompt="Why?", cases=()):
    body = {"columns": columns, "prompt": prompt, "cases": list(cases)}
    return [event async for event in follow(person, body)]


def texts(events):
    """What each cell came to, and how it ended."""
    cells = {}
    for name, data in events:
        if name in ("cell", "text", "end"):
            cell = cells.setdefault((data["case"], data["column"]), {"text": ""})
            cell["text"] += data.get("text", "")
            cell |= {k: v for k, v in data.items() if k != "text"}
    return cells


@pytest.fixture
def lab(arena):
    """A person in front of a Madang, and the fake that all its columns ask."""

    def start(scripts=None, **changes):
        return arena({"one": WORDS, "two": WORDS} | (scripts or {}), **PATIENT | changes)

    return start


async def test_every_column_gets_the_prompt_and_its_own_settings(lab):
    columns = [
        column("model-of-one", system="Be brief.", parameters={"temperature": 0.3}, like="one"),
        column("model-of-two", parameters={"max_tokens": 9, "stop": ["END"], "seed": 4}),
    ]
    async with lab() as (url, fake), calling(url) as person:
        events = await run(person, columns, "Three headlines.")
    assert events[0][0] == "run"
    assert events[0][1]["cells"] == 2
    assert events[-1] == ("done", {})
    cells = texts(events)
    assert {cell["text"] for cell in cells.values()} == {WORDS.text}
    assert {cell["state"] for cell in cells.values()} == {"done"}
    first, second = sorted(fake.requests, key=lambda received: received.model)
    assert (first.system, first.body["temperature"]) == ("Be brief.", 0.3)
    assert (second.system, second.body["max_tokens"], second.body["stop"]) == ("", 9, ["END"])
    assert first.messages == second.messages == (("user", "Three headlines."),)


async def test_figures_come_with_the_end_and_prices_from_the_contestant(lab):
    columns = [column("model-of-one", like="one"), column("model-of-one")]
    async with lab() as (url, _), calling(url) as person:
        cells = texts(await run(person, columns))
    priced, unpriced = cells[0, 0], cells[0, 1]
    assert (priced["tokens_in"], priced["tokens_out"]) == (12, 34)
    assert priced["cost"] == pytest.approx((12 * 98.7 + 34 * 76.5) / 1e6)
    assert 0 < priced["first_word"] <= priced["total"]
    assert unpriced["cost"] is None
    assert unpriced["stop_reason"] == "end"


async def test_variables_are_filled_in_prompt_and_system_prompt(lab):
    cases = [{"product": "밥솥", "tone": "warm"}, {"product": "fan", "tone": "dry", "spare": "x"}]
    columns = [column(system="Write in a {{ tone }} tone."), column()]
    async with lab() as (url, fake), calling(url) as person:
        events = await run(person, columns, "Sell {{product}} as {{product}}.", cases)
    assert events[0][1]["cells"] == 4
    assert set(texts(events)) == {(0, 0), (0, 1), (1, 0), (1, 1)}
    asked = {(received.system, received.messages[0][1]) for received in fake.requests}
    assert asked == {
        ("Write in a warm tone.", "Sell 밥솥 as 밥솥."),
        ("", "Sell 밥솥 as 밥솥."),
        ("Write in a dry tone.", "Sell fan as fan."),
        ("", "Sell fan as fan."),
    }


async def test_no_more_than_so_many_are_asked_at_once(lab):
    gate = asyncio.Event()
    slow = {"slow": Script(gate=gate)}
    cases = [{"n": str(n)} for n in range(5)]
    limit = Playground(at_once=3)
    async with lab(slow, playground=limit) as (url, fake), calling(url) as person:
        running = asyncio.create_task(
            run(person, [column("model-of-slow"), column("model-of-slow")], "{{n}}", cases)
        )
        await fake.until(lambda: fake.open == 3)
        await asyncio.sleep(0.3)  # a fourth would have come by now
        assert (fake.open, len(fake.requests)) == (3, 3)
        gate.set()
        assert len(texts(await running)) == 10
    assert len(fake.requests) == 10


@pytest.mark.parametrize(
    "failure", [Failure.WRONG_KEY, Failure.RATE_LIMITED, Failure.TRUNCATED, Failure.EMPTY]
)
async def test_a_column_that_fails_says_why_and_the_others_go_on(lab, failure):
    bad = {"bad": Script(failure=failure)}
    async with lab(bad) as (url, _), calling(url) as person:
        cells = texts(await run(person, [column("model-of-bad"), column("model-of-one")]))
    assert cells[0, 0]["state"] == "failed"
    assert cells[0, 0]["code"] == failure.code
    assert cells[0, 0]["reason"] or failure is Failure.EMPTY
    assert KEY not in json.dumps(list(cells.values()))
    assert (cells[0, 1]["state"], cells[0, 1]["text"]) == ("done", WORDS.text)


async def test_one_column_is_stopped_and_keeps_what_was_seen(lab):
    gate = asyncio.Event()
    slow = {"slow": Script(chunks=("One ", "two ", "three"), gate=gate)}
    async with lab(slow) as (url, fake), calling(url) as person:
        body = {"columns": [column("model-of-slow"), column("model-of-slow")], "prompt": "?"}
        events, told, stopped = [], set(), False
        async with aclosing(follow(person, body)) as news:
            async for name, data in news:
                events.append((name, data))
                if name == "run":
                    stop = f"/api/playground/runs/{data['run']}/stop"
                told |= {data["column"]} if name == "text" else set()
                if told == {0, 1} and not stopped:
                    stopped = True
                    assert (await person.post(stop, {"column": 0}))[0] == 202
                    await fake.until(lambda: fake.left == 1)
                    gate.set()
        cells = texts(events)
        assert (cells[0, 0]["state"], cells[0, 0]["text"]) == ("stopped", "One ")
        assert (cells[0, 1]["state"], cells[0, 1]["text"]) == ("done", "One two three")
        status, answer = await person.post(stop, {"column": 1})
        assert (status, answer["error"]["code"]) == (404, "unknown_run")


async def test_stopping_all_also_stops_what_waits(lab):
    slow = {"slow": Script(gate=asyncio.Event())}
    cases = [{"n": str(n)} for n in range(4)]
    one = Playground(at_once=1)
    async with lab(slow, playground=one) as (url, fake), calling(url) as person:
        body = {"columns": [column("model-of-slow")], "prompt": "{{n}}", "cases": cases}
        events = []
        async for name, data in follow(person, body):
            events.append((name, data))
            if name == "run":
                stop = f"/api/playground/runs/{data['run']}/stop"
            if name == "text":
                await person.post(stop)
        await fake.idle()
    assert {cell["state"] for cell in texts(events).values()} == {"stopped"}
    assert events[-1] == ("done", {})
    assert len(fake.requests) == 1


async def test_who_leaves_ends_what_was_asked_for_them(lab):
    slow = {"slow": Script(gate=asyncio.Event())}
    async with lab(slow) as (url, fake), calling(url) as person:
        body = {"columns": [column("model-of-slow")] * 4, "prompt": "?"}
        async with aclosing(follow(person, body)) as events:
            async for name, _ in events:
                if name == "text":
                    break
        person.http.cookie_jar.clear()
        await fake.until(lambda: fake.left == 4)
        await fake.idle()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"columns": []}, "no_columns"),
        ({"columns": [column()] * 5}, "no_columns"),
        ({"columns": [column(provider="nobody")]}, "unknown_provider"),
        ({"columns": [column(" ")]}, "no_model"),
        ({"columns": [column(parameters={"temperature": 2.1})]}, "bad_parameter"),
        ({"columns": [column(parameters={"top_p": -0.1})]}, "bad_parameter"),
        ({"columns": [column(parameters={"max_tokens": 0})]}, "bad_parameter"),
        ({"columns": [column(parameters={"stop": [""]})]}, "bad_parameter"),
        ({"columns": [column(parameters={"json_schema": "{nope"})]}, "schema_not_json"),
        ({"columns": [column(parameters={"json_schema": "[]"})]}, "bad_schema"),
        ({"columns": [column(system="x" * 20_001)]}, "question_too_long"),
        ({"prompt": " "}, "empty_question"),
        ({"prompt": "x" * 20_001}, "question_too_long"),
        ({"prompt": "{{n}}", "cases": [{"n": "1"}, {"n": " "}]}, "no_value"),
        ({"prompt": "{{n}} {{m}}"}, "no_value"),
        ({"prompt": "?", "cases": [{}] * 201}, "too_many_cases"),
    ],
)
async def test_what_can_not_be_run_is_said(lab, change, code):
    body = {"columns": [column()], "prompt": "Why?", "cases": []} | change
    async with lab() as (url, fake), calling(url) as person:
        for language in ("en", "ko"):
            status, answer = await person.post(
                "/api/playground/runs", body, headers={"Accept-Language": language}
            )
            assert (status, answer["error"]["code"]) == (422, code)
            message = answer["error"]["message"]
            assert bool(re.search("[가-힣]", message)) == (language == "ko"), message
        assert fake.requests == []


async def test_the_missing_value_is_named(lab):
    body = {"columns": [column(system="{{말투}}")], "prompt": "{{n}}", "cases": [{"n": "1"}]}
    async with lab() as (url, _), calling(url) as person:
        _, answer = await person.post("/api/playground/runs", body)
    assert "Case 1 has no value for {{말투}}." in answer["error"]["message"]


async def test_the_request_is_shown_and_what_is_not_sent_is_said(lab):
    given = {"temperature": 0.5, "seed": 1, "json_schema": '{"type": "object"}'}
    body = {
        "column": column("claude-3-opus", parameters=given, system="Be {{tone}}."),
        "prompt": "Sell {{product}} to {{whom}}.",
        "values": {"product": "밥솥", "tone": "kind", "whom": ""},
    }
    async with lab() as (url, fake), calling(url) as person:
        status, answer = await person.post("/api/playground/preview", body)
        assert status == 200, answer
        assert answer["refused"] == ["seed", "json_schema"]
        for text in answer["snippets"].values():
            assert "Sell 밥솥 to {{whom}}." in text
            assert "Be kind." in text
            assert fake.url in text
            assert "FAKE_KEY" in text
            assert KEY not in text


async def test_models_are_those_the_provider_names_and_failing_that_those_in_use(lab):
    async with lab() as (url, fake), calling(url) as person:
        _, offer = await person.get("/api/playground")
        assert offer["providers"] == ["fake"]
        assert (offer["enabled"], offer["contestants"], offer["columns"]) == (True, True, 4)
        _, known = await person.get("/api/playground/models/fake")
        assert known == {
            "models": ["model-of-one", "model-of-two", "model-a", "model-b"],
            "problem": None,
        }
        fake.default = Script(failure=Failure.WRONG_KEY)
        _, known = await person.get("/api/playground/models/fake")
        assert known["models"] == ["model-of-one", "model-of-two"]
        assert "did not accept the key" in known["problem"]


async def test_switched_off_it_runs_nothing(lab):
    async with lab(playground=Playground(enabled=False)) as (url, fake), calling(url) as person:
        assert (await person.get("/api/playground"))[1]["enabled"] is False
        body = {"columns": [column()], "prompt": "Why?"}
        for path, sent in (("runs", body), ("preview", {"column": column()})):
            status, answer = await person.post(f"/api/playground/{path}", sent)
            assert (status, answer["error"]["code"]) == (403, "playground_off")
        assert fake.requests == []


async def test_the_server_closes_while_a_run_goes_on(lab):
    slow = {"slow": Script(gate=asyncio.Event())}
    async with lab(slow) as (url, fake):
        async with aiohttp.ClientSession() as http:
            body = {"columns": [column("model-of-slow")], "prompt": "?"}
            response = await http.post(f"{url}/api/playground/runs", json=body)
            await fake.until(lambda: fake.open == 1)
            response.close()
        await fake.idle()
