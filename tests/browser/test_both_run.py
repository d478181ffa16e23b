"""Every kind of artifact, on both sides of a battle at once, through a model that streams it."""

import re

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


PLAIN = "<!doctype html><h1>Plain</h1><script>console.log(`at ${Date.now()}.`)</script>"
HEAVY = """import * as THREE from 'three';
import { LineChart } from 'recharts';
console.log(`at ${Date.now()}.`, THREE.REVISION, LineChart);
export default function App() { return <h1>Heavy</h1> }"""


def fence(language, text):
    return f"Here:\n\n```{language} name=made\n{text}\n```\n"


def windows(page):
    """The window of the plain page and that of the heavy one, whichever sides they are."""
    both = [page.get_by_role("region", name=f"Run window, Model {side}") for side in "AB"]
    for each in both:
        expect(each.locator("footer .phase")).to_be_visible()
    heavy = [each.get_by_title(re.compile("^React")).count() for each in both]
    return both[heavy.index(0)], both[heavy.index(1)]


def began(window):
    """When the artifact's own code began."""
    window.get_by_role("button", name=re.compile("^Console")).click()
    line = window.locator(".console").get_by_text(re.compile(r"at \d+\."))
    expect(line).to_be_visible()
    return int(re.search(r"at (\d+)", line.inner_text())[1])


def withhold(page, library):
    """Let a library not arrive; its requests, for the test to let go."""
    withheld = []

    def keep(route):
        withheld.append(route)

    page.context.route(re.compile(f"/v/.*{library}"), keep)
    return withheld


def test_the_sides_begin_together_however_heavy_one_is(visit, ask):
    page = visit()
    withheld = withhold(page, "three")
    plain, heavy = ask(page, "Make something").values()
    plain.say(fence("html", PLAIN))
    plain.end()
    heavy.say(fence("tsx", HEAVY))
    heavy.end()
    light, weighty = windows(page)
    expect(light.locator("footer .phase")).to_have_text("ready · waiting for the other side")
    expect(light.locator("iframe:not([inert])").content_frame.locator("script")).to_have_count(0)
    expect(weighty.locator("footer .phase")).to_contain_text("loading")
    for route in withheld:
        route.continue_()
    page.context.unroute_all()
    apart = began(weighty) - began(light)
    assert abs(apart) < 1000, apart

    # From then on each starts again as it likes.
    light.get_by_role("button", name="Restart").click()
    expect(light.locator("footer .phase")).to_have_text("running")


def test_a_side_that_has_nothing_to_run_keeps_none_waiting(visit, ask):
    page = visit()
    one, other = ask(page, "Make something").values()
    one.say(fence("html", PLAIN))
    other.say("I had rather not.")
    one.end()
    other.end()
    expect(page.locator("footer .phase").filter(has_text="running")).to_be_visible()


# A second of the page's own clock for each of its half minutes.
HASTE = """if (window === top) {
    const { setTimeout: wait } = window;
    window.setTimeout = (act, after, ...rest) => wait(act, after === 30000 ? 1000 : after, ...rest);
}"""


def test_who_is_late_is_waited_for_no_longer_than_half_a_minute(visit, ask):
    page = visit()
    page.add_init_script(HASTE)
    page.reload()
    withheld = withhold(page, "three")
    plain, heavy = ask(page, "Make something").values()
    plain.say(fence("html", PLAIN))
    plain.end()
    heavy.say(fence("tsx", HEAVY))
    heavy.end()
    light, weighty = windows(page)
    expect(light.locator("footer .phase")).to_have_text("running")
    expect(weighty.locator("footer")).to_contain_text("It was late: the other side has begun.")
    for route in withheld:
        route.abort()
