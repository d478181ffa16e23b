"""One vote at a time is the same as all at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.rating import Live, VotesError, collect, fit, solve, tally
from tests.rating.draws import draw_votes

VOTES = st.lists(
    st.tuples(st.integers(0, 4), st.integers(1, 4), st.integers(0, 3), st.integers(0, 5)),
    max_size=60,
)


@settings(deadline=None, max_examples=50)
@given(VOTES)
def test_it_equals_the_full_fit_after_every_vote(rows: list[tuple[int, int, int, int]]) -> None:
    live = Live(collect([], [], [], voters=[], contestants=5))
    for a, ahead, outcome, voter in rows:
        live.take(a, (a + ahead) % 5, outcome, voter)
        full = solve(tally(live.votes()))
        assert live.strengths.theta == pytest.approx(full.theta, abs=1e-8)
        assert live.strengths.prior.tolist() == full.prior.tolist()
    assert len(live) == len(rows)


def test_it_equals_the_full_fit_after_many_votes() -> None:
    random = np.random.default_rng(1)
    votes = draw_votes(random.normal(0, 0.5, 12), [250] * 20, 0.4, random)
    live = Live(votes.where(slice(0, 500)))
    assert votes.voter is not None
    for i in range(500, len(votes)):
        live.take(votes.a[i], votes.b[i], votes.outcome[i], votes.voter[i])
    assert live.ratings == pytest.approx(fit(votes).ratings, abs=1e-6)
    board = live.board(confidence=0.9)
    assert board.clustered
    assert board.confidence == 0.9


def test_what_can_not_be_taken_is_refused_and_leaves_no_trace() -> None:
    live = Live(collect([0], [1], [0], contestants=3))
    for wrong in [(0, 0, 1), (0, 9, 1), (0, 1, 7)]:
        with pytest.raises(VotesError):
            live.take(*wrong)
    with pytest.raises(VotesError, match="every vote has a voter or none"):
        live.take(0, 1, 1, voter=3)
    assert len(live) == 1
    assert live.board().votes.tolist() == [1, 1, 0]


def test_a_vote_that_moves_far_is_fitted_in_full() -> None:
    rows = [(0, 1, 0), (0, 4, 0), (1, 2, 0), (3, 0, 2), (3, 2, 1), (4, 2, 0), (0, 3, 1)]
    live = Live(collect([], [], [], contestants=5))
    for a, b, outcome in rows:
        live.take(a, b, outcome)
    assert live.strengths.theta == pytest.approx(solve(tally(live.votes())).theta, abs=1e-8)
