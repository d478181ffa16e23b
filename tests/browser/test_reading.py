"""Reading while it is written: nothing jumps, nothing runs, nothing is fetched from elsewhere."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_battle import finish, sides, vote_bar

PARAGRAPH = "One line of a long reply that goes on and on. " * 8 + "\n\n"
HOSTILE = """<script>document.title = 'taken'</script>

<img src="https://evil.example/a.png" onerror="document.title = 'taken'">

![picture](https://evil.example/b.png) [harmless](javascript:document.title='taken')

<a href="https://evil.example" onclick="document.title = 'taken'">raw</a>

[outward](https://good.example/page)

<iframe src="https://evil.example"></iframe><style>body { display: none }</style>

$\\href{javascript:document.title='taken'}{x}$ and the end.
"""


def reading_place(page):
    return page.evaluate("""() => {
        const paragraph = [...document.querySelectorAll('.reply p')]
            .find((p) => p.getBoundingClientRect().top > 60);
        window.read ??= paragraph;
        return [scrollY, window.read.getBoundingClientRect().top];
    }""")


def gap_below(page):
    return page.evaluate("document.documentElement.scrollHeight - innerHeight - scrollY")


def length(page):
    return page.evaluate("document.querySelector('.side.a .reply').textContent.length")


def grow(page, voices):
    """More text, and wait until all of it is on the page."""
    before = length(page)
    voices.say(PARAGRAPH * 3)
    page.wait_for_function(
        f"() => document.querySelector('.side.a .reply').textContent.length >= {before} + 1000"
    )
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


def test_who_is_at_the_end_stays_there_and_who_scrolled_up_stays_too(visit, ask):
    page = visit()
    voices = ask(page)
    voices.say(PARAGRAPH * 12)
    page.wait_for_function("() => document.documentElement.scrollHeight > innerHeight + 400")
    expect(page.get_by_role("button", name="To the newest")).to_have_count(0)
    grow(page, voices)
    assert gap_below(page) <= 1

    page.mouse.move(700, 400)
    page.mouse.wheel(0, -300)
    page.wait_for_function(
        "() => document.documentElement.scrollHeight - innerHeight - scrollY > 200"
    )
    newest = page.get_by_role("button", name="To the newest")
    expect(newest).to_be_visible()
    place = reading_place(page)
    grow(page, voices)
    grow(page, voices)
    assert reading_place(page) == place

    newest.click()
    grow(page, voices)
    assert gap_below(page) <= 1
    voices.end()
    expect(vote_bar(page)).to_be_visible()


def test_up_and_down_scroll_until_the_end_has_been_seen(visit, ask):
    page = visit()
    finish(page, ask(page), PARAGRAPH * 15)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function("() => scrollY === 0")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => scrollY > 0")
    expect(vote_bar(page)).to_be_visible()
    expect(page.locator(".verdict")).to_have_count(0)


def test_a_finished_block_is_not_drawn_anew(visit, ask):
    page = visit()
    voices = ask(page)
    voices.say("# Title\n\nFirst paragraph.\n\nSecond")
    expect(sides(page)[0]).to_contain_text("Second")
    page.evaluate("window.first = document.querySelector('.side.a .reply p')")
    voices.say(" grows.\n\n- a\n- b\n")
    voices.end()
    expect(vote_bar(page)).to_be_visible()
    assert page.evaluate("first.isConnected && first.textContent === 'First paragraph.'")


def test_a_hostile_reply_is_text(visit, ask, server):
    page = visit()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    finish(page, ask(page), HOSTILE.replace("{", "{{").replace("}", "}}"))
    side = sides(page)[0]
    expect(side).to_contain_text("and the end.")
    expect(side.locator(".maths[data-set]")).to_be_visible()
    expect(side.get_by_role("link", name="outward")).to_have_attribute("rel", "noopener noreferrer")
    assert side.locator("script, img, iframe, style, [onclick], [onerror]").count() == 0
    links = side.locator("a").evaluate_all("(all) => all.map((a) => a.href)")
    assert links
    assert all(link.startswith("https://") for link in links)
    assert "taken" not in page.title()
    assert [url for url in asked if not url.startswith((server.url, "data:"))] == []


def test_colours_and_formulas_come_when_needed(visit, ask):
    page = visit()
    asked = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    voices = ask(page)
    voices.say("Plain words.\n\n")
    expect(sides(page)[0]).to_contain_text("Plain words.")
    assert not [name for name in asked if "katex" in name or "languages" in name]
    voices.say("```python\nx = 1  # one\n```\n\nand $x^2$.")
    voices.end()
    for side in sides(page):
        expect(side.locator(".hljs-comment")).to_have_text("# one")
        expect(side.locator(".katex-html")).to_be_visible()


@pytest.mark.parametrize("locale", ["en-US", "ko-KR"])
def test_on_a_narrow_screen_the_sides_swipe_and_the_vote_stays(visit, ask, locale):
    page = visit(locale=locale, width=390, height=844)
    voices = ask(page)
    voices.say(PARAGRAPH * 12)
    voices.end()
    bar = page.locator(".vote")
    expect(bar).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    a, b = (side.bounding_box() for side in sides(page))
    assert a["width"] == b["width"] == pytest.approx(390 * 0.86, abs=1)
    row = page.locator(".sides")
    row.evaluate("(row) => row.scrollTo({left: row.scrollWidth})")
    page.wait_for_function(
        "() => document.querySelector('.side.b').getBoundingClientRect().left < 60"
    )
    expect(bar).to_be_in_viewport(ratio=1)
    bar.get_by_role("button").first.click()
    expect(page.locator(".verdict")).to_be_visible()
