"""Chats: messages as a tree, files, folders, links, imports; and what a battle was given before."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")

STREAMING = sa.text("state = 'streaming'")

TABLES = (
    "chat_shares",
    "contexts",
    "enclosures",
    "attachments",
    "messages",
    "chats",
    "imports",
    "folders",
    "preferences",
)

TRIGRAMS = """
SELECT count(*) FROM pg_available_extensions
WHERE name = 'pg_trgm' AND (installed_version IS NOT NULL
    OR has_database_privilege(current_database(), 'CREATE'))
"""


def upgrade() -> None:
    _create_shelves()
    _create_chats()
    _create_messages()
    _create_files()
    _create_links()
    _create_search()


def _create_shelves() -> None:
    op.create_table(
        "preferences",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("instructions", sa.Text, nullable=False),
        sa.Column("in_battles", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_preferences_person"),
        sa.PrimaryKeyConstraint("person", name="pk_preferences"),
    )
    op.create_table(
        "folders",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_folders_person"),
        sa.PrimaryKeyConstraint("id", name="pk_folders"),
        sa.UniqueConstraint("person", "name", name="uq_folders_person_name"),
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("read", sa.BigInteger, nullable=False),
        sa.Column("chats", sa.Integer, nullable=False),
        sa.Column("messages", sa.Integer, nullable=False),
        sa.Column("known", sa.Integer, nullable=False),
        sa.Column("skipped", sa.Integer, nullable=False),
        sa.Column("code", sa.Text),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_imports_person"),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
    )
    op.create_index("ix_imports_person", "imports", ["person"])


def _create_chats() -> None:
    op.create_table(
        "chats",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("titled", sa.Boolean, nullable=False),
        sa.Column("folder", sa.Text),
        sa.Column("pinned", sa.Boolean, nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("version", sa.Text),
        sa.Column("leaf", sa.Text),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("pruned", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("source", sa.Text),
        sa.ForeignKeyConstraint(
            ["folder"], ["folders.id"], name="fk_chats_folder", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_chats_person"),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name="fk_chats_version"),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
        sa.UniqueConstraint("person", "source", name="uq_chats_person_source"),
    )
    op.create_index("ix_chats_person_changed_at", "chats", ["person", "changed_at"])


def _create_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("parent", sa.Text),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("version", sa.Text),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("battle", sa.Text),
        sa.Column("left_out", sa.Integer, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("code", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("stop_reason", sa.Text),
        sa.Column("first_word", sa.Float),
        sa.Column("total", sa.Float),
        sa.Column("tokens_in", sa.BigInteger),
        sa.Column("tokens_out", sa.BigInteger),
        sa.Column("cost", sa.Float),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_messages_chat", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["parent"], ["messages.id"], name="fk_messages_parent"),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name="fk_messages_version"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("chat", "number", name="uq_messages_chat_number"),
    )
    op.create_index("ix_messages_parent", "messages", ["parent"])
    op.create_index(
        "ix_messages_streaming",
        "messages",
        ["id"],
        sqlite_where=STREAMING,
        postgresql_where=STREAMING,
    )


def _create_files() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("chat", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("cut", sa.Boolean, nullable=False),
        sa.Column("content", sa.LargeBinary),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_attachments_chat", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_attachments_person"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_chat", "attachments", ["chat"])
    op.create_table(
        "enclosures",
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("attachment", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment"], ["attachments.id"], name="fk_enclosures_attachment", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message"], ["messages.id"], name="fk_enclosures_message", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("message", "attachment", name="pk_enclosures"),
    )
    op.create_index("ix_enclosures_attachment", "enclosures", ["attachment"])


def _create_links() -> None:
    op.create_table(
        "chat_shares",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("leaf", sa.Text, nullable=False),
        sa.Column("shared_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_chat_shares_chat", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["leaf"], ["messages.id"], name="fk_chat_shares_leaf", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name="pk_chat_shares"),
    )
    op.create_index("ix_chat_shares_chat", "chat_shares", ["chat"])
    op.create_table(
        "contexts",
        sa.Column("battle", sa.Text, nullable=False),
        sa.Column("chat", sa.Text),
        sa.Column("message", sa.Text),
        sa.Column("prelude", sa.JSON, nullable=False),
        sa.Column("enclosed", sa.Text, nullable=False),
        sa.Column("images", sa.JSON, nullable=False),
        sa.Column("instructions", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["battle"], ["battles.id"], name="fk_contexts_battle"),
        sa.PrimaryKeyConstraint("battle", name="pk_contexts"),
    )
    op.create_index("ix_contexts_chat", "contexts", ["chat"])


def _create_search() -> None:
    """The table of what can be found again (`madang.store.search`)."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE said USING fts5("
            "message UNINDEXED, chat UNINDEXED, person UNINDEXED, text, tokenize = 'trigram')"
        )
        return
    op.execute("CREATE TABLE said (message text, chat text, person text, text text)")
    op.execute("CREATE INDEX ix_said_chat ON said (chat)")
    op.execute("CREATE INDEX ix_said_person ON said (person)")
    # Without the extension every text is looked through: slower, and as right.
    if op.get_bind().scalar(sa.text(TRIGRAMS)):
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        op.execute("CREATE INDEX ix_said_text ON said USING gin (text gin_trgm_ops)")


def downgrade() -> None:
    op.execute("DROP TABLE said")
    for table in TABLES:
        op.drop_table(table)
