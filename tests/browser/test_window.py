"""The run window in use: errors and their mending, versions, pointing, keys to both, bad days."""

import re
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.test_chat import answer, begin, say
from tests.browser.test_pages import violations

BROKEN = """Here:

```tsx name=counter title="Counter"
import { useState } from 'react';
export default function App() {
  return <h1>count {</h1>;
}
```
"""
MENDED = BROKEN.replace("count {<", "count {0}<")
PAGE = """Here:

```html name=page title="Page"
<!doctype html>
<h1 id="head">First</h1>
<p>A paragraph.</p>
```
"""
KEYS = """Press a key:

```html name=keys title="Keys"
<!doctype html><p id="field">none</p>
<script>
addEventListener('keydown', (event) => {
  document.getElementById('field').textContent = event.code;
});
</script>
```
"""
RING = '<svg xmlns="http://www.w3.org/2000/svg"><image href="asset:{}"/></svg>'


def side(page, letter):
    return page.get_by_role("region", name=f"Run window, Model {letter}")


def pane(page):
    """The run window of a chat."""
    return page.get_by_role("region", name="Run window")


def inside(window):
    return window.frame_locator("iframe:not([inert])")


def phase(window, said):
    expect(window.locator("footer .phase")).to_contain_text(said)


def authors(window):
    """Who made the versions, in the list that lies over the run."""
    window.get_by_role("button", name=re.compile("· Versions$")).click()
    listed = window.get_by_role("region", name="Versions")
    return listed, listed.locator("ol > li > .who")


def fence(language, name, text):
    return f"\n```{language} name={name}\n{text}\n```\n"


def console(window):
    window.get_by_role("button", name=re.compile("^Console")).click()
    return window.locator(".console")


def test_an_error_leads_to_its_line_and_one_side_mends_it(visit, ask, models):
    page = visit()
    for voice in ask(page, "Make a counter").values():
        voice.say(BROKEN)
        voice.end()
    left, right = side(page, "A"), side(page, "B")
    phase(left, "failed")
    phase(right, "failed")
    expect(console(left).locator(".error")).to_contain_text("Unexpected token")
    left.get_by_role("button", name="line 3").click()
    expect(left.get_by_role("textbox", name="Code of counter")).to_be_focused()
    expect(left.locator(".cm-activeLineGutter")).to_have_text("3")
    expect(left.locator(".cm-wrong")).to_contain_text("count {<")

    # To that side alone goes what the console said; the model's own code it has already.
    left.get_by_role("button", name="Fix it").click()
    [voice] = models.each(1)
    asked = voice.messages[-1]["content"]
    assert "`counter`" in asked
    assert "error (line 3): " in asked
    assert "Unexpected token" in asked
    assert "import { useState }" not in asked
    answer(voice, MENDED)
    phase(left, "running")
    expect(inside(left).get_by_role("heading")).to_have_text("count 0")
    phase(right, "failed")

    # What was asked is said in short, and what the vote is about with what was mended.
    heading = page.get_by_role("heading", level=2).last
    expect(heading).to_have_text(re.compile(r"^Running `counter` failed\.[^\n]*$"))
    expect(page.get_by_text("The whole request")).to_be_visible()
    said = "Your vote is about turn 1, with what Model A mended since."
    expect(page.get_by_text(said)).to_be_visible()

    # Two versions, what differs between them, and back to the first.
    listed, made_by = authors(left)
    expect(made_by).to_have_text(["model", "fix"])
    expect(listed.get_by_label("From").locator(":checked")).to_have_text("Version 1 · model")
    expect(listed.locator(".cm-deletedChunk")).to_contain_text("count {<")
    expect(listed.locator(".cm-changedLine")).to_contain_text("count {0}<")
    listed.get_by_role("button", name="Show", exact=True).click()
    phase(left, "failed")
    listed.get_by_role("button", name="Show", exact=True).click()
    listed.get_by_role("button", name="Back").click()
    expect(inside(left).get_by_role("heading")).to_have_text("count 0")
    expect(page.get_by_role("button", name="A is better")).to_be_enabled()


def test_in_a_chat_too_the_error_is_the_next_turn(visit, models):
    page = visit("/chat")
    answer(begin(page, models, "Make a counter"), BROKEN)
    window = pane(page)
    phase(window, "failed")
    window.get_by_role("button", name="Fix it").click()
    [voice] = models.each(1)
    assert "Unexpected token" in voice.messages[-1]["content"]
    answer(voice, MENDED)
    phase(window, "running")
    expect(authors(window)[1]).to_have_text(["model", "fix"])


