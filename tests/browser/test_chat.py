"""The everyday chat in a real browser, in both languages."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.api.test_chat_imports import locked
from tests.browser.test_pages import violations
from tests.chats import PNG

PAGE = """Here it is.

```html name=crab title="Crab run"
<!doctype html><p id="crab">crab</p>
```

Press a key."""

LANGUAGES = pytest.mark.parametrize("locale", ["en-US", "ko-KR"])

WORDS = {
    "en-US": {
        "edit": "Edit",
        "save": "Send as a branch",
        "branch": "Branch 2 of 2",
        "before": "Branch before",
        "again": "Answer again",
        "stop": "Stop",
        "stopped": "Stopped.",
        "more": "More",
        "second": "Ask a second, blind",
        "share": "Share",
        "link": "Make a link",
        "back": "Take back",
        "window": "Run window",
        "winner": "Go on in the chat with the winner",
        "won": "Won a blind battle",
        "close": "Close",
        "history": "Show chats",
        "open": "Open run window",
        "import": "Bring chats in",
        "earlier": "960 earlier messages",
        "artifact": "More",
        "remix": "Remix in a new chat",
        "running": "running",
        "shut": "Close run window",
        "read": "Read aloud",
        "hush": "Stop reading",
        "dictate": "Dictate",
        "dictating": "Stop dictating",
        "came": "1 chats with 2 messages came in.",
        "export": "Export · Markdown",
        "asked": "Question",
        "locked": "This .zip has a password",
        "clear": "Take off the list",
        "forget": "Stop",
        "image": "PNG image",
        "instructions": "Instructions",
        "keep": "Save",
        "saved": "Saved",
        "retry": "Try again",
    },
    "ko-KR": {
        "edit": "고쳐 쓰기",
        "save": "새 갈래로 보내기",
        "branch": "갈래 2개 중 2번째",
        "before": "앞 갈래",
        "again": "다시 답하기",
        "stop": "멈추기",
        "stopped": "멈췄습니다.",
        "more": "더 보기",
        "second": "블라인드로 한 번 더 묻기",
        "share": "나누기",
        "link": "링크 만들기",
        "back": "거두기",
        "window": "실행창",
        "winner": "이긴 답으로 대화 잇기",
        "won": "블라인드 대결에서 이긴 답",
        "close": "닫기",
        "history": "대화 목록 열기",
        "open": "실행창 열기",
        "import": "다른 곳의 대화 가져오기",
        "earlier": "앞의 메시지 960",
        "artifact": "더 보기",
        "remix": "새 대화에서 고쳐 만들기",
        "running": "실행 중",
        "shut": "실행창 닫기",
        "read": "소리 내어 읽기",
        "hush": "읽기 멈추기",
        "dictate": "말로 쓰기",
        "dictating": "말로 쓰기 마치기",
        "came": "대화 1개, 메시지 2개를 가져왔어요.",
        "export": "내보내기 · Markdown",
        "asked": "질문",
        "locked": "암호가 걸렸거나",
        "clear": "목록에서 치우기",
        "forget": "그만두기",
        "image": "PNG 이미지",
        "instructions": "나의 지침",
        "keep": "저장",
        "saved": "저장했어요",
        "retry": "다시 시도",
    },
}


def say(page, text):
    box = page.get_by_role("textbox").last
    box.fill(text)
    # The last words of a reply are seen before it has ended, and only then can more be said.
    expect(page.locator("button[type=submit]").last).to_be_enabled()
    box.press("Enter")


def begin(page, models, text="Make a crab"):
    """Say the first thing on an empty page; the voice that is to answer."""
    expect(page.get_by_role("combobox").last).not_to_have_value("")
    say(page, text)
    page.wait_for_url("**/chat/c_*")
    return next(iter(models.asked(1).values()))


def answer(voice, text):
    voice.say(text)
    voice.end()


@LANGUAGES
def test_a_chat_with_its_branches(visit, models, hold, locale):
    words = WORDS[locale]
    page = visit("/chat", locale=locale)
    voice = begin(page, models, "게를 그려 줘. 짧게.")
    voice.say("A red ")
    expect(page.get_by_text("A red")).to_be_visible()
    page.reload()
    expect(page.get_by_text("A red")).to_be_visible()
    answer(voice, "crab.")
    expect(page.get_by_text("A red crab.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("게를 그려 줘. 짧게")
    # An edited message is a branch, and one can go back.
    page.get_by_role("button", name=words["edit"], exact=True).click()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Draw a gull")
    # What is being edited is a draft too.
    page.reload()
    expect(page.get_by_role("textbox").first).to_have_value("Draw a gull")
    page.keyboard.press("Enter")
    answer(next(iter(models.asked(1).values())), "A white gull.")
    expect(page.get_by_text("A white gull.")).to_be_visible()
    expect(page.get_by_text("A red crab.")).to_have_count(0)
    expect(page.get_by_role("group", name=words["branch"])).to_be_visible()
    page.get_by_role("button", name=words["before"]).click()
    expect(page.get_by_text("A red crab.")).to_be_visible()
    # Answered anew and stopped, what had come of it stays.
    page.get_by_role("button", name=words["again"], exact=True).click()
    voice = next(iter(models.asked(1).values()))
    voice.say("A blue")
    expect(page.get_by_text("A blue")).to_be_visible()
    page.get_by_role("button", name=words["stop"], exact=True).click()
    expect(page.get_by_text(words["stopped"])).to_be_visible()
    voice.end()
    # One that failed is answered anew in one place, and there is nothing of it to copy.
    page.get_by_role("button", name=words["again"], exact=True).click()
    next(iter(models.asked(1).values())).fail()
    failed = page.get_by_role("article").filter(has=page.get_by_role("alert"))
    expect(failed.get_by_role("button", name=words["again"], exact=True)).to_have_count(1)
    expect(failed.locator("footer").get_by_role("button")).to_have_count(3)
    # What is typed while an edit is on its way is one still.
    page.get_by_role("button", name=words["edit"], exact=True).first.click()
    expect(page.get_by_role("textbox").first).to_be_focused()
    sent = hold(page, "**/messages", lambda: page.keyboard.press("Enter"))
    page.keyboard.type(" And blue.")
    sent()
    answer(next(iter(models.asked(1).values())), "As it was.")
    expect(page.get_by_text("As it was.")).to_be_visible()
    for _ in range(2):
        page.get_by_role("button", name=words["before"]).click()
    expect(page.get_by_role("textbox").first).to_have_value("게를 그려 줘. 짧게. And blue.")


@LANGUAGES
def test_an_artifact_opens_the_run_window(visit, models, locale):
    words = WORDS[locale]
    page = visit("/chat", locale=locale)
    answer(begin(page, models), PAGE)
    expect(page.get_by_role("complementary", name=words["window"])).to_be_visible()
    expect(page.get_by_role("button", name="Crab run").first).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_role("complementary", name=words["window"])).to_be_hidden()
    page.get_by_role("button", name=words["open"]).click()
    expect(page.get_by_role("complementary", name=words["window"])).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@LANGUAGES
def test_a_second_is_asked_blind_and_its_winner_goes_on(house, models, visit_at, locale):
    words = WORDS[locale]
    server = house.start(slugs=("one", "two", "three"))
    page = visit_at(server, "/chat", locale=locale)
    answer(begin(page, models, "Which crab?"), "Mine.")
    reply = page.get_by_role("article").filter(has_text="Mine.")
    reply.get_by_label(words["more"]).click()
    page.get_by_role("button", name=words["second"]).click()
    page.wait_for_url("**/battle/*")
    voices = models.asked(2)
    assert set(voices) == {"two", "three"}
    voices.say("I say a shore crab.")
    voices.end()
    expect(page.get_by_text("I say a shore crab.")).to_have_count(2)
    assert "Telltale" not in page.content()
    expect(page.locator(".vote button").first).to_be_visible()
    page.keyboard.press("ArrowLeft")
    # The one thing to press first, where one looks after the vote.
    onwards = page.get_by_role("link", name=words["winner"])
    expect(onwards).to_be_in_viewport()
    expect(page.locator("a.primary")).to_have_text([words["winner"]])
    onwards.click()
    page.wait_for_url("**/chat/c_*")
    expect(page.get_by_text(words["won"])).to_be_visible()
    expect(page.get_by_text("I say a shore crab.")).to_be_visible()


@LANGUAGES
def test_a_chat_is_shared_and_taken_back(visit, models, locale):
    words = WORDS[locale]
    page = visit("/chat", locale=locale)
    answer(begin(page, models, "Share this"), "Gladly.")
    expect(page.get_by_text("Gladly.")).to_be_visible()
    more = page.get_by_label(words["more"], exact=True).first
    more.click()
    with page.expect_download() as download:
        page.get_by_role("link", name=words["export"]).click()
    assert f"## {words['asked']}\n\nShare this" in download.value.path().read_text()
    # The menu shuts on Escape, and the focus is where it was.
    more.click()
    page.get_by_role("button", name=words["share"], exact=True).focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=words["share"], exact=True)).to_be_hidden()
    expect(more).to_be_focused()
    more.click()
    page.get_by_role("button", name=words["share"], exact=True).click()
    page.get_by_role("button", name=words["link"]).click()
    address = page.get_by_role("dialog").get_by_role("textbox").input_value()
    other = visit(address, locale=locale)
    expect(other.get_by_text("Gladly.")).to_be_visible()
    page.get_by_role("button", name=words["back"]).click()
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_have_count(0)
    other.reload()
    expect(other.get_by_text("Gladly.")).to_have_count(0)


@LANGUAGES
def test_two_tabs_lose_nothing(visit, models, locale):
    page = visit("/chat", locale=locale)
    answer(begin(page, models, "Begin"), "Begun.")
    expect(page.get_by_text("Begun.")).to_be_visible()
    # The second tab hears nothing for a while, and says something meanwhile.
    late = visit(page.url, like=page.context)
    expect(late.get_by_text("Begun.")).to_be_visible()
    late.route("**/stream", lambda route: route.abort())
    late.reload()
    expect(late.get_by_text("Begun.")).to_be_visible()
    say(page, "From the first tab")
    answer(next(iter(models.asked(1).values())), "Heard.")
    expect(page.get_by_text("Heard.")).to_be_visible()
    say(late, "From the second tab")
    kept = late.get_by_role("textbox").last
    expect(late.get_by_role("alert")).to_be_visible()
    expect(kept).to_have_value("From the second tab")
    late.unroute("**/stream")
    # It goes as it stands in the box by now.
    kept.fill("From the second tab, having read the first")
    late.get_by_role("alert").get_by_role("button").first.click()
    voice = next(iter(models.asked(1).values()))
    assert voice.messages[-1]["content"] == "From the second tab, having read the first"
    answer(voice, "Both heard.")
    expect(kept).to_have_value("")
    expect(late.get_by_text("Both heard.")).to_be_visible()
    expect(late.get_by_text("From the first tab")).to_be_visible()


@LANGUAGES
def test_files_and_the_draft(visit, models, hold, locale):
    words = WORDS[locale]
    page = visit("/chat", locale=locale)
    box = page.get_by_role("textbox").last
    box.fill("What is in it?")
    page.reload()
    expect(box).to_have_value("What is in it?")
    chooser = page.locator("input[type=file]")
    refused = [
        {"name": name, "mimeType": "x/y", "buffer": data}
        for name, data in (("a.exe", b"MZ\0\0"), ("half.png", PNG[:-20]))
    ]
    chooser.set_input_files(refused)
    expect(page.get_by_role("alert").locator("p")).to_contain_text(["a.exe", "half.png"])
    # What a file was taken as is said, for its name may say something else.
    chooser.set_input_files({"name": "dot.txt", "mimeType": "text/plain", "buffer": PNG})
    expect(page.get_by_text(f"dot.txt · {words['image']}")).to_be_visible()
    page.get_by_role("button", name="dot.txt").click()
    chooser.set_input_files({"name": "crab.csv", "mimeType": "text/csv", "buffer": b"legs\n10"})
    expect(page.get_by_role("button", name="crab.csv")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="crab.csv")).to_be_visible()
    expect(page.get_by_role("combobox").last).not_to_have_value("")
    # A file says enough by itself; and who presses twice has begun one chat.
    box.fill("")
    expect(page.locator("button[type=submit]").last).to_be_enabled()
    begun = []
    page.on("request", lambda one: begun.append(one.method) if one.url.endswith("/chats") else None)
    box.evaluate(
        "box => [1, 2].forEach(() => box.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true})))"
    )
    page.wait_for_url("**/chat/c_*")
    assert begun.count("POST") == 1
    voice = next(iter(models.asked(1).values()))
    assert "legs\n10" in voice.messages[-1]["content"]
    answer(voice, "Ten legs.")
    expect(page.get_by_role("link", name="crab.csv")).to_be_visible()
    expect(page.get_by_role("button", name="crab.csv")).to_have_count(0)
    # What is typed and attached while a message is on its way is not a part of it.
    sent = hold(page, "**/messages", lambda: say(page, "And a gull?"))
    chooser.set_input_files({"name": "gull.csv", "mimeType": "text/csv", "buffer": b"legs\n2"})
    expect(page.get_by_role("button", name="gull.csv")).to_be_visible()
    box.fill("And a crow?")
    sent()
    answer(next(iter(models.asked(1).values())), "Two.")
    expect(page.get_by_text("Two.")).to_be_visible()
    expect(box).to_have_value("And a crow?")
    expect(page.get_by_role("button", name="gull.csv")).to_be_visible()


@LANGUAGES
def test_instructions_are_changed_only_where_they_are_known(visit, locale):
    words = WORDS[locale]
    page = visit("/chat", locale=locale)
    dialog = page.get_by_role("dialog")
    box, button = dialog.get_by_role("textbox"), dialog.locator("button[type=submit]")

    def look():
        page.get_by_role("button", name=words["more"], exact=True).first.click()
        page.get_by_role("button", name=words["instructions"], exact=True).click()

    look()
    box.fill("Answer briefly.")
    button.click()
    expect(button).to_have_text(words["saved"])
    page.route("**/preferences", lambda route: route.abort())
    page.reload()
    look()
    expect(dialog.get_by_role("alert")).to_be_visible()
    expect(box).to_be_disabled()
    expect(button).to_be_disabled()
    page.unroute("**/preferences")
    dialog.get_by_role("button", name=words["retry"]).click()
    expect(box).to_have_value("Answer briefly.")
    box.fill("Answer at length.")
    page.reload()
    look()
    expect(box).to_have_value("Answer at length.")


@LANGUAGES
def test_chats_come_in_from_elsewhere(visit, locale):
    words = WORDS[locale]
    page = visit("/chat", locale=locale)
    late = []

    def hold(route):
        late.append(route)

    # What came in before is heard of when something is there already.
    page.route("**/api/chat-imports", hold, times=1)
    said = [
        {"uuid": "1", "sender": "human", "text": "Old question"},
        {"uuid": "2", "sender": "assistant", "text": "Old answer"},
    ]
    export = json.dumps([{"uuid": "c", "name": "An old chat", "chat_messages": said}])
    page.get_by_label(words["more"], exact=True).first.click()
    page.get_by_role("button", name=words["import"]).click()
    dialog = page.get_by_role("dialog")

    def choose(name, data):
        dialog.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        )

    choose("empty.json", b"")
    expect(dialog.get_by_role("alert")).to_contain_text("empty.json")
    choose("export.zip", locked())
    expect(dialog.get_by_text(words["locked"])).to_be_visible()
    late.pop().fulfill(json={"imports": []})
    dialog.get_by_role("button", name=words["clear"]).click()
    expect(dialog.get_by_role("listitem")).to_have_count(0)
    # One that is stopped is gone from the list, and the page asks for it no more.
    many = [{"uuid": f"c{n}", "chat_messages": said} for n in range(20_000)]
    choose("many.json", json.dumps(many).encode())
    dialog.get_by_role("button", name=words["forget"]).click()
    expect(dialog.get_by_role("listitem")).to_have_count(0)
    choose("conversations.json", export.encode())
    expect(page.get_by_text(words["came"])).to_be_visible()
    page.get_by_role("button", name=words["close"], exact=True).click()
    page.get_by_role("link", name="An old chat").click()
    expect(page.get_by_text("Old answer")).to_be_visible()


def bring_in(page, words, *chats):
    """Import chats as Claude exports them: pairs of a name and what was said, the person first."""
    export = [
        {
            "uuid": name,
            "name": name,
            "chat_messages": [
                {"uuid": f"{name}{n}", "sender": ("human", "assistant")[n % 2], "text": text}
                for n, text in enumerate(said)
            ],
        }
        for name, said in chats
    ]
    page.get_by_label(words["more"], exact=True).first.click()
    page.get_by_role("button", name=words["import"]).click()
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(
        {
            "name": "conversations.json",
            "mimeType": "application/json",
            "buffer": json.dumps(export).encode(),
        }
    )
    for name, _ in chats:
        expect(page.get_by_role("link", name=name)).to_be_attached()
    page.get_by_role("button", name=words["close"], exact=True).click()


@LANGUAGES
def test_a_long_chat_opens_at_its_end_and_a_search_where_it_was_said(visit, locale):
    words = WORDS[locale]
    page = visit("/chat", locale=locale)
    long = [f"{n}번째 메시지입니다." for n in range(1000)]
    bring_in(page, words, ("A long chat", long), ("Another chat", ["짧은 대화"]))
    page.get_by_role("link", name="A long chat").click()
    expect(page.get_by_text("999번째 메시지입니다.")).to_be_in_viewport()
    assert page.get_by_role("article").count() <= 40
    page.get_by_role("button", name=words["earlier"]).click()
    expect(page.get_by_text("950번째 메시지입니다.", exact=True)).to_be_attached()
    # From another chat and from the same one, and found by a part of a word.
    page.get_by_role("link", name="Another chat").click()
    expect(page.get_by_role("article").filter(has_text="짧은 대화")).to_be_visible()
    for sought in ("407번", "31번째 메시지입"):
        page.get_by_role("searchbox").fill(sought)
        hit = page.get_by_role("button", name=re.compile(f"^A long chat {sought}"))
        hit.click()
        said = page.get_by_text(re.compile(f"^{sought}")).locator("visible=true")
        article = page.get_by_role("article").filter(has=said)
        expect(article).to_be_in_viewport()
        expect(article).to_be_focused()


@LANGUAGES
def test_a_search_brings_the_branch_into_view(visit, models, locale):
    words = WORDS[locale]
    page = visit("/chat", locale=locale)
    answer(begin(page, models, "처음 물음"), "갯벌이 답입니다.")
    expect(page.get_by_text("갯벌이 답입니다.")).to_be_visible()
    page.get_by_role("button", name=words["again"], exact=True).click()
    answer(next(iter(models.asked(1).values())), "바위가 답입니다.")
    expect(page.get_by_text("바위가 답입니다.")).to_be_visible()
    expect(page.get_by_text("갯벌이 답입니다.")).to_have_count(0)
    page.get_by_role("searchbox").fill("갯벌")
    hit = page.get_by_role("button", name="갯벌이 답입니다.")
    hit.click()
    expect(page.get_by_role("article").filter(has_text="갯벌이 답입니다.")).to_be_focused()
    expect(page.get_by_text("바위가 답입니다.")).to_have_count(0)
    # The list stays for the next hit, with the words marked, there and where they were said.
    expect(hit.locator("mark")).to_have_text("갯벌")
    assert page.evaluate("[...CSS.highlights.get('found')].map(String)") == ["갯벌"]
    page.goto("/chat")
    page.get_by_role("searchbox").fill("갯벌")
    hit.click()
    expect(page.get_by_role("article").filter(has_text="갯벌이 답입니다.")).to_be_focused()
    expect(hit).to_be_visible()


@LANGUAGES
def test_an_example_goes_on_in_a_new_chat(visit, models, locale):
    words = WORDS[locale]
    page = visit("/examples", locale=locale)
    page.get_by_role("button", name=words["artifact"]).first.click()
    page.get_by_role("menuitem", name=words["remix"]).click()
    page.wait_for_url("**/chat/c_*")
    window = page.get_by_role("complementary", name=words["window"])
    expect(window.get_by_text(words["running"], exact=True)).to_be_visible()
    expect(window.frame_locator("iframe:not([inert])").locator("canvas")).to_be_visible()
    # Whoever is asked is given what stands there.
    expect(page.get_by_role("combobox").last).not_to_have_value("")
    say(page, "Make it blue")
    voice = next(iter(models.asked(1).values()))
    assert "name=crab-game" in voice.messages[-1]["content"]
    answer(voice, "Done.")
    expect(page.get_by_text("Done.")).to_be_visible()
    expect(window).to_be_visible()


FOLDERS = {
    "en-US": {
        "move": "Folder",
        "more": "More for the folder",
        "rename": "Rename folder",
        "name": "Name of the folder",
        "delete": "Delete folder (its chats stay)",
        "taken": "already",
        "item": "More: Sort me",
    },
    "ko-KR": {
        "move": "폴더",
        "more": "폴더 더 보기",
        "rename": "폴더 이름 바꾸기",
        "name": "폴더 이름",
        "delete": "폴더 지우기(대화는 남아요)",
        "taken": "이미",
        "item": "더 보기: Sort me",
    },
}


@LANGUAGES
def test_a_folder_is_made_renamed_and_taken_away(visit, models, locale):
    t = FOLDERS[locale]
    page = visit("/chat", locale=locale)
    answer(begin(page, models, "Sort me"), "Gladly.")
    history = page.get_by_role("complementary").first
    names = iter(["Spring", "Autumn"])
    page.on("dialog", lambda dialog: dialog.accept(next(names)))
    folder = history.get_by_role("heading", level=2)
    for made in ("Spring", "Autumn"):
        history.get_by_label(t["item"]).click()
        history.get_by_role("combobox", name=t["move"]).select_option("+")
        expect(folder.filter(has_text=made)).to_be_visible()
    # A name that is taken is said, and the folder keeps its own.
    for name, now in (("Spring", "Autumn"), ("가을 캠페인", "가을 캠페인")):
        history.get_by_label(f"{t['more']}: Autumn").click()
        history.get_by_role("button", name=t["rename"]).click()
        box = history.get_by_role("textbox", name=t["name"])
        box.fill(name)
        box.press("Enter")
        expect(folder.filter(has_text=now)).to_be_visible()
        if name != now:
            expect(history.get_by_role("alert")).to_contain_text(t["taken"])
    expect(history.get_by_role("alert")).to_have_count(0)
    assert violations(page) == []
    page.reload()
    history.get_by_label(f"{t['more']}: 가을 캠페인").click()
    history.get_by_role("button", name=t["delete"]).click()
    expect(folder).to_have_text(["Spring"])
    expect(history.get_by_role("link", name="Sort me")).to_be_visible()


@pytest.mark.parametrize(("locale", "theme"), [("en-US", "light"), ("ko-KR", "dark")])
@pytest.mark.parametrize("width", [1440, 390])
def test_a_chat_can_be_read_by_all(visit, models, locale, theme, width):
    words = WORDS[locale]
    options = {"color_scheme": theme, "width": width, "reduced_motion": "reduce"}
    page = visit("/chat", locale=locale, **options)
    voice = begin(page, models)
    expect(page.get_by_role("button", name=words["stop"], exact=True)).to_be_visible()
    assert violations(page) == []
    answer(voice, f"# A title\n\n{PAGE}\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    expect(page.get_by_role("button", name=words["again"], exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Crab run").first).to_be_attached()
    assert violations(page) == []
    window = page.get_by_role("complementary", name=words["window"])
    if width == 390:
        page.get_by_role("button", name=words["history"]).click()
        expect(page.get_by_role("searchbox")).to_be_in_viewport()
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.get_by_role("button", name=words["open"]).click()
    expect(window.get_by_text(words["running"], exact=True)).to_be_visible()
    assert violations(page) == []
    if width == 390:
        window.get_by_role("button", name=words["shut"]).click()
        expect(window).to_be_hidden()
    reply = page.get_by_role("article").last
    reply.get_by_label(words["more"]).click()
    menu = reply.locator(".menu")
    expect(menu).to_be_in_viewport(ratio=1)
    assert violations(page) == []
    page.get_by_label(words["more"], exact=True).first.click()
    page.get_by_role("button", name=words["share"], exact=True).click()
    page.get_by_role("button", name=words["link"]).click()
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_visible()
    assert violations(page) == []
    page.goto("/chat")
    expect(page.get_by_role("combobox").last).not_to_have_value("")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# The browser's own speech, which a test can't hear, stood in for.
SPEECH = """
window.said = []; window.cancelled = 0;
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, 'speechSynthesis', { configurable: true, value: {
  speak(one) { window.said.push(one); },
  cancel() { window.cancelled += 1; },
}});
window.SpeechRecognition = class {
  start() { window.recognition = this; this.started = true; }
  stop() { this.started = false; this.onend?.(); }
};
"""
SILENCE = """
delete window.speechSynthesis;
delete window.SpeechRecognition;
delete window.webkitSpeechRecognition;
"""
MIXED = """# 갯벌

