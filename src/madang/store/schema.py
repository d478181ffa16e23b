"""The tables: the only truth about columns. `migrations/` leads a database here, step by step.

Ids are opaque text. `a` and `b` are sides. Votes are never deleted; chats are, when their person
says so. What is said in chats is searched by an index of its own (`madang.store.search`).
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(words: str) -> str:
    """`words` with what no UTF-8 column can hold replaced, a character for a character.

    PostgreSQL refuses NUL and both databases refuse half a surrogate pair; a model may write
    either, and its reply must not be lost for it. NUL becomes U+2400 (␀), half a pair U+FFFD (�).
    """
    return UNSTORABLE.sub(lambda match: "␀" if match[0] == "\0" else "\ufffd", words)


class Words(TypeDecorator[str]):
    """Text that people or models wrote."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else storable(value)


Read = Callable[..., datetime | None]


class Moment(TypeDecorator[datetime]):
    """A point in time to the microsecond; aware, and in UTC.

    SQLite has no type for it, so there it is ISO 8601 with its offset: the order of the text is
    the order of time, and reading it back is one call.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else self.impl_instance)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone can't be stored")
        moment = value.astimezone(UTC)
        return moment.isoformat(" ", "microseconds") if dialect.name == "sqlite" else moment

    # Given whole, not as `process_result_value`: boards read a hundred thousand of these.
    def result_processor(self, dialect: Dialect, coltype: object) -> Read:
        del coltype
        return _read_text if dialect.name == "sqlite" else _read_moment


def _read_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _read_moment(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("first_seen_at", Moment, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("slug", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("name", Words, nullable=False),
    Column("maker", Words, nullable=False),
    Column("provider", Words, nullable=False),
    Column("model", Words, nullable=False),
    Column("system", Words, nullable=False),
    Column("parameters", JSON, nullable=False),
    Column("prices", JSON(none_as_null=True)),
    Column("open_weights", Boolean, nullable=False),
    Column("sees_images", Boolean, nullable=False),
    Column("context_tokens", Integer),
    UniqueConstraint("slug", "number"),
    UniqueConstraint("slug", "fingerprint"),
)

# Contestants made in the page: which version of each stands now, and whether it is drawn.
workshop = Table(
    "workshop",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("version", Text, ForeignKey("versions.id"), nullable=False),
    Column("presence", Text, nullable=False),
    Column("made_by", Text, ForeignKey("people.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

battles = Table(
    "battles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("people.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("pace", Text, nullable=False),
    Column("version_a", Text, ForeignKey("versions.id"), nullable=False),
    Column("version_b", Text, ForeignKey("versions.id"), nullable=False),
    Column("probability", Float, nullable=False),
    Column("template", Text),
    Column("template_kind", Text),
    Column("form", JSON(none_as_null=True)),
    Column("chosen", Boolean, nullable=False, server_default=false()),
    Index(None, "person", "created_at"),
)

voices = Table(
    "voices",
    metadata,
    Column("person", Text, ForeignKey("people.id"), primary_key=True),
    Column("text", Words, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("id", Text, primary_key=True),
    Column("battle", Text, ForeignKey("battles.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("question", Words, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("counted", Boolean, nullable=False),
    Column("side", Text),  # whom alone it was put to; NULL: both
    UniqueConstraint("battle", "number"),
)

replies = Table(
    "replies",
    metadata,
    Column("id", Text, primary_key=True),
    Column("turn", Text, ForeignKey("turns.id"), nullable=False),
    Column("side", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("code", Text),
    Column("reason", Words),
    Column("stop_reason", Text),
    Column("first_word", Float),
    Column("total", Float),
    Column("tokens_in", BigInteger),
    Column("tokens_out", BigInteger),
    Column("cost", Float),
    UniqueConstraint("turn", "side", "attempt"),
)

# What a restart looks for: a handful of rows among all that were ever written.
Index(
    "ix_replies_streaming",
    replies.c.id,
    sqlite_where=text("state = 'streaming'"),
    postgresql_where=text("state = 'streaming'"),
)

# Files of votes that were taken in; votes of one that never came to its end are as good as none.
batches = Table(
    "batches",
    metadata,
    Column("id", Text, primary_key=True),
    Column("file", Words, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("finished_at", Moment),
)

votes = Table(
    "votes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("battle", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("person", Text, ForeignKey("people.id"), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("comment", Words, nullable=False),
    Column("cast_at", Moment, nullable=False),
    Column("informed", Boolean, nullable=False),
    Column("expected", Float),
    Column("undone_at", Moment),
    # How many equal votes this stands for: more than 1 where only counts of them are known.
    Column("times", Integer, nullable=False, server_default="1"),
    # The file it came with. No foreign key: SQLite would have to copy the table for it.
    Column("batch", Text),
    ForeignKeyConstraint(["battle", "turn"], ["turns.battle", "turns.number"]),
    Index(None, "battle"),
)

# One vote a battle, whoever else is casting one at this moment.
Index(
    "uq_votes_standing",
    votes.c.battle,
    unique=True,
    sqlite_where=text("undone_at IS NULL"),
    postgresql_where=text("undone_at IS NULL"),
)

annotations = Table(
    "annotations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("vote", Text, ForeignKey("votes.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "vote"),
)

# Why some votes don't count, said by the owner; restoring notes it and deletes nothing.
exclusions = Table(
    "exclusions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reason", Words, nullable=False),
    Column("chosen", Words, nullable=False),  # by what the votes were chosen, as it was asked
    Column("at", Moment, nullable=False),
    Column("restored_at", Moment),
)

excluded_votes = Table(
    "excluded_votes",
    metadata,
    Column("exclusion", Integer, ForeignKey("exclusions.id"), primary_key=True),
    Column("vote", Text, ForeignKey("votes.id"), primary_key=True),
    Index(None, "vote"),
)

# What a vote was about, for boards; taken when it was cast (`madang.domain.measures`).
measures = Table(
    "measures",
    metadata,
    Column("vote", Text, ForeignKey("votes.id"), primary_key=True),
    Column("edition", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("categories", Text, nullable=False),  # slugs with blanks between
    Column("turns", Integer, nullable=False),
    Column("length_a", Float),
    Column("length_b", Float),
    Column("headers_a", Float),
    Column("headers_b", Float),
    Column("lists_a", Float),
    Column("lists_b", Float),
    Column("bold_a", Float),
    Column("bold_b", Float),
    Column("first_word_a", Float),
    Column("first_word_b", Float),
    Column("speed_a", Float),
    Column("speed_b", Float),
    Column("cost_a", Float),
    Column("cost_b", Float),
    Column("ran_a", Float),
    Column("ran_b", Float),
)

# What a battle was given before its first question: the chat it came of, and instructions.
contexts = Table(
    "contexts",
    metadata,
    Column("battle", Text, ForeignKey("battles.id"), primary_key=True),
    Column("chat", Text),
    Column("message", Text),
    Column("prelude", JSON, nullable=False),
    Column("enclosed", Words, nullable=False),
    Column("images", JSON, nullable=False),
    Column("instructions", Words, nullable=False),
    Index(None, "chat"),
)

preferences = Table(
    "preferences",
    metadata,
    Column("person", Text, ForeignKey("people.id"), primary_key=True),
    Column("instructions", Words, nullable=False),
    Column("in_battles", Boolean, nullable=False),
)

folders = Table(
    "folders",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("people.id"), nullable=False),
    Column("name", Words, nullable=False),
    UniqueConstraint("person", "name"),
)

chats = Table(
    "chats",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("people.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("title", Words, nullable=False),
    Column("titled", Boolean, nullable=False),
    Column("folder", Text, ForeignKey("folders.id", ondelete="SET NULL")),
    Column("pinned", Boolean, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("version", Text, ForeignKey("versions.id")),
    Column("leaf", Text),
    Column("edition", Integer, nullable=False),
    Column("pruned", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("source", Text),
    UniqueConstraint("person", "source"),
    Index(None, "person", "changed_at"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Text, primary_key=True),
    Column("chat", Text, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("parent", Text, ForeignKey("messages.id")),
    Column("author", Text, nullable=False),
    Column("said_at", Moment, nullable=False),
    Column("version", Text, ForeignKey("versions.id")),
    Column("label", Words, nullable=False),
    Column("battle", Text),
    Column("left_out", Integer, nullable=False),
    Column("summary", Words, nullable=False),
    Column("state", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("code", Text),
    Column("reason", Words),
    Column("stop_reason", Text),
    Column("first_word", Float),
    Column("total", Float),
    Column("tokens_in", BigInteger),
    Column("tokens_out", BigInteger),
    Column("cost", Float),
    UniqueConstraint("chat", "number"),
    Index(None, "parent"),
)

Index(
    "ix_messages_streaming",
    messages.c.id,
    sqlite_where=text("state = 'streaming'"),
    postgresql_where=text("state = 'streaming'"),
)

# A reply as its person changed it by hand.
documents = Table(
    "documents",
    metadata,
    Column("message", Text, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("chat", Text, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("text", Words, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

# A file that was given; without a chat it waits for the message it will go with.
attachments = Table(
    "attachments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("people.id"), nullable=False),
    Column("chat", Text, ForeignKey("chats.id", ondelete="CASCADE")),
    Column("name", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("text", Words, nullable=False),
    Column("cut", Boolean, nullable=False),
    Column("content", LargeBinary),
    Column("given_at", Moment, nullable=False),
    Index(None, "chat"),
)

# Which message carries which file: an edited message carries those of the one before it.
enclosures = Table(
    "enclosures",
    metadata,
    Column("message", Text, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("attachment", Text, ForeignKey("attachments.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, nullable=False),
    Index(None, "attachment"),
)

# A link that shows a chat up to `leaf` to whoever has it. Taking it back deletes the row.
chat_shares = Table(
    "chat_shares",
    metadata,
    Column("key", Text, primary_key=True),
    Column("chat", Text, ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("leaf", Text, ForeignKey("messages.id", ondelete="CASCADE"), nullable=False),
    Column("shared_at", Moment, nullable=False),
    Index(None, "chat"),
)

# Files of chats from elsewhere, on their way in.
imports = Table(
    "imports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("people.id"), nullable=False),
    Column("name", Words, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("read", BigInteger, nullable=False),
    Column("chats", Integer, nullable=False),
    Column("messages", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("skipped", Integer, nullable=False),
    Column("code", Text),
    Column("begun_at", Moment, nullable=False),
    Index(None, "person"),
)

# What people make of artifacts (`madang.domain.artifacts`). A place is the opaque address of one
# side of a battle, or of a chat; who owns it, the engine finds out.
edits = Table(
    "edits",
    metadata,
    Column("id", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Column("person", Text, ForeignKey("people.id"), nullable=False),
    Column("name", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("language", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("author", Text, nullable=False),
    Column("after", Integer, nullable=False),
    Column("made_at", Moment, nullable=False),
    Index(None, "place", "made_at"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Column("name", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("after", Integer, nullable=False),
    Column("ran", Boolean, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("fps", Float),
    Column("keys", Integer, nullable=False),
    Column("pointers", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("began_at", Moment, nullable=False),
    Index(None, "place", "began_at"),
)

shares = Table(
    "shares",
    metadata,
    Column("key", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Column("person", Text, ForeignKey("people.id"), nullable=False),
    Column("artifact", JSON, nullable=False),
    Column("assets", JSON, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Index(None, "place", "made_at"),
)
