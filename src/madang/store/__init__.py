"""What is kept: SQLAlchemy tables, one repository an aggregate, Alembic migrations.

`Store` is the door. Rules of the game are the domain's; when something is written is the engine's.
"""

from madang.store.store import Store

__all__ = ["Store"]