def test_keys_go_to_the_one_that_was_clicked_or_to_both(visit, ask):
    page = visit()
    for voice in ask(page, "Make a game").values():
        voice.say(KEYS)
        voice.end()
    fields = [inside(side(page, letter)).locator("#field") for letter in "AB"]
    for letter in "AB":
        phase(side(page, letter), "running")
    fields[0].click()
    page.keyboard.press("ArrowUp")
    expect(fields[0]).to_have_text("ArrowUp")
    page.get_by_role("checkbox", name="both").check()
    fields[0].click()
    page.keyboard.press("Space")
    for field in fields:
        expect(field).to_have_text("Space")
    # From the other side as well.
    fields[1].click()
    page.keyboard.press("KeyQ")
    for field in fields:
        expect(field).to_have_text("KeyQ")
    page.get_by_role("checkbox", name="both").uncheck()
    fields[1].click()
    page.keyboard.press("KeyZ")
    expect(fields[1]).to_have_text("KeyZ")
    expect(fields[0]).to_have_text("KeyQ")
    expect(page.get_by_role("button", name="A is better")).to_be_enabled()


# When the last key was pressed, and when a frame was shown that had not been there before.
WATCH = """() => {
    const seen = new Set(document.querySelectorAll('iframe'));
    window.times = {};
    addEventListener('keydown', () => (times.key = performance.now()), true);
    new MutationObserver(() => {
        for (const frame of document.querySelectorAll('iframe:not([inert])')) {
            if (seen.has(frame)) continue;
            seen.add(frame);
            times.run = performance.now();
        }
    }).observe(document.body, {subtree: true, childList: true, attributeFilter: ['inert']});
}"""


def test_an_edit_runs_again_and_what_is_pointed_at_is_asked_about(visit, models):
    page = visit("/chat")
    answer(begin(page, models, "Make a page"), PAGE)
    window = pane(page)
    phase(window, "running")
    expect(inside(window).locator("#head")).to_have_text("First")

    window.get_by_role("button", name="Both", exact=True).click()
    code = window.get_by_role("textbox", name="Code of page")
    code.click()
    for key in ("Control+Home", "ArrowDown", "End", *["ArrowLeft"] * len("</h1>")):
        page.keyboard.press(key)
    page.evaluate(WATCH)
    page.keyboard.type(" of all")
    expect(inside(window).locator("#head")).to_have_text("First of all")
    page.wait_for_function("times.run > times.key")
    times = page.evaluate("times")
    took = times["run"] - times["key"]
    sys.stdout.write(f"\nFrom the last key to the new run: {took:.0f} ms\n")
    expect(window.get_by_text("changed by you")).to_be_visible()
    listed, made_by = authors(window)
    expect(made_by).to_have_text(["model", "you"])
    listed.get_by_role("button", name="Show", exact=True).click()
    listed.get_by_role("button", name="Back").click()
    expect(inside(window).locator("#head")).to_have_text("First")
    expect(code).not_to_contain_text("of all")

    window.get_by_role("button", name="More").click()
    window.get_by_role("menuitem", name="Point at something").click()
    expect(window.get_by_text("Click what should change")).to_be_visible()
    inside(window).locator("#head").click()
    wish = window.get_by_role("textbox", name="What should change here?")
    expect(wish).to_be_focused()
    wish.fill("Make it red")
    wish.press("Enter")
    box = page.get_by_role("textbox", name="Message")
    expect(box).to_have_value(
        re.compile('In `page`.*<h1 id="head">First</h1>.*Make it red', re.DOTALL)
    )
    expect(box).to_be_focused()


def test_what_is_pointed_at_in_a_battle_is_wished_for_from_both(visit, ask, models):
    page = visit()
    for voice in ask(page, "Make a page").values():
        voice.say(PAGE)
        voice.end()
    left = side(page, "A")
    phase(left, "running")
    left.get_by_role("button", name="More").click()
    left.get_by_role("menuitem", name="Point at something").click()
    inside(left).locator("#head").click()
    wish = left.get_by_role("textbox", name="What should change here?")
    wish.fill("Make it red")
    wish.press("Enter")
    voices = models.asked()
    said = {voice.messages[-1]["content"] for voice in voices.values()}
    assert len(said) == 1
    assert '<h1 id="head">First</h1>' in said.pop()
    for voice in voices.values():
        voice.say(PAGE.replace("<h1", "<h1 style=color:red"))
        voice.end()
    expect(page.get_by_role("heading", level=2).last).to_have_text("Make it red")
    expect(page.get_by_text("a wish, to both")).to_be_visible()
    phase(left, "running")
    expect(authors(left)[1]).to_have_text(["model", "model"])


# Whether both windows lie between the app's head and the dock, at least where they begin and end.
IN_VIEW = """() => {
    const windows = [...document.querySelectorAll('section.window')];
    if (windows.length < 2) return false;
    const top = document.querySelector('header').getBoundingClientRect().bottom;
    const bottom = document.querySelector('.dock').getBoundingClientRect().top;
    const boxes = windows.map((each) => each.getBoundingClientRect());
    return boxes.every((box) => box.top >= top && box.bottom <= bottom + 1);
}"""


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_windows_open_whole_and_in_view(visit, ask, models, width, height):
    page = visit(width=width, height=height)
    voices = ask(page, "Make a page")
    for length in (80, 80, 0):
        for voice in voices.values():
            voice.say(PAGE + "And this is what I did. " * length)
        page.wait_for_function(IN_VIEW)
        for voice in voices.values():
            voice.say("It was not easy.\n\n" * length)
            voice.end()
        expect(page.get_by_role("button", name="A is better")).to_be_visible()
        for letter in "AB":
            phase(side(page, letter), "running")
        page.wait_for_function(IN_VIEW)
        box = page.get_by_role("textbox", name="The next question, to both")
        box.fill("Once more, please")
        box.press("Enter")
        voices = models.asked()


