"""Every error has its own code and a sentence in both languages, and is drawn where it stands."""

import re
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from madang import engine
from madang.domain import errors
from madang.domain.errors import MadangError
from madang.domain.errors.requests import InvalidRequest
from madang.domain.errors.server import SettingsError

DRAWN = [f"{errors.__name__}.{module.name}" for module in iter_modules(errors.__path__)]
ROOMS = Path(engine.__path__[0]).glob("*/errors.py")
for name in (*DRAWN, *(f"{engine.__name__}.{file.parent.name}.errors" for file in ROOMS)):
    import_module(name)


def kinds(root=MadangError):
    for kind in root.__subclasses__():
        yield kind
        yield from kinds(kind)


LEAVES = [kind for kind in kinds() if not kind.__subclasses__()]


def test_codes_are_unique():
    codes = [kind.code for kind in LEAVES]
    assert len(set(codes)) == len(codes)
    assert MadangError.code not in codes


def test_errors_stand_where_they_are_looked_for():
    import_module("madang.cli.main")
    import_module("madang.api.app")
    places = {kind.__module__ for kind in kinds()} - {errors.__name__, *DRAWN}
    assert {
        place for place in places if not re.fullmatch(r"madang\.engine\.\w+\.errors", place)
    } == set()


@pytest.mark.parametrize("name", DRAWN)
def test_a_file_draws_the_errors_that_stand_in_it(name):
    drawing = sys.modules[name].__doc__.partition("\n\n")[2]
    above, drawn = [], {}
    for line in drawing.splitlines():
        branch, kind, code = re.match(r"([│├└─ ]*)(\w+)(?: +(\w+))?", line).groups()
        depth = len(branch) // 4
        above[depth:] = [kind]
        if depth:
            drawn[kind] = (above[depth - 1], code)
    here = [kind for kind in kinds() if kind.__module__ == name]
    assert drawn == {
        kind.__name__: (kind.__base__.__name__, kind.code if kind in LEAVES else None)
        for kind in here
    }
    assert not re.search(r"^└.*\n[├└]|^├.*\n\w", drawing, re.MULTILINE)


def test_both_languages_say_it_with_the_same_details():
    for kind in LEAVES:
        if kind is SettingsError:
            continue
        holes = {lang: set(re.findall(r"{(\w+)}", getattr(kind, lang))) for lang in ("en", "ko")}
        assert holes["en"] >= holes["ko"], kind
        assert re.search("[가-힣]", kind.ko), kind


def test_details_can_hold_braces():
    error = InvalidRequest(reason="{not a hole}")
    assert "{not a hole}" in error.message("ko")
