"""What people make of artifacts: edits, how runs went, links. Replies are in `battles`."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from madang.domain.artifacts import Artifact, Author, Edit, Kind, Run, Share
from madang.domain.errors.artifacts import UnknownShare
from madang.store.database import Database, DuplicateError
from madang.store.schema import edits, runs, shares, storable


class Artifacts:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_edit(self, edit: Edit, person: str) -> None:
        """Keep a version that a person made; none is ever changed or deleted."""
        held = edit.artifact
        row = {
            "id": edit.id,
            "place": edit.place,
            "person": person,
            "name": held.name,
            "title": held.title,
            "kind": held.kind.value,
            "language": held.language,
            "text": held.text,
            "author": edit.author.value,
            "after": edit.after,
            "made_at": edit.made_at,
        }
        async with self._database.transaction() as connection:
            await connection.execute(insert(edits).values(row))

    async def edits(self, place: str) -> list[Edit]:
        """Every edit at a place, oldest first."""
        ask = select(edits).where(edits.c.place == place).order_by(edits.c.made_at, edits.c.id)
        async with self._database.read() as connection:
            return [_edit(row) for row in await connection.execute(ask)]

    async def keep_run(self, run: Run) -> bool:
        """Keep how a run goes, or goes on; False where this id belongs to another place."""
        row = asdict(run)
        row |= {"kind": run.kind.value, "author": run.author.value}
        news = {name: row[name] for name in ("ran", "errors", "fps", "keys", "pointers", "seconds")}
        known = (runs.c.id == run.id) & (runs.c.place == run.place)
        try:
            async with self._database.transaction() as connection:
                told = await connection.execute(update(runs).where(known).values(news))
                if not told.rowcount:
                    await connection.execute(insert(runs).values(row))
        except DuplicateError:
            return False
        return True

    async def runs(self, places: Sequence[str]) -> list[Run]:
        """Every run at these places, oldest first."""
        ask = select(runs).where(runs.c.place.in_(places)).order_by(runs.c.began_at, runs.c.id)
        async with self._database.read() as connection:
            return [_run(row) for row in await connection.execute(ask)]

    async def add_share(self, share: Share, person: str) -> None:
        row = {
            "key": share.key,
            "place": share.place,
            "person": person,
            "artifact": _plain(share.artifact),
            "assets": [_plain(held) for held in share.assets],
            "made_at": share.made_at,
            "revoked_at": None,
        }
        async with self._database.transaction() as connection:
            await connection.execute(insert(shares).values(row))

    async def share(self, key: str) -> Share:
        """What a link leads to.

        Raises:
            UnknownShare: there is none of this key.
        """
        async with self._database.read() as connection:
            found = await connection.execute(select(shares).where(shares.c.key == key))
            row = found.one_or_none()
        if row is None:
            raise UnknownShare
        return _share(row)

    async def shares(self, place: str) -> list[Share]:
        """The links to what is at a place that still lead somewhere, oldest first."""
        ask = (
            select(shares)
            .where(shares.c.place == place, shares.c.revoked_at.is_(None))
            .order_by(shares.c.made_at, shares.c.key)
        )
        async with self._database.read() as connection:
            return [_share(row) for row in await connection.execute(ask)]

    async def revoke(self, key: str, at: datetime) -> None:
        """Let a link lead nowhere from now on."""
        standing = (shares.c.key == key) & shares.c.revoked_at.is_(None)
        async with self._database.transaction() as connection:
            await connection.execute(update(shares).where(standing).values(revoked_at=at))


def _edit(row: Row[Any]) -> Edit:
    return Edit(
        id=row.id,
        place=row.place,
        artifact=Artifact(
            name=row.name,
            title=row.title,
            kind=Kind(row.kind),
            language=row.language,
            text=row.text,
        ),
        author=Author(row.author),
        after=row.after,
        made_at=row.made_at,
    )


def _run(row: Row[Any]) -> Run:
    return Run(
        id=row.id,
        place=row.place,
        name=row.name,
        kind=Kind(row.kind),
        author=Author(row.author),
        after=row.after,
        ran=row.ran,
        errors=row.errors,
        fps=row.fps,
        keys=row.keys,
        pointers=row.pointers,
        seconds=row.seconds,
        began_at=row.began_at,
    )


def _plain(artifact: Artifact) -> dict[str, str]:
    """As JSON, without what no column can hold: inside JSON nothing else looks for it."""
    told = {"name": artifact.name, "title": artifact.title, "language": artifact.language}
    told |= {"kind": artifact.kind.value, "text": artifact.text}
    return {key: storable(value) for key, value in told.items()}


def _artifact(told: dict[str, str]) -> Artifact:
    return Artifact(
        name=told["name"],
        title=told["title"],
        kind=Kind(told["kind"]),
        language=told["language"],
        text=told["text"],
    )


def _share(row: Row[Any]) -> Share:
    return Share(
        key=row.key,
        place=row.place,
        artifact=_artifact(row.artifact),
        assets=tuple(_artifact(held) for held in row.assets),
        made_at=row.made_at,
        revoked_at=row.revoked_at,
    )
