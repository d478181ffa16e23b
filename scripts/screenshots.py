"""Takes the pictures of the README and the guide from the running program: docs/pictures/*.png.

It starts Madang on a free port with an empty home and the embedded model, and plays real battles in
Chromium as a person would. The board's votes are cast over HTTP by `fill_board`, by a rule that
needs no taste. A second Madang is given the public counts of Chatbot Arena as its team's history.
A third and a fourth have contestants that recite: what they write in the chat and in the story of
the crab are examples of ours, for the embedded model writes no pages.

    python scripts/screenshots.py [house|arena|chat|crab]
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
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import msgspec
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
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
PROMPT = "Write one headline for a {{product}} in a {{tone}} tone."
CASES = ("rice cooker", "warm"), ("air purifier", "plain")
STREAMED = re.compile(r"[\s\S]{180}")
"""What must be on the page for a picture of replies being written."""

HEIGHTS = {
    "home": 760,
    "battle": 640,
    "reveal": 960,
    "leaderboard": 900,
    "playground": 900,
    "templates": 860,
    "run-window": 1150,
}
"""Pixels of each picture on a wide screen."""

ALL = tuple(HEIGHTS)
ARENA_HEIGHTS = {"arena": 900, "arena-pictures": 1000}
CHAT_HEIGHTS = {"chat": 960}
CRAB_HEIGHTS = {"crab-drawn": 1080, "crab-played": 900}
JUMP = 70
"""Pixels over the sand that show a jump."""

LOOKS = (
    Look("en", "en-US", ALL),
    Look("ko", "ko-KR", ALL),
    Look("en-dark", "en-US", ("reveal",), dark=True),
    Look("ko-narrow", "ko-KR", ("home", "battle"), narrow=True),
)


ARENA_LOOKS = (
    Look("en", "en-US", ("arena",)),
    Look("ko", "ko-KR", ("arena",)),
    Look("ko-dark", "ko-KR", ("arena-pictures",), dark=True),
    Look("en", "en-US", ("arena-pictures",)),
)


PIECE = 40
"""Characters of a recited reply that come at once."""

CHAT_LOOKS = (Look("en", "en-US", ("chat",)), Look("ko", "ko-KR", ("chat",)))

CRAB_LOOKS = (
    Look("en", "en-US", tuple(CRAB_HEIGHTS)),
    Look("ko", "ko-KR", tuple(CRAB_HEIGHTS)),
)

SCRIPTED = """
presets = false
ollama_url = ""
embedded.enabled = false

[[providers]]
name = "script"
base_url = "{url}"
"""
RECITING = """
[[contestants]]
slug = "{slug}"
name = "{name}"
provider = "script"
model = "{slug}"
"""


@dataclass(frozen=True)
class Talk:
    """What is said in the picture of a chat."""

    name: str
    questions: tuple[str, str]
    plan: str
    reply: str


PAGE = '{before}\n\n```tsx name=dashboard title="{title}"\n{code}\n```\n\n{after}'

TALKS = {
    "en": Talk(
        name="Scripted answer",
        questions=(
            "Which figures of our tea shop should I watch each week?",
            "Make a dashboard of these.",
        ),
        plan=(
            "Three are enough to begin with:\n\n"
            "1. **Visits**: do people come?\n"
            "2. **Orders**: do they buy?\n"
            "3. **Share who order**: orders divided by visits.\n\n"
            "And once a month, which teas sell."
        ),
        reply=PAGE.format(
            before="Here it is, with figures made up for now:",
            title="The tea shop this quarter",
            code="{code}",
            after="Choose **4 weeks** or **12 weeks** at the top; all figures follow.",
        ),
    ),
    "ko": Talk(
        name="미리 쓴 답",
        questions=("우리 찻집은 매주 어떤 숫자를 보면 좋을까?", "그걸로 현황판을 만들어 줘."),
        plan=(
            "처음에는 셋이면 충분해요.\n\n"
            "1. **방문**: 사람들이 오는지\n"
            "2. **주문**: 와서 사는지\n"
            "3. **주문한 비율**: 주문을 방문으로 나눈 값\n\n"
            "어떤 차가 나가는지는 한 달에 한 번만 보세요."
        ),
        reply=PAGE.format(
            before="우선 지어낸 숫자로 만들었어요.",
            title="찻집의 이번 분기",
            code="{code}",
            after="위에서 **4주**나 **12주**를 고르면 모든 숫자가 따라 바뀝니다.",
        ),
    ),
}

CRAB = {
    "en": (
        ("Draw a crab.", "Here is your crab:", "svg", "crab", "Crab", "crab.svg"),
        ("Make a game of it.", "Space jumps:", "html", "run", "Run, crab", "crab-game.html"),
    ),
    "ko": (
        ("게를 그려 줘.", "게를 그렸어요.", "svg", "crab", "꽃게", "crab.svg"),
        (
            "그 게로 게임을 만들어 줘.",
            "스페이스로 뛰어요.",
            "html",
            "run",
            "게 달리기",
            "crab-game.html",
        ),
    ),
}
"""The two turns of the story: asked, said, and what was made."""

OTHER_COLOURS = {
    "#e8572f": "#3f7fc4",
    "#f4834f": "#74a9dc",
    "#c2431f": "#275a94",
    "#12305c": "#5a2a4a",
    "#101a33": "#2a1226",
    "#e9c98f": "#d8a26a",
}
"""The second contestant's taste."""


