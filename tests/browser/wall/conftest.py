"""Two browsers, each on the page without a wall and on Madang's: what every attack did there."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.running.stage import build_harness
from tests.browser.wall.attacks import CASES
from tests.browser.wall.canaries import canaries
from tests.browser.wall.control import control
from tests.browser.wall.drivers import Chromium, Firefox, opened
from tests.browser.wall.places import Battle, Madang, Unguarded
from tests.browser.wall.playing import Playing

WATCH = (Path(__file__).parent / "watch.js").read_text()
DRAWN = ("reply", "title")
"""Kinds that are no artifact's: text that the page draws."""

BROWSERS = [
    pytest.param(name, marks=pytest.mark.xdist_group(f"wall-{name}"))
    for name in ("chromium", "firefox")
]


@dataclass
class Played:
    """What the attacks did in one browser, without the wall and behind it."""

    browser: str
    unguarded: dict
    walled: dict


@pytest.fixture(scope="session")
def harness(tmp_path_factory):
    return build_harness(tmp_path_factory.mktemp("wall-harness"))


@pytest.fixture(scope="module", params=BROWSERS)
def browser(request, tmp_path_factory):
    if request.param == "firefox":
        made = Firefox(tmp_path_factory.mktemp("firefox"), WATCH)
    else:
        made = Chromium(WATCH)
    with opened(made):
        yield made


@pytest.fixture(scope="module")
def played(browser, everyone, vendor, harness):
    with canaries() as birds, control() as host:
        unguarded = Playing(browser, Unguarded(host, birds), birds).play(CASES)
        birds.forget()
        walled = Playing(browser, Madang(everyone.url, birds, harness), birds).play(
            [case for case in CASES if case.kind not in DRAWN]
        )
        if drawn := [case for case in CASES if case.kind in DRAWN]:
            battle = Playing(browser, Battle(everyone.url, birds, vendor), birds)
            walled |= battle.play_together(drawn)
    return Played(browser.name, unguarded, walled)
