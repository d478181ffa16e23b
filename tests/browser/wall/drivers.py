"""Two browsers behind one small interface: Chromium by Playwright, Firefox by WebDriver BiDi.

Firefox speaks BiDi itself, over a WebSocket: no other program stands between.
"""

import asyncio
import json
import re
import shutil
import subprocess
import threading
import time
from collections import deque
from contextlib import contextmanager, suppress

from playwright.async_api import Error, async_playwright
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

PATIENCE = 15
"""Seconds an answer may take; a page that is being opened has three times as many."""
# A camera that is no camera, and a yes to whoever asks for it: only the wall keeps an attack out.
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
FIREFOX = ["--headless", "--no-remote", "--remote-debugging-port", "0"]
# A page that is not looked at gets fewer frames; and nothing may call home by itself.
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.tabs.unloadOnLowMemory": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.ipc.processHangMonitor": False,
    "dom.max_script_run_time": 0,
    "media.navigator.permission.disabled": True,
    "media.navigator.streams.fake": True,
    "intl.accept_languages": "en-US, en",
    # Its WebRTC leaves loopback out, where our canaries are.
    "media.peerconnection.ice.loopback": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.enabled": False,
}


class Gone(Exception):
    """The page went elsewhere, or no longer answers."""


class ChromiumTab:
    def __init__(self, chromium, page):
        self._do = chromium.do
        self._page = page

    def goto(self, url):
        self._do(self._page.goto(url, wait_until="domcontentloaded"), 4 * PATIENCE)

    def answer(self, url, script):
        """Serve this script at an address of the page's own origin."""

        async def fulfil(route):
            await route.fulfill(body=script, content_type="text/javascript")

        self._do(self._page.route(url, fulfil))

    def evaluate(self, expression):
        return self._do(self._page.evaluate(expression))

    def address(self):
        return self._page.url

    def type(self, key):
        self._do(self._page.keyboard.press(key))

    def click(self, x, y):
        # Chromium may never say that a frame which went away took the click.
        with suppress(Gone):
            self._do(self._page.mouse.click(x, y), 3)

    def click_frame(self, x, y):
        self.click(x, y)

    def pause(self, seconds):
        time.sleep(seconds)

    def close(self):
        with suppress(Gone):
            self._do(self._page.close())


class Chromium:
    """Playwright in a loop of its own, so that a page which no longer answers can be left alone."""

    name = "chromium"

    def __init__(self, watch):
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        assert program, "Chromium is not installed. Run `scripts/setup.sh system chromium`."
        self.downloads, self.dialogs = [], []
        self._opened = 0
        self._stuck = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="playwright")
        self._thread.start()
        self._starting = (program, watch)
        self.do(self._start(*self._starting), 4 * PATIENCE)

    async def _start(self, program, watch):
        self._playwright = await async_playwright().start()
        self._browser = await self._playwright.chromium.launch(
            executable_path=program, args=CHROMIUM
        )
        self._context = await self._browser.new_context(locale="en-US")
        await self._context.add_init_script(watch)
        self._context.on("page", self._page)
        self._context.on("dialog", self._dialog)

    def do(self, coroutine, patience=PATIENCE):
        """What Playwright answers, within the time a test has."""
        asked = coroutine.__qualname__
        try:
            return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(patience)
        except (Error, TimeoutError) as error:
            raise Gone(asked, str(error)) from error

    def _page(self, page):
        self._opened += 1
        page.on("download", lambda download: self.downloads.append(download.suggested_filename))

    async def _dialog(self, dialog):
        self.dialogs.append(dialog.message)
        await (dialog.accept() if dialog.type == "beforeunload" else dialog.dismiss())

    def tab(self):
        try:
            page = self.do(self._context.new_page())
        except Gone:
            # An attack without a wall took the whole browser with it.
            with suppress(Gone):
                self.do(self._stop())
            self.do(self._start(*self._starting), 4 * PATIENCE)
            page = self.do(self._context.new_page())
        return ChromiumTab(self, page)

    def windows(self):
        """How many windows and tabs were opened so far, by whomever."""
        return self._opened

    def tidy(self):
        """Close what the attacks opened, and ask once only: one that can't be closed stays."""
        for page in self._context.pages:
            if page not in self._stuck:
                try:
                    self.do(page.close())
                except Gone:
                    self._stuck.append(page)

    async def _stop(self):
        await self._browser.close()
        await self._playwright.stop()

    def close(self):
        try:
            self.do(self._stop())
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)
            self._loop.close()


