"""The event stream parser: whatever the cuts, the same events."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.providers.sse import Event, EventTooLargeError, Parser

ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])
TEXTS = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=12)


@st.composite
def streams(draw):
    """The bytes of a stream, and the events they must come to."""
    data, expected = draw(st.sampled_from([b"", b"\xef\xbb\xbf"])), []
    for _ in range(draw(st.integers(0, 5))):
        lines = draw(st.lists(TEXTS, max_size=4))
        name = draw(st.none() | TEXTS)
        fields = [b"data: " + line.encode() for line in lines]
        if name is not None:
            fields.insert(draw(st.integers(0, len(fields))), b"event: " + name.encode())
        noise = draw(st.sampled_from([b": a comment", b"id: 1", b"retry: 5", b"unknown", b":"]))
        fields.insert(draw(st.integers(0, len(fields))), noise)
        end = draw(ENDS)
        data += b"".join(field + end for field in fields) + end
        if lines:
            expected.append(Event((name or "").encode(), "\n".join(lines).encode()))
    return data, expected


@given(streams(), st.lists(st.integers(0, 400), max_size=20))
def test_any_cut_gives_the_same_events(stream, cuts):
    data, expected = stream
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    parser = Parser()
    pieces = [data[a:b] for a, b in pairwise(edges)]
    assert [event for piece in pieces for event in parser.feed(piece)] == expected


@given(streams())
def test_byte_by_byte_gives_the_same_events(stream):
    data, expected = stream
    parser = Parser()
    events = [e for at in range(len(data)) for e in parser.feed(data[at : at + 1])]
    assert events == expected


@given(st.lists(st.binary(max_size=64), max_size=8))
def test_any_bytes_are_taken(pieces):
    whole = Parser().feed(b"".join(pieces))
    parser = Parser()
    assert [event for piece in pieces for event in parser.feed(piece)] == whole


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"data:x\n\n", [Event(b"", b"x")]),
        (b"data:  x\n\n", [Event(b"", b" x")]),
        (b"data\n\n", [Event(b"", b"")]),
        (b"data\ndata\n\n", [Event(b"", b"\n")]),
        (b"event: ping\n\n", []),
        (b"event: a\nevent: b\ndata: x\n\n", [Event(b"b", b"x")]),
        (b"data: x", []),
        (b"data: x\n", []),
        (b"data: \xea\xb0\x80\r\n\r\n", [Event(b"", "가".encode())]),
        (b"data: a\x0bb\n\n", [Event(b"", b"a\x0bb")]),
    ],
)
def test_as_the_standard_says(data, expected):
    assert Parser().feed(data) == expected


def test_a_name_belongs_to_its_own_event():
    assert Parser().feed(b"event: a\n\ndata: x\n\n") == [Event(b"", b"x")]


@pytest.mark.parametrize("line", [b"data: " + b"0" * 200, b"data: 0123\n" * 40, b": " + b"0" * 200])
def test_an_event_has_a_largest_size(line):
    parser = Parser(largest=100)
    with pytest.raises(EventTooLargeError):
        parser.feed(line)


def test_a_large_event_in_small_pieces_is_refused_too():
    parser = Parser(largest=100)
    parser.feed(b"data: ")
    assert [parser.feed(b"0123456789") for _ in range(9)] == [[]] * 9
    with pytest.raises(EventTooLargeError):
        parser.feed(b"0123456789")


def test_many_small_events_are_none_too_large():
    parser = Parser(largest=100)
    assert len(parser.feed(b"data: 0123456789\n\n" * 500)) == 500
