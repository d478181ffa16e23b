"""How smooth a chat of 1,000 messages is, beside one of 10, in a real Chromium.

    python bench/long_chat.py [--messages 1000] [--seconds 8]

Needs the built page (`make wheel` or `make test` builds it) and Chromium. A real Madang serves;
both chats come in through the import, with headings, lists, tables and code as models write them.
Measured in the page, frame by frame with `requestAnimationFrame`:

- until it can be read: from the address to the last message in view, the median of five visits;
- going up: a wheel that turns for some seconds, so that earlier messages are drawn when needed;
- all drawn: the same once every message is on the page;
- while a reply streams at the end, 40 words a second, with all messages drawn.

Of frames: the median gap, the 95th percentile, the worst, and how many took longer than 50 ms.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import ARGUMENTS, CONTESTANT, SETTINGS  # noqa: E402 - bench is no package
from tests.browser.upstream import Upstream, upstream  # noqa: E402
from tests.madang_process import madang  # noqa: E402

SHORT = 10
VISITS = 5
WORDS_A_SECOND = 40
REPLY = """## Part {n}

A crab walks **sideways** because of how its legs are jointed, and [this]({n}) is `part {n}` of it.

- legs: ten, claims no. {n}
- direction: sideways, mostly

| where | how fast |
|---|---|
| mud | {n} cm/s |
| sand | 7 cm/s |

```python
def walk(crab, steps={n}):
    for step in range(steps):
        crab.x += crab.side * step
    return crab
```

게의 다리는 옆으로 접히는 관절이라서 앞으로 걷기 어렵습니다. {n}번째 설명입니다.
"""
SEED = """async (bytes) => {
    const ask = (method, path, body, type) => fetch(path, { method, body,
        headers: type ? { 'Content-Type': type } : {} }).then((answer) => answer.json());
    const file = new TextEncoder().encode(bytes);
    const named = JSON.stringify({ name: 'c.json', size: file.length });
    let one = await ask('POST', '/api/chat-imports', named, 'application/json');
    await ask('PUT', `/api/chat-imports/${one.id}?offset=0`, file);
    while (one.state !== 'done') {
        await new Promise((go) => setTimeout(go, 100));
        one = await ask('GET', `/api/chat-imports/${one.id}`);
        if (one.state === 'failed') throw new Error(one.code);
    }
    const { chats } = await ask('GET', '/api/chats');
    return Object.fromEntries(chats.map(({ title, id }) => [title, id]));
}"""
WATCH = """() => {
    const gaps = [];
    let last = performance.now(), on = true;
    const next = (now) => {
        gaps.push(now - last);
        last = now;
        if (on) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    window.frames_seen = () => { on = false; return gaps.slice(2); };
}"""
READABLE = """(text) => new Promise((done) => {
    const look = () => {
        const found = [...document.querySelectorAll('article')].findLast(
            (one) => one.textContent.includes(text));
        const place = found?.getBoundingClientRect();
        if (place && place.top < innerHeight && place.bottom > 0) done(performance.now());
        else requestAnimationFrame(look);
    };
    look();
})"""


def export(name: str, messages: int) -> dict[str, object]:
    """A chat as Claude exports it."""
    said = [
        {
            "uuid": f"{name}{n}",
            "sender": ("human", "assistant")[n % 2],
            "text": REPLY.format(n=n) if n % 2 else f"Question {n}: why sideways?",
        }
        for n in range(messages)
    ]
    return {"uuid": name, "name": name, "chat_messages": said}


class Visit:
    """One chat on a page."""

    def __init__(self, page: Page, chat: str, messages: int) -> None:
        self.page = page
        self.chat = chat
        self.messages = messages

    def readable(self) -> float:
        """Milliseconds from the address to the last message in view."""
        self.page.goto(f"/chat/{self.chat}", wait_until="commit")
        return self.page.evaluate(READABLE, f"Part {self.messages - 1}")

    def scroll(self, seconds: float) -> list[float]:
        """Frame gaps while the wheel turns upwards."""
        self.page.mouse.move(700, 400)
        self.page.evaluate(WATCH)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.page.mouse.wheel(0, -400)
            self.page.wait_for_timeout(30)
        return self.page.evaluate("frames_seen()")

    def draw_all(self) -> None:
        """Ask for earlier messages until none are left, and be at the end again."""
        while self.page.locator("button.earlier").count():
            self.page.locator("button.earlier").dispatch_event("click")
            self.page.wait_for_timeout(100)
        self.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        self.page.wait_for_timeout(500)

    def stream(self, models: Upstream, seconds: float) -> list[float]:
        """Frame gaps while a reply is written at the end."""
        box = self.page.get_by_role("textbox").last
        box.fill("And now?")
        box.press("Enter")
        (voice,) = models.asked(1).values()
        self.page.evaluate(WATCH)
        words = REPLY.format(n=0).split(" ")
        until, n = time.monotonic() + seconds, 0
        while time.monotonic() < until:
            voice.say(words[n % len(words)] + " ")
            n += 1
            self.page.wait_for_timeout(1000 / WORDS_A_SECOND)
        gaps = self.page.evaluate("frames_seen()")
        voice.end()
        return gaps


def tell_frames(name: str, gaps: list[float]) -> None:
    ordered = sorted(gaps)
    late = sum(gap > 50 for gap in gaps)
    high = ordered[int(len(ordered) * 0.95)]
    print(
        f"  {name:22} median {statistics.median(gaps):6.1f}  95% {high:6.1f}  "
        f"worst {ordered[-1]:6.0f} ms  over 50 ms: {late} of {len(gaps)}",
        flush=True,
    )


def measure(browser: Browser, url: str, models: Upstream, many: int, seconds: float) -> None:
    context = browser.new_context(base_url=url, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto("/chat")
    sizes = {"short": SHORT, "long": many}
    chats = page.evaluate(SEED, json.dumps([export(*one) for one in sizes.items()]))
    visits = {name: Visit(page, chats[name], size) for name, size in sizes.items()}
    waits: dict[str, list[float]] = {name: [] for name in visits}
    for visit in visits.values():  # the first load fills the caches of both
        visit.readable()
    for _ in range(VISITS):
        for name, visit in visits.items():
            waits[name].append(visit.readable())
    for name, visit in visits.items():
        wait = statistics.median(waits[name])
        ratio = wait / statistics.median(waits["short"])
        print(f"{visit.messages} messages: can be read after {wait:.0f} ms (x {ratio:.1f})")
        visit.readable()
        tell_frames("going up", visit.scroll(seconds))
        visit.draw_all()
        tell_frames("going up, all drawn", visit.scroll(seconds))
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        tell_frames("a reply streams", visit.stream(models, seconds))
    context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=8.0)
    wanted = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("Chromium is not installed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        with upstream() as models:
            config = Path(folder) / "madang.toml"
            one = CONTESTANT.format(slug="one", name="One")
            config.write_text(SETTINGS.format(url=models.url) + one)
            places = ("--config", str(config), "--home", str(Path(folder) / "home"))
            with madang(*places) as server:
                measure(browser, server.url, models, wanted.messages, wanted.seconds)
        browser.close()


if __name__ == "__main__":
    main()
