"""Running an artifact: its document is made here and fetched, once, from the sandbox's origin."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from madang.api.language import CallerLanguage
from madang.api.people import Caller
from madang.api.yard import TheYard
from madang.domain.artifacts import Artifact, Kind
from madang.engine.running.runs import A_LABEL
from madang.engine.running.runs import Caller as Runner

router = APIRouter(prefix="/api/runs", tags=["runs"])


class Sent(BaseModel):
    """An artifact as the page has it."""

    name: str
    title: str = ""
    kind: Kind
    language: str = ""
    text: str

    def artifact(self) -> Artifact:
        return Artifact(
            name=self.name,
            title=self.title,
            kind=self.kind,
            language=self.language,
            text=self.text,
        )


class RunWanted(BaseModel):
    """`assets` are the artifacts it may use; `growing` shows it while its text still comes.

    `begun` makes ready all but its text, for a frame that waits while that is written. `label` is
    that of the window's run before it, where that one still answers.
    """

    artifact: Sent
    assets: list[Sent] = []
    growing: bool = False
    begun: bool = False
    label: Annotated[str | None, Field(pattern=A_LABEL)] = None


class Whole(BaseModel):
    """The text of a run that was begun, with the artifacts it may use."""

    artifact: Sent
    assets: list[Sent] = []


class Problems(BaseModel):
    """What an artifact asks for and does not get, in the caller's language."""

    problems: list[str]


class Ticket(Problems):
    """Where the document can be fetched once, soon, by a frame of the page that asked.

    `nonce` is what its runner says to that page. `isolated` says that it has a site of its own;
    where it has not, some browsers let one run's endless loop be felt elsewhere.
    """

    url: str
    nonce: str
    label: str
    isolated: bool


def _runner(request: Request, caller: Caller, language: CallerLanguage) -> Runner:
    # The guard has seen that the origin, where a browser sends it, is our own.
    app = request.headers.get("origin") or str(request.base_url).rstrip("/")
    owner = caller or (request.client.host if request.client else "")
    return Runner(owner=owner, app=app, language=language)


@router.post("", status_code=201)
async def run(
    wanted: RunWanted, yard: TheYard, runner: Annotated[Runner, Depends(_runner)]
) -> Ticket:
    artifact = wanted.artifact.artifact()
    if wanted.begun:
        ticket = await yard.runs.begin(artifact, runner, label=wanted.label)
    else:
        assets = [sent.artifact() for sent in wanted.assets]
        ticket = await yard.runs.put(
            artifact, assets, runner, growing=wanted.growing, label=wanted.label
        )
    return Ticket(
        url=ticket.url,
        nonce=ticket.nonce,
        label=ticket.label,
        isolated=ticket.isolated,
        problems=list(ticket.problems),
    )


@router.put("/{token}")
async def finish(
    token: str, whole: Whole, yard: TheYard, runner: Annotated[Runner, Depends(_runner)]
) -> Problems:
    """Bring the text of a run that was begun, to the frame that waits for it at `/r/{token}`."""
    assets = [sent.artifact() for sent in whole.assets]
    said = await yard.runs.finish(token, whole.artifact.artifact(), assets, runner)
    return Problems(problems=list(said))


@router.post("/file", response_class=Response, responses={200: {"content": {"text/html": {}}}})
async def file(
    wanted: RunWanted, yard: TheYard, runner: Annotated[Runner, Depends(_runner)]
) -> HTMLResponse:
    """The artifact as one HTML file that runs anywhere, offline. To be saved, never shown here."""
    text = await yard.runs.whole(
        wanted.artifact.artifact(), [sent.artifact() for sent in wanted.assets], runner
    )
    headers = {
        "Content-Disposition": "attachment",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(text, headers=headers)
