"""How long a board of 100,000 votes and 50 contestants takes to recompute.

Everything that a vote costs a board: the fit with clustered intervals and rank ranges, the verdict,
and the medians of the table's columns. The numbers stand in `docs/decisions/leaderboard.md`.
"""

import time

import numpy as np

from madang.domain.categories import BUILT_IN
from madang.domain.contestants import Contestant, Version
from madang.domain.measures import FIGURES
from madang.engine.leaderboard.ledger import ROW, Sample
from madang.engine.leaderboard.standings import compute

VOTES = 100_000
CONTESTANTS = 50
PEOPLE = 300
TIMES = 9


def cast() -> Sample:
    """Votes by the model, ties among them."""
    random = np.random.default_rng(0)
    rows = np.zeros(VOTES, ROW)
    theta = random.normal(0, 0.4, CONTESTANTS)
    rows["a"] = random.integers(0, CONTESTANTS, VOTES)
    rows["b"] = (rows["a"] + random.integers(1, CONTESTANTS, VOTES)) % CONTESTANTS
    wins = random.random(VOTES) < 1 / (1 + np.exp(theta[rows["b"]] - theta[rows["a"]]))
    rows["outcome"] = np.where(random.random(VOTES) < 0.15, 2, np.where(wins, 0, 1))
    rows["voter"] = random.integers(0, PEOPLE, VOTES)
    rows["styles"] = random.random((VOTES, len(FIGURES), 2))
    return Sample(tuple(f"v{i:02}" for i in range(CONTESTANTS)), rows, 0)


def main() -> None:
    sample = cast()
    versions = tuple(
        Version(
            id=name,
            number=1,
            contestant=Contestant(slug=name, name=name, maker="", provider="", model=""),
        )
        for name in sample.versions
    )
    took: list[tuple[float, float]] = []
    for _ in range(TIMES):
        began, worked = time.perf_counter(), time.thread_time()
        compute(sample, versions, set(sample.versions), BUILT_IN[0], revision=1)
        took.append((time.perf_counter() - began, time.thread_time() - worked))
    wall, work = sorted(took)[TIMES // 2]
    size = f"{VOTES:,} votes, {CONTESTANTS} contestants"
    print(f"{size}: {wall * 1000:.0f} ms ({work * 1000:.0f} ms of work)")


if __name__ == "__main__":
    main()
