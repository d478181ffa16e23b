"""Templates as people walk through them: fill in, battle, document, three versions, write one."""

import re

import pytest
from playwright.sync_api import expect

import tests.browser.conftest as here
from tests.browser.conftest import House
from tests.browser.test_pages import violations

WORDS = {
    "en-US": {
        "ad": "Advertisement",
        "fill": "Fill in the example",
        "battle": "Let two write, and choose",
        "one": "One document",
        "three": "Three versions",
        "asked": "What will be asked",
        "needed": "This is needed.",
        "undo": "Bring it back",
        "tag": "<product>Tidewater",
        "go on": "Go on with this one: Version 2",
        "edit": "Edit",
        "text": "The document, in Markdown",
        "kept": "Kept",
        "page": "As a web page",
        "shorter": "Shorter",
        "half": "about half as long",
        "a": "A is better",
        "marketing": "Marketing templates",
        "whole": "The whole request",
        "form": "Back to the form",
        "voice": "Brand voice",
        "keep": "Keep",
        "retry": "Try again",
        "open": "Open the winning text as a document",
    },
    "ko-KR": {
        "ad": "광고 문구",
        "fill": "예시로 채우기",
        "battle": "둘에게 맡기고 고르기",
        "one": "문서 하나로",
        "three": "세 가지 안으로",
        "asked": "실제로 묻는 말",
        "needed": "이 칸은 꼭 채워 주세요.",
        "undo": "되돌리기",
        "tag": "<product>모락 12분밥솥",
        "go on": "이 안으로 이어 가기: 2안",
        "edit": "고치기",
        "text": "문서 (마크다운)",
        "kept": "저장했어요",
        "page": "웹 페이지로",
        "shorter": "짧게",
        "half": "절반쯤으로",
        "a": "A가 나아요",
        "marketing": "마케팅 템플릿",
        "whole": "실제로 물은 말",
        "form": "양식으로 돌아가기",
        "voice": "브랜드 목소리",
        "keep": "간직하기",
        "retry": "다시 시도",
        "open": "이긴 글을 문서로 열기",
    },
}

