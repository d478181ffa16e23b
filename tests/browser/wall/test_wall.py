"""Every attack, in Chromium and in Firefox: silent behind the wall, and not silent without it."""

import pytest

from tests.browser.wall.attacks import ALL, CASES
from tests.browser.wall.case import Line

# The first test of a browser waits for all its attacks.
pytestmark = pytest.mark.timeout(1800)


def test_there_are_attacks_on_every_line():
    assert {case.line for case in ALL} == set(Line)
    assert len({case.id for case in ALL}) == len(ALL) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_without_the_wall_the_attack_works(case, played):
    worked = case.evidence(played.unguarded[case.id].signs)
    if reason := case.cannot_show.get(played.browser):
        assert case.is_paced or not worked, f"it can be shown, so this is no longer true: {reason}"
    else:
        assert worked, f"silence proves nothing: {played.unguarded[case.id]}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_behind_the_wall_nothing_happens(case, played):
    seen = played.walled[case.id]
    assert seen.ran, f"the attack was not played: {seen}"
    if reason := case.not_held.get(played.browser):
        assert case.is_paced or seen.signs, f"it holds, so this is no longer true: {reason}"
    else:
        assert not seen.signs, f"it must not {case.must_not}"
