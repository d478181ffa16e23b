"""The playground: what can be tried, a run, its stop, and the request as it would be sent."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from starlette.responses import StreamingResponse

from madang.api.language import CallerLanguage
from madang.api.streaming import respond
from madang.api.yard import TheYard
from madang.domain.contestants import Parameters
from madang.engine.playground.columns import COLUMNS, Preview, Sheet
from madang.engine.playground.drafts import Draft

router = APIRouter(prefix="/api/playground", tags=["playground"])


class Offer(BaseModel):
    """What there is to try. `contestants` says whether one can be made in the page."""

    enabled: bool
    contestants: bool
    providers: list[str]
    columns: int
    cases: int
    question_characters: int


class Models(BaseModel):
    """A provider's models by id; `problem` says why it named none itself."""

    models: list[str]
    problem: str | None


class Column(BaseModel):
    """A model and how it is asked; `like` is the slug of the contestant it was begun from."""

    model_config = ConfigDict(extra="forbid")

    provider: str
    model: str
    system: str = ""
    parameters: Parameters = Parameters()
    like: str | None = None

    def draft(self) -> Draft:
        return Draft(**{name: getattr(self, name) for name in Column.model_fields})


class Running(BaseModel):
    model_config = ConfigDict(extra="forbid")

    columns: list[Column]
    prompt: str
    cases: list[dict[str, str]] = []


class Asking(BaseModel):
    model_config = ConfigDict(extra="forbid")

    column: Column
    prompt: str = ""
    values: dict[str, str] = {}


class Which(BaseModel):
    """A case, a column, a cell (both) or all of them (neither); counted from 0."""

    model_config = ConfigDict(extra="forbid")

    case: int | None = None
    column: int | None = None


class Stopped(BaseModel):
    run: str


@router.get("")
async def offer(yard: TheYard) -> Offer:
    settings = yard.settings.playground
    return Offer(
        enabled=settings.enabled,
        contestants=settings.enabled and settings.contestants,
        providers=yard.roster.providers,
        columns=COLUMNS,
        cases=settings.cases,
        question_characters=yard.settings.question_characters,
    )


@router.get("/models/{provider}")
async def models(provider: str, yard: TheYard, language: CallerLanguage) -> Models:
    found, problem = await yard.playground.models(provider)
    return Models(models=found, problem=problem and problem.message(language))


@router.post("/preview")
async def preview(asking: Asking, yard: TheYard) -> Preview:
    return yard.playground.preview(asking.column.draft(), asking.prompt, asking.values)


@router.post("/runs", response_class=StreamingResponse)
async def run(running: Running, yard: TheYard) -> StreamingResponse:
    """Events of every cell (`docs/api.md`); who leaves ends the run."""
    sheet = Sheet(
        columns=tuple(column.draft() for column in running.columns),
        prompt=running.prompt,
        cases=tuple(running.cases),
    )
    return respond(yard.playground.follow(yard.playground.begin(sheet)))


@router.post("/runs/{run}/stop", status_code=202)
async def stop(run: str, yard: TheYard, which: Which | None = None) -> Stopped:
    which = which or Which()
    await yard.playground.stop(run, which.case, which.column)
    return Stopped(run=run)
