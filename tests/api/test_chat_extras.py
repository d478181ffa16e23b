"""Around a chat: files, search, folders, links, exports, instructions."""

import io
import json
import zlib
from urllib.parse import quote

import pytest

from tests.chats import PNG, chat_with, ended, messages_of, say
from tests.server import calling
from tests.upstreams import Script

FONT = b"/Resources << /Font << /F1 5 0 R >> >> >>"


async def give(person, name, data):
    status, body = await person.call("POST", f"/api/files?name={name}", data=io.BytesIO(data))
    return (status, body["id"] if status == 201 else body["error"]["code"])


async def find(person, words):
    return await person.get(f"/api/chats/search?words={quote(words)}")


def pdf(text="", *, password=None):
    """A PDF of one page, locked where there is a password."""
    from pypdf import PdfReader, PdfWriter

    stream = zlib.compress(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R %b" % FONT,
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n")
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)
    if password is None:
        return out.getvalue()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(out.getvalue())))
    writer.encrypt(password, algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    return locked.getvalue()


async def test_the_text_of_files_reaches_the_contestant(arena):
    async with arena() as (url, fake), calling(url) as person:
        files = []
        for name, data in (
            ("sales.csv", "도시,매출\n서울,3".encode("cp949")),
            ("paper.pdf", pdf("The crab walks sideways")),
            ("crab.py", b"print('crab')"),
        ):
            status, file = await give(person, name, data)
            assert status == 201, file
            files.append(file)
        chat, begun = await chat_with(person, "What is in these?", contestant="one", files=files)
        await ended(person, chat, begun["replies"])
        asked = fake.requests[-1].body["messages"][-1]["content"]
        for part in ('name="sales.csv"', "서울", "The crab walks sideways", "print('crab')"):
            assert part in asked
        said = (await messages_of(person, chat))[begun["message"]]
        assert [file["name"] for file in said["files"]] == ["sales.csv", "paper.pdf", "crab.py"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.txt", b"", "file_empty"),
        ("blank.txt", b"  \n", "file_empty"),
        ("locked.pdf", pdf("secret", password="open"), "file_encrypted"),
        ("scan.pdf", pdf(""), "file_without_text"),
        ("broken.pdf", b"%PDF-1.4\n" + b"x" * 99, "file_not_what_it_says"),
        ("notes.pdf", b"just text", "file_not_what_it_says"),
        ("photo.png", b"just text", "file_not_what_it_says"),
        ("junk.png", PNG[:8] + b"junk" * 99, "file_not_what_it_says"),
        ("half.png", PNG[:-20], "file_not_what_it_says"),
        ("junk.jpg", b"\xff\xd8\xff\xe0" + b"junk" * 99, "file_not_what_it_says"),
        ("junk.gif", b"GIF89a" + b"junk" * 99, "file_not_what_it_says"),
        ("junk.webp", b"RIFF\x10\0\0\0WEBPVP8 " + b"junk" * 99, "file_not_what_it_says"),
        ("program.exe", b"MZ\0\0\x90", "file_kind_unknown"),
        ("huge.png", PNG + b"\0" * (5 * 1024 * 1024), "file_too_large"),
    ],
    ids=lambda value: "bytes" if isinstance(value, bytes) else None,  # some are new every time
)
async def test_a_file_that_can_not_be_read_says_what_is_wrong(arena, name, data, code):
    async with arena() as (url, _), calling(url) as person:
        assert await give(person, name, data) == (422, code)


async def test_a_file_beyond_any_limit_is_turned_away_at_the_door(arena):
    async with arena() as (url, _), calling(url) as person:
        status, body = await person.call(
            "POST", "/api/files?name=x.txt", data=io.BytesIO(b"x" * (22 * 1024 * 1024))
        )
        assert (status, body["error"]["code"]) == (413, "too_large")


JPEG = (
    "ffd8ffe000104a46494600010100000100010000ffdb004300" + "01" * 64 + "ffc0000b080001000101011100"
    "ffc40014000100000000000000000000000000000000ffda0008010100003f0037ffd9"
)
GIF = "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
WEBP = "524946461a000000574542505650384c0d0000002f00000010071011118888fe0700"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "image/png"),
        (bytes.fromhex(JPEG), "image/jpeg"),
        (bytes.fromhex(GIF), "image/gif"),
        (bytes.fromhex(WEBP), "image/webp"),
    ],
)
async def test_an_image_is_known_by_what_is_in_it(arena, data, kind):
    async with arena() as (url, _), calling(url) as person:
        status, file = await person.call("POST", "/api/files?name=x.txt", data=io.BytesIO(data))
        assert (status, file["kind"], file["media_type"]) == (201, "image", kind)


async def test_an_image_needs_a_contestant_that_sees(arena):
    async with arena() as (url, fake), calling(url) as person:
        _, file = await give(person, "crab.png", PNG)
        status, body = await person.post(
            "/api/chats", {"text": "What is it?", "contestant": "one", "files": [file]}
        )
        assert (status, body["error"]["code"]) == (409, "can_not_see")
        assert "Name of one" in body["error"]["message"]
        assert fake.requests == []
        # What could not be asked leaves no chat behind, and its file can go with another.
        assert (await person.get("/api/chats"))[1]["chats"] == []
        status, _ = await person.post("/api/chats", {"text": "x" * 99_999, "contestant": "one"})
        assert status == 422
        assert (await person.get("/api/chats"))[1]["chats"] == []


