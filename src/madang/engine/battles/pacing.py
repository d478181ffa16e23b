"""The rhythm in which two replies are let out, so that it doesn't tell the sides apart.

Pure: times come in as seconds of one monotonic clock, lengths as characters. Who writes, who reads
and who stores is in `streaming`.
"""

from __future__ import annotations

from dataclasses import dataclass

from madang.domain.battles import Pace, Side
from madang.domain.blinding import Shown

SLOWEST_TAIL = 50.0
"""Characters a second below which the longer reply's rest is never slowed."""

TAIL_GAIN = 5.0
"""Characters a second by which that rest goes on faster with every second, whosever it is."""

GRAIN = 8
"""Characters that come at once while a side is written. What comes would otherwise always end where
a word of the slower side does, and within one of the quicker."""


@dataclass(slots=True)
class Track:
    """One side's reply as it grows, and how much of it is out."""

    length: int = 0
    ended: bool = False
    shown: int = 0
    first_at: float | None = None
    last_at: float | None = None

    def grow(self, now: float, length: int) -> None:
        self.length = length
        self._hear(now)

    def end(self, now: float) -> None:
        self.ended = True
        self._hear(now)

    def _hear(self, now: float) -> None:
        self.last_at = now
        self.first_at = now if self.first_at is None else self.first_at


class Pacer:
    """Says how much of each side may be seen now.

    With an even pace both sides start together and show the same number of characters until the
    shorter one ends; the rest of the longer one goes on at the rate the two had shared, gathering
    speed. A side that says nothing for `hold` seconds does not hide the other any longer. A side
    that answers alone, the other being out already, has no one to keep step with and is let out
    whole. With a natural pace all that has come is shown.
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
            allowed = max(track.length for track in tracks)
            if self._even and not self._over and not self._hangs(now):
                allowed = self._shared(now, self._started)
            for track in tracks:
                track.shown = max(track.shown, min(track.length, allowed))
        return self.showing() != before

    def _may_start(self, now: float) -> bool:
        heard = [track.first_at is not None for track in self.tracks.values()]
        if not self._even:
            return any(heard)
        if self._over:
            return all(track.ended for track in self.tracks.values())
        return all(heard) or self._hangs(now)

    def _hangs(self, now: float) -> bool:
        """Whether a side has said nothing for so long that the other need not wait for it."""
        tracks = self.tracks.values()
        firsts = [track.first_at for track in tracks if track.first_at is not None]
        last = [track.last_at for track in tracks if not track.ended]
        since = [min(firsts) if at is None else at for at in last] if firsts else []
        return any(now - at >= self._hold for at in since)

    def _shared(self, now: float, started: float) -> int:
        """The number of characters that both sides may show."""
        tracks = self.tracks.values()
        ended = [track.length for track in tracks if track.ended]
        growing = [track.length for track in tracks if not track.ended]
        available = min(growing) // GRAIN * GRAIN if growing else max(ended)
        shorter = min(ended, default=available)
        if available <= shorter:
            return available
        if self._parted is None:
            self._parted = (now, shorter)
        since, length = self._parted
        if since <= started:
            return available
        rate = max(length / (since - started), SLOWEST_TAIL)
        seconds = now - since
        return min(available, length + int((rate + TAIL_GAIN / 2 * seconds) * seconds))


def _is_out(track: Track) -> bool:
    return track.ended and track.shown >= track.length
