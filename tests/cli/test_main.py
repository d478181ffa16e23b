"""The program as a whole: its commands, its version, and how little it loads."""

import subprocess
import sys

from madang import __version__
from madang.cli.main import COMMANDS


def run(*words):
    program = (sys.executable, "-X", "importtime", "-m", "madang")
    return subprocess.run((*program, *words), capture_output=True, text=True, check=False)


def imported(done):
    return {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines() if "|" in line}


def test_it_says_its_version():
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"{__version__}\n")


def test_it_lists_every_command():
    done = run("--help")
    assert done.returncode == 0
    for name in COMMANDS:
        assert f" {name} " in done.stdout


def test_an_unknown_command_is_an_error():
    assert run("nothing").returncode == 2


def test_a_command_loads_nothing_of_the_others():
    done = run("serve", "--help")
    assert done.returncode == 0
    assert "madang.engine.settings" in imported(done)
    assert not {"numpy", "scipy", "sqlalchemy", "fastapi"} & imported(done)
