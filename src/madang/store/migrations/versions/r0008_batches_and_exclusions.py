"""Files of votes taken in whole or not, counts of votes, and votes left out with a reason."""

import sqlalchemy as sa
from alembic import op

from madang.store.schema import Moment, Words

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("file", Words, nullable=False),
        sa.Column("began_at", Moment, nullable=False),
        sa.Column("finished_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
    )
    op.add_column("votes", sa.Column("times", sa.Integer, nullable=False, server_default="1"))
    op.add_column("votes", sa.Column("batch", sa.Text))
    op.create_table(
        "exclusions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("reason", Words, nullable=False),
        sa.Column("chosen", Words, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("restored_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_exclusions"),
    )
    op.create_table(
        "excluded_votes",
        sa.Column("exclusion", sa.Integer, nullable=False),
        sa.Column("vote", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("exclusion", "vote", name="pk_excluded_votes"),
        sa.ForeignKeyConstraint(
            ["exclusion"], ["exclusions.id"], name="fk_excluded_votes_exclusion"
        ),
        sa.ForeignKeyConstraint(["vote"], ["votes.id"], name="fk_excluded_votes_vote"),
    )
    op.create_index("ix_excluded_votes_vote", "excluded_votes", ["vote"])


def downgrade() -> None:
    op.drop_table("excluded_votes")
    op.drop_table("exclusions")
    op.drop_column("votes", "batch")
    op.drop_column("votes", "times")
    op.drop_table("batches")
