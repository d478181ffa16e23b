"""Which votes count, said to the database: one place, so that no two numbers on screen differ."""

from sqlalchemy import or_, select

from madang.store.schema import batches, excluded_votes, exclusions, votes

ARRIVED = or_(
    votes.c.batch.is_(None),
    votes.c.batch.in_(select(batches.c.id).where(batches.c.finished_at.is_not(None))),
)
"""Cast here, or of a file that was taken in to its end."""

LEFT_OUT = (
    select(excluded_votes.c.vote)
    .join(exclusions, exclusions.c.id == excluded_votes.c.exclusion)
    .where(exclusions.c.restored_at.is_(None))
)

EXCLUDED = votes.c.id.in_(LEFT_OUT)
"""The owner has left it out, and not restored it."""

VALID = votes.c.undone_at.is_(None) & votes.c.informed.is_(False) & ARRIVED
"""`Vote.counts`, and there: what boards read, whether or not the owner left it out."""

COUNTS = VALID & ~EXCLUDED
