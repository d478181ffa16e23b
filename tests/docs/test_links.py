"""What the pages point to is there."""

import re
from pathlib import Path

import pytest

from tests.docs import markdown
from tests.docs.markdown import FILES, ROOT

NAMES = [str(path.relative_to(ROOT)) for path in FILES]
FOLDERS = ("src/", "tests/", "docs/", "frontend/", "scripts/", "requirements/", "bench/")
BUILT = ("src/madang/web/",)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text()
    lost = []
    for link in markdown.links(text):
        if "://" in link:
            continue
        target, _, anchor = link.partition("#")
        file = (path.parent / target).resolve() if target else path
        found = file.exists() and file.is_relative_to(ROOT)
        if not found or (anchor and anchor not in markdown.anchors(file.read_text())):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_files_named_in_the_text_exist(path: Path) -> None:
    named = re.findall(r"`([\w./*-]+)`", markdown.without_code(path.read_text()))
    ours = [name for name in named if name.startswith(FOLDERS) and not name.startswith(BUILT)]
    assert [name for name in ours if not any(ROOT.glob(name.rstrip("/")))] == []


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = {path.name for path in folder.glob("*.md")} - {"README.md"}
    assert pages
    assert set(markdown.links((folder / "README.md").read_text())) == pages
