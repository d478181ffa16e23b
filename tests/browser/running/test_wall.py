"""What the page holds a run to: one frame's trouble is not the page's."""

from playwright.sync_api import expect

from tests.browser.running.stage import artifact

LOOP = "<!doctype html><p>before</p><script>setTimeout(() => { while (true); }, 50)</script>"
CALM = "<!doctype html><p>calm</p><script>onkeydown = () => console.log('pressed')</script>"


def frames_go_on(page):
    """The longest pause between two of the page's own frames, in a second."""
    return page.evaluate(
        """() => new Promise((done) => {
            let last = performance.now(), longest = 0;
            const until = last + 1000;
            const tick = (now) => {
                longest = Math.max(longest, now - last);
                last = now;
                now < until ? requestAnimationFrame(tick) : done(longest);
            };
            requestAnimationFrame(tick);
        })"""
    )


def test_an_endless_loop_leaves_the_page_and_the_other_side_alone(stage):
    one = stage()
    two = stage(one.page, "two")
    two.show("html", CALM)
    two.phase("running")
    one.show("html", LOOP)
    one.phase("hung")
    assert frames_go_on(one.page) < 500
    two.call("replay", {"type": "keydown", "key": "a", "code": "KeyA", "modifiers": 0})
    two.line("pressed")
    one.page.get_by_role("button", name="Wait").click()
    one.page.wait_for_function(
        "() => stages.one.states.filter((state) => state.phase === 'hung').length > 1"
    )
    one.page.get_by_role("button", name="Stop it").click()
    one.phase("stopped")
    expect(one.page.locator("[data-stage=one] iframe")).to_have_count(0)
    one.show("html", CALM)
    one.phase("running")


def test_a_run_is_mended_while_it_loops(stage):
    one = stage()
    one.show("html", LOOP)
    one.phase("running")
    # It loops by now, and nothing has been missed yet.
    one.page.wait_for_timeout(300)
    one.show("html", CALM)
    expect(one.inner.get_by_text("calm")).to_be_visible()
    one.phase("running")


def test_the_next_run_of_a_window_stands_where_the_last_one_stood(stage):
    one = stage()
    app = "export default function App() {{ console.log('run {}'); return <p>hi</p> }}"
    labels = set()
    for number in range(2):
        one.show("react", app.format(number))
        one.line(f"run {number}")
        one.phase("running")
        labels.add(one.page.frames[-1].url.partition("/r/")[0])
    assert len(labels) == 1


def test_a_browser_that_cannot_hold_a_run_shows_the_code(stage):
    one = stage(lacking="delete window.WeakRef")
    one.show("html", "<p>not run</p>")
    one.phase("unsupported")
    expect(one.page.get_by_text("<p>not run</p>")).to_be_visible()
    expect(one.page.get_by_role("alert")).to_contain_text("WeakRef")
    expect(one.page.locator("[data-stage=one] iframe")).to_have_count(0)


def test_a_loop_from_the_first_line_on_is_noticed(stage):
    one = stage()
    one.show("html", "<script>while (true);</script>")
    one.phase("hung")
    one.page.get_by_role("button", name="Stop it").click()
    one.phase("stopped")


def test_a_flood_of_messages_ends_the_run(stage):
    one = stage()
    one.show(
        "html",
        "<script>setInterval(() => { for (let i = 0; i < 400; i++)"
        " parent.postMessage('x'.repeat(1000), '*') }, 1)</script>",
    )
    one.phase("failed")
    expect(one.page.get_by_text("more messages than the page can bear")).to_be_visible()
    assert frames_go_on(one.page) < 500


def test_a_flood_of_console_lines_is_thinned_and_the_run_goes_on(stage):
    one = stage()
    one.show(
        "html",
        "<p>x</p><script>for (let i = 0; i < 50000; i++) console.log('line', i);"
        "setTimeout(() => console.log('after'), 500)</script>",
    )
    one.line("after")
    assert len(one.lines()) < 300
    assert any(line["text"].startswith("… +") for line in one.lines())


def test_a_run_that_reaches_for_the_keyboard_gets_no_key(stage):
    one = stage()
    box = one.page.get_by_role("textbox")
    box.click()
    one.show(
        "html",
        "<input id=i oninput=\"console.log('stolen', this.value)\">"
        "<script>setInterval(() => i.focus(), 30)</script>",
    )
    one.wait_for({"phase": "running"})
    one.page.keyboard.type("the keys of a person", delay=20)
    expect(box).to_be_focused()
    expect(box).to_have_value("the keys of a person")
    assert one.lines() == []


