"""A real Chromium, a real Madang in its own process, and models that say what a test tells them."""

import shutil
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.upstream import upstream
from tests.madang_process import madang

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 60_000
NAMES = {"one": "Telltale One", "two": "Telltale Two", "three": "Telltale Three"}

SETTINGS = """
presets = false
ollama_url = "http://127.0.0.1:9"
question_characters = 400

[embedded]
enabled = false

[[providers]]
name = "stage"
base_url = "{url}"
"""
CONTESTANT = """
[[contestants]]
slug = "{slug}"
name = "{name}"
maker = "Maker of {slug}"
provider = "stage"
model = "{slug}"
system = "You are {slug}."
price_in = 3.0
price_out = 15.0
"""


# First: xdist reads the groups at its own turn, which may come before a conftest's.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(__file__.rsplit("/", 1)[0]):
            item.add_marker(pytest.mark.browser)
            # The attacks have groups of their own, and each is played once for all its tests.
            if item.get_closest_marker("xdist_group"):
                continue
            # What a file sets up, it sets up once.
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
            # A browser on a busy machine is late now and then: what fails is tried once more, and
            # the run's end says so. What fails twice has failed.
            item.add_marker(pytest.mark.flaky(reruns=1))


# Not beyond this folder: Playwright keeps an event loop running, and other tests have their own.
@pytest.fixture(scope="package")
def chromium():
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is not installed. Run `apt-get install chromium`."
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def vendor():
    """Where every Madang here has its models from."""
    with upstream() as running:
        yield running


@pytest.fixture
def models(vendor):
    """The vendor's models, with nothing left of what the test before asked them."""
    vendor.forget()
    return vendor


class House:
    """A place for a Madang: its settings, its data. Started again, it goes on with both."""

    def __init__(self, folder, models, stack):
        self._folder = folder
        self._models = models
        self._stack = stack

    def start(self, *arguments, slugs=("one", "two")):
        config = self._folder / "madang.toml"
        contestants = (CONTESTANT.format(slug=slug, name=NAMES[slug]) for slug in slugs)
        config.write_text(SETTINGS.format(url=self._models.url) + "".join(contestants))
        places = ("--config", str(config), "--home", str(self._folder / "home"))
        return self._stack.enter_context(madang(*places, *arguments))


@pytest.fixture
def house(tmp_path, models):
    """For a test that needs a Madang of its own; it then gives a `server` of its own, too."""
    with ExitStack() as stack:
        yield House(tmp_path, models, stack)


@pytest.fixture(scope="session")
def everyone(tmp_path_factory, vendor):
    """One Madang for all tests that only need to be someone else in it."""
    with ExitStack() as stack:
        yield House(tmp_path_factory.mktemp("everyone"), vendor, stack).start()


@pytest.fixture
def server(everyone):
    return everyone


@pytest.fixture
def visit_at(chromium):
    """Open a page of a server as someone who has not been there before; what goes wrong fails."""
    contexts, wrong = [], []

    def open_page(
        server, path="/", *, locale="en-US", width=1440, height=900, like=None, **options
    ):
        context = like or chromium.new_context(
            base_url=server.url,
            locale=locale,
            viewport={"width": width, "height": height},
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in dict.fromkeys(contexts):
        context.close()
    assert wrong == []


@pytest.fixture
def visit(visit_at, server):
    """As `visit_at`, in the Madang that everyone shares."""

    def open_page(path="/", **options):
        return visit_at(server, path, **options)

    return open_page


@pytest.fixture
def hold():
    """Let what a page sends to an address wait; gives what lets it go."""

    def hold_at(page, pattern, send):
        held = []

        def keep(route):
            held.append(route)

        page.route(pattern, keep, times=1)
        with page.expect_request(pattern):
            send()
        return held[0].continue_

    return hold_at


@pytest.fixture
def ask(models):
    """Type a question on the first page and send it; the replies, for the test to speak."""

    def ask_on(page, question="Why is the sky blue?"):
        box = page.get_by_role("textbox")
        expect(box).to_be_focused()
        page.keyboard.type(question)
        page.keyboard.press("Enter")
        page.wait_for_url("**/battle/*")
        return models.asked()

    return ask_on
