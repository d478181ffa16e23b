"""What Alembic runs for every command; the connection is given by `madang.store.migration`."""

from typing import Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from madang.store.schema import metadata


def render_item(kind: str, thing: object, _context: object) -> str | Literal[False]:
    """A migration names plain types: what ours do in Python may change, the columns have not."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl!r}"
    return False


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """The index of what was said is no table of the schema (`madang.store.search`)."""
    return not (kind == "table" and (name or "").split("_")[0] == "said")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    include_name=is_ours,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
