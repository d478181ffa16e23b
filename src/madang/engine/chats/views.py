"""A chat as its person sees it. There is nothing to hide in one: both sides have names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from madang.domain.chats import Attachment, Chat, FileKind, Message, MessageAuthor
from madang.domain.contestants import Version
from madang.domain.replies import ReplyState


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who answers in a chat. `here`: it can be asked now."""

    slug: str
    version: int
    name: str
    maker: str
    sees_images: bool
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file a message carries; `cut`: only its beginning was read."""

    id: str
    name: str
    kind: FileKind
    media_type: str
    size: int
    characters: int
    cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What a reply took: seconds, tokens, tokens a second, US dollars."""

    first_word: float | None
    total: float | None
    tokens_in: int | None
    tokens_out: int | None
    tokens_per_second: float | None
    cost: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One message. `name` is who wrote a reply; a `summary` stands for all up to this message."""

    id: str
    number: int
    parent: str | None
    author: MessageAuthor
    text: str
    said_at: datetime
    state: ReplyState
    code: str | None
    reason: str | None
    stop_reason: str | None
    slug: str | None
    name: str
    battle: str | None
    left_out: int
    summary: str
    files: tuple[FileView, ...]
    took: Took | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BattleMark:
    """A blind battle that was asked for at a message, which is its question."""

    id: str
    message: str
    voted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadView:
    """A chat without its messages; a list of chats shows these."""

    id: str
    title: str
    folder: str | None
    pinned: bool
    archived: bool
    created_at: datetime
    changed_at: datetime
    contestant: Speaker | None
    leaf: str | None
    edition: int
    pruned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatView:
    """The whole chat: every message of every branch; `cursor` is where its stream goes on."""

    chat: HeadView
    messages: tuple[MessageView, ...]
    battles: tuple[BattleMark, ...]
    cursor: str


def view_speaker(version: Version | None, ready: Iterable[Version]) -> Speaker | None:
    """Who answers; as it stands now where there is a newer version of it."""
    if version is None:
        return None
    slug = version.contestant.slug
    now = next((one for one in ready if one.contestant.slug == slug), None)
    found = (now or version).contestant
    return Speaker(
        slug=slug,
        version=(now or version).number,
        name=found.name,
        maker=found.maker,
        sees_images=found.sees_images,
        here=now is not None,
    )


def view_head(chat: Chat, ready: Sequence[Version]) -> HeadView:
    return HeadView(
        id=chat.id,
        title=chat.title,
        folder=chat.folder,
        pinned=chat.pinned,
        archived=chat.archived,
        created_at=chat.created_at,
        changed_at=chat.changed_at,
        contestant=view_speaker(chat.version, ready),
        leaf=chat.leaf,
        edition=chat.edition,
        pruned=chat.pruned,
    )


def view_message(message: Message) -> MessageView:
    contestant = message.version.contestant if message.version else None
    return MessageView(
        id=message.id,
        number=message.number,
        parent=message.parent,
        author=message.author,
        text=message.text,
        said_at=message.said_at,
        state=message.state,
        code=message.code,
        reason=message.reason,
        stop_reason=message.stop_reason,
        slug=contestant.slug if contestant else None,
        name=contestant.name if contestant else message.label,
        battle=message.battle,
        left_out=message.left_out,
        summary=message.summary,
        files=tuple(view_file(one) for one in message.attachments),
        took=_took(message),
    )


def view_file(attachment: Attachment) -> FileView:
    return FileView(
        id=attachment.id,
        name=attachment.name,
        kind=attachment.kind,
        media_type=attachment.media_type,
        size=attachment.size,
        characters=len(attachment.text),
        cut=attachment.cut,
    )


def _took(message: Message) -> Took | None:
    timings = message.timings
    if timings.total is None:
        return None
    return Took(
        first_word=timings.first_word,
        total=timings.total,
        tokens_in=timings.tokens_in,
        tokens_out=timings.tokens_out,
        tokens_per_second=timings.tokens_per_second,
        cost=timings.cost,
    )