게는 **옆으로** 걷는다. [사진](https://a.example)

```js
let crab = 1;
```

- 첫째"""


@LANGUAGES
def test_a_reply_is_read_aloud_and_words_are_dictated(visit, models, locale):
    words = WORDS[locale]
    page = visit("/chat", locale=locale)
    page.context.add_init_script(SPEECH)
    page.reload()
    # Dictated words come after what was typed, in the language on screen.
    expect(page.get_by_role("combobox").last).not_to_have_value("")
    box = page.get_by_role("textbox").last
    box.fill("Say:")
    page.get_by_role("button", name=words["dictate"], exact=True).click()
    going = page.get_by_role("button", name=words["dictating"], exact=True)
    expect(going).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("[recognition.lang, recognition.started]") == [locale, True]
    heard = "[[{transcript: 'hello '}], [{transcript: 'crab'}]]"
    page.evaluate(f"recognition.onresult({{results: {heard}}})")
    expect(box).to_have_value("Say: hello crab")
    going.click()
    expect(page.get_by_role("button", name=words["dictate"], exact=True)).to_be_visible()
    box.press("Enter")
    page.wait_for_url("**/chat/c_*")
    answer(next(iter(models.asked(1).values())), MIXED)
    say(page, "In English, please")
    answer(next(iter(models.asked(1).values())), "Crabs *walk* `sideways`.")
    expect(page.get_by_text("Crabs walk sideways.")).to_be_visible()
    replies = page.get_by_role("article").filter(has=page.get_by_role("heading", name="Telltale"))

    def press(reply, name):
        reply.get_by_label(words["more"]).click()
        reply.get_by_role("button", name=words[name], exact=True).click()

    # Without Markdown, addresses and code; by a voice of the text's language, not the page's.
    press(replies.nth(0), "read")
    press(replies.nth(1), "read")
    spoken = page.evaluate("said.map(({text, lang}) => [lang, text.split(/\\s+/).join(' ')])")
    assert spoken == [
        ["ko-KR", "갯벌 게는 옆으로 걷는다. 사진 첫째"],
        ["en-US", "Crabs walk sideways ."],
    ]
    # The second took the first's place; pressed again it stops.
    before = page.evaluate("cancelled")
    press(replies.nth(1), "hush")
    assert page.evaluate("cancelled") == before + 1
    press(replies.nth(1), "read")
    page.evaluate("said.at(-1).onend()")
    replies.nth(1).get_by_label(words["more"]).click()
    expect(replies.nth(1).get_by_role("button", name=words["read"], exact=True)).to_be_visible()


@LANGUAGES
def test_a_browser_without_speech_offers_none(visit, models, locale):
    words = WORDS[locale]
    page = visit("/chat", locale=locale)
    page.context.add_init_script(SILENCE)
    page.reload()
    answer(begin(page, models, "Quietly"), "As you wish.")
    expect(page.get_by_text("As you wish.")).to_be_visible()
    reply = page.get_by_role("article").last
    reply.get_by_label(words["more"]).click()
    expect(reply.get_by_role("button", name=words["second"])).to_be_visible()
    for name in ("read", "dictate"):
        expect(page.get_by_role("button", name=words[name], exact=True)).to_have_count(0)
