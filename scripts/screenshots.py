"""Takes the pictures of the README and the guide from the running program: docs/pictures/*.png.

It starts Madang on a free port with an empty home and the embedded model, and plays real battles in
Chromium as a person would. The board's votes are cast over HTTP by `fill_board`, by a rule that
needs no taste.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import msgspec
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 120_000
"""Milliseconds that anything on the page may take; the embedded model has two cores here."""

LARGEST = 300_000
"""Bytes of a picture: it is loaded with the README."""

TALLEST = 320
TRIES = 6
"""A reply that runs on fills the picture of the reveal: pixels it may have, battles to try."""

VOTERS = 12
BATTLES_EACH = 10
AT_ONCE = 3
ENOUGH = 20
"""Seconds after which a voter has read enough."""


@dataclass(frozen=True)
class Look:
    """How one visitor sees Madang, and what of their visit is kept."""

    name: str
    locale: str
    pictures: tuple[str, ...]
    dark: bool = False
    narrow: bool = False


# In English for both: the embedded model has hardly seen Korean.
QUESTION = "Why is the sky blue? Explain it to a six-year-old in five sentences."
STREAMED = re.compile(r"[\s\S]{180}")
"""What must be on the page for a picture of replies being written."""

HEIGHTS = {"home": 760, "battle": 640, "reveal": 960, "leaderboard": 900}
"""Pixels of each picture on a wide screen."""

ALL = tuple(HEIGHTS)

LOOKS = (
    Look("en", "en-US", ALL),
    Look("ko", "ko-KR", ALL),
    Look("en-dark", "en-US", ("reveal",), dark=True),
    Look("ko-narrow", "ko-KR", ("home", "battle"), narrow=True),
)


@contextmanager
def serving() -> Generator[str]:
    """A Madang with nothing in it but what comes along; yields its address."""
    with tempfile.TemporaryDirectory() as home:
        # No key is handed on: the pictures show what everyone gets.
        server = subprocess.Popen(
            [Path(sys.executable).with_name("madang"), "serve", "--port", "0", "--home", home],
            env={"PATH": "", "HOME": home},
            cwd=home,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert server.stderr is not None
        try:
            address = re.search(r"http://\S+", server.stderr.readline())
            if not address:
                sys.exit(server.stderr.read())
            yield address[0]
        finally:
            server.terminate()
            server.wait()


class Caller:
    """A person without a browser."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def call(self, method: str, path: str, body: Any = None) -> Any:
        data = msgspec.json.encode(body) if body is not None else None
        headers = {"Content-Type": "application/json"}
        request = Request(self._address + path, data, headers, method=method)
        with self._opener.open(request, timeout=60) as response:
            return msgspec.json.decode(response.read())

    def wait(self, path: str, good: Callable[[Any], bool], patience: float) -> Any:
        """What is at `path` once it is good, or when patience ends; looks ten times a second."""
        end = time.monotonic() + patience
        while not good(found := self.call("GET", path)) and time.monotonic() < end:
            time.sleep(0.1)
        return found

    def vote(self) -> None:
        """A battle, from the question to the vote: who first names Paris wins."""

        def named(state: Any) -> list[str]:
            return [side for side in ("a", "b") if "Paris" in state["turns"][0][side]["text"]]

        battle = f"/api/battles/{self.call('POST', '/api/battles')['id']}"
        self.call("POST", f"{battle}/turns", {"text": "What is the capital of France?"})
        state = self.wait(battle, lambda state: not state["running"] or named(state) != [], ENOUGH)
        if state["running"]:
            self.call("POST", f"{battle}/stop")
            state = self.wait(battle, lambda state: not state["running"], ENOUGH)
        if state["can_vote"]:
            right = named(state)
            outcome = "tie" if len(right) > 1 else right[0] if right else "both_bad"
            self.call("POST", f"{battle}/vote", {"outcome": outcome})


def fill_board(address: str) -> None:
    """Votes of a dozen people, so that the board has something to show."""

    def vote(number: int) -> None:
        caller = Caller(address)
        for _ in range(BATTLES_EACH):
            caller.vote()
        print(f"  voter {number + 1} of {VOTERS}")

    with ThreadPoolExecutor(AT_ONCE) as people:
        list(people.map(vote, range(VOTERS)))


def visit(browser: Browser, address: str, look: Look) -> None:
    """One visitor's way from the first page to the board."""
    context = browser.new_context(
        locale=look.locale,
        viewport=size(look, "home"),
        color_scheme="dark" if look.dark else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    for _ in range(TRIES):
        hold_battle(page, address, look)
        box = page.locator(".side").first.bounding_box()
        if look.narrow or (box and box["height"] < TALLEST):
            break
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name=re.compile("Undo|되돌리기")).wait_for()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    keep(page, look, "reveal")
    page.goto(f"{address}/leaderboard")
    page.get_by_role("table").wait_for()
    keep(page, look, "leaderboard")
    context.close()


def hold_battle(page: Page, address: str, look: Look) -> None:
    """From the first page to where one may vote."""
    page.goto(address, wait_until="networkidle")
    box = page.locator("textarea")
    keep(page, look, "home")
    box.fill(QUESTION)
    box.press("Enter")
    page.wait_for_url("**/battle/*")
    page.locator(".side .body", has_text=STREAMED).first.wait_for()
    keep(page, look, "battle")
    page.get_by_role("button", name=re.compile("A is better|A가 나아요")).wait_for()
    page.locator("textarea").blur()


def size(look: Look, name: str) -> ViewportSize:
    return (
        {"width": 390, "height": 844} if look.narrow else {"width": 1440, "height": HEIGHTS[name]}
    )


def keep(page: Page, look: Look, name: str) -> None:
    """Take the picture, if this look has it."""
    if name not in look.pictures:
        return
    page.set_viewport_size(size(look, name))
    file = PICTURES / f"{name}-{look.name}.png"
    page.screenshot(path=file)
    weight = file.stat().st_size
    print(f"  {file.relative_to(ROOT)}  {weight // 1000} KB")
    if weight > LARGEST:
        sys.exit(f"{file.name} is larger than {LARGEST // 1000} KB")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with serving() as address, sync_playwright() as playwright:
        ready = Caller(address).wait(
            "/api/status", lambda now: now["embedded"]["state"] == "ready", PATIENCE / 1000
        )
        if ready["contestants"] < len("AB"):
            sys.exit(f"no battle can be held: {ready['embedded']}")
        fill_board(address)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM
        )
        for look in LOOKS:
            visit(browser, address, look)


if __name__ == "__main__":
    main()
