"""The tables: the only truth about columns. `migrations/` leads a database here, step by step.

Ids are opaque text. `a` and `b` are sides. Nothing here is ever deleted.
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
    MetaData,
    Table,
    Text,
    UniqueConstraint,
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
    Index(None, "person", "created_at"),
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
