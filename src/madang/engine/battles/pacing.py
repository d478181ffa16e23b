"""The rhythm in which two replies are let out, so that it doesn't tell the sides apart.

Pure: times come in as seconds of one monotonic clock, lengths as characters. Who writes, who reads
and who stores is in `streaming`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from madang.domain.battles import Pace, Side
from madang.domain.blinding import Shown

SLOWEST_TAIL = 50.0
"""Characters a second below which the longer reply's rest is never slowed."""


@dataclass(slots=True)
class Track:
    """One side's reply as it grows, and how much of it is out."""

    length: int = 0
    ended: bool = False
    shown: int = 0
    first_at: float | None = None
    arrivals: deque[tuple[float, int]] = field(default_factory=deque[tuple[float, int]])

    def grow(self, now: float, length: int) -> None:
        self.length = length
        self.arrivals.append((now, length))
        self.first_at = now if self.first_at is None else self.first_at

    def end(self, now: float) -> None:
        self.ended = True
        self.first_at = now if self.first_at is None else self.first_at

    def overdue(self, now: float, hold: float) -> int:
        """Characters that have been held back for as long as anything may be."""
        due = self.shown
        while self.arrivals and self.arrivals[0][0] <= now - hold:
            due = max(due, self.arrivals.popleft()[1])
        return due


class Pacer:
    """Says how much of each side may be seen now.

    With an even pace both sides start together and show the same number of characters until the
    shorter one ends; the rest of the longer one goes on at the rate the two had shared. Nothing is
    held back longer than `hold` seconds, so a side that hangs does not hide the other. A side that
    answers alone, the other being out already, has no one to keep step with and is let out whole.
    With a natural pace all that has come is shown.
    """

    def __init__(self, pace: Pace, hold: float, tracks: dict[Side, Track]) -> None:
        self.tracks = tracks
        self._over = {side for side, track in tracks.items() if track.ended}
        self._even = pace is Pace.EVEN
        self._hold = hold
        self._started: float | None = None
        self._parted: tuple[float, int] | None = None

    @property
    def out(self) -> bool:
        """Whether all of both sides has been let out, their ends included."""
        return all(shown.ended for shown in self.showing().values())

    def showing(self) -> dict[Side, Shown]:
        begun = self._started is not None
        return {
            side: Shown(track.shown, side in self._over or (begun and _is_out(track)))
            for side, track in self.tracks.items()
        }

    def advance(self, now: float) -> bool:
        """Let out what may be seen at `now`; tells whether anything new was."""
        before = self.showing()
        if self._started is None and self._may_start(now):
            self._started = now
        if self._started is not None:
            tracks = self.tracks.values()
            allowed = (
                self._shared(now, self._started) if self._even else max(t.length for t in tracks)
            )
            for track in tracks:
                due = max(allowed, track.overdue(now, self._hold))
                track.shown = max(track.shown, min(track.length, due))
        return self.showing() != before

    def _may_start(self, now: float) -> bool:
        firsts = [t.first_at for t in self.tracks.values() if t.first_at is not None]
        if not firsts:
            return False
        if not self._even or now - (max(firsts) if self._over else min(firsts)) >= self._hold:
            return True
        if self._over:
            return all(track.ended for track in self.tracks.values())
        return len(firsts) == len(Side)

    def _shared(self, now: float, started: float) -> int:
        """The number of characters that both sides may show."""
        tracks = self.tracks.values()
        ended = [track.length for track in tracks if track.ended]
        available = min(
            (track.length for track in tracks if not track.ended), default=max(ended, default=0)
        )
        shorter = min(ended, default=available)
        if available <= shorter:
            return available
        if self._parted is None:
            self._parted = (now, shorter)
        since, length = self._parted
        if since <= started:
            return available
        rate = max(length / (since - started), SLOWEST_TAIL)
        return min(available, length + int(rate * (now - since)))


def _is_out(track: Track) -> bool:
    return track.ended and track.shown >= track.length
