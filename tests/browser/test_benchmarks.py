"""The page /benchmarks in a browser: the announcement, sliders, a table of one's own, a board."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import violations

TABLE = """| | Alpha | Beta |
|---|---|---|
| GSM8K (8-shot) | 96.4 | 90.8 (11) |
| Ours | 60 | 50 |
"""
BOARD = {
    "board": [
        {"contestant": "claude-3-5-sonnet-20240620", "rating": 1271, "lower": 1267, "upper": 1275},
        {"contestant": "gpt-4o-2024-05-13", "rating": 1287, "lower": 1284, "upper": 1290},
        {"contestant": "claude-3-opus-20240229", "rating": 1248, "lower": 1246, "upper": 1250},
        {"contestant": "nobody", "rating": None, "lower": None, "upper": None},
    ]
}


def row(page, name):
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))


def paste(page, text, name=""):
    page.get_by_role("button", name="Other tables").click()
    page.get_by_label("Paste a table").fill(text)
    page.get_by_role("textbox", name="Its name").fill(name)
    page.get_by_role("button", name="Read it").click()


def test_the_announcement_is_judged(visit):
    page = visit("/")
    page.get_by_role("link", name="Benchmarks").click()
    expect(page).to_have_title("Benchmarks · Madang")
    verdict = page.locator(".verdict")
    expect(verdict).to_contain_text("Of 6 differences (judged among 28), 2 can be relied on")
    expect(verdict).to_contain_text("DROP (F1) for Claude 3.5 Sonnet and MATH for GPT-4o")
    expect(row(page, "GPQA Diamond")).to_contain_text("not a difference one can rely on")
    expect(row(page, "MATH")).to_contain_text("GPT-4o is better, by 3.8 to 7.2 points")
    page.get_by_label("Compared with").select_option(label="all others")
    expect(verdict).to_contain_text("Of 28 differences, 17 can be relied on")
    page.get_by_role("button", name="Among all").click()
    expect(verdict).to_contain_text("21 can be relied on")


def test_korean(visit):
    page = visit("/benchmarks", locale="ko-KR")
    expect(page.locator(".verdict")).to_contain_text("2개는 믿을 수 있습니다")
    expect(row(page, "MATH")).to_contain_text("GPT-4o 쪽이 3.8~7.2점 높습니다")
    expect(page.get_by_role("heading", name="그럼 사람들은?")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(row(page, "MATH")).to_contain_text("GPT-4o is better")


def test_sliders_are_felt_and_reach_by_keyboard(visit):
    page = visit("/benchmarks")
    page.get_by_label("Compared with").select_option(label="all others")
    verdict = page.locator(".verdict")
    expect(verdict).to_contain_text("17 can be relied on")
    page.get_by_label("Answers alike").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(verdict).to_contain_text("21 can be relied on")
    expect(page.get_by_label("Answers alike")).to_have_attribute("aria-valuetext", "0.50")


def test_a_table_of_ones_own_is_kept(visit):
    page = visit("/benchmarks")
    paste(page, TABLE, "Mine")
    expect(page.get_by_text("Mine · 1 benchmark both report")).to_be_visible()
    expect(row(page, "GSM8K")).to_contain_text("Asked differently: 8-shot against 11-shot")
    page.get_by_label("Number of questions of Ours").fill("1000")
    page.keyboard.press("Enter")
    expect(row(page, "Ours")).to_contain_text("Alpha is better")
    page.reload()
    page.get_by_role("button", name="Other tables").click()
    page.get_by_role("button", name="Show Mine").click()
    expect(row(page, "Ours")).to_contain_text("Alpha is better")
    page.get_by_role("button", name="Other tables").click()
    page.get_by_role("button", name="Remove Mine").click()
    expect(page.get_by_role("button", name="Show Mine")).to_have_count(0)
    # Another tab has kept as many as there is room for.
    page.evaluate(
        "localStorage.setItem('madang.benchmarks.tables', JSON.stringify("
        "Array.from({length: 12}, (_, n) => ({title: `Theirs ${n}`}))))"
    )
    page.get_by_role("button", name="Other tables").click()
    paste(page, TABLE, "Mine")
    expect(page.get_by_role("alert")).to_contain_text("12 are kept already")
    page.get_by_role("button", name="Other tables").click()
    expect(page.get_by_role("button", name="Show Mine")).to_have_count(0)


def test_what_is_no_table_is_said_and_kept_in_the_box(visit):
    page = visit("/benchmarks")
    paste(page, "GSM8K is fine")
    expect(page.get_by_role("alert")).to_contain_text("No table was found")
    expect(page.get_by_label("Paste a table")).to_have_value("GSM8K is fine")
    expect(page.locator(".verdict")).to_contain_text("2 can be relied on")


def test_a_board_from_a_file(visit, tmp_path):
    page = visit("/benchmarks")
    expect(page.get_by_text("None of these models has a rating on your board yet")).to_be_visible()
    file = tmp_path / "arena.json"
    file.write_text(json.dumps(BOARD))
    chooser = page.locator("section input[type=file]")
    chooser.set_input_files(file)
    expect(page.get_by_text("3 models of this table also stand on the board")).to_be_visible()
    expect(page.get_by_text("people put GPT-4o ahead by 16")).to_be_visible()
    expect(page.get_by_text("Board: arena.json")).to_be_visible()
    file.write_text("{}")
    chooser.set_input_files(file)
    expect(page.get_by_role("alert")).to_contain_text("This file is no board")
    page.get_by_role("button", name="Use our own board").click()
    expect(page.get_by_text("None of these models has a rating on your board yet")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_it_can_be_read_by_all(visit, theme, width):
    page = visit("/benchmarks", color_scheme=theme, width=width, reduced_motion="reduce")
    expect(page.locator(".verdict")).to_contain_text("2 can be relied on")
    page.get_by_role("button", name="Other tables").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
