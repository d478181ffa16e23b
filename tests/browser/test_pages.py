"""Every page: two languages, two themes, by keyboard, and what a checker of accessibility finds."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NAMES
from tests.browser.test_battle import finish

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


def violations(page):
    """What axe finds against WCAG 2.2 AA, as rule and element."""
    # Text that is still fading in has no contrast yet; what is not on screen never ends.
    page.evaluate("""() => Promise.race([
        new Promise((go) => setTimeout(go, 2000)),
        Promise.all(document.getAnimations()
            .filter((a) => Number.isFinite(a.effect.getComputedTiming().endTime))
            .map((a) => a.finished.catch(() => 0)))])""")
    page.evaluate(AXE.read_text())
    found = page.evaluate("""() => axe.run(document, {iframes: false, runOnly: {
        type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}})""")
    return [(rule["id"], node["html"]) for rule in found["violations"] for node in rule["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_pages_can_be_read_by_all(visit, ask, theme, width):
    page = visit(color_scheme=theme, width=width, reduced_motion="reduce")
    expect(page.get_by_text("2 contestants ready")).to_be_visible()
    assert violations(page) == []
    voices = ask(page)
    assert violations(page) == []
    finish(page, voices, "# A title\n\n```python\nx = 1  # one\n```\n\n[link](https://e.example)")
    expect(page.locator(".hljs-comment").first).to_be_attached()
    assert violations(page) == []
    page.get_by_role("button", name="A is better").click()
    page.get_by_role("button", name="Say why").click()
    assert violations(page) == []
    for path in ("/leaderboard", "/battles", "/nowhere"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert violations(page) == []


def test_on_a_narrow_screen_the_pages_are_a_menu(visit):
    page = visit(width=390, locale="ko-KR")
    button = page.get_by_role("button", name="대결: 모든 페이지")
    menu = page.get_by_role("navigation", name="페이지")
    expect(menu).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="대결")).to_have_attribute("aria-current", "page")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    button.click()
    menu.get_by_role("link", name="벤치마크").click()
    expect(page).to_have_url("/benchmarks")
    expect(menu).to_be_hidden()


def test_korean_throughout_and_switched_in_place(visit, ask):
    page = visit(locale="ko-KR")
    html = page.locator("html")
    expect(html).to_have_attribute("lang", "ko")
    expect(page).to_have_title("마당")
    expect(page.get_by_role("button", name="둘에게 묻기")).to_be_visible()
    voices = ask(page, "하늘은 왜 파란가요?")
    voices.say("산란 때문입니다.")
    voices.end()
    page.get_by_role("button", name="비슷해요").click()
    expect(page.locator(".verdict")).to_have_text("무승부")

    page.get_by_role("button", name="English").click()
    expect(html).to_have_attribute("lang", "en")
    expect(page.locator(".verdict")).to_have_text("tied with")
    page.reload()
    expect(html).to_have_attribute("lang", "en")
    expect(page.locator(".verdict")).to_have_text("tied with")


def test_the_servers_errors_come_in_the_language_on_screen(visit):
    page = visit("/battle/b_nothing", locale="ko-KR")
    expect(page.get_by_text("없는 대결입니다.")).to_be_visible()
    page.get_by_role("button", name="English").click()
    page.reload()
    expect(page.get_by_text("There is no such battle.")).to_be_visible()


def test_an_example_fills_the_box_and_enter_sends_it(visit, models):
    page = visit()
    page.get_by_role("button", name="Make it simple").click()
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/battle/*")
    assert "sky blue" in models.asked()["one"].messages[-1]["content"]


def test_an_address_that_names_nothing(visit):
    page = visit("/nowhere")
    expect(page).to_have_title("Not found · Madang")
    page.get_by_role("link", name="Start a battle").click()
    expect(page.get_by_role("textbox")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()


def test_everything_is_within_reach_of_the_keyboard(visit):
    page = visit()
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("x")
    reached = []
    for _ in range(24):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim().slice(0, 14)"))
    assert {"Ask both", "Make it simple", "Battle", "Leaderboard", "한국어"} <= set(reached)


class TestTooFew:
    @pytest.fixture
    def server(self, house):
        return house.start(slugs=("one",))

    def test_one_contestant_is_said_to_be_too_few(self, visit):
        page = visit()
        expect(page.get_by_text("Only one contestant can answer")).to_be_visible()
        expect(page.get_by_text("madang doctor")).to_be_visible()
        page.get_by_role("textbox").fill("Anyone?")
        expect(page.get_by_role("button", name="Ask both")).to_be_disabled()


class TestFirstVote:
    @pytest.fixture
    def server(self, house):
        return house.start()

    def test_the_board_counts_the_vote_and_claims_no_rating_yet(self, visit, ask):
        page = visit()
        page.get_by_role("link", name="Leaderboard").click()
        expect(page.get_by_text("No votes yet")).to_be_visible()
        page.get_by_role("link", name="Start a battle").click()
        voices = ask(page)
        finish(page, voices)
        # The stream may tell of a vote before it is acknowledged; only then is it on the board.
        with page.expect_response("**/vote"):
            page.get_by_role("button", name="A is better").click()
        page.get_by_role("link", name="Leaderboard").click()
        expect(page.get_by_text("1 vote by 1 person")).to_be_visible()
        for slug in voices:
            row = page.get_by_role("row").filter(has_text=NAMES[slug])
            expect(row.locator("td.wide.ci")).to_contain_text("not enough votes yet: 1 of about")
