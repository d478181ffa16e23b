"""Bringing chats in from elsewhere: in pieces, resumed, and never twice."""

import asyncio
import io
import json
import zipfile

import pytest

from madang.domain.artifacts import Kind
from madang.runwindow.parse import parse
from tests.chats import messages_of, say
from tests.server import calling


def chatgpt(number, *texts):
    """A conversation as ChatGPT exports it, with a hidden system node at its root."""
    nodes = {"root": {"id": "root", "parent": None, "message": None, "children": ["n0"]}}
    for place, text in enumerate(texts):
        role = "user" if place % 2 == 0 else "assistant"
        nodes[f"n{place}"] = {
            "id": f"n{place}",
            "parent": f"n{place - 1}" if place else "root",
            "children": [f"n{place + 1}"] if place + 1 < len(texts) else [],
            "message": {
                "author": {"role": role},
                "create_time": 1_700_000_000.5 + place,
                "content": {"content_type": "text", "parts": [text]},
                "metadata": {"model_slug": "gpt-4o"} if role == "assistant" else {},
            },
        }
    return {
        "title": f"Chat {number}",
        "create_time": 1_700_000_000.0 + number,
        "update_time": 1_700_000_100.0 + number,
        "conversation_id": f"conv-{number}",
        "current_node": f"n{len(texts) - 1}",
        "mapping": nodes,
    }


CLAUDE = {
    "uuid": "c-1",
    "name": "게 이야기",
    "created_at": "2025-03-01T10:00:00.000000Z",
    "updated_at": "2025-03-01T11:00:00.000000Z",
    "chat_messages": [
        {
            "uuid": "m1",
            "sender": "human",
            "text": "게는 왜 옆으로 걷나요?",
            "created_at": "2025-03-01T10:00:00Z",
            "content": [{"type": "text", "text": "게는 왜 옆으로 걷나요?"}],
        },
        {
            "uuid": "m2",
            "sender": "assistant",
            "text": "관절 때문입니다.",
            "created_at": "2025-03-01T10:00:05Z",
            "content": [{"type": "text", "text": "관절 때문입니다."}],
        },
    ],
}


async def bring(person, name, data, *, piece=700):
    """Send a file in pieces and wait until it has been read."""
    status, one = await person.post("/api/chat-imports", {"name": name, "size": len(data)})
    assert status == 201, one
    here = one["received"]
    while here < len(data):
        path = f"/api/chat-imports/{one['id']}?offset={here}"
        _, body = await person.call("PUT", path, data=data[here : here + piece])
        assert body["received"] > here
        here = body["received"]
    async with asyncio.timeout(60):
        while one["state"] in ("sending", "reading"):
            await asyncio.sleep(0.05)
            _, one = await person.get(f"/api/chat-imports/{one['id']}")
    return one


async def test_both_exports_come_in_and_go_on(arena):
    gpt = json.dumps([chatgpt(1, "Hi", "Hello"), chatgpt(2, "질문", "대답", "더")]).encode()
    async with arena() as (url, fake), calling(url) as person:
        done = await bring(person, "conversations.json", gpt)
        assert (done["state"], done["chats"], done["messages"]) == ("done", 2, 5)
        done = await bring(person, "claude.json", json.dumps([CLAUDE]).encode())
        assert (done["state"], done["chats"], done["messages"]) == ("done", 1, 2)
        _, shelf = await person.get("/api/chats")
        assert [chat["title"] for chat in shelf["chats"]] == ["게 이야기", "Chat 2", "Chat 1"]
        first = next(chat for chat in shelf["chats"] if chat["title"] == "Chat 1")
        said = await messages_of(person, first["id"])
        assert [(m["author"], m["name"], m["text"]) for m in said.values()] == [
            ("person", "", "Hi"),
            ("contestant", "gpt-4o", "Hello"),
        ]
        await say(person, first["id"], "Go on", first["leaf"], contestant="two")
        assert [m["content"] for m in fake.requests[-1].body["messages"]][1:] == [
            "Hi",
            "Hello",
            "Go on",
        ]
        _, body = await person.get("/api/chats/search?words=옆으로")
        assert len(body["found"]) == 1


