"""A board of which all is known: style held equal, cost and speed drawn, votes left out.

And the whole of Chatbot Arena's counts, 129 contestants and 1,670,250 votes, as a team's history.
"""

import asyncio
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from madang.domain.exclusions import Choice
from madang.domain.records import Known
from madang.store import Store
from tests.battles import START
from tests.browser.conftest import NAMES, House
from tests.browser.test_pages import violations
from tests.engine.history import keep, season

COUNTS = Path(find_spec("leaderbot").origin).parent / "data" / "chatbotarena_20240814.json"


def rename(sides):
    """Ten is a later version of One, and so has its name."""
    versions = {
        slug: Known(slug="one", number=number, name=NAMES["one"])
        for slug, number in (("one", 1), ("ten", 2))
    }
    return {side: versions.get(one.slug, one) for side, one in sides.items()}


WORDS = {
    "en-US": {
        "later": "(version 2)",
        "style": "Style control",
        "worth": "twice as long",
        "cost": "Preference against cost",
        "speed": "Preference against speed",
        "edge": "on the efficient edge",
        "table": "As a table",
        "out": "votes left out by whoever runs this board",
        "count": "Count them all the same",
        "unknown": "1,670,250 votes by unknown voters",
        "all": "Show all",
        "leads": "leads",
        "undated": "does not say when they were cast",
        "export": "leave by “madang export” only",
    },
    "ko-KR": {
        "later": "(버전 2)",
        "style": "문체 보정",
        "worth": "두 배 길",
        "cost": "비용",
        "speed": "속도",
        "edge": "효율",
        "table": "표로 보기",
        "out": "표를 뺐습니다",
        "count": "뺀 표까지 세어 보기",
        "unknown": "누가 던졌는지 모르는 1,670,250표",
        "all": "모두 보기",
        "leads": "1위는",
        "undated": "언제 던졌는지 적혀 있지 않은",
        "export": "‘madang export’로만 내보냅니다",
    },
}


@pytest.fixture(scope="module")
def server(tmp_path_factory, vendor):
    """A Madang whose team knows all about its votes, of which it left some out."""
    folder = tmp_path_factory.mktemp("known")
    (folder / "home").mkdir()

    async def fill():
        store = await Store.open(f"sqlite:///{folder / 'home' / 'madang.sqlite3'}")
        votes = season(900, slugs=("one", "two", "six", "ten"), voters=60)
        await keep(store, [replace(one, sides=rename(one.sides)) for one in votes])
        await store.exclusions.add(
            Choice(person="p_7"), reason="Voted by a script", chosen="--person x", at=START
        )
        await store.close()

    with ThreadPoolExecutor(1) as elsewhere:  # Playwright's loop runs here
        elsewhere.submit(lambda: asyncio.run(fill())).result()
    with ExitStack() as stack:
        yield House(folder, vendor, stack).start()


@pytest.fixture(scope="module")
def arena(tmp_path_factory, vendor):
    folder = tmp_path_factory.mktemp("arena")
    program = Path(sys.executable).with_name("madang")
    subprocess.run([program, "import", COUNTS, "--home", folder / "home"], check=True)
    with ExitStack() as stack:
        yield House(folder, vendor, stack).start()


@pytest.mark.parametrize("locale", WORDS)
@pytest.mark.parametrize("width", [1440, 390])
def test_style_is_held_equal_and_cost_and_speed_are_drawn(visit, locale, width):
    say = WORDS[locale]
    page = visit("/leaderboard", locale=locale, width=width)
    expect(page.locator("figure")).to_have_count(5)
    for picture in range(5):  # two contestants share a name
        expect(page.locator("figure svg").nth(picture)).to_contain_text(say["later"])
    for picture in (say["cost"], say["speed"]):
        drawn = page.locator("figure", has=page.get_by_text(picture)).first
        drawn.scroll_into_view_if_needed()
        expect(drawn.locator("svg circle")).not_to_have_count(0)
        drawn.get_by_text(say["table"]).click()
        expect(drawn.locator("table tbody tr")).to_have_count(2)  # those that are drawn
        for letters in drawn.locator("svg text").all():
            assert letters.evaluate("one => one.getBoundingClientRect().height") >= 11
    before = page.locator("table").first.inner_text()
    page.get_by_label(say["style"]).check()
    expect(page.get_by_text(say["worth"]).first).to_be_visible()
    expect(page.locator("table").first).not_to_have_text(before)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("locale", WORDS)
def test_what_was_left_out_is_said_and_can_be_counted(visit, locale):
    say = WORDS[locale]
    page = visit("/leaderboard", locale=locale)
    overall = page.locator(".sum")
    expect(page.get_by_text(say["out"])).to_be_visible()
    without = overall.inner_text()
    assert "900" not in without
    page.get_by_text(say["out"]).click()
    expect(page.get_by_text("Voted by a script")).to_be_visible()
    assert "--person" not in page.content()
    page.get_by_label(say["count"]).check()
    expect(overall).to_contain_text("900")
    assert violations(page) == []
    expect(page.get_by_text(say["export"])).to_be_visible()


@pytest.mark.parametrize("locale", WORDS)
def test_the_arena_as_a_team_s_history(visit, arena, locale):
    say = WORDS[locale]
    page = visit(f"{arena.url}/leaderboard", locale=locale)
    expect(page.locator(".sum")).to_contain_text(say["unknown"])
    expect(page.locator(".sentence")).to_contain_text("chatgpt-4o-latest")
    expect(page.locator(".sentence")).to_contain_text(say["leads"])
    rows = page.locator("table").first.locator("tbody tr")
    expect(rows.first).to_contain_text("chatgpt-4o-latest")
    expect(rows).to_have_count(40)
    page.get_by_role("button", name=say["all"]).click()
    expect(rows.nth(128)).to_be_visible()
    expect(page.locator("figure svg")).to_have_count(2)
    expect(page.locator("figure").last).to_contain_text(say["undated"])
    expect(page.locator("figure").first).to_contain_text("gemini-1.5-pro-exp-0801")
    assert violations(page) == []


def test_the_arena_s_report_is_one_page(visit, arena):
    page = visit(f"{arena.url}/report")
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf())) == 1
    expect(page.get_by_role("link", name="The whole board")).to_be_visible()


def test_the_arena_s_board_leaves_as_a_file(arena):
    with urlopen(f"{arena.url}/api/export/board.json") as response:
        rows = json.load(response)
    rated = [row for row in rows if row["rating"] is not None]
    assert rated[0]["slug"] == "chatgpt-4o-latest"
    assert len(rated) == 129
