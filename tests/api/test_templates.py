"""Templates over HTTP: filled in, battled, written by the team, and broken without harm."""

import asyncio

import pytest

from tests.upstreams import Script

AD = {
    "product": "12분밥솥",
    "audience": "혼자 사는 직장인",
    "benefits": "불리지 않아도 12분\n작은 내솥",
    "place": "네이버 검색 광고",
    "tone": "담백하게",
    "length": "헤드라인 15자, 설명 45자 이내",
    "language": "한국어",
}
OWN = """\
slug = "{slug}"
language = "{language}"
kind = "office"
name = "{name}"
prompt = "Thank {{{{who}}}}."

[[fields]]
key = "who"
label = "Who"
required = true
"""


def own(slug="thanks", language="en", name="Thank you"):
    return OWN.format(slug=slug, language=language, name=name)


@pytest.fixture
async def caller(arena, person):
    async with arena() as (url, _), person(url) as one:
        yield one


async def test_the_gallery_is_in_the_language_that_is_read(caller):
    for header, name in (("ko-KR", "보도자료"), ("en", "Press release")):
        _, body = await caller.get("/api/templates", headers={"Accept-Language": header})
        names = {card["slug"]: card["name"] for card in body["templates"]}
        assert names["press-release"] == name
        assert len(names) >= 16
    assert body["broken"] == []
    _, body = await caller.get("/api/templates/press-release?language=ko")
    assert body["template"]["name"] == "보도자료"
    assert set(body["languages"]) == {"en", "ko"}
    assert body["wants_voice"]


async def test_the_prompt_is_shown_before_it_is_asked(caller):
    path = "/api/templates/advertisement/prompt"
    status, body = await caller.post(path, {"language": "ko", "values": AD})
    assert status == 200
    assert "<product>12분밥솥</product>" in body["prompt"]
    status, body = await caller.post(
        path,
        {"language": "ko", "values": {"product": "x", "tone": "?"}},
        headers={"Accept-Language": "ko"},
    )
    assert (status, body["error"]["code"]) == (422, "unfit_form")
    assert "‘누가 보나요’ 칸을 적어 주세요" in body["error"]["message"]
    assert {"audience", "benefits", "tone"} <= set(body["error"]["details"]["fields"])
    assert (await caller.post("/api/templates/none/prompt", {"values": {}}))[0] == 404


async def test_a_battle_of_a_form_asks_both_the_same_and_counts_as_marketing(arena, person):
    scripts = {"one": Script(), "two": Script()}
    async with arena(scripts) as (url, fake), person(url) as caller:
        await caller.call("PUT", "/api/voice", {"text": "담백하게, 짧게."})
        status, body = await caller.post(
            "/api/templates/advertisement/battles",
            {"language": "ko", "values": AD, "voice": True},
        )
        assert status == 201, body
        battle = body["id"]
        await caller.watch(battle)
        asked = [request.body["messages"][-1]["content"] for request in fake.requests]
        assert len(asked) == 2
        assert asked[0] == asked[1]
        assert "<voice>담백하게, 짧게.</voice>" in asked[0]
        _, state = await caller.get(f"/api/battles/{battle}")
        form = state["form"]
        assert (form["template"], form["kind"], form["name"]) == (
            "advertisement",
            "marketing",
            "광고 문구",
        )
        assert {"label": "상품", "value": "12분밥솥"} in form["entries"]
        assert state["reveal"] is None
        assert (await caller.post(f"/api/battles/{battle}/vote", {"outcome": "a"}))[0] == 200
        _, body = await caller.get("/api/leaderboard/categories")
        votes = {category["slug"]: category["votes"] for category in body["categories"]}
        assert (votes["marketing"], votes["office"]) == (1, 0)
        export = (await caller.get("/api/export/votes.jsonl"))[1]
        assert (export["template"], export["template_kind"]) == ("advertisement", "marketing")


