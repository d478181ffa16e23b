"""A team's history of votes to test with, kept in a real store."""

import random
from contextlib import asynccontextmanager
from datetime import timedelta

from madang.domain.battles import Side
from madang.domain.measures import Style
from madang.domain.records import Known, Record, Said
from madang.domain.votes import Outcome
from madang.engine.asking.roster import Roster
from madang.engine.leaderboard.boards import Leaderboard
from madang.engine.settings import Embedded, Entry, Settings, Upstream
from tests.battles import START


def record(number, a="one", b="two", outcome="a", person="p_1", **changes):
    values = {
        "vote": f"v_{number:06}",
        "battle": f"b_{number:06}",
        "cast_at": START + timedelta(seconds=number),
        "person": person,
        "sides": {Side.A: Known(slug=a, name=a.title()), Side.B: Known(slug=b, name=b.title())},
        "outcome": Outcome(outcome),
    }
    return Record(**(values | changes))


def season(
    votes, *, slugs=("one", "two", "six"), voters=40, seed=0, best=0.72, ties=0.1, talk=False
):
    """`votes` random votes in which an earlier slug beats a later one with the chance `best`."""
    rng = random.Random(seed)
    for number in range(votes):
        a, b = rng.sample(slugs, 2)
        wins = rng.random() < (best if slugs.index(a) < slugs.index(b) else 1 - best)
        outcome = "tie" if rng.random() < ties else "a" if wins else "b"
        length = {side: float(rng.randint(20, 400)) for side in Side}
        styles = {
            side: Style(
                length=length[side],
                headers=float(rng.randint(0, 3)),
                lists=float(rng.randint(0, 8)),
                bold=float(rng.randint(0, 4)),
                first_word=rng.uniform(0.2, 2),
                speed=rng.uniform(20, 120),
                cost=length[side] / 100_000,
            )
            for side in Side
        }
        question = rng.choice(("Why is the sky blue?", "하늘은 왜 파란가요?", "Sort it in Python"))
        said = Said(
            question=question,
            replies={side: f"**Because** of {length[side]:.0f}." for side in Side},
        )
        yield record(
            number,
            a,
            b,
            outcome,
            person=f"p_{rng.randrange(voters)}",
            styles=styles,
            language="ko" if question[0] == "하" else "en",
            categories=("overall", "coding") if "Python" in question else ("overall",),
            conversation=(said,) if talk else (),
        )


async def keep(store, records):
    async def parts():
        yield [(one, one.measures) for one in records]

    return await store.intake.write(parts())


@asynccontextmanager
async def board_of(store, home, *, drawn=("one", "two", "six"), rulebook=None):
    """The leaderboard of a store; `drawn` are configured contestants of their own versions."""
    settings = Settings(
        home=home,
        ollama_url="",
        embedded=Embedded(enabled=False),
        providers=(Upstream(name="nowhere", base_url="http://127.0.0.1:9"),),
        contestants=tuple(Entry(slug=slug, provider="nowhere", model=slug) for slug in drawn),
    )
    roster = await Roster.open(settings, store, {})
    try:
        yield Leaderboard(store, roster, rulebook)
    finally:
        await roster.close()


async def arrived(store):
    """How many votes were ever cast."""
    parts = store.archive.read(conversations=False)
    return sum([record.times async for part in parts for record in part])
