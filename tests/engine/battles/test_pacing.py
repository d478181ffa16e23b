"""The shared rhythm: what a reader sees may not tell which side was quick."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from madang.domain.battles import Pace, Side
from madang.engine.battles.pacing import GRAIN, Pacer, Track

TICK = 0.05
HOLD = 5.0

bursts = st.lists(st.tuples(st.floats(0, 3), st.integers(1, 80)), max_size=12)


class Rehearsal:
    """Two replies as lists of (seconds since the last, characters), run through a pacer."""

    def __init__(self, pace, a, b, hold=HOLD):
        self.tracks = {Side.A: Track(), Side.B: Track()}
        self.pacer = Pacer(pace, hold, self.tracks)
        self.plan = {Side.A: self.times(a), Side.B: self.times(b)}
        self.history = []

    @staticmethod
    def times(bursts):
        now, length, plan = 0.0, 0, []
        for wait, size in bursts:
            now, length = now + wait, length + size
            plan.append((now, length))
        return plan

    def run(self, seconds=200.0):
        ends = {side: plan[-1][0] if plan else 0.0 for side, plan in self.plan.items()}
        for tick in range(int(seconds / TICK)):
            now = tick * TICK
            for side, plan in self.plan.items():
                while plan and plan[0][0] <= now:
                    self.tracks[side].grow(now, plan.pop(0)[1])
                if not plan and not self.tracks[side].ended and ends[side] <= now:
                    self.tracks[side].end(now)
            self.pacer.advance(now)
            showing = self.pacer.showing()
            self.history.append((now, showing[Side.A], showing[Side.B]))
            if self.pacer.out:
                return self.history
        raise AssertionError("never out")


@given(bursts, bursts)
def test_everything_is_let_out_in_the_end(a, b):
    rehearsal = Rehearsal(Pace.EVEN, a, b)
    _, last_a, last_b = rehearsal.run()[-1]
    assert last_a.characters == sum(size for _, size in a)
    assert last_b.characters == sum(size for _, size in b)


@given(bursts, bursts)
def test_nothing_is_taken_back(a, b):
    history = Rehearsal(Pace.EVEN, a, b).run()
    for (_, a0, b0), (_, a1, b1) in pairwise(history):
        assert a1.characters >= a0.characters
        assert b1.characters >= b0.characters
        assert (a1.ended, b1.ended) >= (a0.ended, b0.ended)


@given(bursts, bursts)
def test_both_show_the_same_length_until_the_shorter_ends(a, b):
    """However slow one of them is: neither is ever silent for as long as the hold."""
    shorter = min(sum(size for _, size in a), sum(size for _, size in b))
    for _, seen_a, seen_b in Rehearsal(Pace.EVEN, a, b).run():
        assert min(seen_a.characters, shorter) == min(seen_b.characters, shorter)


@given(bursts, bursts)
def test_what_comes_ends_at_no_words_end_of_either(a, b):
    """A piece cut where the slower side's words end, and within the quicker's, tells them apart."""
    shorter = min(sum(size for _, size in a), sum(size for _, size in b))
    for _, seen_a, seen_b in Rehearsal(Pace.EVEN, a, b).run():
        both = min(seen_a.characters, seen_b.characters)
        assert both % GRAIN == 0 or both == shorter


@given(bursts, bursts)
def test_swapping_the_sides_swaps_what_is_seen(a, b):
    forth = Rehearsal(Pace.EVEN, a, b).run()
    back = Rehearsal(Pace.EVEN, b, a).run()
    assert [(now, y, x) for now, x, y in forth] == back


@given(bursts.filter(bool))
def test_a_side_that_hangs_hides_the_other_no_longer_than_the_hold(a):
    """It neither writes nor ends."""
    tracks = {Side.A: Track(), Side.B: Track()}
    pacer = Pacer(Pace.EVEN, HOLD, tracks)
    plan = Rehearsal.times(a)
    arrivals = list(plan)
    for tick in range(int((plan[-1][0] + HOLD) / TICK) + 3):
        now = tick * TICK
        while plan and plan[0][0] <= now:
            tracks[Side.A].grow(now, plan.pop(0)[1])
        pacer.advance(now)
        due = max((n for at, n in arrivals if at + HOLD + 2 * TICK < now), default=0)
        assert pacer.showing()[Side.A].characters >= due


def test_the_quick_side_waits_for_the_first_word_of_the_slow_one():
    history = Rehearsal(Pace.EVEN, [(0.1, 50)], [(2.0, 50)]).run()
    assert all(a.characters == 0 and not a.ended for now, a, _ in history if now < 2.0)


def test_a_failure_at_once_is_not_seen_before_the_other_side_starts():
    """A refused connection fails in a millisecond, and that would name it."""
    history = Rehearsal(Pace.EVEN, [], [(2.0, 50), (1.0, 50)]).run()
    assert all(not a.ended for now, a, _ in history if now < 2.0)
    assert any(a.ended for now, a, _ in history if 2.0 <= now < 2.2)


def test_the_rest_of_the_longer_reply_keeps_the_shared_rate():
    """100 characters in 2 s were shared; the quick side's 300 more must not burst out."""
    slow = [(0.5, 25)] * 4
    quick = [(0.1, 400)]
    history = Rehearsal(Pace.EVEN, quick, slow, hold=1000.0).run()
    whole = next(now for now, a, _ in history if a.characters == 400)
    assert 5.0 < whole < 9.0


def test_the_rest_of_a_long_reply_gathers_speed():
    """5,000 characters beside 100: at the shared rate they would take a minute and a half."""
    history = Rehearsal(Pace.EVEN, [(0.1, 5000)], [(0.5, 25)] * 4).run()
    assert 25.0 < history[-1][0] < 40.0


def test_a_side_that_answers_alone_comes_whole():
    tracks = {Side.A: Track(), Side.B: Track(length=30, shown=30)}
    tracks[Side.B].end(0.0)
    pacer = Pacer(Pace.EVEN, HOLD, tracks)
    tracks[Side.A].grow(1.0, 10)
    pacer.advance(1.0)
    assert pacer.showing()[Side.A].characters == 0
    assert pacer.showing()[Side.B].ended
    tracks[Side.A].grow(2.0, 40)
    tracks[Side.A].end(2.0)
    pacer.advance(2.0)
    assert pacer.showing()[Side.A].characters == 40
    assert pacer.out


def test_natural_shows_what_has_come():
    history = Rehearsal(Pace.NATURAL, [(0.1, 50), (0.1, 50)], [(2.0, 10)]).run()
    assert any(a.characters == 100 and b.characters == 0 for _, a, b in history)
