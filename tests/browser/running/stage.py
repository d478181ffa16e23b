"""A run window on a page of the app, by itself, and what it tells."""

import subprocess
from pathlib import Path

FRONTEND = Path(__file__).parents[3] / "frontend"
ADDRESS = "/assets/test-harness.js"


def build_harness(folder):
    """The run window as one script and one style sheet; built once for all tests."""
    vite = FRONTEND / "node_modules" / ".bin" / "vite"
    command = [vite, "build", "--config", "harness.config.ts", "--outDir", folder]
    subprocess.run([*command, "--logLevel", "error"], cwd=FRONTEND, check=True, timeout=240)
    script = (folder / "harness.js").read_text()
    styles = "".join(path.read_text() for path in folder.glob("*.css"))
    return script, styles


def artifact(kind, text, name=None, **rest):
    whole = {"name": name or "thing", "title": "", "kind": kind, "language": "", "text": text}
    return whole | {"ended": True} | rest


class Stage:
    """One frame on a page. `which` tells several apart."""

    def __init__(self, page, which="one"):
        self.page = page
        self.which = which
        page.evaluate(
            """async ([address, which]) => {
                const { open } = await import(address);
                const place = document.createElement('div');
                place.style.cssText = 'height:420px;margin:8px;border:1px solid #999';
                place.dataset.stage = which;
                document.querySelector('main').prepend(place);
                (window.stages ??= {})[which] = open(place, which);
            }""",
            [ADDRESS, which],
        )

    def show(self, kind, text, *, assets=(), growing=False, held=False, name=None):
        source = {"artifact": artifact(kind, text, name), "assets": list(assets)}
        self.page.evaluate(
            "([which, source, growing, held]) => stages[which].set(source, growing, held)",
            [self.which, source, growing, held],
        )

    def call(self, name, *arguments):
        self.page.evaluate(
            "([which, name, rest]) => stages[which].frame()[name](...rest)",
            [self.which, name, list(arguments)],
        )

    def wait_for(self, condition, timeout=60_000):
        """Until the state and the console are as `condition` says."""
        self.page.wait_for_function(
            """([which, parts]) => {
                const { states, lines } = stages[which];
                const now = states.at(-1) ?? {};
                return (!parts.phase || now.phase === parts.phase)
                    && (!parts.line || lines.some((line) => line.text.includes(parts.line)))
                    && (!parts.errors || now.errors >= parts.errors);
            }""",
            arg=[self.which, condition],
            timeout=timeout,
        )

    def phase(self, phase, timeout=60_000):
        self.wait_for({"phase": phase}, timeout)

    def line(self, text, timeout=60_000):
        """The console line that says `text`, once there is one."""
        self.wait_for({"line": text}, timeout)
        return next(line for line in self.lines() if text in line["text"])

    def lines(self):
        return self._list("lines")

    def states(self):
        return self._list("states")

    def pointed(self):
        return self._list("pointed")

    def inputs(self):
        return self._list("inputs")

    def _list(self, name):
        return self.page.evaluate("([which, name]) => stages[which][name]", [self.which, name])

    @property
    def inner(self):
        """The frame that is seen, for looking into it."""
        place = self.page.locator(f"[data-stage={self.which}]")
        return place.locator("iframe:not([inert])").content_frame


def put_harness(page, built):
    script, styles = built
    page.route(
        f"**{ADDRESS}",
        lambda route: route.fulfill(body=script, content_type="text/javascript"),
    )
    page.add_style_tag(content=styles)
