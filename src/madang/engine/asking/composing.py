"""What a contestant is sent of a chat: who it is asked to be, and as much as it can read.

Tokens are guessed from bytes, on the safe side: three bytes each, which is one Hangul syllable or
three letters of English. Where the whole does not fit, the oldest messages stay behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from madang.domain.artifacts import Artifact
from madang.domain.chats import Attachment, FileKind, Message, MessageAuthor
from madang.domain.contestants import Contestant
from madang.domain.errors.chats import CanNotSee, TooLongToRead
from madang.providers import base
from madang.providers.base import Image, Request, Role
from madang.runwindow.telling import Telling, tell

BYTES_PER_TOKEN = 3
IMAGE_TOKENS = 1_000
MESSAGE_TOKENS = 8
"""What a message costs beside its words."""

ANSWER_SHARE = 0.25
"""How much of the context is kept for the answer where its length is not limited."""

UNKNOWN_CONTEXT = 128_000
"""Tokens that a model reads of which it is not known; most read no less."""

CHANGED = "These were changed by hand and now stand so; go on from them:"
FENCE = "`````"

SUMMARY = "Summary of the conversation so far:\n\n{}"


@dataclass(frozen=True, slots=True)
class Composed:
    """A request, and how many messages of the chat did not fit in it."""

    request: Request
    left_out: int


def compose(
    path: Sequence[Message],
    contestant: Contestant,
    *,
    instructions: str = "",
    telling: Telling = Telling.NEVER,
    changed: Sequence[Artifact] = (),
) -> Composed:
    """Ask `contestant` the last message of `path`, with as much before it as fits.

    Args:
        path: what was said, the question last.
        contestant: who is asked.
        instructions: what the person wants of every reply.
        telling: when it is told that what it writes can run.
        changed: artifacts that the person changed by hand since the last reply.

    Raises:
        CanNotSee: the question has an image and the contestant sees none.
        TooLongToRead: the question alone does not fit.
    """
    question = path[-1]
    if not contestant.sees_images and _has_image(question):
        raise CanNotSee(name=contestant.name)
    questions = [message.text for message in path if message.author is MessageAuthor.PERSON]
    system = tell(join_system(contestant.system, instructions), questions, telling)
    room = reading_room(contestant) - estimate(system)
    spoken = [_speak(message, contestant) for message in path]
    if changed:
        spoken[-1] = replace(spoken[-1], text=f"{_spell_changes(changed)}\n\n{spoken[-1].text}")
    needed = _cost(spoken[-1])
    if needed > room:
        raise TooLongToRead(name=contestant.name, tokens=needed, limit=max(room, 0))
    kept = [spoken[-1]]
    room -= needed
    left_out = len(spoken) - 1
    for at in range(len(spoken) - 2, -1, -1):
        summary = path[at].summary
        if summary:
            kept.append(base.Message(Role.USER, SUMMARY.format(summary)))
            left_out = 0
            break
        room -= _cost(spoken[at])
        if room < 0:
            break
        kept.append(spoken[at])
        left_out -= 1
    kept.reverse()
    # A conversation begins with the person; a reply whose question stayed behind goes with it.
    while kept[0].role is Role.ASSISTANT:
        left_out += 1
        kept.pop(0)
    request = Request(
        model=contestant.model,
        messages=tuple(_alternate(kept)),
        system=system,
        parameters=contestant.parameters,
    )
    return Composed(request, left_out)


def estimate(text: str) -> int:
    """About how many tokens a text has."""
    return -(-len(text.encode()) // BYTES_PER_TOKEN)


def join_system(*parts: str) -> str:
    """One system prompt out of several, the contestant's own first."""
    return "\n\n".join(part.strip() for part in parts if part.strip())


def spell(message: Message) -> str:
    """A message's words with the text of its files, as a model is given them."""
    files = [_spell_file(one) for one in message.attachments if one.kind is FileKind.TEXT]
    return "\n\n".join([*files, message.text]) if files else message.text


def images_of(message: Message) -> tuple[Image, ...]:
    return tuple(
        Image(one.media_type, one.content) for one in message.attachments if one.content is not None
    )


def _spell_file(attachment: Attachment) -> str:
    cut = "\n[… cut here: the file is longer]" if attachment.cut else ""
    return f'<file name="{attachment.name}">\n{attachment.text}{cut}\n</file>'


def _spell_changes(changed: Sequence[Artifact]) -> str:
    blocks = [
        f"{FENCE}{one.language or one.kind} name={one.name}\n{one.text}\n{FENCE}" for one in changed
    ]
    return "\n\n".join([CHANGED, *blocks])


def _speak(message: Message, contestant: Contestant) -> base.Message:
    role = Role.USER if message.author is MessageAuthor.PERSON else Role.ASSISTANT
    if contestant.sees_images:
        return base.Message(role, spell(message), images_of(message))
    unseen = [f"[image: {one.name}]" for one in message.attachments if one.kind is FileKind.IMAGE]
    return base.Message(role, "\n".join([*unseen, spell(message)]))


def _alternate(messages: Sequence[base.Message]) -> list[base.Message]:
    """Neighbours of one role as one message: some wire formats take no two in a row."""
    joined: list[base.Message] = []
    for message in messages:
        if not message.text.strip() and not message.images:
            continue
        if joined and joined[-1].role is message.role:
            before = joined.pop()
            text = f"{before.text}\n\n{message.text}"
            joined.append(base.Message(message.role, text, before.images + message.images))
        else:
            joined.append(message)
    return joined


def reading_room(contestant: Contestant) -> int:
    """Tokens there are for what is sent, the answer being kept free."""
    whole = contestant.context_tokens or UNKNOWN_CONTEXT
    answer = contestant.parameters.max_tokens or int(whole * ANSWER_SHARE)
    return whole - min(answer, whole // 2)


def all_fit(requests: Sequence[tuple[Request, Contestant]]) -> bool:
    """Whether the longest of these conversations fits whoever reads least.

    Each against its own reader would tell whose is whose: the question that is just too long says
    how long the conversation with the lesser reader is, and that can be seen.
    """
    systems = [estimate(request.system) for request, _ in requests]
    spoken = [sum(map(_cost, request.messages)) for request, _ in requests]
    room = min(reading_room(contestant) for _, contestant in requests)
    return max(systems) + max(spoken) <= room


def _cost(message: base.Message) -> int:
    return estimate(message.text) + MESSAGE_TOKENS + IMAGE_TOKENS * len(message.images)


def _has_image(message: Message) -> bool:
    return any(one.kind is FileKind.IMAGE for one in message.attachments)
