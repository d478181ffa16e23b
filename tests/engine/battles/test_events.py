"""A reader who is cut off anywhere and comes back reads the same as one who stayed."""

from hypothesis import given
from hypothesis import strategies as st

from madang.domain.battles import Side
from madang.domain.blinding import Shown, view_reveal, view_turn
from madang.domain.replies import ReplyState
from madang.engine.battles.events import Cursor, Scene, all_seen, between, mark, verdict
from tests.battles import START, battle, reply, turn, vote

ENDS = (ReplyState.DONE, ReplyState.FAILED, ReplyState.STOPPED)


def scene(turn, a, b, *, ended_a=False, ended_b=False):
    """The turn with so many characters of each side let out."""
    showing = {Side.A: Shown(a, ended_a), Side.B: Shown(b, ended_b)}
    view = view_turn(turn, showing, revealed=False)
    return Scene(view, {side: reply.attempt for side, reply in turn.replies.items()})


class Reader:
    """Puts events together as the page does."""

    def __init__(self):
        self.cursor = Cursor()
        self.turns = {}

    def read(self, events):
        for event in events:
            self.cursor = Cursor.parse(str(event.cursor))
            data = event.data
            if event.name == "turn":
                page = self.turns.setdefault(data["turn"], {"a": "", "b": "", "states": {}})
                page |= {"question": data["text"], "state": data["state"]}
            elif event.name == "side":
                page = self.turns[data["turn"]]
                page["states"][data["side"]] = data["state"]
                if data["state"] == ReplyState.STREAMING:
                    page[data["side"]] = ""
            elif event.name == "text":
                for side in "ab":
                    self.turns[data["turn"]][side] += data.get(side, "")


@st.composite
def performances(draw):
    """One turn's history: scenes in the order in which they may be seen."""
    replies = {
        side: reply(side, draw(st.sampled_from(ENDS)), text=draw(st.text(max_size=12)))
        for side in Side
    }
    number = draw(st.integers(1, 3))
    whole = turn(number, replies[Side.A], replies[Side.B])
    lengths = {side: len(r.text) for side, r in replies.items()}
    steps = draw(st.lists(st.sampled_from(list(Side)), max_size=20))
    at = dict.fromkeys(Side, 0)
    scenes = [scene(whole, 0, 0)]
    for side in steps:
        at[side] = min(at[side] + 1, lengths[side])
        scenes.append(scene(whole, at[Side.A], at[Side.B]))
    over = scene(whole, lengths[Side.A], lengths[Side.B], ended_a=True, ended_b=True)
    return [*scenes, over]


@given(performances(), st.data())
def test_a_reader_who_was_cut_off_reads_the_same(scenes, data):
    steady, cut = Reader(), Reader()
    for at, now in enumerate(scenes):
        steady.read(between(steady.cursor, [now]))
        news = list(between(cut.cursor, [now]))
        arrived = data.draw(st.integers(0, len(news)), label=f"events that arrive at step {at}")
        cut.read(news[:arrived])
    cut.read(between(cut.cursor, [scenes[-1]]))
    assert cut.turns == steady.turns
    assert cut.turns[scenes[-1].view.turn]["state"] == ReplyState.DONE


@given(performances())
def test_who_has_seen_all_is_told_nothing(scenes):
    cursor = all_seen([scenes[-1]], battle())
    assert list(between(Cursor.parse(str(cursor)), [scenes[-1]])) == []


def test_a_second_attempt_starts_empty():
    reader = Reader()
    first = turn(a=reply(Side.A, ReplyState.FAILED, text="half a", code="upstream_timeout"))
    reader.read(between(reader.cursor, [scene(first, 6, 9, ended_a=True, ended_b=True)]))
    again = turn(a=reply(Side.A, text="whole", attempt=2))
    reader.read(between(reader.cursor, [scene(again, 2, 9, ended_b=True)]))
    assert reader.turns[1]["a"] == "wh"
    reader.read(between(reader.cursor, [scene(again, 5, 9, ended_a=True, ended_b=True)]))
    assert reader.turns[1]["a"] == "whole"
    assert reader.turns[1]["b"] == "an answer"
    assert reader.turns[1]["state"] == ReplyState.DONE


def test_the_next_turn_follows():
    reader = Reader()
    one, two = turn(1), turn(2)
    over = scene(one, 9, 9, ended_a=True, ended_b=True)
    reader.read(between(reader.cursor, [over, scene(two, 3, 0)]))
    assert reader.turns[2]["a"] == "an "
    assert reader.turns[1]["state"] == ReplyState.DONE


@given(st.text())
def test_a_cursor_that_is_none_means_nothing_was_seen(text):
    assert Cursor.parse("x" + text) == Cursor()


def test_the_verdict_is_told_once_for_every_change():
    cursor = Cursor()
    for votes in ([vote()], [vote(comment="why")], [vote(comment="why", undone_at=START)]):
        now = battle([turn()], votes)
        (event,) = verdict(cursor, now, view_reveal(now))
        cursor = Cursor.parse(str(event.cursor))
        assert event.name == "reveal"
        assert event.data["reveal"].a.slug == "tell-slug-a"
        assert list(verdict(cursor, now, None)) == []
    assert mark(battle([turn()])) == 0