async def test_a_prompt_too_long_to_ask_leaves_no_battle_behind(arena, person):
    async with arena(question_characters=300) as (url, _), person(url) as caller:
        status, body = await caller.post(
            "/api/templates/advertisement/battles", {"language": "ko", "values": AD}
        )
        assert (status, body["error"]["code"]) == (422, "question_too_long")
        assert (await caller.get("/api/battles"))[1]["battles"] == []


async def test_the_voice_is_one_s_own_and_no_longer_than_allowed(arena, person):
    async with arena() as (url, _), person(url) as one, person(url) as other:
        assert (await one.get("/api/voice"))[1] == {"text": ""}
        assert (await one.call("PUT", "/api/voice", {"text": " Warm "}))[1] == {"text": "Warm"}
        await other.call("PUT", "/api/voice", {"text": "Plain"})
        assert (await one.get("/api/voice"))[1] == {"text": "Warm"}
        status, body = await one.call("PUT", "/api/voice", {"text": "x" * 4001})
        assert (status, body["error"]["code"]) == (422, "voice_too_long")


async def test_the_team_writes_changes_and_deletes_its_own(arena, person, tmp_path):
    home = tmp_path / "home"
    async with arena(home=home) as (url, _), person(url) as caller:
        status, body = await caller.post("/api/templates", {"source": own()})
        assert (status, body["origin"], body["file"]) == (200, "own", "thanks.en.toml")
        assert (home / "templates" / "thanks.en.toml").read_text() == own()
        _, shown = await caller.get("/api/templates/thanks", headers={"Accept-Language": "ko"})
        assert shown["template"]["language"] == "en"  # shown in the language it is in
        status, body = await caller.post(
            "/api/templates", {"source": own(name="Thanks!"), "before": shown["digest"]}
        )
        assert body["template"]["name"] == "Thanks!"
        status, body = await caller.post(
            "/api/templates", {"source": own(name="Mine"), "before": shown["digest"]}
        )
        assert (status, body["error"]["code"]) == (409, "template_changed")
        status, body = await caller.post("/api/templates", {"source": own(name="New")})
        assert (status, body["error"]["code"]) == (409, "template_taken")
        assert (await caller.call("DELETE", "/api/templates/files/thanks.en.toml"))[0] == 204
        assert (await caller.get("/api/templates/thanks"))[0] == 404
        status, body = await caller.call("DELETE", "/api/templates/files/thanks.en.toml")
        assert (status, body["error"]["code"]) == (409, "template_not_own")


async def test_one_that_ships_can_be_replaced_and_comes_back(caller):
    _, body = await caller.post("/api/templates", {"source": own("report", "ko", "우리 보고")})
    assert body["origin"] == "changed"
    assert (await caller.get("/api/templates/report?language=ko"))[1]["file"] == "report.ko.toml"
    assert (await caller.get("/api/templates/report?language=en"))[1]["origin"] == "shipped"
    await caller.call("DELETE", "/api/templates/files/report.ko.toml")
    _, body = await caller.get("/api/templates/report?language=ko")
    assert (body["origin"], body["template"]["name"]) == ("shipped", "업무 보고")


async def test_a_broken_file_is_listed_and_takes_nothing_down(arena, person, tmp_path):
    folder = tmp_path / "home" / "templates"
    folder.mkdir(parents=True)
    (folder / "good.toml").write_text(own("good"))
    (folder / "again.toml").write_text(own("good"))
    (folder / "bad.toml").write_text(own("bad").replace("{who}", "{whom}"))
    (folder / "binary.toml").write_bytes(b"\xff\x00")
    (folder / "folder.toml").mkdir()
    (folder / "lost.toml").symlink_to(folder / "nowhere")
    async with arena(home=tmp_path / "home") as (url, _), person(url) as caller:
        status, body = await caller.get("/api/templates")
        assert status == 200
        broken = {one["file"]: one["problems"] for one in body["broken"]}
        assert set(broken) == {"bad.toml", "binary.toml", "good.toml", "lost.toml"}
        assert broken["bad.toml"][0]["line"] == 5
        assert "{{whom}}" in broken["bad.toml"][0]["en"]
        assert "again.toml" in broken["good.toml"][0]["ko"]
        assert "good" in {card["slug"] for card in body["templates"]}
        _, looked = await caller.get("/api/templates/files/bad.toml")
        assert looked["draft"]["name"] == "Thank you"
        mended = looked["source"].replace("{whom}", "{who}")
        saving = {"source": mended, "file": "bad.toml", "before": looked["digest"]}
        status, body = await caller.post("/api/templates", saving)
        assert (status, body["file"]) == (200, "bad.toml")
        status, _ = await caller.call("DELETE", "/api/templates/files/binary.toml")
        assert status == 204


