"""What a person makes of artifacts at a place of theirs: edits, runs, shares."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from madang.api.people import Caller
from madang.api.yard import TheYard
from madang.domain.artifacts import Artifact, Author, Edit, Kind, Run, Share

router = APIRouter(prefix="/api/places/{place}", tags=["artifacts"])

RunId = Annotated[str, Path(pattern="^u_[A-Za-z0-9_-]{8,64}$")]
After = Annotated[int, Field(ge=0, le=1_000_000)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]


class Kept(BaseModel):
    """An artifact as a person keeps it."""

    model_config = ConfigDict(extra="forbid")

    name: str
    title: str = ""
    kind: Kind
    language: str = ""
    text: str

    def artifact(self) -> Artifact:
        return Artifact(**self.model_dump())


class NewEdit(Kept):
    """A version made by hand; `after` is the number of the turn it follows, 0 for none."""

    author: Literal["person", "remix"] = "person"
    after: After


class EditView(NewEdit):
    id: str
    made_at: datetime


class Edits(BaseModel):
    edits: list[EditView]


class RunRecord(BaseModel):
    """How a run went, as the page saw it. Sent again as it goes on."""

    model_config = ConfigDict(extra="forbid")

    name: str
    kind: Kind
    author: Author
    after: After
    ran: bool
    errors: Count = 0
    fps: Annotated[float, Field(ge=0, le=1000)] | None = None
    keys: Count = 0
    pointers: Count = 0
    seconds: Annotated[float, Field(ge=0, le=1e9)] = 0


class NewShare(BaseModel):
    model_config = ConfigDict(extra="forbid")

    artifact: Kept
    assets: Annotated[list[Kept], Field(max_length=100)] = []


class ShareView(NewShare):
    key: str
    made_at: datetime


class Shares(BaseModel):
    shares: list[ShareView]


@router.get("/edits")
async def list_edits(place: str, yard: TheYard, caller: Caller) -> Edits:
    return Edits(edits=[_edit(held) for held in await yard.artifacts.edits(place, caller)])


@router.post("/edits", status_code=201)
async def keep_edit(place: str, edit: NewEdit, yard: TheYard, caller: Caller) -> EditView:
    artifact = Artifact(**edit.model_dump(exclude={"author", "after"}))
    kept = await yard.artifacts.edit(place, caller, artifact, Author(edit.author), edit.after)
    return _edit(kept)


@router.put("/runs/{run}", status_code=204)
async def keep_run(
    place: str, run: RunId, record: RunRecord, yard: TheYard, caller: Caller
) -> None:
    told = Run(id=run, place=place, began_at=datetime.now(UTC), **record.model_dump())
    await yard.artifacts.run(caller, told)


@router.get("/shares")
async def list_shares(place: str, yard: TheYard, caller: Caller) -> Shares:
    return Shares(shares=[view_share(held) for held in await yard.artifacts.shares(place, caller)])


@router.post("/shares", status_code=201)
async def share(place: str, new: NewShare, yard: TheYard, caller: Caller) -> ShareView:
    assets = [held.artifact() for held in new.assets]
    return view_share(await yard.artifacts.share(place, caller, new.artifact.artifact(), assets))


def view_share(share: Share) -> ShareView:
    return ShareView(
        key=share.key,
        artifact=_kept(share.artifact),
        assets=[_kept(held) for held in share.assets],
        made_at=share.made_at,
    )


def _edit(edit: Edit) -> EditView:
    author: Literal["person", "remix"] = "remix" if edit.author is Author.REMIX else "person"
    kept = _kept(edit.artifact).model_dump()
    return EditView(id=edit.id, made_at=edit.made_at, author=author, after=edit.after, **kept)


def _kept(held: Artifact) -> Kept:
    return Kept(
        name=held.name,
        title=held.title,
        kind=held.kind,
        language=held.language,
        text=held.text,
    )
