"""A run whose frame is there before its text is: the same run, only sooner."""

import pytest
from playwright.sync_api import expect

REACT = """console.log('module');
export default function App() { return <p>whole {LAST}</p> }
const LAST = 'text';
"""
PAGE = """<p>whole text</p>
<script>
console.log('ran');
missing();
</script><img src="asset:none">"""


def frames(one):
    return one.page.locator(f"[data-stage={one.which}] iframe")


def begin(one, kind, text, **rest):
    """Write half of the text, and wait for what is seen and what is made ready behind it."""
    one.show(kind, text[: len(text) // 2], growing=True, **rest)
    expect(frames(one)).to_have_count(1 if kind == "react" else 2)
    # The frame that waits has said its first word, and is asked every second how it is.
    one.page.wait_for_timeout(1500)


def said(one, text):
    return sum(text in line["text"] for line in one.lines())


def test_a_page_runs_once_and_its_lines_are_its_own(stage):
    one = stage()
    begin(one, "html", PAGE)
    assert one.lines() == []
    one.show("html", PAGE)
    one.phase("running")
    error = one.line("missing is not defined")
    assert error["line"] == 4
    assert one.line("asset:none")["level"] == "error"
    expect(one.inner.get_by_text("whole text")).to_be_visible()
    expect(frames(one)).to_have_count(1)
    assert said(one, "ran") == 1


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("react", REACT),
        ("svg", "<svg xmlns='http://www.w3.org/2000/svg'><text>whole text</text></svg>"),
    ],
)
def test_other_kinds(stage, kind, text):
    one = stage()
    begin(one, kind, text)
    one.show(kind, text)
    one.phase("running")
    expect(one.inner.get_by_text("whole text")).to_be_attached()
    expect(frames(one)).to_have_count(1)
    assert said(one, "module") == (1 if kind == "react" else 0)


def test_what_turns_out_to_be_something_else_runs_as_that(stage):
    one = stage()
    begin(one, "html", PAGE)
    one.show("react", REACT)
    one.phase("running")
    expect(one.inner.get_by_text("whole text")).to_be_visible()
    expect(frames(one)).to_have_count(1)
    assert said(one, "ran") == 0


def test_in_a_battle_nothing_is_begun(stage):
    one = stage()
    one.show("html", PAGE[:20], growing=True, held=True)
    one.phase("growing")
    one.page.wait_for_timeout(1500)
    expect(frames(one)).to_have_count(1)


CLOCKS = """<script>
const young = (name, time) => console.log(name, time < 1000);
young('now', performance.now());
young('origin', Date.now() - performance.timeOrigin);
requestAnimationFrame((time) => young('frame', time));
addEventListener('load', (event) => young('event', event.timeStamp));
</script>"""


def test_its_clock_starts_with_its_text(stage):
    one = stage()
    begin(one, "html", CLOCKS)
    one.show("html", CLOCKS)
    for clock in ("now", "origin", "frame", "event"):
        one.line(f"{clock} true")


def test_stop_takes_both_frames_away_and_it_runs_anew(stage):
    one = stage()
    begin(one, "html", PAGE)
    one.call("stop")
    expect(frames(one)).to_have_count(0)
    one.show("html", PAGE)
    one.line("ran")
    expect(frames(one)).to_have_count(1)


PROGRAM = """import time
print('young', time.perf_counter() < 2)
"""


def test_an_interpreter_is_made_ready_while_its_program_is_written(stage):
    one = stage()
    one.show("python", PROGRAM[:12], growing=True, held=True)
    expect(frames(one)).to_have_count(1)
    one.page.wait_for_timeout(1500)
    frames(one).evaluate("frame => { frame.dataset.kept = 'yes' }")
    one.show("python", PROGRAM, held=True)
    one.phase("ready")
    one.page.wait_for_timeout(2500)
    assert one.lines() == []
    one.show("python", PROGRAM)
    one.line("young True")
    one.phase("running")

    # Restart takes the interpreter that was made ready meanwhile, in the frame that is there.
    one.call("restart")
    one.page.wait_for_function(
        "() => stages.one.lines.filter((line) => line.text.includes('young True')).length === 2"
    )
    expect(frames(one)).to_have_count(1)
    expect(frames(one)).to_have_attribute("data-kept", "yes")


def test_what_is_added_to_a_text_that_came_with_its_document_is_added(stage):
    one = stage()
    one.show("markdown", "First.")
    expect(one.inner.get_by_text("First.")).to_be_visible()
    one.show("markdown", "First. And more.")
    expect(one.inner.get_by_text("First. And more.")).to_be_visible()
