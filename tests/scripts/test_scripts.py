"""The scripts behind the Makefile: what they say where something is missing, what they refuse."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KOREAN = re.compile("[가-힣]")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout's scripts, with nothing installed."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    return tmp_path


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment in which only the shell's own needs can be found."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("bash", "dirname", "env", "id"):
        folder.joinpath(name).symlink_to(str(shutil.which(name)))
    return {"PATH": str(folder)}


def run(folder: Path, *command: str, env: dict[str, str] | None = None) -> tuple[int, str]:
    done = subprocess.run(
        [str(folder / command[0]), *command[1:]],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        (["python", "run"], "Python 3.11 or newer"),
        (["node"], "Node 20.19 or newer"),
        (["system", "chromium"], "Chromium"),
        (["system", "font"], "a Korean font"),
    ],
)
def test_what_is_missing_is_said_in_both_languages(
    checkout: Path, bare: dict[str, str], command: list[str], wanted: str
) -> None:
    code, said = run(checkout, "scripts/setup.sh", *command, env=bare)
    english, korean = (line for line in said.splitlines() if line.startswith("madang: "))
    assert code == 1
    assert wanted in english
    assert KOREAN.search(korean)


@pytest.mark.parametrize("version", ["20.18.3", "18.20.0"])
def test_a_node_too_old_is_refused(checkout: Path, bare: dict[str, str], version: str) -> None:
    node = Path(bare["PATH"]) / "node"
    real = shutil.which("node")
    node.write_text(
        f"#!{shutil.which('bash')}\n"
        f"exec {real} -e \"Object.defineProperty(process, 'versions', {{value: "
        f"{{node: '{version}'}}}}); $2\"\n"
    )
    node.chmod(0o755)
    code, said = run(checkout, "scripts/setup.sh", "node", env=bare)
    assert code == 1
    assert "Node 20.19 or newer" in said


def test_a_server_that_is_named_needs_no_postgresql(checkout: Path, bare: dict[str, str]) -> None:
    named = bare | {"DATABASE_URL": "postgresql://somewhere/madang"}
    assert run(checkout, "scripts/setup.sh", "system", "postgresql", env=named) == (0, "")


@pytest.mark.parametrize(("command", "code", "mark"), [("true", 0, "✓"), ("false", 1, "✗")])
def test_a_step_says_what_it_does_and_how_it_went(command: str, code: int, mark: str) -> None:
    got, said = run(ROOT, "scripts/step.sh", "the name", command)
    assert got == code
    first, last = said.splitlines()
    assert first == "→ the name"
    assert re.fullmatch(rf"{mark} the name \(\d+\.\d s\)", last)


def test_locks_must_not_carry_addresses(checkout: Path) -> None:
    (checkout / "frontend").mkdir()
    (checkout / "requirements").mkdir()
    npm, pip = checkout / "frontend" / "package-lock.json", checkout / "requirements" / "run.lock"
    npm.write_text('{"packages": {}}')
    pip.write_text("numpy==2.4.0\n")
    assert run(checkout, "scripts/lock.sh", "--check") == (0, "")
    pip.write_text("--index-url ssh://example.invalid/simple\n")
    assert run(checkout, "scripts/lock.sh", "--check")[0] == 1
    pip.write_text("numpy==2.4.0\n")
    npm.write_text('{"packages": {"a": {"resolved": "somewhere"}}}')
    assert run(checkout, "scripts/lock.sh", "--check")[0] == 1


def test_both_locks_pin_what_runs_alike() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text()
        return set(re.findall(r"^([\w.-]+==[^ \\]+)", text, re.MULTILINE))

    assert pins("run.lock")
    assert pins("run.lock") <= pins("dev.lock")


def test_every_pin_has_a_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        entries = re.split(r"\n(?=\S)", lock.read_text().strip())
        assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_pages_lock_has_the_packages_of_every_platform() -> None:
    """npm leaves out what a registry lacks just then, and `npm ci` then fails everywhere else."""
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    locked = {path.rsplit("node_modules/", 1)[-1] for path in packages}
    wanted = {
        name
        for package in packages.values()
        for kind in ("dependencies", "optionalDependencies")
        for name in package.get(kind, {})
    }
    assert wanted
    assert wanted - locked == set()


def test_make_lists_its_targets(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    listed = subprocess.run(
        [str(shutil.which("make")), "-C", str(tmp_path), "PORT=8123"],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "make run " in listed
    assert "8123" in listed
    assert KOREAN.search(listed)
