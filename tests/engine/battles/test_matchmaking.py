"""How pairs are drawn: probabilities that are exact, aims, weights, pauses, rests."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.domain.battles import Side
from madang.domain.contestants import Version
from madang.domain.errors.battles import TooFewContestants
from madang.domain.errors.votes import UnknownCategory
from madang.domain.replies import ReplyState
from madang.engine.battles.matchmaking import Health, Matchmaker, spread, weigh
from madang.engine.settings import Drawing
from madang.store import Store
from tests.battles import contestant, reply
from tests.engine.history import board_of, keep, season


def versions(*slugs):
    return [Version(id=f"v-{s}", number=1, contestant=contestant(slug=s)) for s in slugs]


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 100), min_size=2),
    st.sets(st.sampled_from("abcdefgh")),
)
def test_probabilities_sum_to_one_and_the_paused_have_none(weights, paused):
    ready = versions(*weights)
    drawing = Drawing(weights=weights, paused=tuple(paused))
    weighed = weigh(ready, drawing, Health(), None)
    if sum(weight > 0 for weight in weighed.values()) < 2:
        with pytest.raises(TooFewContestants):
            spread(ready, weighed, None)
        return
    try:
        odds = spread(ready, weighed, None)
    except TooFewContestants:  # weights so small that their products vanish
        assert sorted(weighed.values())[-2] < 1e-100
        return
    assert sum(odds.values()) == pytest.approx(1)
    assert all(odds[pair] == 0 for pair in odds if paused & {one[2:] for one in pair})


def test_one_that_keeps_failing_rests_and_comes_back():
    health, (one, two) = Health(), versions("one", "two")
    for _ in range(3):
        health.note(one.contestant, reply(Side.A, ReplyState.FAILED))
    assert weigh([one, two], Drawing(), health, None)["v-one"] < 0.1
    for _ in range(3):
        health.note(one.contestant, reply(Side.A))
    assert weigh([one, two], Drawing(), health, None)["v-one"] == 1


def test_fewer_than_two_say_so():
    with pytest.raises(TooFewContestants):
        spread(versions("one"), {"v-one": 1.0}, None)


async def test_the_doubtful_pair_is_drawn_as_often_as_is_logged(sqlite_url, tmp_path):
    store = await Store.open(sqlite_url)
    slugs = ("one", "two", "six", "ten", "nil")
    async with board_of(store, tmp_path, drawn=slugs) as leaderboard:
        await keep(store, list(season(900, slugs=slugs, best=0.56)))
        matchmaker = Matchmaker(Drawing(paused=("nil",)), leaderboard._roster, leaderboard)
        wanted = {v.id for v in await leaderboard.doubt("overall")}
        drawn, told, first = Counter(), {}, Counter()
        for _ in range(600):
            sides, probability = await matchmaker.draw("overall")
            pair = frozenset(v.id for v in sides.values())
            drawn[pair] += 1
            told[pair] = probability
            first[sides[Side.A].id] += pair == wanted
        for pair, probability in told.items():
            sd = (600 * probability * (1 - probability)) ** 0.5
            assert abs(drawn[pair] - 600 * probability) < 5 * sd + 1
        assert told[frozenset(wanted)] >= 0.75
        assert min(first[one] for one in wanted) > 100  # sides stay random
        assert not any(v.contestant.slug == "nil" for v in sides.values())
        with pytest.raises(UnknownCategory):
            await matchmaker.draw("nothing")
        _, usual = await matchmaker.draw()
        assert 0 < usual < 1
    await store.close()
