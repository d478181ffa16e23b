"""Chat once through with the real model that comes along."""

from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError as TooLong
from playwright.sync_api import expect

from tests.browser.embedded import PATIENCE, SETTINGS
from tests.madang_process import madang


@pytest.mark.embedded
def test_the_embedded_model_answers_is_stopped_and_asked_blind(chromium, tmp_path):
    config = tmp_path / "madang.toml"
    config.write_text(SETTINGS)
    with madang("--config", str(config), "--home", str(tmp_path / "home")) as server:
        page = chromium.new_page(base_url=server.url, locale="en-US")
        page.set_default_timeout(PATIENCE)
        page.goto("/chat")
        expect(page.get_by_role("combobox").last).not_to_have_value("", timeout=PATIENCE)
        _say(page, "Say hello in five words.")
        page.wait_for_url("**/chat/c_*")
        first = page.get_by_role("article").nth(1)
        expect(first.get_by_role("heading")).to_contain_text("SmolLM2", timeout=PATIENCE)
        _ended(page, first)
        assert first.locator(".reply").inner_text().strip()

        # The second answer knows the first; another is asked for beside it.
        _say(page, "Now in one word.")
        second = page.get_by_role("article").nth(3)
        _ended(page, second)
        second.get_by_role("button", name="Answer again", exact=True).click()
        expect(page.get_by_role("group", name="Branch 2 of 2")).to_be_visible(timeout=PATIENCE)

        # Whoever answered is not asked again; the winner of the other two goes on in the chat.
        second.get_by_label("More").click()
        page.get_by_role("button", name="Ask a second, blind").click()
        page.wait_for_url("**/battle/*")
        vote = page.get_by_role("button", name="A is better")
        stop = page.get_by_role("button", name="Stop", exact=True)
        for side in ("Model A", "Model B"):
            text = page.get_by_role("region", name=side).locator(".reply")
            expect(text).not_to_be_empty(timeout=PATIENCE)
        _stop(stop, vote)
        vote.click()
        page.get_by_role("link", name="Go on in the chat with the winner").click()
        page.wait_for_url("**/chat/c_*")
        expect(page.get_by_text("Won a blind battle")).to_be_visible(timeout=PATIENCE)
        page.close()


def _say(page, text):
    box = page.get_by_role("textbox").last
    box.fill(text)
    box.press("Enter")


def _ended(page, reply):
    """Let a reply come, and stop it where it goes on."""
    expect(reply.locator(".reply")).not_to_be_empty(timeout=PATIENCE)
    stop = page.get_by_role("button", name="Stop", exact=True)
    again = reply.get_by_role("button", name="Answer again", exact=True)
    _stop(stop, again)
    expect(again).to_be_visible(timeout=PATIENCE)


def _stop(stop, after):
    """Stop what is going on, unless it has just ended by itself and `after` stands there."""
    expect(stop.or_(after).first).to_be_visible(timeout=PATIENCE)
    with suppress(TooLong):
        stop.click(timeout=2_000)