async def test_what_was_spoken_to_chatgpt_comes_in_as_its_words(arena):
    spoken = chatgpt(1, "", "")
    heard = {"content_type": "audio_transcription", "text": "게가 뭐야?", "direction": "in"}
    sound = {"content_type": "audio_asset_pointer", "asset_pointer": "sediment://1"}
    image = {"content_type": "image_asset_pointer", "asset_pointer": "file-service://2"}
    spoken["mapping"]["n0"]["message"]["content"]["parts"] = [heard, sound]
    spoken["mapping"]["n1"]["message"]["content"]["parts"] = [image, "갑각류입니다."]
    async with arena() as (url, _), calling(url) as person:
        await bring(person, "c.json", json.dumps([spoken]).encode())
        _, shelf = await person.get("/api/chats")
        said = await messages_of(person, shelf["chats"][0]["id"])
        assert [m["text"] for m in said.values()] == [
            "게가 뭐야?",
            "[image_asset_pointer]\n\n갑각류입니다.",
        ]


async def test_a_first_question_that_was_edited_in_claude_is_a_branch(arena):
    root = "00000000-0000-4000-8000-000000000000"
    places = [("a", root), ("b", "a"), ("c", root), ("d", "c")]
    rows = [
        {
            "uuid": key,
            "parent_message_uuid": above,
            "sender": "assistant" if key in "bd" else "human",
            "text": key,
        }
        for key, above in places
    ]
    async with arena() as (url, _), calling(url) as person:
        await bring(person, "c.json", json.dumps([CLAUDE | {"chat_messages": rows}]).encode())
        _, shelf = await person.get("/api/chats")
        said = await messages_of(person, shelf["chats"][0]["id"])
        above = {
            m["text"]: said[m["parent"]]["text"] if m["parent"] else None for m in said.values()
        }
        assert above == {"a": None, "b": "a", "c": None, "d": "c"}


async def test_artifacts_of_claude_come_in_as_artifacts(arena):
    def make(**given):
        return {"type": "tool_use", "name": "artifacts", "input": {"id": "crab", **given}}

    page = "<!doctype html>\n<p>one crab</p>"
    steps = [
        make(command="create", type="text/html", title='A "crab"', content=page),
        make(command="update", old_str="one crab", new_str="two crabs"),
        make(command="update", old_str="no such words", new_str="three"),
    ]
    rows = [
        {"uuid": str(n), "sender": "assistant", "content": [{"type": "text", "text": "Here:"}, one]}
        for n, one in enumerate(steps)
    ]
    async with arena() as (url, _), calling(url) as person:
        await bring(person, "c.json", json.dumps([CLAUDE | {"chat_messages": rows}]).encode())
        _, shelf = await person.get("/api/chats")
        first, second, third = (await messages_of(person, shelf["chats"][0]["id"])).values()
        (made,) = parse(first["text"])
        assert (made.name, made.title, made.kind, made.text) == ("crab", "A crab", Kind.HTML, page)
        (made,) = parse(second["text"])
        assert (made.name, made.text) == ("crab", page.replace("one crab", "two crabs"))
        assert third["text"] == "Here:\n\n[artifact: A crab]"


async def test_nothing_comes_in_twice(arena):
    data = json.dumps([chatgpt(n, "Hi", "Hello") for n in range(50)]).encode()
    async with arena() as (url, _), calling(url) as person:
        assert (await bring(person, "a.json", data, piece=9999))["chats"] == 50
        again = await bring(person, "b.json", data, piece=9999)
        assert (again["state"], again["chats"], again["known"]) == ("done", 0, 50)
        _, shelf = await person.get("/api/chats")
        assert len(shelf["chats"]) == 50


