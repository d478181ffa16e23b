"""Run windows where Madang is reached by a name: with a wildcard host for runs, and with none."""

import shutil
import socket
from contextlib import ExitStack, closing

import pytest

from tests.browser.conftest import ARGUMENTS, PATIENCE
from tests.browser.running.stage import Stage, put_harness
from tests.madang_process import madang

SETTINGS = """
presets = false
ollama_url = ""
embedded.enabled = false
hosts = ["madang.test"]
"""
NAMES = "MAP madang.test 127.0.0.1,MAP *.play.test 127.0.0.1"
PAGE = (
    "<p>hello</p><script>console.log('at', location.hostname.replace(/^r.{20}/, 'label'))</script>"
)


def free_port():
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def stage_at(chromium, harness, tmp_path):
    """A run window on the page of a Madang with these settings, reached as `madang.test`."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    rules = f"--host-resolver-rules={NAMES}"
    named = chromium.browser_type.launch(executable_path=program, args=[*ARGUMENTS, rules])
    stack = ExitStack()

    def open_at(settings):
        config = tmp_path / "madang.toml"
        config.write_text(SETTINGS + settings)
        places = ("--config", str(config), "--home", str(tmp_path / "home"))
        server = stack.enter_context(madang(*places))
        address = server.url.replace("127.0.0.1", "madang.test")
        page = named.new_context(base_url=address, locale="ko-KR").new_page()
        page.set_default_timeout(PATIENCE)
        page.goto("/")
        put_harness(page, harness)
        return Stage(page)

    yield open_at
    named.close()
    stack.close()


def test_behind_a_wildcard_host_each_window_has_a_site_of_its_own(stage_at):
    port = free_port()
    one = stage_at(f'sandbox_port = {port}\nsandbox_origin = "http://*.play.test:{port}"\n')
    one.show("html", PAGE)
    one.line("at label.play.test")
    assert one.page.locator(".shared").count() == 0


def test_at_a_bare_name_a_run_stands_on_another_port_and_says_so(stage_at):
    one = stage_at("")
    one.show("html", PAGE)
    one.line("at madang.test")
    assert one.page.locator(".shared").is_visible()
    one.show("html", "<script>try { parent.document } catch (e) { console.log(e.name) }</script>")
    one.line("SecurityError")
