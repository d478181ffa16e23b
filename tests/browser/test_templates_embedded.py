"""Templates once through with the real model that comes along."""

import pytest
from playwright.sync_api import expect

from tests.api.test_templates import own
from tests.browser.embedded import PATIENCE, SETTINGS
from tests.madang_process import madang


@pytest.mark.embedded
def test_the_embedded_model_battles_and_writes_a_document_of_a_form(chromium, tmp_path):
    home = tmp_path / "home"
    (home / "templates").mkdir(parents=True)
    (home / "templates" / "thanks.toml").write_text(own())
    config = tmp_path / "madang.toml"
    config.write_text(SETTINGS)
    with madang("--config", str(config), "--home", str(home)) as server:
        page = chromium.new_page(base_url=server.url, locale="en-US")
        page.set_default_timeout(PATIENCE)
        page.goto("/templates/thanks")
        page.get_by_label("Who").fill("my mother, for the soup")
        page.get_by_role("button", name="Let two write, and choose").click()
        page.wait_for_url("**/battle/*")
        for side in ("Model A", "Model B"):
            text = page.get_by_role("region", name=side).locator(".reply")
            expect(text).not_to_be_empty(timeout=PATIENCE)
        _stop(page)
        page.get_by_role("button", name="Tie").click()
        expect(page.get_by_role("region", name="The reveal")).to_contain_text("SmolLM2")

        page.goto("/templates/thanks")
        page.get_by_role("button", name="One document").click()
        page.wait_for_url("**/document/*")
        expect(page.locator("article .reply")).not_to_be_empty(timeout=PATIENCE)
        _stop(page)
        expect(page.get_by_role("button", name="Edit", exact=True)).to_be_visible(timeout=PATIENCE)
        page.close()


def _stop(page):
    """Enough was read; a reply that has ended by itself needs no stop."""
    stop = page.get_by_role("button", name="Stop", exact=True)
    ended = page.get_by_role("button", name="Tie").or_(
        page.get_by_role("button", name="Edit", exact=True)
    )
    expect(stop.or_(ended).first).to_be_visible(timeout=PATIENCE)
    if stop.is_visible():
        stop.click()
    expect(ended).to_be_visible(timeout=PATIENCE)
