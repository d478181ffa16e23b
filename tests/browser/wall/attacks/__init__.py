"""Every attack, by the line of the attack list it belongs to."""

import os

from tests.browser.wall.attacks import (
    deceit,
    frames,
    identity,
    loads,
    markup,
    navigation,
    network,
    reach,
    wreck,
)

ALL = (
    *reach.CASES,
    *navigation.CASES,
    *network.CASES,
    *loads.CASES,
    *frames.CASES,
    *wreck.CASES,
    *deceit.CASES,
    *markup.CASES,
    *identity.CASES,
)

ASKED = os.environ.get("MADANG_WALL", "steady")
"""`steady` for what any machine shows, `paced` also for what its pace may hide, `thorough` for all,
and the names of cases, with commas, for them alone."""


def _is_asked(case):
    if ASKED == "steady":
        return not case.is_thorough and not case.is_paced
    if ASKED == "paced":
        return not case.is_thorough
    return ASKED == "thorough" or case.id in ASKED.split(",")


CASES = tuple(case for case in ALL if _is_asked(case))