async def test_a_transfer_that_broke_off_goes_on_where_it_stopped(arena):
    data = json.dumps([CLAUDE]).encode()
    async with arena() as (url, _), calling(url) as person, calling(url) as other:
        announced = {"name": "c.json", "size": len(data)}
        _, one = await person.post("/api/chat-imports", announced)
        path = f"/api/chat-imports/{one['id']}"
        await person.call("PUT", f"{path}?offset=0", data=data[:100])
        # A piece that was sent twice, or out of turn, changes nothing.
        _, body = await person.call("PUT", f"{path}?offset=0", data=data[:100])
        assert body["received"] == 100
        status, _ = await other.get(path)
        assert status == 404
        assert (await bring(person, "c.json", data))["chats"] == 1


async def test_a_piece_that_two_windows_send_comes_in_once(arena):
    data = json.dumps([chatgpt(n, "Hi", "Hello") for n in range(50)]).encode()
    half = len(data) // 2
    async with arena() as (url, _), calling(url) as person:
        _, one = await person.post("/api/chat-imports", {"name": "x", "size": len(data)})
        path = f"/api/chat-imports/{one['id']}"
        for offset, piece in ((0, data[:half]), (half, data[half:])):
            sent = (person.call("PUT", f"{path}?offset={offset}", data=piece) for _ in range(4))
            answers = await asyncio.gather(*sent)
            assert {body["received"] for _, body in answers} == {offset + len(piece)}
        async with asyncio.timeout(60):
            while one["state"] != "done":
                _, one = await person.get(path)
        assert (one["chats"], one["skipped"]) == (50, 0)


async def test_one_killed_when_all_was_there_is_read_when_it_is_sent_again(arena, tmp_path):
    """The last bytes are on the disk, and the note that they are is not: as a kill may leave it."""
    data = json.dumps([CLAUDE]).encode()
    home = tmp_path / "kept"
    async with arena(home=home) as (url, _), calling(url) as person:
        announced = {"name": "c.json", "size": len(data)}
        _, one = await person.post("/api/chat-imports", announced)
        (home / "imports").mkdir(exist_ok=True)
        (home / "imports" / one["id"]).write_bytes(data)
        _, again = await person.post("/api/chat-imports", announced)
        assert (again["id"], again["state"]) == (one["id"], "reading")
        async with asyncio.timeout(60):
            while one["state"] != "done":
                _, one = await person.get(f"/api/chat-imports/{one['id']}")
        assert one["chats"] == 1


async def test_a_restart_goes_on_reading(arena, tmp_path):
    data = json.dumps([chatgpt(n, "Hi", "Hello" * 50) for n in range(400)]).encode()
    home = tmp_path / "kept"
    async with arena(home=home) as (url, _), calling(url) as person:
        _, one = await person.post("/api/chat-imports", {"name": "x", "size": len(data)})
        path = f"/api/chat-imports/{one['id']}"
        await person.call("PUT", f"{path}?offset=0", data=io.BytesIO(data))
        async with asyncio.timeout(60):
            while one["chats"] == 0:
                _, one = await person.get(path)
        cookies = {cookie.key: cookie.value for cookie in person.http.cookie_jar}
    async with arena(home=home) as (url, _), calling(url) as person:
        person.http.cookie_jar.update_cookies(cookies)
        async with asyncio.timeout(60):
            while one["state"] != "done":
                _, one = await person.get(path)
        _, shelf = await person.get("/api/chats")
        assert len(shelf["chats"]) == 400
        assert one["chats"] + one["known"] == 400
        assert list((home / "imports").iterdir()) == []


async def test_one_that_is_stopped_is_gone_wherever_it_was(arena, tmp_path):
    data = json.dumps([chatgpt(n, "Hi", "Hello" * 50) for n in range(400)]).encode()
    async with arena(home=tmp_path / "kept") as (url, _), calling(url) as person:
        for milliseconds in range(0, 60, 5):
            status, one = await person.post("/api/chat-imports", {"name": "x", "size": len(data)})
            assert status == 201, one
            path = f"/api/chat-imports/{one['id']}"
            sending = asyncio.create_task(person.call("PUT", f"{path}?offset=0", data=data))
            await asyncio.sleep(milliseconds / 1000)
            status, body = await person.call("DELETE", path)
            assert status == 204, body
            await sending
        assert await person.get("/api/chat-imports") == (200, {"imports": []})
        _, shelf = await person.get("/api/chats")
        assert list((tmp_path / "kept" / "imports").iterdir()) == []
        assert (await bring(person, "x", data, piece=len(data)))["known"] == len(shelf["chats"])