class FirefoxTab:
    def __init__(self, firefox, context):
        self._firefox = firefox
        self._context = context

    def goto(self, url):
        self._firefox.do(
            "browsingContext.navigate",
            4 * PATIENCE,
            context=self._context,
            url=url,
            wait="interactive",
        )

    def answer(self, url, script):
        self._firefox.answer(url, script)

    def evaluate(self, expression):
        # As JSON: BiDi's own description of values is long, and this one reads like Playwright's.
        found = self._firefox.do(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then(v => JSON.stringify(v ?? null))",
            target={"context": self._context},
            awaitPromise=True,
        )
        if found["type"] != "success":
            raise Gone(found)
        return json.loads(found["result"]["value"])

    def address(self):
        found = self._firefox.do("browsingContext.getTree", root=self._context, maxDepth=0)
        return found["contexts"][0]["url"]

    def type(self, key):
        presses = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        self._act(self._context, {"type": "key", "id": "keys", "actions": presses})

    def click(self, x, y):
        self._click(self._context, x, y)

    def click_frame(self, _x, _y):
        # An act on the page does not reach a frame in another process; one on the frame does.
        tree = self._firefox.do("browsingContext.getTree", root=self._context)
        within = tree["contexts"][0]
        while within["children"]:
            within = within["children"][0]
        self._click(within["context"], 20, 20)

    def _click(self, context, x, y):
        moves = [{"type": "pointerMove", "x": int(x), "y": int(y)}]
        moves += [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._act(context, {"type": "pointer", "id": "mouse", "actions": moves})

    def _act(self, context, source):
        self._firefox.do("input.performActions", context=context, actions=[source])

    def pause(self, seconds):
        self._firefox.listen(seconds)

    def close(self):
        with suppress(Gone):
            self._firefox.do("browsingContext.close", context=self._context)


class Firefox:
    name = "firefox"

    def __init__(self, profile, watch):
        program = shutil.which("firefox-esr") or shutil.which("firefox")
        assert program, "Firefox is not installed. Run `scripts/setup.sh system firefox`."
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in PREFERENCES.items())
        (profile / "user.js").write_text("".join(lines))
        self._starting = (program, profile, watch)
        self.downloads, self.dialogs = [], []
        self._opened = 0
        self._start(*self._starting)

    def _start(self, program, profile, watch):
        self._answers = {}
        self._number = 0
        self._process = subprocess.Popen(
            [program, *FIREFOX, "--profile", profile, "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        address = next(
            found[1]
            for line in self._process.stderr
            if (found := re.search(r"BiDi listening on (ws://\S+)", line))
        )
        # What it goes on to say fills a pipe that nobody reads, and then it would wait.
        self._drain = threading.Thread(target=deque, args=(self._process.stderr, 0), daemon=True)
        self._drain.start()
        # Not as a context manager: it lives as long as this object, and `close` ends it.
        self._connection = connect(f"{address}/session", max_size=None, proxy=None, legacy=True)
        prompts = {"default": "dismiss", "beforeUnload": "accept"}
        wanted = {"alwaysMatch": {"unhandledPromptBehavior": prompts}}
        # The first answer comes when the browser stands, which takes long on a busy machine.
        self.do("session.new", 4 * PATIENCE, capabilities=wanted)
        self.do(
            "session.subscribe",
            events=[
                "browsingContext.contextCreated",
                "browsingContext.downloadWillBegin",
                "browsingContext.userPromptOpened",
                "network.beforeRequestSent",
            ],
        )
        self.do("script.addPreloadScript", functionDeclaration=f"() => {{ {watch} }}")

    def do(self, method, patience=PATIENCE, /, **parameters):
        """Send a command and wait for its answer; what happened meanwhile is noted."""
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": parameters}
        try:
            self._connection.send(json.dumps(message))
        except ConnectionClosed as error:
            raise Gone(method) from error
        end = time.monotonic() + patience
        while True:
            try:
                answer = json.loads(self._connection.recv(timeout=end - time.monotonic()))
            except (TimeoutError, ConnectionClosed):
                raise Gone(method) from None
            if answer.get("id") == number:
                if answer["type"] != "success":
                    raise Gone(method, answer)
                return answer["result"]
            self._note(answer)

    def answer(self, url, script):
        if url not in self._answers:
            pattern = {"type": "string", "pattern": url}
            self.do("network.addIntercept", phases=["beforeRequestSent"], urlPatterns=[pattern])
        self._answers[url] = script

    def _provide(self, request):
        """Not by `do`: this happens while the answer to something else is waited for."""
        self._number += 1
        kind = {"name": "Content-Type", "value": {"type": "string", "value": "text/javascript"}}
        parameters = {
            "request": request["request"],
            "statusCode": 200,
            "headers": [kind],
            "body": {"type": "string", "value": self._answers[request["url"]]},
        }
        message = {"id": self._number, "method": "network.provideResponse", "params": parameters}
        self._connection.send(json.dumps(message))

    def listen(self, seconds):
        """Note what happens for a while."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self._note(json.loads(self._connection.recv(timeout=left)))
            except TimeoutError:
                return

    def _note(self, event):
        match event.get("method"):
            case "browsingContext.contextCreated" if event["params"]["parent"] is None:
                self._opened += 1
            case "browsingContext.downloadWillBegin":
                self.downloads.append(event["params"].get("suggestedFilename", "?"))
            case "network.beforeRequestSent" if event["params"]["isBlocked"]:
                self._provide(event["params"]["request"])
            case "browsingContext.userPromptOpened":
                self.dialogs.append(event["params"]["message"])

    def tab(self):
        try:
            made = self.do("browsingContext.create", type="tab")
        except Gone:
            # An attack without a wall took the whole browser with it.
            self.close()
            self._start(*self._starting)
            made = self.do("browsingContext.create", type="tab")
        return FirefoxTab(self, made["context"])

    def windows(self):
        self.do("session.status")
        return self._opened

    def tidy(self):
        _, *others = self.do("browsingContext.getTree", maxDepth=0)["contexts"]
        for context in others:
            with suppress(Gone):
                self.do("browsingContext.close", context=context["context"])

    def close(self):
        with suppress(ConnectionClosed, Gone):
            self.do("browser.close", 5)
        self._connection.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        self._drain.join(10)
        self._process.stderr.close()


@contextmanager
def opened(browser):
    try:
        yield browser
    finally:
        browser.close()
