"""Contestants made in the page: which version of each stands now, and whether it is drawn."""

import sqlalchemy as sa
from alembic import op

from madang.store.schema import Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "workshop",
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("presence", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("changed_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_workshop"),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name="fk_workshop_version"),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name="fk_workshop_made_by"),
    )


def downgrade() -> None:
    op.drop_table("workshop")
