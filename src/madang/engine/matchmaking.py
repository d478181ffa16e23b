"""Which two meet next, on which sides, and how probable that pair was."""

from __future__ import annotations

import random
from collections.abc import Sequence

from madang.domain.battles import Side
from madang.domain.contestants import Version
from madang.domain.errors import TooFewContestants

FEWEST = 2


def draw(ready: Sequence[Version], rng: random.Random) -> tuple[dict[Side, Version], float]:
    """Draw a pair, uniformly, and place it at random.

    Returns:
        The sides, and the probability with which this pair (in either placing) was drawn.

    Raises:
        TooFewContestants: fewer than two can answer.
    """
    if len(ready) < FEWEST:
        raise TooFewContestants(ready=len(ready))
    a, b = rng.sample(ready, FEWEST)
    pairs = len(ready) * (len(ready) - 1) / 2
    return {Side.A: a, Side.B: b}, 1 / pairs