both = pytest.mark.parametrize("locale", WORDS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("templates")


@pytest.fixture(scope="module")
def server(folder, vendor):
    """A Madang whose questions may be as long as prompts are."""
    from contextlib import ExitStack

    usual = here.SETTINGS
    here.SETTINGS = usual.replace("question_characters = 400", "question_characters = 20000")
    try:
        with ExitStack() as stack:
            yield House(folder, vendor, stack).start()
    finally:
        here.SETTINGS = usual


def finish(page, voices, text):
    voices.say(text)
    voices.end()
    expect(page.get_by_role("group", name=re.compile("Your vote|투표"))).to_be_visible()


def fill(page, locale):
    t = WORDS[locale]
    page.get_by_role("button", name=t["fill"]).click()
    expect(page.locator(".asked pre")).to_contain_text(t["tag"])


@both
@pytest.mark.parametrize("width", [1440, 390])
def test_the_gallery_is_searched_and_leads_to_a_form(visit, locale, width):
    t = WORDS[locale]
    page = visit("/templates", locale=locale, width=width)
    cards = page.locator("main section li a")
    expect(cards).to_have_count(16)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("/")
    page.keyboard.type("nothing like this")
    expect(cards).to_have_count(0)
    page.get_by_role("searchbox").fill(t["ad"][:3])
    expect(cards.filter(has_text=t["ad"])).to_have_count(1)
    cards.filter(has_text=t["ad"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(t["ad"])
    fill(page, locale)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@both
def test_what_is_missing_is_said_in_place_and_a_draft_survives(visit, visit_at, server, locale):
    t = WORDS[locale]
    page = visit("/templates/advertisement", locale=locale)
    page.get_by_role("button", name=t["battle"]).click()
    product = page.locator("#field-product")
    expect(product).to_be_focused()
    expect(page.get_by_text(t["needed"])).to_have_count(3)
    assert violations(page) == []
    product.fill("Mine alone")
    expect(page.get_by_text(t["needed"])).to_have_count(2)
    page.reload()
    expect(page.locator("#field-product")).to_have_value("Mine alone")
    expect(page.get_by_text(t["needed"])).to_have_count(0)
    fill(page, locale)
    page.reload()
    page.get_by_role("button", name=t["undo"]).click()
    expect(product).to_have_value("Mine alone")
    expect(page.get_by_role("button", name=t["undo"])).to_have_count(0)
    other = visit_at(server, "/templates/advertisement", like=page.context)
    expect(other.locator("#field-product")).to_have_value("Mine alone")
    other.locator("#field-product").fill("The other's")
    page.reload()  # a tab goes on with its own
    expect(page.locator("#field-product")).to_have_value("Mine alone")


@both
def test_a_form_becomes_a_blind_battle_whose_vote_counts_in_its_category(visit, models, locale):
    t = WORDS[locale]
    page = visit("/templates/advertisement", locale=locale)
    fill(page, locale)
    page.get_by_role("button", name=t["battle"]).click()
    page.wait_for_url("**/battle/*")
    voices = models.asked()
    one, two = (voice.messages[-1]["content"] for voice in voices.values())
    assert one == two
    assert t["tag"] in one
    expect(page.get_by_role("heading", level=2, name=t["ad"])).to_be_visible()
    expect(page.locator("article pre")).to_be_hidden()
    finish(page, voices, "An ad from {model}.")
    assert "Telltale" not in page.locator("main").inner_text()
    page.get_by_text(t["whole"]).click()
    expect(page.locator("article pre").first).to_contain_text(t["tag"])
    assert violations(page) == []
    page.get_by_role("button", name=t["a"]).click()
    expect(page.locator("main")).to_contain_text("Telltale One")
    battle = page.url
    page.get_by_role("button", name=t["open"]).click()
    page.wait_for_url("**/document/*")
    expect(page.locator("article .text")).to_have_text(re.compile("An ad from"))
    expect(page.get_by_role("button", name=t["edit"], exact=True)).to_be_enabled()
    page.goto(battle)
    page.get_by_role("link", name=t["form"]).click()
    expect(page.locator("#field-product")).not_to_have_value("")
    board = visit("/leaderboard", locale=locale, like=page.context)
    expect(board.get_by_role("button", name=t["marketing"])).to_have_text(
        re.compile(rf"{t['marketing']}[1-9]")
    )


@both
@pytest.mark.parametrize("width", [1440, 390])
def test_three_versions_one_is_chosen_changed_and_gone_on_with(visit, models, locale, width):
    t = WORDS[locale]
    page = visit("/templates/advertisement", locale=locale, width=width)
    fill(page, locale)
    page.get_by_role("button", name=t["three"]).click()
    page.wait_for_url("**/document/*")
    said = [models.asked(1) for _ in range(3)]
    for number, voices in enumerate(said):
        voices.say(f"**Version** text {number}")
    expect(page.locator("article strong")).to_have_count(3)
    expect(page.get_by_role("button", name=t["go on"])).to_be_disabled()
    for voices in said:
        voices.end()
    chosen = page.locator("article").nth(1).locator(".text").inner_text()
    assert violations(page) == []
    page.get_by_role("button", name=t["go on"]).click()
    expect(page.locator("article")).to_have_count(1)
    expect(page.locator("article .text")).to_have_text(chosen)

    page.get_by_role("button", name=t["edit"], exact=True).click()
    box = page.get_by_label(t["text"])
    box.fill("# By hand\n\nMy own words.")
    expect(page.locator("article header")).to_contain_text(t["kept"])
    page.reload()
    expect(page.locator("article h4")).to_have_text("By hand")
    assert violations(page) == []

    page.get_by_role("group").get_by_role("button", name=t["shorter"], exact=True).click()
    voices = models.asked(1)
    (voice,) = voices.values()
    *_, before, wish = voice.messages
    assert before["role"] == "assistant"
    assert "<document>\n# By hand\n\nMy own words.\n</document>" in wish["content"]
    assert t["half"] in wish["content"]
    voices.say("Short now.")
    voices.end()
    expect(page.locator("article .text")).to_have_text("Short now.")
    page.reload()
    expect(page.locator("article .text")).to_have_text("Short now.")
    page.get_by_role("button", name="1", exact=True).click()
    expect(page.locator("article h4")).to_have_text("By hand")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


CONFLICT = {
    "en-US": {
        "moved": "changed in another window meanwhile",
        "mine": "Keep mine",
        "theirs": "Take the other one",
        "see": "See the other text",
        "restore": "As it was written",
    },
    "ko-KR": {
        "moved": "다른 창에서 이 문서를 고쳤어요",
        "mine": "내 글로 하기",
        "theirs": "다른 창의 글로 하기",
        "see": "다른 창의 글 보기",
        "restore": "처음 글로 되돌리기",
    },
}


@both
def test_two_windows_on_one_document_and_nothing_is_lost(visit, visit_at, server, models, locale):
    t, c = WORDS[locale], CONFLICT[locale]
    page = visit("/templates/report", locale=locale)
    page.get_by_role("button", name=t["fill"]).click()
    expect(page.locator(".asked pre")).to_be_visible()
    page.get_by_role("button", name=t["one"]).click()
    page.wait_for_url("**/document/*")
    voices = models.asked(1)
    voices.say("As it was.")
    voices.end()
    expect(page.locator("article .text")).to_have_text("As it was.")
    other = visit_at(server, page.url.removeprefix(server.url), like=page.context)
    for window in (page, other):
        window.get_by_role("button", name=t["edit"], exact=True).click()
    theirs, mine = page.get_by_label(t["text"]), other.get_by_label(t["text"])
    theirs.fill("Theirs.")
    expect(page.locator("article header")).to_contain_text(t["kept"])
    mine.fill("Mine.")
    notice = other.get_by_role("alert").filter(has_text=c["moved"])
    expect(notice).to_be_visible()
    assert violations(other) == []
    # What is typed on is not lost, and not sent either; a reload comes back to the same choice.
    mine.fill("Mine, and more.")
    other.reload()
    expect(notice).to_be_visible()
    expect(other.locator("article .text")).to_have_text("Mine, and more.")
    other.get_by_text(c["see"]).click()
    seen = other.locator("details").filter(has_text=c["see"]).locator("pre")
    expect(seen).to_have_text("Theirs.")
    notice.get_by_role("button", name=c["mine"]).click()
    expect(notice).to_have_count(0)
    expect(other.locator("article header")).to_contain_text(t["kept"])
    # Now the first window is the one that is behind.
    theirs.fill("Theirs again.")
    notice = page.get_by_role("alert").filter(has_text=c["moved"])
    notice.get_by_role("button", name=c["theirs"]).click()
    expect(theirs).to_have_value("Mine, and more.")
    for window in (page, other):
        window.reload()
        expect(window.locator("article .text")).to_have_text("Mine, and more.")
        expect(window.get_by_role("alert")).to_have_count(0)
    # What is not kept yet outlives a way back that could not be gone.
    page.route("**/api/documents/**", lambda route: route.abort())
    page.get_by_role("button", name=t["edit"], exact=True).click()
    theirs.fill("Mine, and not kept.")
    expect(page.get_by_role("alert")).to_be_visible()
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name=c["restore"]).click()
    page.wait_for_function("JSON.stringify(sessionStorage).includes('Mine, and not kept.')")
    page.unroute("**/api/documents/**")
    page.reload()
    expect(page.locator("article .text")).to_have_text("Mine, and not kept.")


PAGE = """```html name=page.html title="Landing"
<!doctype html><title>L</title><h1 id="head">Rice in 12 minutes</h1>
<script>console.log('ran')</script>
```"""


@both
@pytest.mark.parametrize("width", [1440, 390])
def test_the_copy_of_a_landing_page_becomes_a_page_that_runs(visit, models, locale, width):
    t = WORDS[locale]
    page = visit("/templates/landing-page", locale=locale, width=width, reduced_motion="reduce")
    page.get_by_role("button", name=t["fill"]).click()
    expect(page.locator(".asked pre")).to_be_visible()
    page.get_by_role("button", name=t["one"]).click()
    page.wait_for_url("**/document/*")
    voices = models.asked(1)
    voices.say("# Rice in 12 minutes")
    voices.end()
    expect(page.locator("article h4")).to_have_text("Rice in 12 minutes")
    expect(page.locator("iframe")).to_have_count(0)
    page.get_by_role("button", name=t["page"], exact=True).click()
    voices = models.asked(1)
    (voice,) = voices.values()
    assert "```html" in voice.messages[-1]["content"]
    voice.say(PAGE)
    voice.end()
    expect(page.locator("article").get_by_role("button", name="Landing")).to_be_visible()
    shown = page.frame_locator("iframe:not([inert])").get_by_role("heading")
    expect(shown).to_have_text("Rice in 12 minutes")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # What is changed by hand is what runs.
    page.get_by_role("button", name=t["edit"], exact=True).click()
    page.get_by_label(t["text"]).fill(PAGE.replace("12", "11"))
    expect(shown).to_have_text("Rice in 11 minutes")
    # And a state before it has nothing to run.
    page.get_by_role("button", name="1", exact=True).click()
    expect(page.locator("iframe")).to_have_count(0)


def test_a_document_that_fails_is_asked_for_again(visit, models):
    page = visit("/templates/report")
    fill_and_send(page, "One document")
    voices = models.asked(1)
    voices.say("Half a sen")
    next(iter(voices.values())).fail()
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    expect(page.locator("article")).to_contain_text("Half a sen")
    again.click()
    voices = models.asked(1)
    voices.say("A whole report.")
    voices.end()
    expect(page.locator("article .text")).to_have_text("A whole report.")


def fill_and_send(page, button):
    page.get_by_role("button", name="Fill in the example").click()
    expect(page.locator(".asked pre")).to_be_visible()
    page.get_by_role("button", name=button).click()
    page.wait_for_url("**/document/*")


@both
def test_the_brand_voice_is_written_once_and_used_where_it_has_a_place(visit, locale):
    t = WORDS[locale]
    page = visit("/templates/newsletter", locale=locale)
    voice = page.get_by_role("textbox", name=t["voice"])
    keep = page.get_by_role("button", name=t["keep"], exact=True)
    page.get_by_text(t["voice"], exact=True).click()
    voice.fill("We say less.")
    keep.click()
    expect(page.get_by_role("checkbox")).to_be_checked()
    # Where it is not known what is kept there is nothing to change.
    page.route("**/voice", lambda route: route.abort())
    page.goto("/templates/advertisement")
    page.get_by_text(t["voice"], exact=True).click()
    expect(voice).to_be_disabled()
    expect(keep).to_have_count(0)
    page.unroute("**/voice")
    page.get_by_role("button", name=t["retry"]).click()
    expect(voice).to_have_value("We say less.")
    voice.fill("We say more.")
    page.reload()
    page.get_by_text(t["voice"], exact=True).click()
    expect(voice).to_have_value("We say more.")
    expect(keep).to_be_enabled()
    page.get_by_role("button", name=t["fill"]).click()
    expect(page.locator(".asked pre")).to_contain_text("<voice>We say less.</voice>")
    page.get_by_role("checkbox").uncheck()
    expect(page.locator(".asked pre")).not_to_contain_text("<voice>")
    page.goto("/templates/translation")
    expect(page.locator("form")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(0)


EDITOR = {
    "en-US": {
        "new": "Write your own",
        "name": "Name",
        "slug": "Slug",
        "label": "Label",
        "key": "Key",
        "prompt": "Prompt",
        "wrong": "No field has the key whom",
        "needed": "This is needed",
        "called": ("Thanks, mother", "thanks-mother"),
        "who": ("Who", "who"),
        "good": "Nothing is wrong with it.",
        "save": "Save",
        "edit": "Change this template",
        "delete": "Delete",
        "sure": "Press again to delete",
        "file": "As a file",
        "toml": "The file, in TOML",
        "insert": "Insert Who who",
    },
    "ko-KR": {
        "new": "직접 만들기",
        "name": "이름",
        "slug": "슬러그",
        "label": "보이는 이름",
        "key": "변수 이름",
        "prompt": "프롬프트",
        "wrong": "변수 이름이 whom인 칸이 없어서",
        "needed": "꼭 적어 주세요",
        "called": ("어머니께 드리는 감사 편지", "template-1"),
        "who": ("받는 분", "field_1"),
        "good": "잘못된 곳이 없어요.",
        "save": "저장",
        "edit": "이 템플릿 고치기",
        "delete": "지우기",
        "sure": "한 번 더 누르면 지웁니다",
        "file": "파일로",
        "toml": "파일 (TOML)",
        "insert": "받는 분 who 넣기",
    },
}


@both
def test_an_owner_writes_a_template_and_it_is_a_file(visit, folder, locale):
    t, slug = EDITOR[locale], f"thanks-{locale[:2]}"
    page = visit("/templates", locale=locale)
    page.get_by_role("link", name=t["new"]).click()
    name, key = page.get_by_label(t["name"], exact=True).first, page.get_by_label(t["key"])
    problems = page.locator(".problems")
    expect(problems).not_to_be_empty()
    expect(page.locator("[aria-invalid=true]")).to_have_count(0)
    page.get_by_role("button", name=t["save"], exact=True).click()
    expect(name).to_be_focused()
    expect(page.get_by_text(t["needed"])).to_have_count(5)
    assert violations(page) == []
    # What machines go by is suggested, and can be written over.
    called, suggested = t["called"]
    name.fill(called)
    name.press("Tab")
    expect(page.get_by_label(t["slug"])).to_have_value(suggested)
    page.get_by_label(t["slug"]).fill(slug)
    label, suggested = t["who"]
    page.get_by_label(t["label"]).fill(label)
    page.get_by_label(t["label"]).press("Tab")
    expect(key).to_have_value(suggested)
    key.fill("who")
    prompt = page.get_by_role("textbox", name=t["prompt"], exact=True)
    prompt.fill("Thank {{whom}}. Then ")
    expect(page.get_by_text(t["wrong"])).to_be_visible()
    assert violations(page) == []
    page.reload()  # what is half written survives
    expect(prompt).to_have_value("Thank {{whom}}. Then ")
    prompt.fill("Thank ")
    prompt.press("End")
    page.get_by_role("button", name=t["insert"], exact=True).click()
    expect(prompt).to_have_value("Thank {{who}}")
    expect(problems).to_contain_text(t["good"])
    page.get_by_role("button", name=t["file"], exact=True).click()
    expect(page.get_by_label(t["toml"])).to_have_value(re.compile(f'slug = "{slug}"'))
    assert violations(page) == []
    page.get_by_role("button", name=t["save"], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(called)
    file = folder / "home" / "templates" / f"{slug}.{locale[:2]}.toml"
    assert 'prompt = "Thank {{who}}"' in file.read_text()
    page.get_by_role("link", name=t["edit"]).click()
    page.get_by_role("button", name=t["delete"], exact=True).click()
    page.get_by_role("button", name=t["sure"]).click()
    page.wait_for_url("**/templates")
    assert not file.exists()


def test_a_broken_file_is_listed_mended_and_a_shipped_one_comes_back(visit, folder):
    own = folder / "home" / "templates"
    own.mkdir(parents=True, exist_ok=True)
    text = 'slug = "report"\nlanguage = "en"\nkind = "office"\nname = "Ours"\nprompt = "Go {{x}}"\n'
    (own / "report.toml").write_text(text)
    page = visit("/templates")
    expect(page.locator("main")).to_contain_text("line 5")
    expect(page.locator("main section li a").filter(has_text="Report").first).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Mend").click()
    box = page.get_by_label("The file, in TOML")
    expect(box).to_have_value(text)
    mended = text.replace(" {{x}}", "")
    box.fill(mended)
    expect(page.locator(".problems")).to_contain_text("Nothing is wrong")
    # Someone else changes it meanwhile: neither text is lost.
    (own / "report.toml").write_text(text + "\n")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("report.toml was changed by someone else")
    page.reload()
    expect(box).to_have_value(mended)
    assert (own / "report.toml").read_text() == text + "\n"
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("link", name="Mend").click()
    expect(box).to_have_value(text + "\n")
    box.fill(mended)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ours")
    page.get_by_role("link", name="Change this template").click()
    page.get_by_role("button", name="Back to the one that ships").click()
    page.get_by_role("button", name="Press again to delete").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report")
    assert list(own.glob("report*")) == []


def test_light_and_dark_are_readable(visit):
    for scheme in ("light", "dark"):
        for path in ("/templates", "/templates/press-release", "/templates/new"):
            page = visit(path, color_scheme=scheme)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            expect(page.locator("main")).not_to_contain_text("Loading…")
            assert violations(page) == [], (scheme, path)


def test_a_form_is_filled_in_and_sent_by_keyboard_alone(visit, models):
    page = visit("/templates/tone-rewrite")
    page.get_by_role("button", name="Fill in the example").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".asked pre")).to_be_visible()
    page.locator("#field-reader").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/battle/*")
    voices = models.asked()
    finish(page, voices, "Kindly.")
