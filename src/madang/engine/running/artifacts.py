"""What a person does with artifacts: edits them, runs them, shares them.

Versions that models made are read from replies (`runwindow.parse`) and not stored again. Nothing
here is ever judged: a vote is on what the models made.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from madang.domain.artifacts import (
    MOST_CHARACTERS,
    Artifact,
    Author,
    Edit,
    Run,
    Share,
    safe_name,
    safe_title,
)
from madang.domain.errors import Forbidden
from madang.domain.errors.artifacts import (
    ArtifactTooLong,
    BadArtifactName,
    NotYourShare,
    UnknownPlace,
    UnknownShare,
)
from madang.engine.asking.questions import new_id
from madang.engine.running.places import Places
from madang.store import Store


class Artifacts:
    """Edits, runs and shares of all places."""

    def __init__(self, store: Store, places: Places) -> None:
        self._store = store
        self._places = places

    async def edits(self, place: str, person: str) -> list[Edit]:
        """The person's versions at a place of theirs, oldest first."""
        await self._places.require(place, person)
        return await self._store.artifacts.edits(place)

    async def edit(
        self, place: str, person: str, artifact: Artifact, author: Author, after: int
    ) -> Edit:
        """Keep a version.

        Raises:
            ArtifactTooLong, BadArtifactName: it can't be kept as it is.
        """
        await self._places.require(place, person)
        edit = Edit(
            id=new_id("e"),
            place=place,
            artifact=_checked(artifact),
            author=author,
            after=after,
            made_at=datetime.now(UTC),
        )
        await self._store.artifacts.add_edit(edit, person)
        return edit

    async def run(self, person: str, run: Run) -> None:
        """Keep how a run at a place of theirs goes."""
        await self._places.require(run.place, person)
        if not await self._store.artifacts.keep_run(replace(run, name=_named(run.name))):
            raise UnknownPlace

    async def shares(self, place: str, person: str) -> list[Share]:
        """The links that still lead to what is at a place of theirs."""
        await self._places.require(place, person)
        return await self._store.artifacts.shares(place)

    async def share(
        self, place: str, person: str, artifact: Artifact, assets: Sequence[Artifact]
    ) -> Share:
        """Make a link to an artifact as it is now; nothing else of the place goes with it.

        Raises:
            ArtifactTooLong, BadArtifactName: it can't be kept as it is.
        """
        await self._places.require(place, person)
        share = Share(
            key=secrets.token_urlsafe(16),
            place=place,
            artifact=_checked(artifact),
            assets=tuple(_checked(held) for held in assets),
            made_at=datetime.now(UTC),
        )
        await self._store.artifacts.add_share(share, person)
        return share

    async def shared(self, key: str) -> Share:
        """What a link leads to, for whoever has it.

        Raises:
            UnknownShare: it leads nowhere, or no more.
        """
        share = await self._store.artifacts.share(key)
        if share.revoked_at:
            raise UnknownShare
        return share

    async def revoke(self, key: str, person: str) -> None:
        """Let a link of theirs lead nowhere.

        Raises:
            UnknownShare, NotYourShare: there is none, or someone else made it.
        """
        share = await self._store.artifacts.share(key)
        try:
            await self._places.require(share.place, person)
        except Forbidden as error:
            raise NotYourShare from error
        await self._store.artifacts.revoke(key, datetime.now(UTC))


def _named(name: str) -> str:
    """Names come safe from the parser; anything else is no name."""
    if not name or safe_name(name) != name:
        raise BadArtifactName(name=name[:100])
    return name


def _checked(artifact: Artifact) -> Artifact:
    if len(artifact.text) > MOST_CHARACTERS:
        raise ArtifactTooLong(length=len(artifact.text), limit=MOST_CHARACTERS)
    return replace(
        artifact,
        name=_named(artifact.name),
        title=safe_title(artifact.title),
        language=artifact.language[:32],
    )
