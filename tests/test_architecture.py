"""The house stands as docs/architecture.md draws it: who imports whom, how large a room may be."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "madang"

FLOORS: dict[str, set[str]] = {
    "domain": set(),
    "rating": set(),
    "benchmarks": set(),
    "templates": set(),
    "runwindow": {"domain"},
    "providers": {"domain"},
    "store": {"domain"},
    "engine": {
        "domain",
        "rating",
        "benchmarks",
        "templates",
        "runwindow",
        "providers",
        "store",
    },
    "api": {"domain", "engine"},
    "cli": {"domain", "rating", "benchmarks", "engine", "api"},
}

MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 600
LONGEST_COMPONENT = 250


def imported(module: Path) -> set[str]:
    """The floors that a module imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text())):
        match node:
            case ast.Import(names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(name), level=0):
                found |= {f"{name}.{alias.name}" for alias in node.names}
            case ast.ImportFrom(level=level) if level:
                pytest.fail(f"{module}: imports are absolute here")
            case _:
                pass
    return {name.split(".")[1] for name in found if name.startswith("madang.")}


def rooms_within(module: Path) -> set[str]:
    """The rooms of the engine that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("madang.engine"):
            inner = str(node.module).split(".")[2:]
            found |= {inner[0]} if inner else {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_imports_only_what_its_arrow_allows(floor: str) -> None:
    modules = sorted((PACKAGE / floor).rglob("*.py"))
    assert modules
    allowed = FLOORS[floor] | {floor, "__version__"}
    wrong = {str(m.relative_to(ROOT)): imported(m) - allowed for m in modules}
    assert {name: extra for name, extra in wrong.items() if extra} == {}


def test_every_folder_of_the_package_is_a_floor() -> None:
    folders = {p.parent.relative_to(PACKAGE).parts[0] for p in MODULES if p.parent != PACKAGE}
    assert folders == set(FLOORS)


def test_the_page_shows_the_same_table() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \|", text, re.MULTILINE)
    assert {name: set(re.findall(r"`(\w+)`", may)) for name, may in rows} == FLOORS


def test_the_engine_s_rooms_import_only_what_the_page_allows() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    rows = re.findall(r"^\| `engine/(\w+)` \| ([^|]*) \|", text, re.MULTILINE)
    allowed = {name: set(re.findall(r"`(\w+)`", may)) for name, may in rows}
    engine = PACKAGE / "engine"
    found = {p.stem for p in engine.iterdir() if p.is_dir() or p.suffix == ".py"}
    assert found - set(allowed) <= {"__init__", "__pycache__", "settings_errors", "yard"}
    for room, may in allowed.items():
        assert may <= set(allowed)
        modules = [*(engine / room).rglob("*.py"), *engine.glob(f"{room}.py")]
        assert modules, room
        within = set().union(*map(rooms_within, modules))
        assert within - may - {room, "settings_errors"} == set(), room


def test_importing_the_package_does_nothing() -> None:
    names = [
        ".".join(m.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        for m in MODULES
        if "migrations" not in m.parts and m.name != "__main__.py"
    ]
    script = f"""
import builtins, importlib, sys
for name in {names!r}: importlib.import_module(name)  # first: what libraries read is theirs
ours = [n for n in sys.modules if n == "madang" or n.startswith("madang.")]
for name in ours: del sys.modules[name]
seen = []
def watch(event, args):
    if event in ("socket.bind", "socket.connect", "subprocess.Popen", "os.mkdir", "os.getenv"):
        seen.append((event, args))
    if event == "open" and not str(args[0]).endswith((".py", ".pyc")):
        seen.append((event, args))
sys.addaudithook(watch)
for name in {names!r}: importlib.import_module(name)
assert not seen, seen
"""
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_rooms_stay_small() -> None:
    large = {str(m.relative_to(ROOT)): len(m.read_text().splitlines()) for m in MODULES}
    large |= {
        str(c.relative_to(ROOT)): len(c.read_text().splitlines())
        + LONGEST_MODULE
        - LONGEST_COMPONENT
        for c in (ROOT / "frontend" / "src").rglob("*.svelte")
    }
    assert {name: lines for name, lines in large.items() if lines > LONGEST_MODULE} == {}


def test_no_lock_file_carries_an_address() -> None:
    locks = [*(ROOT / "requirements").glob("*.lock"), ROOT / "frontend" / "package-lock.json"]
    assert len(locks) >= 3
    for lock in locks:
        urls = re.findall(r'"resolved"|--index-url|--find-links', lock.read_text())
        assert urls == [], lock
