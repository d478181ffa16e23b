"""Which template a battle came of, and each person's brand voice."""

import sqlalchemy as sa
from alembic import op

from madang.store.schema import Moment

revision = "0004"
down_revision = "0003"

COLUMNS = ("template", "template_kind", "form")


def upgrade() -> None:
    op.add_column("battles", sa.Column("template", sa.Text))
    op.add_column("battles", sa.Column("template_kind", sa.Text))
    op.add_column("battles", sa.Column("form", sa.JSON))
    op.create_table(
        "voices",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("changed_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_voices"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_voices_person"),
    )


def downgrade() -> None:
    op.drop_table("voices")
    for name in COLUMNS:
        op.drop_column("battles", name)