def test_a_click_in_a_run_gives_it_the_keyboard(stage):
    one = stage()
    one.show("html", "<p>field</p><script>onkeydown = (e) => console.log('key', e.key)</script>")
    one.phase("running")
    one.page.get_by_role("textbox").click()
    one.inner.get_by_text("field").click()
    one.page.keyboard.press("ArrowUp")
    one.line("key ArrowUp")
    assert one.states()[-1]["phase"] == "running"


def test_a_run_has_no_origin_and_reaches_nothing(stage):
    one = stage()
    one.show(
        "html",
        """<script>
const tell = (what, act) => {
  try { console.log(what, String(act())) } catch (e) { console.log(what, e.name) }
};
tell('origin', () => self.origin);
tell('parent', () => parent.document);
tell('cookie', () => document.cookie);
tell('db', () => indexedDB.open('x'));
tell('popup', () => open('/'));
tell('isolated', () => crossOriginIsolated);
localStorage.best = 7;
tell('storage', () => localStorage.getItem('best'));
fetch(location.origin + '/v/').catch((e) => console.log('fetch', e.name));
fetch('data:text/plain,hello').then((r) => r.text()).then((t) => console.log('data', t));
setTimeout(() => { location.href = 'https://example.com/' }, 1500);
</script>""",
    )
    for said in (
        "origin null",
        "parent SecurityError",
        "cookie SecurityError",
        "db SecurityError",
        "popup null",
        "storage 7",
        "fetch TypeError",
        "data hello",
    ):
        one.line(said)
    one.phase("failed")
    expect(one.page.get_by_text("tried to go to another address")).to_be_visible()


MENU = """
<nav><a href="/about">About</a> <a href="">Here</a> <a href="https://example.com/">Far</a>
<a href="/new" target="_blank">New</a> <a href="#end">End</a>
<a href="/kept" onclick="event.stopPropagation()">Kept</a>
<a href="/own" onclick="event.preventDefault(); console.log('own way')">Own</a>
<a href="javascript:void(0)">Script</a>
<svg width="50" height="20"><a href="/drawn"><text y="15">Drawn</text></a></svg></nav>
<form><input name="q"><button>Send</button></form>
<form onsubmit="event.preventDefault(); console.log('sent by', event.submitter?.id)">
<input aria-label="Word" required><button id="add">Add</button></form>
<p id="end">the end</p>
<script>setInterval(() => console.log('alive'), 200)</script>
"""
NOWHERE = "Links and forms don’t lead out of here."


def said(stage, text):
    return [line for line in stage.lines() if text in line["text"]]


def test_a_menu_leads_nowhere_and_the_run_goes_on(stage):
    one = stage()
    one.show("html", MENU)
    one.phase("running")
    for name in ("Own", "Script", "End"):
        one.inner.get_by_role("link", name=name).click()
    one.line("own way")
    assert not said(one, NOWHERE)
    for name in ("About", "Here", "Far", "New", "Kept", "Drawn"):
        one.inner.get_by_role("link", name=name).click()
    assert one.line(NOWHERE)["level"] == "info"
    one.inner.get_by_role("button", name="Send").click()
    one.inner.get_by_label("Word").fill("word")
    one.inner.get_by_role("button", name="Add").click()
    one.line("sent by add")
    # As long as the page waits for what has gone elsewhere, and longer.
    one.page.wait_for_timeout(2500)
    before = len(said(one, "alive"))
    one.page.wait_for_function(
        "(n) => stages.one.lines.filter((line) => line.text === 'alive').length > n", arg=before
    )
    assert one.states()[-1]["phase"] == "running"
    assert len(said(one, NOWHERE)) == 1
    assert not [line for line in one.lines() if line["level"] in ("warn", "error")]
    assert len(one.page.context.pages) == 1


def test_a_link_in_a_text_leads_nowhere(stage):
    one = stage()
    one.show("markdown", "# A text\n\n[About](/about) and [far](https://example.com/).")
    one.phase("running")
    for name in ("About", "far"):
        one.inner.get_by_role("link", name=name).click()
    one.line(NOWHERE)
    one.page.wait_for_timeout(2500)
    expect(one.inner.get_by_role("link", name="About")).to_be_visible()
    assert one.states()[-1]["phase"] == "running"


