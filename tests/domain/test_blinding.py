"""What may be seen before the vote, and what only after it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from madang.domain.battles import Side
from madang.domain.blinding import BLIND_CODES, BattleView, Shown, view_battle
from madang.domain.errors.upstreams import UpstreamError
from madang.domain.replies import INTERRUPTED, NOT_SAVED, ReplyState
from tests.battles import START, TELLTALES, battle, reply, turn, vote

UPSTREAM_CODES = sorted(kind.code for kind in UpstreamError.__subclasses__())


def seen(battle, showing=None):
    view = view_battle(battle, cursor="", showing=showing or {})
    return TypeAdapter(BattleView).dump_json(view).decode()


def failed(side, code, reason="the vendor says no"):
    return reply(side, ReplyState.FAILED, text="", code=code, reason=reason)


@pytest.mark.parametrize("code", [*UPSTREAM_CODES, INTERRUPTED, NOT_SAVED, None])
def test_before_the_vote_nothing_tells_the_sides_apart(code):
    a = failed(Side.A, code) if code else reply(Side.A)
    text = seen(battle([turn(a=a)]))
    tells = [word for words in TELLTALES.values() for word in words]
    tells += ["tell-provider", "tell-version", "the vendor says no"]
    tells += ["7.777", "8.888", "9993", "5554", "0.6666", "0.1234", "4321", "98.7", "76.5"]
    assert [word for word in tells if word in text] == []
    assert json.loads(text)["turns"][0]["a"]["code"] in {None, *BLIND_CODES}


def test_every_upstream_failure_looks_the_same():
    views = {seen(battle([turn(a=failed(Side.A, code))])) for code in UPSTREAM_CODES}
    assert len(views) == 1


def test_after_the_vote_the_names_and_figures_are_there():
    told = json.loads(seen(battle([turn()], [vote()])))["reveal"]
    assert told["a"]["slug"] == "tell-slug-a"
    assert told["b"]["name"] == "Tell Name B"
    assert told["a"]["first_word"] == 7.7771
    assert told["a"]["tokens_per_second"] == pytest.approx(5554 / (8.8882 - 7.7771))
    assert told["a"]["prices"] == {"tokens_in": 98.7, "tokens_out": 76.5}


def test_after_the_vote_the_real_failure_is_told():
    view = json.loads(seen(battle([turn(), turn(2, a=failed(Side.A, "upstream_auth"))], [vote()])))
    assert view["turns"][1]["a"]["code"] == "upstream_auth"


def test_an_undone_vote_leaves_the_names_and_takes_the_vote():
    view = json.loads(seen(battle([turn()], [vote(undone_at=START)])))
    assert view["vote"] is None
    assert view["reveal"]["a"]["slug"] == "tell-slug-a"


@given(st.text(max_size=30), st.integers(0, 40))
def test_only_what_was_let_out_is_seen(text, characters):
    """Also when the reply has ended, or failed, behind what its reader sees."""
    for state, code in ((ReplyState.DONE, None), (ReplyState.FAILED, "upstream_auth")):
        hidden = reply(Side.A, state, text=text, code=code)
        showing = {Side.A: Shown(characters, ended=False), Side.B: Shown(9, ended=True)}
        view = view_battle(battle([turn(a=hidden)]), cursor="", showing={1: showing})
        side = view.turns[0].a
        assert (side.state, side.code) == (ReplyState.STREAMING, None)
        assert side.text == text[:characters]
        assert not view.can_vote


@pytest.mark.parametrize(
    ("turns", "votes", "can_vote"),
    [
        ([], [], False),
        ([turn()], [], True),
        ([turn(b=failed(Side.B, "upstream_auth"))], [], False),
        ([turn(), turn(2, b=failed(Side.B, "upstream_auth"))], [], True),
        ([turn(b=reply(Side.B, ReplyState.STOPPED, text="half"))], [], True),
        ([turn(b=reply(Side.B, ReplyState.STOPPED, text=" "))], [], False),
        ([turn(b=reply(Side.B, ReplyState.STREAMING, text="half"))], [], False),
        ([turn(counted=False)], [], False),
        ([turn()], [vote()], False),
        ([turn()], [vote(undone_at=START)], True),
    ],
)
def test_when_one_may_vote(turns, votes, can_vote):
    view = view_battle(battle(turns, votes), cursor="", showing={})
    assert view.can_vote is can_vote
