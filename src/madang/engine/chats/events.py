"""From what a reader has seen of a chat and what stands there now to the events between the two.

As in a battle's `events`, a `Cursor` says all that has been seen, so a stream resumes from any
event, after a restart too, without a log. Pure; made of `views`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from madang.domain.replies import ReplyState
from madang.engine.asking.following import Event
from madang.engine.chats.views import HeadView, MessageView


@dataclass(frozen=True, slots=True)
class Cursor:
    """All messages up to `number` have been seen, and the chat itself as of `edition`.

    `open` has what was still being written when it was last seen: characters by number.
    """

    number: int = 0
    edition: int = 0
    open: Mapping[int, int] = field(default_factory=dict[int, int])

    def __str__(self) -> str:
        parts = [f"{number}-{characters}" for number, characters in sorted(self.open.items())]
        return ".".join((str(self.number), str(self.edition), *parts))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one back; what is not one means that nothing has been seen."""
        try:
            number, edition, *parts = text.split(".")
            pairs = [part.split("-") for part in parts]
            return cls(int(number), int(edition), {int(n): int(seen) for n, seen in pairs})
        except ValueError:
            return cls()

    @property
    def lowest(self) -> int:
        """The number of the first message that may hold something new."""
        return min((*self.open, self.number + 1))


def all_seen(head: HeadView, messages: Iterable[MessageView]) -> Cursor:
    """The cursor of one who has seen everything there is."""
    messages = list(messages)
    running = {m.number: len(m.text) for m in messages if m.state is ReplyState.STREAMING}
    return Cursor(max((m.number for m in messages), default=0), head.edition, running)


def between(
    cursor: Cursor, head: HeadView, messages: Iterable[MessageView]
) -> Iterator[Event[Cursor]]:
    """The events from `cursor` on; `messages` are those from `cursor.lowest` on, oldest first.

    `message` has one whole that is new or has ended, `text` what came to one that is being
    written, `chat` the rest. What a deleted message left open is forgotten.
    """
    messages = list(messages)
    there = {message.number for message in messages}
    cursor = replace(cursor, open={n: seen for n, seen in cursor.open.items() if n in there})
    for message in messages:
        number, seen = message.number, cursor.open.get(message.number)
        running = message.state is ReplyState.STREAMING
        if number > cursor.number:
            grown = {**cursor.open, **({number: len(message.text)} if running else {})}
            cursor = replace(cursor, number=number, open=grown)
            yield Event("message", message, cursor)
        elif seen is None:
            continue
        elif not running:
            cursor = replace(cursor, open={n: s for n, s in cursor.open.items() if n != number})
            yield Event("message", message, cursor)
        elif len(message.text) > seen:
            cursor = replace(cursor, open={**cursor.open, number: len(message.text)})
            yield Event("text", {"message": message.id, "text": message.text[seen:]}, cursor)
    if head.edition != cursor.edition:
        cursor = replace(cursor, edition=head.edition)
        yield Event("chat", head, cursor)