def test_a_swapped_picture_shows_in_the_running_page(stage):
    one = stage()
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"></svg>'
    page = (
        '<img alt="crab" src="asset:crab"><div style="background:url(asset:crab)">d</div><script>'
        "const held = new Image(); held.src = 'asset:crab';"
        "setInterval(() => console.log('width', held.naturalWidth), 100);"
        "console.log('once')</script>"
    )
    one.show("html", page, assets=[artifact("svg", picture.format(20), "crab")])
    one.line("width 20")
    one.show("html", page, assets=[artifact("svg", picture.format(60), "crab")])
    one.line("width 60")
    assert one.inner.get_by_alt_text("crab").evaluate("image => image.naturalWidth") == 60
    assert len([line for line in one.lines() if line["text"] == "once"]) == 1


def test_missing_and_circular_assets_are_said(stage):
    one = stage()
    ring = '<svg xmlns="http://www.w3.org/2000/svg"><image href="asset:{}"/></svg>'
    assets = [artifact("svg", ring.format("b"), "a"), artifact("svg", ring.format("a"), "b")]
    one.show("html", "<img src='asset:a'><img src='asset:nobody'>", assets=assets)
    one.phase("running")
    assert "a → b → a" in one.line("use each other")["text"]
    assert "There is: a, b" in one.line("no asset:nobody")["text"]


def test_what_grows_is_shown_without_scripts_and_runs_once_when_it_is_whole(stage):
    one = stage()
    whole = "<!doctype html><h1>Head</h1><script>console.log('ran')</script><p>the end</p>"
    for length in range(20, len(whole), 12):
        one.show("html", whole[:length], growing=True)
    one.phase("growing")
    expect(one.inner.get_by_role("heading", name="Head")).to_be_visible()
    assert one.lines() == []
    one.show("html", whole)
    one.phase("running")
    one.line("ran")
    expect(one.inner.get_by_text("the end")).to_be_visible()
    assert len(one.lines()) == 1
    expect(one.page.locator("[data-stage=one] iframe")).to_have_count(1)


def test_an_edit_runs_again_without_a_moment_of_nothing(stage):
    one = stage()
    one.show("html", "<p>first</p>")
    one.phase("running")
    one.page.evaluate(
        """() => {
            const place = document.querySelector('[data-stage=one]');
            window.least = 9;
            const look = () => {
                const seen = place.querySelectorAll('iframe:not([inert])').length;
                window.least = Math.min(window.least, seen);
                requestAnimationFrame(look);
            };
            look();
        }"""
    )
    one.show("html", "<p>second</p>")
    expect(one.inner.get_by_text("second")).to_be_visible()
    assert one.page.evaluate("least") == 1


def test_held_runs_start_when_they_are_let_go(stage):
    one = stage()
    one.show("html", "<script>console.log('ran')</script>", held=True)
    one.page.wait_for_timeout(800)
    assert one.lines() == []
    one.show("html", "<script>console.log('ran')</script>", held=False)
    one.line("ran")


def test_pointing_tells_what_was_clicked_and_replay_plays_keys(stage):
    one = stage()
    one.show(
        "html",
        "<main><p>a</p><p id=b>Second</p></main>"
        "<script>onkeydown = (e) => console.log('key', e.key, e.keyCode)</script>",
    )
    one.phase("running")
    one.call("point", True)
    one.inner.get_by_text("Second").click()
    one.page.wait_for_function("() => stages.one.pointed.length > 0")
    assert one.pointed() == [{"selector": "p#b", "text": "Second", "html": '<p id="b">Second</p>'}]
    one.call("point", False)
    one.call("replay", {"type": "keydown", "key": "ArrowUp", "code": "ArrowUp", "modifiers": 0})
    one.line("key ArrowUp 38")


def test_a_large_document_runs(stage):
    one = stage()
    rows = "\n".join(f"<p>{n} {'x' * 500}</p>" for n in range(10_000))
    one.show("html", f"<!doctype html>{rows}\n<script>nowhere()</script>")
    assert one.line("nowhere is not defined")["line"] == 10_001
    one.show("html", "x" * (9 * 1024 * 1024))
    one.phase("failed")
    expect(one.page.get_by_text("the most that runs")).to_be_visible()
