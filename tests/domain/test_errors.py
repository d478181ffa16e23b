"""Every error has its own code and a sentence in both languages."""

import re

from madang.domain import errors
from madang.domain.errors import MadangError


def kinds(root=MadangError):
    for kind in root.__subclasses__():
        yield kind
        yield from kinds(kind)


LEAVES = [kind for kind in kinds() if not kind.__subclasses__()]


def test_codes_are_unique_and_drawn_in_the_docstring():
    codes = [kind.code for kind in LEAVES]
    assert len(set(codes)) == len(codes)
    drawn = set(re.findall(r"─ \w+ +(\w+)", errors.__doc__))
    here = {kind.code for kind in LEAVES if kind.__module__ == errors.__name__}
    assert here - {"settings"} <= drawn


def test_both_languages_say_it_with_the_same_details():
    for kind in LEAVES:
        if kind is errors.SettingsError:
            continue
        holes = {lang: set(re.findall(r"{(\w+)}", getattr(kind, lang))) for lang in ("en", "ko")}
        assert holes["en"] >= holes["ko"], kind
        assert re.search("[가-힣]", kind.ko), kind


def test_details_can_hold_braces():
    error = errors.InvalidRequest(reason="{not a hole}")
    assert "{not a hole}" in error.message("ko")
