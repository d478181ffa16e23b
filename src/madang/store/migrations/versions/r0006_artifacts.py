"""What people make of artifacts: edits, runs, shares; and turns that one side alone is asked."""

import sqlalchemy as sa
from alembic import op

from madang.store.schema import Moment, Words

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    with op.batch_alter_table("turns") as turns:
        turns.add_column(sa.Column("side", sa.Text))
    op.create_table(
        "edits",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("name", Words, nullable=False),
        sa.Column("title", Words, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("language", Words, nullable=False),
        sa.Column("text", Words, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("after", sa.Integer, nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_edits"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_edits_person"),
    )
    op.create_index("ix_edits_place_made_at", "edits", ["place", "made_at"])
    op.create_table(
        "runs",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("name", Words, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("after", sa.Integer, nullable=False),
        sa.Column("ran", sa.Boolean, nullable=False),
        sa.Column("errors", sa.Integer, nullable=False),
        sa.Column("fps", sa.Float),
        sa.Column("keys", sa.Integer, nullable=False),
        sa.Column("pointers", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("began_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_index("ix_runs_place_began_at", "runs", ["place", "began_at"])
    op.create_table(
        "shares",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("artifact", sa.JSON, nullable=False),
        sa.Column("assets", sa.JSON, nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("revoked_at", Moment),
        sa.PrimaryKeyConstraint("key", name="pk_shares"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_shares_person"),
    )
    op.create_index("ix_shares_place_made_at", "shares", ["place", "made_at"])


def downgrade() -> None:
    op.drop_table("shares")
    op.drop_table("runs")
    op.drop_table("edits")
    with op.batch_alter_table("turns") as turns:
        turns.drop_column("side")
