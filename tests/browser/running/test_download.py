"""An artifact as a file: opened from the disk, with no Madang and no network, it runs."""

import json
from urllib.request import Request, urlopen

import pytest

from tests.browser.conftest import PATIENCE

MADE = {
    "html": ("<h1>hello</h1><script>document.title = 'ran'</script>", "hello"),
    "react": (
        "import { useState } from 'react'; export default () => <h1>hello {useState(7)[0]}</h1>",
        "hello 7",
    ),
    "mermaid": ("flowchart LR\n  a[hello] --> b[there]", "hello"),
    "markdown": ("# hello\n\n$x^2$", "hello"),
    "python": ("import json\nprint('hello', json.dumps([6 * 7]))", "hello [42]"),
}


@pytest.mark.parametrize("kind", MADE)
def test_a_saved_file_runs_by_itself(chromium, server, tmp_path, kind):
    text, shown = MADE[kind]
    asked = Request(
        f"{server.url}/api/runs/file",
        data=json.dumps({"artifact": {"name": "thing", "kind": kind, "text": text}}).encode(),
        headers={"Content-Type": "application/json"},
    )
    file = tmp_path / "thing.html"
    file.write_bytes(urlopen(asked, timeout=60).read())
    context = chromium.new_context(offline=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(file.as_uri())
    page.get_by_text(shown).first.wait_for()
    assert {url.partition(":")[0] for url in requests} <= {"file", "data", "blob"}
    context.close()