async def test_what_was_said_is_found_by_any_part_of_a_word(arena):
    scripts = {"one": Script(chunks=("게가 옆으로 걷는 놀이터입니다.",)), "two": Script()}
    async with arena(scripts) as (url, _), calling(url) as person, calling(url) as other:
        chat, begun = await chat_with(person, "마당이 뭐예요?", contestant="one")
        await ended(person, chat, begun["replies"])
        for words in ("놀이터", "이터입", "마당", "옆 걷는", "뭐"):
            _, body = await find(person, words)
            assert {one["chat"] for one in body["found"]} == {chat}, words
        for words in ("없는말", '"', "%"):
            _, body = await find(person, words)
            assert body["found"] == [], words
        _, body = await find(other, "놀이터")
        assert body["found"] == []
        await person.call("DELETE", f"/api/chats/{chat}")
        _, body = await find(person, "놀이터")
        assert body["found"] == []


async def test_folders_pins_names_and_the_archive(arena):
    async with arena() as (url, _), calling(url) as person:
        chat, _ = await chat_with(person)
        _, folder = await person.post("/api/folders", {"name": " 마케팅  팀 "})
        assert folder["name"] == "마케팅 팀"
        status, body = await person.post("/api/folders", {"name": "마케팅 팀"})
        assert (status, body["error"]["code"]) == (409, "folder_exists")
        change = {"title": "광고", "folder": folder["id"], "pinned": True, "archived": True}
        _, head = await person.call("PATCH", f"/api/chats/{chat}", change)
        assert {name: head[name] for name in change} == change
        await person.call("DELETE", f"/api/folders/{folder['id']}")
        _, shelf = await person.get("/api/chats")
        assert (shelf["folders"], shelf["chats"][0]["folder"]) == ([], None)
        status, body = await person.call("PATCH", f"/api/chats/{chat}", {"title": "  "})
        assert (status, body["error"]["code"]) == (422, "name_unusable")


async def test_a_link_shows_the_chat_without_its_person_until_it_is_taken_back(arena):
    async with arena() as (url, _), calling(url) as person, calling(url) as other:
        chat, begun = await chat_with(person, "Share me", contestant="one")
        await ended(person, chat, begun["replies"])
        status, link = await person.post(f"/api/chats/{chat}/shares")
        assert status == 201
        await say(person, chat, "Said later", begun["replies"][0])
        status, shown = await other.get(f"/api/shared-chats/{link['key']}")
        assert [m["text"] for m in shown["messages"]] == ["Share me", "Hello, world."]
        (cookie,) = person.http.cookie_jar
        assert cookie.value.split(".")[0] not in json.dumps(shown)
        status, body = await other.call("DELETE", f"/api/chats/{chat}/shares/{link['key']}")
        assert status == 403
        await person.call("DELETE", f"/api/chats/{chat}/shares/{link['key']}")
        status, body = await other.get(f"/api/shared-chats/{link['key']}")
        assert (status, body["error"]["code"]) == (404, "unknown_chat_share")


async def test_a_chat_is_exported_in_three_forms(arena):
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) **bold**"
    scripts = {"one": Script(chunks=(evil,)), "two": Script()}
    async with arena(scripts) as (url, _), calling(url) as person:
        chat, begun = await chat_with(person, "Say <b>it</b>", contestant="one")
        await ended(person, chat, begun["replies"])
        _, text = await person.get(f"/api/chats/{chat}/export?form=markdown")
        assert "## Name of one" in text
        assert evil in text
        _, tree = await person.get(f"/api/chats/{chat}/export?form=json")
        assert tree["format"] == "madang-chat/1"
        assert len(tree["messages"]) == 2
        _, page = await person.get(f"/api/chats/{chat}/export?form=html")
        assert "<strong>bold</strong>" in page
        assert "Say &lt;b&gt;it&lt;/b&gt;" in page
        assert "<script" not in page
        assert 'href="javascript' not in page
        # In the page's language, whatever the browser's: a link sends no header of ours.
        _, text = await person.get(f"/api/chats/{chat}/export?form=markdown&language=ko")
        assert "## 질문" in text


async def test_instructions_go_with_every_question(arena):
    async with arena() as (url, fake), calling(url) as person:
        wanted = {"instructions": "Answer in Korean.", "in_battles": False}
        await person.call("PUT", "/api/preferences", wanted)
        chat, begun = await chat_with(person, "Hi", contestant="one")
        await ended(person, chat, begun["replies"])
        assert fake.requests[-1].system == "System of one\n\nAnswer in Korean."
        battle = await person.start("Hi")
        await person.watch(battle)
        assert {r.system for r in fake.requests[-2:]} == {"System of one", "System of two"}
        await person.call("PUT", "/api/preferences", wanted | {"in_battles": True})
        battle = await person.start("Hi")
        await person.watch(battle)
        assert {r.system for r in fake.requests[-2:]} == {
            "System of one\n\nAnswer in Korean.",
            "System of two\n\nAnswer in Korean.",
        }
