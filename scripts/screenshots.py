"""Takes the pictures of the README and the guide from the running program: docs/pictures/*.png.

It starts Madang on a free port with an empty home and the embedded model, and plays real battles in
Chromium as a person would. The board's votes are cast over HTTP by `fill_board`, by a rule that
needs no taste: the shorter reply wins.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import msgspec
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 120_000
"""Milliseconds that anything on the page may take; the embedded model has two cores here."""

LARGEST = 300_000
"""Bytes of a picture: it is loaded with the README."""

VOTERS = 12
BATTLES_EACH = 12


@dataclass(frozen=True)
class Look:
    """How one visitor sees Madang, and what of their visit is kept."""

    name: str
    locale: str
    question: str
    pictures: tuple[str, ...]
    dark: bool = False
    width: int = 1440
    height: int = 860


ENGLISH = "Why is the sky blue? Explain it to a six-year-old in five sentences."
KOREAN = "하늘은 왜 파란가요? 여섯 살 아이가 알아듣게 설명해 주세요."
ALL = ("home", "battle", "reveal", "leaderboard")

LOOKS = (
    Look("en", "en-US", ENGLISH, ALL),
    Look("ko", "ko-KR", KOREAN, ALL),
    Look("en-dark", "en-US", ENGLISH, ("reveal",), dark=True),
    Look("ko-narrow", "ko-KR", KOREAN, ("home", "battle"), width=390, height=844),
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

    def wait(self, path: str, good: Callable[[Any], bool]) -> Any:
        """What is at `path`, once it is good; looks ten times a second."""
        end = time.monotonic() + PATIENCE / 1000
        while not good(found := self.call("GET", path)):
            if time.monotonic() > end:
                sys.exit(f"waited {PATIENCE // 1000} s for nothing: {found}")
            time.sleep(0.1)
        return found

    def vote(self, question: str) -> None:
        """A battle, from the question to the vote."""
        battle = f"/api/battles/{self.call('POST', '/api/battles')['id']}"
        self.call("POST", f"{battle}/turns", {"text": question})
        state = self.wait(battle, lambda state: not state["running"])
        lengths = {side: len(state["turns"][0][side]["text"]) for side in ("a", "b")}
        if state["can_vote"]:
            shorter = "a" if lengths["a"] < lengths["b"] else "b"
            outcome = "tie" if lengths["a"] == lengths["b"] else shorter
            self.call("POST", f"{battle}/vote", {"outcome": outcome})


def fill_board(address: str) -> None:
    """Votes of a dozen people, so that the board has something to show."""
    for number in range(VOTERS):
        caller = Caller(address)
        for _ in range(BATTLES_EACH):
            caller.vote("Say hello.")
        print(f"  voter {number + 1} of {VOTERS}")


def visit(browser: Browser, address: str, look: Look) -> None:
    """One visitor's way from the first page to the board."""
    context = browser.new_context(
        locale=look.locale,
        viewport={"width": look.width, "height": look.height},
        color_scheme="dark" if look.dark else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(address)
    page.locator("textarea").fill(look.question)
    keep(page, look, "home")
    page.locator("textarea").press("Enter")
    page.wait_for_url("**/battle/*")
    page.wait_for_function(
        "[...document.querySelectorAll('.side .body')].filter(b => b.innerText.length > 250).length"
        " === 2"
    )
    keep(page, look, "battle")
    votable = page.get_by_role("button").filter(has_text=re.compile("←|A"))
    votable.first.wait_for()
    page.locator("textarea").blur()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name=re.compile("Undo|되돌리기")).wait_for()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    keep(page, look, "reveal")
    page.goto(f"{address}/leaderboard")
    page.get_by_role("table").wait_for()
    keep(page, look, "leaderboard")
    context.close()


def keep(page: Page, look: Look, name: str) -> None:
    if name not in look.pictures:
        return
    file = PICTURES / f"{name}-{look.name}.png"
    page.screenshot(path=file)
    size = file.stat().st_size
    print(f"  {file.relative_to(ROOT)}  {size // 1000} KB")
    if size > LARGEST:
        sys.exit(f"{file.name} is larger than {LARGEST // 1000} KB")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with serving() as address, sync_playwright() as playwright:
        Caller(address).wait("/api/status", lambda now: now["embedded"]["state"] == "ready")
        fill_board(address)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM
        )
        for look in LOOKS:
            visit(browser, address, look)


if __name__ == "__main__":
    main()