async def test_what_stands_before_the_damage_comes_in(arena):
    data = json.dumps([chatgpt(n, "Hi", "Hello") for n in range(25)]).encode()
    async with arena() as (url, _), calling(url) as person:
        for size in (len(data) - 1, len(data) - 9):  # without its end; within its last conversation
            ended = await bring(person, "x.json", data[:size] + b"\0")
            assert (ended["state"], ended["code"]) == ("failed", "import_not_json")
        assert (ended["chats"], ended["known"], ended["skipped"]) == (0, 24, 0)
        _, listed = await person.get("/api/chat-imports")
        assert sorted((one["chats"], one["known"]) for one in listed["imports"]) == [
            (0, 24),
            (25, 0),
        ]
        _, shelf = await person.get("/api/chats")
        assert len(shelf["chats"]) == 25


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"not json at all", "import_not_json"),
        (b'[{"mapping": ', "import_not_json"),
        (b'[{"unknown": 1}]', "import_nothing"),
        (b"[]", "import_nothing"),
    ],
)
async def test_a_file_that_is_none_says_so(arena, data, code):
    async with arena() as (url, _), calling(url) as person:
        done = await bring(person, "x.json", data)
        assert (done["state"], done["code"]) == ("failed", code)


async def test_the_zip_that_chatgpt_sends_is_taken_as_it_is(arena):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("conversations.json", json.dumps([chatgpt(1, "Hi", "Hello")]))
        archive.writestr("user.json", "{}")
    async with arena() as (url, _), calling(url) as person:
        assert (await bring(person, "export.zip", packed.getvalue()))["chats"] == 1


def packed():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("conversations.json", json.dumps([chatgpt(1, "Hi", "Hello")]))
    return bytearray(out.getvalue())


def locked():
    """As with a password: the bit that says so is set, here and in the list at the end."""
    data = packed()
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def strange():
    """Packed by a method that Python does not know."""
    data = packed()
    data[8] = data[data.index(b"PK\1\2") + 10] = 99
    return bytes(data)


def damaged():
    data = packed()
    data[60:90] = b"\xff" * 30
    return bytes(data)


def unwritable():
    """A moment that no calendar has: it is read, and then can't be kept."""
    return json.dumps([CLAUDE | {"created_at": "9999-12-31T23:59:59-12:00"}]).encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (locked(), "import_locked"),
        (strange(), "import_locked"),
        (damaged(), "import_not_json"),
        (unwritable(), "import_broken"),
    ],
    ids=["locked", "strange", "damaged", "unwritable"],
)
async def test_whatever_ends_an_import_the_next_one_can_come(arena, data, code):
    async with arena() as (url, _), calling(url) as person:
        ended = await bring(person, "export.zip", data)
        assert (ended["state"], ended["code"]) == ("failed", code)
        assert (await bring(person, "c.json", json.dumps([CLAUDE]).encode()))["chats"] == 1
        # What is over can be taken off the list; what it brought in stays.
        _, listed = await person.get("/api/chat-imports")
        for one in listed["imports"]:
            await person.call("DELETE", f"/api/chat-imports/{one['id']}")
        assert await person.get("/api/chat-imports") == (200, {"imports": []})
        _, shelf = await person.get("/api/chats")
        assert len(shelf["chats"]) == 1


async def test_an_empty_file_says_so(arena):
    async with arena() as (url, _), calling(url) as person:
        status, body = await person.post("/api/chat-imports", {"name": "c.json", "size": 0})
        assert (status, body["error"]["code"]) == (422, "file_empty")


async def test_more_than_the_limit_is_not_begun(arena):
    async with arena() as (url, _), calling(url) as person:
        body = {"name": "x.json", "size": 201 * 1024 * 1024}
        status, body = await person.post("/api/chat-imports", body)
        assert (status, body["error"]["code"]) == (422, "file_too_large")
