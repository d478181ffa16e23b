"""What a reply took, and when that is too little to be a speed."""

import pytest

from madang.domain.replies import Timings


@pytest.mark.parametrize(
    ("first", "total", "tokens", "speed"),
    [
        (0.5, 2.5, 100, 50.0),
        (0.0, 0.3, 8, pytest.approx(26.67, abs=0.01)),
        (0.5, 0.502, 119, None),  # came in one piece
        (0.5, 0.5, 119, None),
        (0.5, 2.5, 7, None),  # a word
        (None, 2.5, 100, None),
        (0.5, None, 100, None),
        (0.5, 2.5, None, None),
    ],
)
def test_a_speed_is_told_of_enough_only(first, total, tokens, speed):
    timings = Timings(first_word=first, total=total, tokens_out=tokens)
    assert timings.tokens_per_second == speed
