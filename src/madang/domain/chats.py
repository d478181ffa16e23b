"""A chat: one person and one contestant at a time, messages as a tree.

Editing an earlier message or answering it anew adds a branch beside the old one; nothing is
overwritten. Values and rules only: how a chat is run is the engine's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from madang.domain.contestants import Version
from madang.domain.replies import ReplyState, Written

TITLE_CHARACTERS = 60
"""Characters of a title made by itself, at most."""


class MessageAuthor(StrEnum):
    PERSON = "person"
    CONTESTANT = "contestant"


class FileKind(StrEnum):
    IMAGE = "image"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file given with a message. `text` is what was taken out of it; `content` an image's bytes.

    `size` is the bytes of the file as it was given; `cut` says that `text` is not all of it.
    """

    id: str
    name: str
    kind: FileKind
    media_type: str
    size: int
    text: str = ""
    cut: bool = False
    content: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Written):
    """One message. A reply has the version that wrote it, or the `label` it was imported with.

    `number` counts the chat's messages as they came and is never used twice. `left_out` says how
    many earlier messages were not sent along with this reply's question. `summary` stands for all
    that was said up to and including this message, where a person let it be made.
    """

    chat: str
    number: int
    parent: str | None
    author: MessageAuthor
    said_at: datetime
    version: Version | None = None
    label: str = ""
    battle: str | None = None
    left_out: int = 0
    summary: str = ""
    attachments: tuple[Attachment, ...] = ()

    @property
    def running(self) -> bool:
        return self.state is ReplyState.STREAMING


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat without its messages. `titled`: the person named it, so it names itself no more.

    `leaf` is the message at the end of the branch in view. `edition` grows with every change of
    what stands here, `pruned` is the edition at which messages were last deleted, and `last` the
    number of the newest message there ever was. `source` names what an imported chat, or
    one that began with a battle's answer, came from.
    """

    id: str
    person: str
    created_at: datetime
    changed_at: datetime
    title: str = ""
    titled: bool = False
    folder: str | None = None
    pinned: bool = False
    archived: bool = False
    version: Version | None = None
    leaf: str | None = None
    edition: int = 1
    pruned: int = 0
    last: int = 0
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a person wants of every reply; `in_battles` says it of both sides alike."""

    instructions: str = ""
    in_battles: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A chat in which the words stand: in its title (`message` is None) or in a message."""

    chat: str
    message: str | None
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatShare:
    """A link: whoever has `key` sees the chat up to `leaf`."""

    key: str
    chat: str
    leaf: str
    shared_at: datetime


class Tree:
    """The messages of a chat by their place."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self.messages = {message.id: message for message in messages}
        self._under: dict[str | None, list[Message]] = {}
        for message in sorted(self.messages.values(), key=lambda one: one.number):
            self._under.setdefault(message.parent, []).append(message)

    def under(self, parent: str | None) -> list[Message]:
        """The messages right under this one, oldest first."""
        return self._under.get(parent, [])

    def path(self, leaf: str | None) -> tuple[Message, ...]:
        """From the first message to `leaf`."""
        path: list[Message] = []
        while leaf is not None:
            message = self.messages[leaf]
            path.append(message)
            leaf = message.parent
        return tuple(reversed(path))

    def end(self, message: str | None) -> str | None:
        """The end of the branch that goes on from `message` by the newest at each fork."""
        while below := self.under(message):
            message = below[-1].id
        return message

    def branch(self, message: str) -> list[str]:
        """`message` and all under it, parents before what is under them."""
        found = [message]
        for one in found:
            found.extend(below.id for below in self.under(one))
        return found


def title_of(question: str, limit: int = TITLE_CHARACTERS) -> str:
    """A title from the first thing asked: its first sentence, bare of Markdown, cut at a word."""
    line = next((one for one in question.splitlines() if one.strip(" #>*-`~\t")), "")
    line = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line)
    line = re.sub(r"^[\s#>*\-+]+|[*`~_]{1,3}(?=\S)|(?<=\S)[*`~]{1,3}", "", line)
    line = re.sub(r"\s+", " ", line).strip()
    sentence = re.match(r".{8,}?[.!?。？！](?=\s|$)", line)
    title = sentence[0].rstrip(".。") if sentence else line
    if len(title) <= limit:
        return title
    cut = title[:limit]
    at = cut.rfind(" ")
    return (cut[:at] if at > limit // 2 else cut).rstrip(" ,.;:") + "…"
