"""Every kind of artifact, on both sides of a battle at once, through a model that streams it."""

import pytest
from playwright.sync_api import expect

KINDS = {
    "html": ("html", "<!doctype html><h1>Made</h1>"),
    "svg": ("svg", '<svg viewBox="0 0 9 9"><text y="8">Made</text></svg>'),
    "react": ("tsx", "export default function App() { return <h1>Made</h1> }"),
    "mermaid": ("mermaid", "graph TD; A[Made]-->B"),
    "markdown": ("markdown", "# Made\n\nA document."),
    "python": ("python", 'print("Made")'),
    "csv": ("csv", "Made,b\n1,2\n3,4"),
    "json": ("json", '{"Made": [1, 2]}'),
    "vega": (
        "vega-lite",
        '{"data": {"values": [{"Made": 1}]}, "mark": "bar", "encoding": {"x": {"field": "Made"}}}',
    ),
    "code": ("rust", "fn made() {}"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_runs_on_both_sides(visit, ask, kind):
    language, text = KINDS[kind]
    page = visit()
    voices = ask(page, "Make something")
    for voice in voices.values():
        voice.say(f"Here:\n\n```{language} name=made\n{text}\n```\n")
        voice.end()
    for side in "AB":
        window = page.get_by_role("region", name=f"Run window, Model {side}")
        expect(window.locator("footer").get_by_text("running")).to_be_visible()
    expect(page.get_by_role("button", name="A is better")).to_be_visible()
