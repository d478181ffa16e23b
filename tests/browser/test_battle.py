"""A battle as a person sees it: asked, watched, voted on, revealed, undone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NAMES


def sides(page):
    return [page.locator(f"section.side.{side}").last for side in "ab"]


def vote_bar(page):
    return page.get_by_role("group", name="Your vote")


def finish(page, voices, text="An answer."):
    voices.say(text)
    voices.end()
    expect(vote_bar(page)).to_be_visible()


def no_name_is_shown(page):
    content = page.content()
    return not any(name in content for name in (*NAMES.values(), "Maker of"))


def test_the_first_battle_from_typing_to_the_names(visit, ask):
    page = visit()
    voices = ask(page)
    a, b = sides(page)
    expect(page.get_by_role("heading", name="Why is the sky blue?")).to_be_visible()
    expect(a).to_contain_text("anonymous")
    expect(vote_bar(page)).to_have_count(0)
    voices.say("**Because** of `scattering`")
    for side in (a, b):
        expect(side.locator("strong")).to_have_text("Because")
    voices.say(", says {model}.")
    voices.end()
    expect(vote_bar(page)).to_be_visible()
    assert no_name_is_shown(page)

    page.keyboard.press("ArrowLeft")
    card = page.get_by_role("region", name="The reveal")
    expect(card).to_contain_text("you chose this")
    for slug in voices:
        expect(card.get_by_role("heading", name=NAMES[slug])).to_be_visible()
    expect(card).to_contain_text("Counted")
    expect(card).to_contain_text("$3 in, $15 out")
    expect(page.get_by_role("link", name="Your battles · 1")).to_be_visible()


@pytest.mark.parametrize(
    ("key", "verdict"),
    [("ArrowUp", "tied with"), ("ArrowDown", "both bad"), ("ArrowRight", "lost to")],
)
def test_each_arrow_is_a_vote(visit, ask, key, verdict):
    page = visit()
    finish(page, ask(page))
    page.keyboard.press(key)
    expect(page.locator(".verdict")).to_have_text(verdict)


def test_arrows_write_while_one_types_and_enter_of_a_syllable_does_not_send(visit, ask):
    page = visit()
    finish(page, ask(page))
    box = page.get_by_role("textbox")
    box.fill("마당")
    page.keyboard.press("ArrowLeft")
    compose = "new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, isComposing: true})"
    box.evaluate(f"(box) => box.dispatchEvent({compose})")
    expect(vote_bar(page)).to_be_visible()
    expect(page.locator("article")).to_have_count(1)
    assert no_name_is_shown(page)


def test_shift_enter_breaks_the_line(visit):
    page = visit()
    box = page.get_by_role("textbox")
    expect(box).to_be_focused()
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    expect(box).to_have_value("one\ntwo")


def test_an_undone_vote_can_be_cast_again_and_is_said_not_to_count(visit, ask):
    page = visit()
    finish(page, ask(page))
    page.get_by_role("button", name="B is better").click()
    card = page.get_by_role("region", name="The reveal")
    card.get_by_role("button", name="Undo").click()
    expect(card).to_contain_text("Your vote was undone")
    expect(page.get_by_text("counts for no board")).to_be_visible()
    page.get_by_role("button", name="A is better").click()
    expect(card).to_contain_text("not counted")


def test_why_is_kept_with_the_vote(visit, ask):
    page = visit()
    finish(page, ask(page))
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="Say why").click()
    comment = page.get_by_role("textbox", name="In your own words")
    comment.fill("It says how.")
    # Not saved yet, and not lost.
    page.reload()
    page.get_by_role("button", name="Say why").click()
    expect(comment).to_have_value("It says how.")
    page.get_by_role("button", name="Clear", exact=True).click()
    comment.fill("🦀" * 4_001)
    expect(page.get_by_text("4,001 of 4,000 characters: too long by 1.")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_be_disabled()
    comment.fill("It says how.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Kept with your vote")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Say why").click()
    expect(page.get_by_role("button", name="Clear", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(comment).to_have_value("It says how.")


def test_a_failed_side_is_retried_alone(visit, ask, models):
    page = visit()
    voices = ask(page)
    voices.say("It began well.")
    voices["one"].end()
    voices["two"].fail()
    failure = page.locator(".failure")
    expect(failure).to_contain_text("This side failed to answer.")
    expect(failure).to_contain_text("What came before is kept.")
    expect(page.get_by_text("A vote needs two replies.")).to_be_visible()
    assert no_name_is_shown(page)

    failure.get_by_role("button", name="Retry this side").click()
    again = models.asked(count=1)
    again.say("Better now.")
    again.end()
    expect(page.get_by_text("Better now.")).to_be_visible()
    expect(page.get_by_text("It began well.")).to_have_count(1)
    expect(vote_bar(page)).to_be_visible()


def test_stop_keeps_what_was_written(visit, ask):
    page = visit()
    voices = ask(page)
    voices.say("Half a sentence")
    for side in sides(page):
        expect(side).to_contain_text("Half a sentence")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped here.")).to_have_count(2)
    expect(vote_bar(page)).to_be_visible()


def test_talk_goes_on_after_the_reveal_and_is_marked(visit, ask, models, hold):
    page = visit()
    finish(page, ask(page))
    page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Keep talking").click()
    page.keyboard.type("And at night?")
    # What is typed while a question is on its way is not a part of it.
    sent = hold(page, "**/turns", lambda: page.keyboard.press("Enter"))
    page.keyboard.type(" And at dawn?")
    sent()
    voices = models.asked()
    assert [m["content"] for m in voices["one"].messages if m["role"] == "user"] == [
        "Why is the sky blue?",
        "And at night?",
    ]
    voices.say("Stars.")
    voices.end()
    for side in sides(page):
        expect(side).to_contain_text("Stars.")
    expect(page.get_by_role("textbox").last).to_have_value("And at night? And at dawn?")
    expect(page.get_by_text("not counted", exact=True)).to_be_visible()
    expect(vote_bar(page)).to_have_count(0)


def test_asking_again_is_a_new_battle_with_the_same_question(visit, ask, models):
    page = visit()
    finish(page, ask(page))
    first = page.url
    page.get_by_role("button", name="Ask this again").click()
    # The first battle's vote bar stands until the new one has its page.
    expect(page).not_to_have_url(first)
    finish(page, models.asked())
    expect(page.get_by_role("heading", name="Why is the sky blue?")).to_be_visible()


def test_a_finished_reply_is_announced_once(visit, ask):
    page = visit()
    voices = ask(page)
    expect(sides(page)[0]).to_be_visible()
    page.evaluate("""() => {
        window.said = [];
        const region = document.querySelector('[aria-live=polite].unseen');
        new MutationObserver(() => said.push(region.textContent))
            .observe(region, {characterData: true, childList: true, subtree: true});
    }""")
    finish(page, voices)
    page.wait_for_function("() => said.length > 0")
    said = page.evaluate("said")
    assert said[-1] == "Both replies have finished. You can vote."
    assert len(said) == len(set(said))


def test_the_wait_is_told_after_three_seconds(visit, ask):
    page = visit()
    ask(page)
    expect(page.locator(".dock .state")).to_contain_text(re.compile(r"\b3 s"))