@pytest.mark.parametrize("file", ["../secret.toml", "..%2Fsecret.toml", "secret", "a%2Fb.toml"])
async def test_no_file_of_another_folder_is_read_or_written(arena, person, tmp_path, file):
    (tmp_path / "home").mkdir()
    secret = tmp_path / "home" / "secret.toml"
    secret.write_text("kept")
    async with arena(home=tmp_path / "home") as (url, _), person(url) as caller:
        assert (await caller.get(f"/api/templates/files/{file}"))[0] == 404
        status, _ = await caller.post("/api/templates", {"source": own(), "file": "../secret.toml"})
        assert status == 404
        assert (await caller.call("DELETE", f"/api/templates/files/{file}"))[0] in (404, 405, 409)
    assert secret.read_text() == "kept"


async def test_a_template_is_checked_while_it_is_written(caller):
    status, body = await caller.post("/api/templates/check", {"source": own()})
    assert (status, body["problems"], body["prompt"]) == (200, [], "Thank <who>…</who>.")
    draft = body["draft"] | {"prompt": "Thank {{whom}}."}
    _, body = await caller.post("/api/templates/check", {"draft": draft})
    codes = {(one["path"], one["line"]) for one in body["problems"]}
    assert codes == {("prompt", 6), ("fields.0.key", 9)}
    # Beside a box of the form no key of the file is spoken of.
    blank = draft | {"slug": "", "fields": [{"key": "", "label": "", "type": "choice"}]}
    _, empty = await caller.post("/api/templates/check", {"draft": blank})
    said = {one["path"]: one["ko"] for one in empty["problems"]}
    assert said["slug"] == said["fields.0.label"] == said["fields.0.key"] == "꼭 적어 주세요"
    assert said["fields.0.choices"] == "고를 것을 둘 이상 적어 주세요"
    assert not any("`" in sentence for sentence in said.values())
    _, of_file = await caller.post("/api/templates/check", {"source": empty["source"]})
    assert "`slug`" in of_file["problems"][0]["en"]
    assert body["prompt"] == ""
    status, body = await caller.post("/api/templates", {"source": body["source"]})
    assert (status, body["error"]["code"]) == (422, "unusable_template")
    assert "thanks" not in str((await caller.get("/api/templates"))[1]["templates"])


async def test_where_templates_are_locked_none_is_written(arena, person):
    from madang.engine.settings import Templates

    locked = Templates(editable=False)
    async with arena(templates=locked) as (url, _), person(url) as caller:
        assert (await caller.get("/api/templates"))[1]["editable"] is False
        status, body = await caller.post("/api/templates", {"source": own()})
        assert (status, body["error"]["code"]) == (403, "templates_locked")
        status, _ = await caller.call("DELETE", "/api/templates/files/x.toml")
        assert status == 403


