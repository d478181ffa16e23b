"""An artifact as a file: opened from the disk, with no Madang and no network, it runs."""

import json
from urllib.request import Request, urlopen

import pytest

from tests.browser.conftest import PATIENCE

CRAB = {"name": "crab", "kind": "svg", "text": '<svg xmlns="http://www.w3.org/2000/svg"/>'}
DRAWN = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
<text y="9" font-size="9">hello</text><image href="asset:crab"/></svg>"""
FLOW = "flowchart LR\n  a[hello] --> b[there]"

# By what it is: its kind, its text, what must be seen, and how many kilobytes it may have.
MADE = {
    "html": ("html", "<h1>hello</h1><script>document.title = 'ran'</script>", "text=hello", 50),
    "react": (
        "react",
        "import { useState } from 'react'; export default () => <h1>hello {useState(7)[0]}</h1>",
        "text=hello 7",
        700,
    ),
    "diagram": ("mermaid", FLOW, "text=hello", 8000),
    "document": ("markdown", "# hello\n\nIt is all words.", "text=hello", 250),
    "formula": ("markdown", "# hello\n\n$x^2$", ".katex-html", 1200),
    "document with a diagram": ("markdown", f"```mermaid\n{FLOW}\n```", "figure svg", 8000),
    "drawing": ("svg", DRAWN, "image[href^='data:image/svg+xml']", 50),
    "python": (
        "python",
        "import json\nprint('hello', json.dumps([6 * 7]))",
        "text=hello [42]",
        20_000,
    ),
}


@pytest.mark.parametrize("what", MADE)
def test_a_saved_file_runs_by_itself_and_carries_only_what_it_uses(
    chromium, server, tmp_path, what
):
    kind, text, shown, most = MADE[what]
    artifact = {"name": "thing", "kind": kind, "text": text}
    asked = Request(
        f"{server.url}/api/runs/file",
        data=json.dumps({"artifact": artifact, "assets": [CRAB]}).encode(),
        headers={"Content-Type": "application/json"},
    )
    file = tmp_path / "thing.html"
    file.write_bytes(urlopen(asked, timeout=60).read())
    assert file.stat().st_size < most * 1000
    context = chromium.new_context(offline=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(file.as_uri())
    page.locator(shown).first.wait_for(state="attached" if kind == "svg" else "visible")
    assert {url.partition(":")[0] for url in requests} <= {"file", "data", "blob"}
    context.close()
