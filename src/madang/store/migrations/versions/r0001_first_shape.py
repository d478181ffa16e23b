"""The first shape: people, contestant versions, battles, votes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("maker", sa.Text, nullable=False),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("system", sa.Text, nullable=False),
        sa.Column("parameters", sa.JSON, nullable=False),
        sa.Column("prices", sa.JSON),
        sa.Column("open_weights", sa.Boolean, nullable=False),
        sa.Column("sees_images", sa.Boolean, nullable=False),
        sa.Column("context_tokens", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sa.UniqueConstraint("slug", "number", name="uq_versions_slug_number"),
        sa.UniqueConstraint("slug", "fingerprint", name="uq_versions_slug_fingerprint"),
    )
    op.create_table(
        "battles",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("pace", sa.Text, nullable=False),
        sa.Column("version_a", sa.Text, nullable=False),
        sa.Column("version_b", sa.Text, nullable=False),
        sa.Column("probability", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_battles"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_battles_person"),
        sa.ForeignKeyConstraint(["version_a"], ["versions.id"], name="fk_battles_version_a"),
        sa.ForeignKeyConstraint(["version_b"], ["versions.id"], name="fk_battles_version_b"),
    )
    op.create_index("ix_battles_person_created_at", "battles", ["person", "created_at"])
    _create_turns_and_replies()
    _create_votes()


def _create_turns_and_replies() -> None:
    op.create_table(
        "turns",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("battle", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("counted", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
        sa.ForeignKeyConstraint(["battle"], ["battles.id"], name="fk_turns_battle"),
        sa.UniqueConstraint("battle", "number", name="uq_turns_battle_number"),
    )
    op.create_table(
        "replies",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("turn", sa.Text, nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
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
        sa.PrimaryKeyConstraint("id", name="pk_replies"),
        sa.ForeignKeyConstraint(["turn"], ["turns.id"], name="fk_replies_turn"),
        sa.UniqueConstraint("turn", "side", "attempt", name="uq_replies_turn_side_attempt"),
    )
    streaming = sa.text("state = 'streaming'")
    op.create_index(
        "ix_replies_streaming",
        "replies",
        ["id"],
        sqlite_where=streaming,
        postgresql_where=streaming,
    )


def _create_votes() -> None:
    op.create_table(
        "votes",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("battle", sa.Text, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("cast_at", MOMENT, nullable=False),
        sa.Column("informed", sa.Boolean, nullable=False),
        sa.Column("expected", sa.Float),
        sa.Column("undone_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_votes"),
        sa.ForeignKeyConstraint(
            ["battle", "turn"], ["turns.battle", "turns.number"], name="fk_votes_battle_turn"
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_votes_person"),
    )
    op.create_index("ix_votes_battle", "votes", ["battle"])
    standing = sa.text("undone_at IS NULL")
    op.create_index(
        "uq_votes_standing",
        "votes",
        ["battle"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_table(
        "annotations",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("vote", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_annotations"),
        sa.ForeignKeyConstraint(["vote"], ["votes.id"], name="fk_annotations_vote"),
    )
    op.create_index("ix_annotations_vote", "annotations", ["vote"])


def downgrade() -> None:
    for table in ("annotations", "votes", "replies", "turns", "battles", "versions", "people"):
        op.drop_table(table)