async def test_a_document_begins_in_three_versions_is_changed_and_goes_on(arena, person):
    async with (
        arena(reply_characters=2_000) as (url, _),
        person(url) as caller,
        person(url) as stranger,
    ):
        path = "/api/templates/advertisement/documents"
        wanted = {"language": "ko", "values": AD, "count": 3, "contestant": "two"}
        status, body = await caller.post(path, wanted)
        assert status == 201, body
        document = f"/api/documents/{body['id']}"
        chat = await _settled(caller, body["id"])
        assert chat["chat"]["title"].startswith("광고 문구: 12분밥솥")
        question, *replies = chat["messages"]
        assert "<product>12분밥솥</product>" in question["text"]
        assert [reply["parent"] for reply in replies] == [question["id"]] * 3
        assert {reply["slug"] for reply in replies} == {"two"}

        first = replies[0]["id"]

        async def put(who, message, text, before=None):
            return await who.call("PUT", f"{document}/{message}", {"text": text, "before": before})

        status, kept = await put(caller, first, "고친 글")
        assert status == 200
        _, texts = await caller.get(document)
        assert texts == {"texts": {first: "고친 글"}, "digests": {first: kept["digest"]}}
        # Another window that has not seen this text can't write over it.
        status, body = await put(caller, first, "other")
        assert (status, body["error"]["code"]) == (409, "document_moved")
        assert body["error"]["details"] == {"text": "고친 글", "digest": kept["digest"]}
        await put(caller, first, None, kept["digest"])
        assert (await caller.get(document))[1] == {"texts": {}, "digests": {}}

        assert (await put(caller, "m_none", "x"))[0] == 404
        assert (await stranger.get(document))[0] == 403
        assert (await put(stranger, first, "x"))[0] == 403
        status, body = await put(caller, first, "x" * 2_001)
        assert (status, body["error"]["code"]) == (422, "document_too_long")

        await caller.call("PUT", f"{document}/{first}", {"text": "고친 글"})
        assert (await caller.call("DELETE", f"/api/chats/{chat['chat']['id']}"))[0] == 204
        assert (await caller.get(document))[0] == 404


async def test_the_winner_of_a_form_s_battle_goes_on_as_a_document(arena, person):
    scripts = {"one": Script(chunks=("First.",)), "two": Script(chunks=("Second.",))}
    async with arena(scripts) as (url, fake), person(url) as caller, person(url) as stranger:

        async def battled(outcome):
            _, body = await caller.post(
                "/api/templates/advertisement/battles", {"language": "ko", "values": AD}
            )
            path = f"/api/battles/{body['id']}"
            await caller.watch(body["id"])
            await caller.post(f"{path}/turns", {"text": "더 짧게."})
            await caller.watch(body["id"])
            status, body = await caller.post(f"{path}/document", {"side": "a"})
            assert (status, body["error"]["code"]) == (409, "nothing_to_continue")
            _, reveal = await caller.post(f"{path}/vote", {"outcome": outcome})
            return path, reveal

        path, reveal = await battled("b")
        assert (await stranger.post(f"{path}/document"))[0] == 403
        status, body = await caller.post(f"{path}/document")
        assert status == 201, body
        _, chat = await caller.get(f"/api/chats/{body['id']}")
        assert chat["chat"]["title"].startswith("광고 문구: 12분밥솥")
        assert chat["chat"]["contestant"]["slug"] == reveal["b"]["slug"]
        form, *_, wish, last = chat["messages"]
        assert "<product>12분밥솥</product>" in form["text"]
        assert [m["author"] for m in chat["messages"]] == ["person", "contestant"] * 2
        assert (wish["text"], last["slug"]) == ("더 짧게.", reveal["b"]["slug"])
        assert chat["chat"]["leaf"] == last["id"]
        assert (await caller.post(f"{path}/document"))[1] == body  # twice is once
        # It goes on as any document does.
        status, said = await caller.post(
            f"/api/chats/{body['id']}/messages", {"text": "Longer.", "after": last["id"]}
        )
        assert status == 202, said
        await _settled(caller, body["id"])
        assert [m["content"] for m in fake.requests[-1].body["messages"]][-2:] == [
            last["text"],
            "Longer.",
        ]

        path, _ = await battled("tie")
        status, body = await caller.post(f"{path}/document")
        assert (status, body["error"]["code"]) == (409, "nothing_to_continue")
        assert (await caller.post(f"{path}/document", {"side": "a"}))[0] == 201


async def _settled(caller, chat):
    """The chat, when nothing in it is being written any more."""
    async with asyncio.timeout(60):
        while True:
            _, body = await caller.get(f"/api/chats/{chat}")
            if all(message["state"] != "streaming" for message in body["messages"]):
                return body
            await asyncio.sleep(0.05)
