"""How soon an artifact runs, beside a bare frame that nothing guards.

    python bench/runwindow.py [--times 10]

Needs the built page and libraries (`make wheel` or `make test` builds them) and Chromium. A real
Madang serves; the run window stands on a page by itself, as the tests put it there. Measured in the
page, from the moment the whole text is handed over (the last token) to the artifact's own first
word in the console: so with the request for the document, the second origin, the headers and the
runner. The peer is the least one can do: a `srcdoc` frame on an empty page, with no wall at all.

Printed: medians in milliseconds, the worst, and the ratio to the peer where there is one.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import ARGUMENTS  # noqa: E402 - bench is no package
from tests.browser.running.stage import Stage, artifact, build_harness, put_harness  # noqa: E402
from tests.madang_process import madang  # noqa: E402

SAY = "console.log('here {n}')"
HTML = (
    "<!doctype html><title>t</title><style>p{{color:teal}}</style><p>hello</p><script>"
    + SAY
    + "</script>"
)
LINES = "\n".join(f"      <li key={{{n}}}>row {n} of {{count}}</li>" for n in range(241))
REACT = f"""import {{ useEffect, useState }} from 'react';
export default function App() {{
  const [count, setCount] = useState(0);
  useEffect(() => {{ console.log('here {{n}}'); }}, []);
  return (
    <ul onClick={{() => setCount(count + 1)}}>
{LINES}
    </ul>
  );
}}
"""
PYTHON = "print('here {n}')"
REST = 6000
"""Milliseconds in which the next interpreter is made ready: a person reads what was printed."""
WRITING = 1500
"""Milliseconds in which the text is written before its last token comes."""
MEASURE = """async ([which, source, word, writing]) => {
    const stage = stages[which];
    if (source && writing) {
        const { text } = source.artifact;
        const half = { ...source.artifact, text: text.slice(0, text.length / 2), ended: false };
        stage.set({ ...source, artifact: half }, true, false);
        await new Promise((go) => setTimeout(go, writing));
    }
    const { lines } = stage;
    const { push } = Array.prototype;
    const begun = performance.now();
    // Told as it comes: looking again and again would add its own pauses.
    const said = new Promise((done, fail) => {
        setTimeout(() => fail(new Error(word + ' was never said')), 120000);
        lines.push = (...more) => {
            if (more.some((line) => line.text.includes(word))) done(performance.now() - begun);
            return push.apply(lines, more);
        };
    });
    if (source) stage.set(source, false, false);
    else stage.frame().restart();
    return said;
}"""
BARE = """(html) => new Promise((done) => {
    const begun = performance.now();
    const frame = document.createElement('iframe');
    frame.sandbox = 'allow-scripts';
    addEventListener('message', () => {
        frame.remove();
        done(performance.now() - begun);
    }, { once: true });
    frame.srcdoc = html;
    document.body.append(frame);
})"""


def run(stage: Stage, kind: str, text: str, number: int, writing: int = 0) -> float:
    """Milliseconds until the artifact says its word, from its last token on."""
    whole = text.replace("{n}", str(number)).replace("{{", "{").replace("}}", "}")
    source = {"artifact": artifact(kind, whole), "assets": []}
    return stage.page.evaluate(MEASURE, [stage.which, source, f"here {number}", writing])


def restart(stage: Stage, number: int) -> float:
    """Milliseconds until what ran says its word anew, from the press of Restart on."""
    return stage.page.evaluate(MEASURE, [stage.which, None, f"here {number}", 0])


def open_stage(browser: Browser, url: str, built: Any) -> Stage:
    page = browser.new_context(base_url=url).new_page()
    page.goto("/")
    put_harness(page, built)
    return Stage(page)


def bare(page: Page, times: int) -> list[float]:
    html = HTML.format(n=0).replace(SAY.format(n=0), "parent.postMessage(1, '*')")
    return [page.evaluate(BARE, html) for _ in range(times)]


def tell(name: str, figures: list[float], peer: float | None = None) -> None:
    ratio = f"{statistics.median(figures) / peer:8.1f}" if peer else " " * 8
    print(f"{name:36} {statistics.median(figures):8.0f} {max(figures):8.0f} {ratio}", flush=True)


def compare(browser: Browser, url: str, built: Any, times: int) -> None:
    print(f"{'from the last token, milliseconds':36} {'median':>8} {'worst':>8} {'ratio':>8}")
    peer = bare(browser.new_page(), times)
    tell("bare srcdoc frame, no wall", peer)
    usual = statistics.median(peer)
    stage = open_stage(browser, url, built)
    html = HTML.format(n="{n}")
    again = range(1, times + 1)
    tell("HTML", [run(stage, "html", html, n, WRITING) for n in again], usual)
    tell(
        "HTML, all anew (an edit, a restart)", [run(stage, "html", html, -n) for n in again], usual
    )
    lines = REACT.count("\n")
    tell(f"React, {lines} lines, first", [run(stage, "react", REACT, 1000, WRITING)])
    tell("React, warm", [run(stage, "react", REACT, 1000 + n, WRITING) for n in again])
    tell("React, all anew", [run(stage, "react", REACT, 2000 + n) for n in again])
    for name, writing in (("Python, cold", 0), ("Python, written for a while", 4 * WRITING)):
        fresh = open_stage(browser, url, built)
        tell(name, [run(fresh, "python", PYTHON, 4000, writing)])
    fresh.page.wait_for_timeout(REST)
    tell("Python, a restart", [restart(fresh, 4000)])
    rested = []
    for n in range(1, times + 1):
        fresh.page.wait_for_timeout(REST)
        rested.append(run(fresh, "python", PYTHON, 4000 + n))
    tell("Python, an edit after a rest", rested)
    tell("Python, edits without any", [run(fresh, "python", PYTHON, 5000 + n) for n in range(3)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=10)
    times = parser.parse_args().times
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("Chromium is not installed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        built = build_harness(Path(folder) / "harness")
        config = Path(folder) / "madang.toml"
        config.write_text("presets = false\nembedded.enabled = false\nollama_url = ''\n")
        places = ("--config", str(config), "--home", str(Path(folder) / "home"))
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        with madang(*places) as server:
            compare(browser, server.url, built, times)
        browser.close()
    size = ["npm", "--prefix", str(ROOT / "frontend"), "run", "--silent", "size"]
    print(subprocess.run(size, capture_output=True, text=True, check=False).stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