@contextmanager
def serving(history: Path | None = None, settings: str = "") -> Generator[str]:
    """A Madang with nothing in it but what comes along, and a file of votes; yields its address."""
    with tempfile.TemporaryDirectory() as home:
        Path(home, "madang.toml").write_text(settings)
        if history:
            program = Path(sys.executable).with_name("madang")
            subprocess.run([program, "import", history, "--home", home], check=True)
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
    if "playground" in look.pictures:
        try_prompts(page, address, look)
    if "templates" in look.pictures:
        show_template(page, address, look)
    if "run-window" in look.pictures:
        play_crab(page, address, look)
    context.close()


def play_crab(page: Page, address: str, look: Look) -> None:
    """The crab game in its run window, with its code and its sliders."""
    page.goto(f"{address}/examples")
    page.set_viewport_size(size(look, "run-window"))
    page.get_by_role("button", name=re.compile("^(Both|둘 다)$")).click()
    page.get_by_role("button", name=re.compile("^(Sliders|조절)$")).click()
    page.get_by_text(re.compile("^(running|실행 중)$")).wait_for()
    page.locator(".cm-content").wait_for()
    game = page.frame_locator("iframe:not([inert])").locator("canvas")
    game.click()
    for _ in range(PATIENCE // 100):
        if game.evaluate("() => far > 12"):
            break
        page.wait_for_timeout(100)
    keep(page, look, "run-window")


def try_prompts(page: Page, address: str, look: Look) -> None:
    """Three columns, two cases, all of them run."""
    page.goto(f"{address}/playground")
    page.get_by_role("button", name=re.compile("Add a column|열 더하기")).click()
    third = page.locator(".column").nth(2).get_by_role("combobox").first
    third.select_option(third.locator("option").nth(2).get_attribute("value"))
    page.locator(".dock textarea").fill(PROMPT)
    page.get_by_role("button", name=re.compile("Add a case|사례 더하기")).click()
    for row, values in enumerate(CASES):
        for cell, value in enumerate(values):
            page.locator(".cases tbody tr").nth(row).locator("textarea").nth(cell).fill(value)
    page.get_by_role("button", name=re.compile("Run all|모두 돌리기")).click()
    page.get_by_text(re.compile("6 of 6 done|6개 중 6개 끝남")).wait_for()
    page.get_by_role("button", name=CASES[0][0]).first.click()
    page.locator(".dock textarea").blur()
    keep(page, look, "playground")


def show_template(page: Page, address: str, look: Look) -> None:
    """A form with its example filled in, and what would be asked."""
    page.goto(f"{address}/templates/press-release")
    page.get_by_role("button", name=re.compile("Fill in the example|예시로 채우기")).click()
    page.locator(".asked pre").wait_for()
    keep(page, look, "templates")


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


def show_arena(browser: Browser, address: str, look: Look) -> None:
    """The board of 1,670,250 votes, its verdict and its pictures."""
    context = browser.new_context(
        locale=look.locale,
        viewport=size(look, "arena"),
        color_scheme="dark" if look.dark else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{address}/leaderboard")
    page.get_by_role("table").first.wait_for()
    keep(page, look, "arena")
    page.locator("figure svg").nth(2).wait_for()
    page.locator("h2").first.evaluate("heading => heading.scrollIntoView()")
    keep(page, look, "arena-pictures")
    context.close()


def show_chat(browser: Browser, look: Look) -> None:
    """Two questions to a contestant that recites; what it made runs beside the conversation."""
    # Only here, since only here is anything scripted.
    from tests.browser.upstream import upstream

    talk = TALKS[look.name]
    replies = (talk.plan, talk.reply.replace("{code}", example("dashboard.tsx.txt", look.name)))
    puppets: Any = upstream()
    with puppets as models:
        settings = SCRIPTED.format(url=models.url)
        settings += RECITING.format(slug="script", name=talk.name)
        with serving(settings=settings) as address:
            context = browser.new_context(
                locale=look.locale, viewport=size(look, "chat"), reduced_motion="reduce"
            )
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            page.goto(f"{address}/chat")
            page.locator("select option").first.wait_for(state="attached")
            for question, reply in zip(talk.questions, replies, strict=True):
                page.locator("textarea").last.fill(question)
                page.keyboard.press("Enter")
                (voice,) = models.each(1)
                for at in range(0, len(reply), PIECE):
                    voice.say(reply[at : at + PIECE])
                    page.wait_for_timeout(20)
                voice.end()
                again = re.compile("^(Answer again|다시 답하기)$")
                page.locator("article").last.get_by_role("button", name=again).wait_for()
            page.get_by_text(re.compile("^(running|실행 중)$")).wait_for()
            page.frame_locator("iframe:not([inert])").locator("svg path").first.wait_for()
            page.locator("textarea").last.blur()
            keep(page, look, "chat")
            context.close()


def show_crab(browser: Browser, look: Look) -> None:
    """Two contestants draw a crab and make a game of it; the same keys play both."""
    from tests.browser.upstream import upstream

    puppets: Any = upstream()
    with puppets as models:
        settings = SCRIPTED.format(url=models.url)
        settings += "".join(RECITING.format(slug=slug, name=slug) for slug in ("one", "two"))
        with serving(settings=settings) as address:
            context = browser.new_context(locale=look.locale, viewport=size(look, "crab-drawn"))
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            page.goto(address)
            running = page.get_by_text(re.compile("^(running|실행 중)$"))
            for turn, (question, said, kind, name, title, file) in enumerate(CRAB[look.name]):
                page.locator("textarea").last.fill(question)
                page.keyboard.press("Enter")
                code = example(file, look.name)
                for model, voice in models.asked().items():
                    mine = code if model == "one" else recoloured(code)
                    voice.say(f'{said}\n\n```{kind} name={name} title="{title}"\n{mine}\n```\n')
                    voice.end()
                running.nth(1).wait_for()
                page.locator("textarea").last.blur()
                if turn == 0:
                    page.set_viewport_size(size(look, "crab-drawn"))
                    page.evaluate("scrollTo(0, 0)")
                    page.wait_for_timeout(1000)  # both drawings have been painted
                    keep(page, look, "crab-drawn")
            page.set_viewport_size(size(look, "crab-played"))
            play_both(page)
            keep(page, look, "crab-played")
            context.close()


def play_both(page: Page) -> None:
    """Let both crabs run to the first weed and jump over it with the same key."""
    page.get_by_role("checkbox", name=re.compile("Keys and clicks|키와 클릭")).check()
    frames = page.locator("iframe:not([inert])")
    frames.first.evaluate("(frame) => scrollBy(0, frame.getBoundingClientRect().top - 190)")
    one, two = (frames.nth(at).content_frame.locator("canvas") for at in (0, 1))
    one.click()
    near = "() => weeds[0].x < width * 0.14 + 130"
    for _ in range(PATIENCE // 20):
        if one.evaluate(near):
            page.keyboard.press("Space")
            break
        page.wait_for_timeout(20)
    for _ in range(100):
        if min(one.evaluate("() => y"), two.evaluate("() => y")) > JUMP:
            return
    sys.exit("the crabs did not jump")


def recoloured(code: str) -> str:
    return re.sub("#[0-9a-f]{6}", lambda colour: OTHER_COLOURS.get(colour[0], colour[0]), code)


def example(file: str, language: str) -> str:
    """The code of one of the gallery's examples in a language, as the page fills it in."""
    examples = ROOT / "frontend" / "src" / "features" / "examples"
    words = dict(re.findall(r"(\w+): '([^']*)'", (examples / f"words.{language}.ts").read_text()))
    code = (examples / "works" / file).read_text().strip()
    return re.sub(r"\{\{(\w+)\}\}", lambda name: words.get(name[1], name[0]), code)


def arena_counts() -> Path:
    """Chatbot Arena's counts up to 2024-08-14, from the package leaderbot (BSD-3-Clause)."""
    package = find_spec("leaderbot")
    if package is None or package.origin is None:
        sys.exit("leaderbot is not installed; `make screenshots` does it")
    return Path(package.origin).parent / "data" / "chatbotarena_20240814.json"


def size(look: Look, name: str) -> ViewportSize:
    return (
        {"width": 390, "height": 844}
        if look.narrow
        else {
            "width": 1440,
            "height": (HEIGHTS | ARENA_HEIGHTS | CHAT_HEIGHTS | CRAB_HEIGHTS)[name],
        }
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
    wanted = sys.argv[1:] or ["house", "arena", "chat", "crab"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM
        )
        if "house" in wanted:
            with serving() as address:
                play(browser, address)
        if "arena" in wanted:
            with serving(arena_counts()) as address:
                for look in ARENA_LOOKS:
                    show_arena(browser, address, look)
        if "chat" in wanted:
            for look in CHAT_LOOKS:
                show_chat(browser, look)
        if "crab" in wanted:
            for look in CRAB_LOOKS:
                show_crab(browser, look)


def play(browser: Browser, address: str) -> None:
    """Real battles on the embedded model."""
    ready = Caller(address).wait(
        "/api/status", lambda now: now["embedded"]["state"] == "ready", PATIENCE / 1000
    )
    if ready["contestants"] < len("AB"):
        sys.exit(f"no battle can be held: {ready['embedded']}")
    fill_board(address)
    for look in LOOKS:
        visit(browser, address, look)


if __name__ == "__main__":
    main()
