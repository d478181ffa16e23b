"""`madang serve` where it can't: each failure in one sentence, in the reader's language."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

MADANG = Path(sys.executable).parent / "madang"


def run(*arguments, **environment):
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MADANG_", "LC_"))}
    done = subprocess.run(
        [MADANG, *arguments],
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def home(tmp_path):
    return str(tmp_path / "home")


def test_a_port_in_use(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, said = run("serve", "--home", home, "--port", port, LANG="en_US.UTF-8")
        assert code == 1
        assert f"Port {port} is in use" in said
        code, said = run("serve", "--home", home, "--port", port, LANG="ko_KR.UTF-8")
        assert f"포트 {port}은(는) 쓰는 중입니다" in said


def test_an_address_that_is_not_ours(home):
    code, said = run("serve", "--home", home, "--host", "203.0.113.9", "--port", "0")
    assert code == 1
    assert "can't listen at 203.0.113.9" in said


def test_a_broken_settings_file(home, tmp_path):
    config = tmp_path / "broken.toml"
    config.write_text('pace = "even"\nport = eight\n')
    for command in ("serve", "doctor", "contestants", "migrate"):
        code, said = run(command, "--home", home, "--config", str(config))
        assert code == 1
        assert f"{config}:2: not valid TOML" in said


def test_a_home_that_can_not_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    code, said = run("migrate", "--home", str(tmp_path / "file" / "home"))
    assert code == 1
    assert "file/home" in said


def test_migrate_twice(home):
    for _ in range(2):
        assert run("migrate", "--home", home)[0] == 0
    assert (Path(home) / "madang.sqlite3").is_file()


def test_the_interface_is_described():
    code, said = run("openapi")
    assert code == 0
    assert '"/api/battles/{battle}/vote"' in said
