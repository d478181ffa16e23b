"""Run windows by themselves, on a page of a real Madang. What breaks in them is theirs to break."""

import pytest

from tests.browser.conftest import PATIENCE
from tests.browser.running.stage import Stage, build_harness, put_harness


@pytest.fixture(scope="session")
def harness(tmp_path_factory):
    return build_harness(tmp_path_factory.mktemp("harness"))


@pytest.fixture
def stage(chromium, server, harness):
    """Open a page with a run window on it: `stage()`, or `stage(page, "two")` for a second one."""
    contexts = []

    def open_stage(page=None, which="one", *, locale="en-US", lacking=""):
        if page is None:
            # Two run windows fit. Right after scrolling, Chromium lets a click beside a frame that
            # hangs fall through, so a test must not have to scroll.
            context = chromium.new_context(
                base_url=server.url, locale=locale, viewport={"width": 1280, "height": 1100}
            )
            context.set_default_timeout(PATIENCE)
            contexts.append(context)
            page = context.new_page()
            page.add_init_script(lacking)
            page.goto("/")
            put_harness(page, harness)
        return Stage(page, which)

    yield open_stage
    for context in contexts:
        context.close()
