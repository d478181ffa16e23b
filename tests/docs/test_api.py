"""docs/api.md names every operation that the server describes, and none besides."""

import re
from pathlib import Path

from madang.api.app import create_app
from madang.engine.settings import Settings
from tests.docs.markdown import ROOT

METHOD = "GET|POST|PUT|PATCH|DELETE"


def nameless(path: str) -> str:
    """The path whatever its variables are called, without its query."""
    return re.sub(r"{\w+}", "{}", path.partition("?")[0])


def documented(page: str) -> set[tuple[str, str]]:
    """Method and path of every row: a method by itself is of the one path that its row has."""
    found: set[tuple[str, str]] = set()
    for row in re.findall(rf"^\| (`(?:{METHOD})\b.*?) \|", page, re.MULTILINE):
        whole = re.findall(rf"`({METHOD}) (/\S*)`", row)
        found |= {(method, nameless(path)) for method, path in whole}
        for method in re.findall(rf"`({METHOD})`", row):
            ((_, path),) = whole
            found.add((method, nameless(path)))
    return found


def test_every_operation_is_on_the_page_and_no_other() -> None:
    described = create_app(Settings(home=Path())).openapi()["paths"]
    operations = {
        (method.upper(), nameless(path))
        for path, methods in described.items()
        for method in methods
    }
    page = (ROOT / "docs" / "api.md").read_text()
    assert documented(page) == operations


def test_every_operation_is_described_with_the_one_shape_of_errors() -> None:
    app = create_app(Settings(home=Path()))
    for path, methods in app.openapi()["paths"].items():
        for operation in methods.values():
            answers = operation["responses"]
            assert {code for code in answers if code[0] in "45"} == {"4XX", "5XX"}
            if path not in ("/report", "/shared/{key}"):
                (shape,) = answers["4XX"]["content"].items()
                assert shape == (
                    "application/json",
                    {"schema": {"$ref": "#/components/schemas/Refused"}},
                )
