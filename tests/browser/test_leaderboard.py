"""The leaderboard as people walk through it, over real Chatbot Arena votes and their own."""

import json
import re
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import House
from tests.browser.test_battle import finish
from tests.browser.test_pages import violations
from tests.engine.arena import SOME, arena_counts


@pytest.fixture(scope="module")
def server(tmp_path_factory, vendor):
    """A Madang whose team has the Arena's history."""
    folder = tmp_path_factory.mktemp("arena")
    path = folder / "arena.json"
    path.write_text(json.dumps(arena_counts()))
    program = Path(sys.executable).with_name("madang")
    subprocess.run([program, "import", path, "--home", folder / "home"], check=True)
    with ExitStack() as stack:
        yield House(folder, vendor, stack).start()


WORDS = {
    "en-US": ("leads", "can’t be told apart", "Pictures", "Every vote that counts.", "Korean"),
    "ko-KR": ("1위는", "가려지지 않았습니다", "그림", "집계되는 모든 투표.", "한국어"),
}


@pytest.mark.parametrize("locale", WORDS)
@pytest.mark.parametrize("width", [1440, 390])
def test_the_board_says_who_leads_and_shows_why(visit, locale, width):
    leads, level, pictures, rule, korean = WORDS[locale]
    page = visit("/leaderboard", locale=locale, width=width)
    verdict = page.locator(".sentence")
    expect(verdict).to_contain_text(SOME[0])
    assert leads in verdict.inner_text() or level in verdict.inner_text()
    expect(page.get_by_role("heading", name=pictures)).to_be_visible()
    expect(page.locator("figure")).to_have_count(3)  # no cost and no speed is known
    expect(page.locator(".rule")).to_have_text(rule)
    expect(page.get_by_role("rowheader", name=SOME[-1]).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    page.get_by_role("button", name=korean).click()
    page.wait_for_url("**/leaderboard?category=in-ko")
    expect(verdict).not_to_contain_text(SOME[0])


def test_a_vote_shows_on_an_open_board_by_itself(visit, ask):
    board = visit("/leaderboard")
    total = board.get_by_role("button", name="Overall")
    before = int(total.inner_text().split("\n")[-1].removeprefix("Overall").replace(",", ""))
    page = visit()
    voices = ask(page, "하늘은 왜 파란가요?")
    finish(page, voices, "산란 때문입니다.")
    page.get_by_role("button", name="A is better").click()
    expect(total).to_have_text(f"Overall{before + 1:,}")
    expect(board.get_by_role("button", name="Korean")).to_have_text("Korean1")


def test_the_table_sorts_and_filters(visit):
    page = visit("/leaderboard")
    first = page.locator("table tbody tr").first.get_by_role("rowheader")
    expect(first).to_contain_text(SOME[0])
    page.get_by_role("columnheader", name="Contestant").get_by_role("button").click()
    expect(first).to_contain_text("claude-3-5-sonnet")
    name = page.get_by_role("columnheader", name="Contestant")
    expect(name).to_have_attribute("aria-sort", "ascending")
    name.get_by_role("button").click()
    expect(name).to_have_attribute("aria-sort", "descending")
    expect(first).not_to_contain_text("claude-3-5-sonnet")
    name.get_by_role("button").click()
    page.get_by_label("Past versions").uncheck()
    expect(first).not_to_contain_text("claude-3-5-sonnet")
    page.get_by_label("Style control").click()  # refused, it unticks itself: `check` may see that
    expect(page.get_by_role("status")).to_contain_text("Style can't be held equal yet")


def test_a_picture_is_saved_as_svg_and_as_png(visit):
    page = visit("/leaderboard")
    with page.expect_download() as svg:
        page.get_by_role("button", name="Save as SVG").first.click()
    text = svg.value.path().read_text()
    assert text.startswith("<svg")
    assert SOME[0] in text
    assert "var(" not in text
    with page.expect_download() as png:
        page.get_by_role("button", name="Save as PNG").first.click()
    assert png.value.path().read_bytes()[:4] == b"\x89PNG"


def test_what_is_to_be_taken_along_is_saved(visit):
    page = visit("/leaderboard")
    files = page.locator("a[download]")
    expect(files).to_have_count(12)
    for link in files.all():
        with page.expect_download() as download:
            link.click()
        assert download.value.suggested_filename.startswith("madang-")
        assert download.value.failure() is None


def test_from_a_contestant_to_a_pair_to_the_exposure(visit):
    page = visit("/leaderboard")
    page.get_by_role("link", name=SOME[0]).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SOME[0])
    expect(page.get_by_role("heading", name="Against whom")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name=SOME[1]).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(SOME[1])
    expect(page.get_by_role("rowheader", name="Overall")).to_be_visible()
    assert violations(page) == []
    page.goto("/leaderboard/exposure")
    expect(page.get_by_role("rowheader", name=SOME[2])).to_be_visible()
    assert violations(page) == []


def test_the_report_reads_and_prints(visit):
    page = visit("/leaderboard")
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Decision report").click()
    report = popup.value
    expect(report.get_by_role("heading", level=1)).to_have_text("Which should we use?")
    expect(report.locator(".verdict")).to_contain_text(SOME[0])
    assert len(re.findall(rb"/Type\s*/Page[^s]", report.pdf())) == 1
    report.set_viewport_size({"width": 390, "height": 844})
    assert report.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(report) == []
