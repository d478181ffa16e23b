"""What a model wrote, in a battle or in a chat: its text, how it ended, what it took."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class ReplyState(StrEnum):
    STREAMING = "streaming"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


INTERRUPTED = "interrupted"
"""The code of a reply that a crash or a shutdown of Madang itself cut off."""

NOT_SAVED = "not_saved"
"""The code of a reply that could not be written to the store."""


CUT = "cut"
"""The code of a reply that was stopped at the limit of what one may be: its words stand."""


SHORTEST_WRITING = 0.3
FEWEST_TOKENS = 8
"""No speed is told of less than these seconds and tokens: a reply that comes in one piece, or a
single word, took too little for its division to mean anything (59,509 tokens a second). The page
holds to the same while a reply is still being written (`speedOf` in `lib/format.ts`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """What one reply took. Seconds, tokens and US dollars; None where it is not known."""

    first_word: float | None = None
    total: float | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None

    @property
    def tokens_per_second(self) -> float | None:
        """Speed after the first word; None of what is too short to have one."""
        if not self.tokens_out or self.total is None or self.first_word is None:
            return None
        writing = self.total - self.first_word
        long = writing >= SHORTEST_WRITING and self.tokens_out >= FEWEST_TOKENS
        return self.tokens_out / writing if long else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One attempt of a model to answer; whose it is and where it stands, its kinds say."""

    id: str
    state: ReplyState
    text: str = ""
    code: str | None = None
    reason: str | None = None
    stop_reason: str | None = None
    timings: Timings = field(default_factory=Timings)

    @property
    def stands(self) -> bool:
        """Whether it can be judged: it has text and ended, of itself, by Stop or at the limit."""
        return self.state in (ReplyState.DONE, ReplyState.STOPPED) and bool(self.text.strip())
