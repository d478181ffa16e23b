"""What a vote was about: categories, language, and the style of both replies."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

FIGURES = ("length", "headers", "lists", "bold", "first_word", "speed", "cost", "ran")


def upgrade() -> None:
    op.create_table(
        "measures",
        sa.Column("vote", sa.Text, nullable=False),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("categories", sa.Text, nullable=False),
        sa.Column("turns", sa.Integer, nullable=False),
        *(sa.Column(f"{figure}_{side}", sa.Float) for figure in FIGURES for side in "ab"),
        sa.PrimaryKeyConstraint("vote", name="pk_measures"),
        sa.ForeignKeyConstraint(["vote"], ["votes.id"], name="fk_measures_vote"),
    )


def downgrade() -> None:
    op.drop_table("measures")
