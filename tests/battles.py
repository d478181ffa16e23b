"""Battles to test with, made of the domain's own values."""

from datetime import UTC, datetime, timedelta

from madang.domain.battles import Battle, Pace, Reply, Side, Turn
from madang.domain.contestants import Contestant, Parameters, Prices, Version
from madang.domain.replies import ReplyState, Timings
from madang.domain.votes import Outcome, Vote

START = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)

TELLTALES = {
    Side.A: ("tell-slug-a", "Tell Name A", "Tell Maker A", "tell-model-a", "tell system a"),
    Side.B: ("tell-slug-b", "Tell Name B", "Tell Maker B", "tell-model-b", "tell system b"),
}


def contestant(side=Side.A, **changes):
    slug, name, maker, model, system = TELLTALES[side]
    values = {
        "slug": slug,
        "name": name,
        "maker": maker,
        "provider": "tell-provider",
        "model": model,
        "system": system,
        "parameters": Parameters(temperature=0.123456, max_tokens=4321),
        "prices": Prices(tokens_in=98.7, tokens_out=76.5),
    }
    return Contestant(**(values | changes))


def reply(side, state=ReplyState.DONE, text="an answer", **changes):
    values = {
        "id": f"r_{side}",
        "side": side,
        "attempt": 1,
        "state": state,
        "text": text,
        "timings": Timings(
            first_word=7.7771, total=8.8882, tokens_in=9993, tokens_out=5554, cost=0.66665
        ),
    }
    return Reply(**(values | changes))


def turn(number=1, a=None, b=None, *, counted=True):
    return Turn(
        id=f"t_{number}",
        number=number,
        question=f"question {number}",
        asked_at=START,
        counted=counted,
        replies={Side.A: a or reply(Side.A), Side.B: b or reply(Side.B)},
    )


def vote(**changes):
    values = {
        "id": "v_1",
        "battle": "b_1",
        "person": "p_1",
        "turn": 1,
        "outcome": Outcome.A,
        "reasons": (),
        "comment": "",
        "cast_at": START + timedelta(minutes=1),
        "informed": False,
    }
    return Vote(**(values | changes))


def battle(turns=(), votes=(), **rest):
    return Battle(
        id="b_1",
        person="p_1",
        created_at=START,
        pace=Pace.EVEN,
        versions={
            side: Version(id=f"tell-version-{side}", number=7, contestant=contestant(side))
            for side in Side
        },
        probability=1 / 3,
        turns=tuple(turns),
        votes=tuple(votes),
        **rest,
    )