def test_a_source_is_saved_as_it_is_and_a_remix_goes_on_in_a_chat_of_its_own(visit, models):
    page = visit("/chat")
    answer(begin(page, models, "Make a page"), PAGE)
    phase(pane(page), "running")
    before = page.url
    pane(page).get_by_role("button", name="More").click()
    with page.expect_download() as saved:
        pane(page).get_by_role("menuitem", name="Download the source, page.html").click()
    assert saved.value.path().read_text() == PAGE.split("\n", 3)[3].removesuffix("\n```\n")
    pane(page).get_by_role("button", name="More").click()
    pane(page).get_by_role("menuitem", name="Remix in a new chat").click()
    page.wait_for_url(lambda url: "/chat/c_" in url and url != before)
    phase(pane(page), "running")
    expect(inside(pane(page)).locator("#head")).to_have_text("First")
    say(page, "Make the heading say Remixed")
    [voice] = models.each(1)
    assert '<h1 id="head">First</h1>' in str(voice.messages)
    answer(voice, PAGE.replace("First", "Remixed"))
    expect(inside(pane(page)).locator("#head")).to_have_text("Remixed")
    expect(authors(pane(page))[1]).to_have_text(["remix", "model"])
    page.goto(before)
    expect(inside(pane(page)).locator("#head")).to_have_text("First")


def test_on_bad_days_it_is_said_what_is_wrong(visit, models):
    page = visit("/chat")
    made = fence("svg", "a", RING.format("b")) + fence("svg", "b", RING.format("a"))
    made += fence("html", "page", "<p>seen</p><img src='asset:a'><img src='asset:nobody'>")
    answer(begin(page, models, "Make it"), made)
    window = pane(page)
    expect(inside(window).get_by_text("seen")).to_be_visible()
    lines = console(window)
    expect(lines).to_contain_text("a → b → a")
    expect(lines).to_contain_text("no asset:nobody")

    # What is on the shelf can be chosen, after a card of the conversation was, too.
    page.get_by_role("article").get_by_role("button", name=re.compile("^a .*Open$")).click()
    expect(window.get_by_role("button", name="a", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    window.get_by_role("button", name="page", exact=True).click()
    expect(inside(window).get_by_text("seen")).to_be_visible()

    say(page, "With motion")
    [voice] = models.each(1)
    text = "import { motion } from 'framer-motion';\nexport default () => <motion.p />;"
    answer(voice, fence("tsx", "moving", text))
    phase(window, "failed")
    expect(lines).to_contain_text("“framer-motion” is not shipped")
    expect(lines).to_contain_text("recharts")
    expect(window.get_by_role("button", name="line 1", exact=True)).to_be_visible()


def test_a_reply_of_five_megabytes_is_cut_off_and_its_page_runs_only_if_that_is_wanted(
    visit, models
):
    page = visit("/chat")
    voice = begin(page, models, "Make it long")
    voice.say("Here:\n\n```html name=long\n<!doctype html><h1 id=head>long</h1>\n")
    voice.say("<script>console.log('ran')</script>\n")
    row = f"<p>{'x' * 500}</p>\n"
    for _ in range(100):
        voice.say(row * 100)
    voice.end()
    expect(page.get_by_role("article").last).to_contain_text(
        "Cut off here: at 1,000,000 characters"
    )
    window = pane(page)
    phase(window, "unfinished")
    expect(inside(window).locator("#head")).to_have_text("long")
    expect(console(window)).not_to_contain_text("ran")
    page.reload()
    phase(window, "unfinished")
    window.get_by_role("button", name="Run it as it is").click()
    phase(window, "running")
    expect(inside(window).locator("#head")).to_have_text("long")


def test_a_page_of_ten_thousand_lines_runs_on_both_sides(visit, ask):
    page = visit()
    rows = "".join(f"<p>row {n}</p>\n" for n in range(10_000))
    for voice in ask(page, "Make it long").values():
        voice.say(f"```html name=long\n<!doctype html>\n{rows}<p id=last>whole</p>\n```\n")
        voice.end()
    for letter in "AB":
        phase(side(page, letter), "running")
        expect(inside(side(page, letter)).locator("#last")).to_have_text("whole")
    expect(page.get_by_role("button", name="A is better")).to_be_enabled()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_examples_can_be_read_by_all(visit, width):
    page = visit("/examples", width=width, reduced_motion="reduce")
    window = page.locator("section.window")
    phase(window, "running")
    assert violations(page) == []
    window.get_by_role("button", name="Both", exact=True).click()
    expect(window.get_by_role("textbox", name=re.compile("^Code of"))).to_be_visible()
    console(window)
    assert violations(page) == []
    window.get_by_role("button", name="Sliders").click()
    expect(window.get_by_role("slider").first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
