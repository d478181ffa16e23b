"""What people made of replies by hand."""

import sqlalchemy as sa
from alembic import op

from madang.store.schema import Moment

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("changed_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("message", name="pk_documents"),
        sa.ForeignKeyConstraint(
            ["message"], ["messages.id"], name="fk_documents_message", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_documents_chat", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_documents_chat", "documents", ["chat"])


def downgrade() -> None:
    op.drop_table("documents")
