"""The application, composed: routes, errors, the page, and the yard they all stand on."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from madang import __version__
from madang.api import errors, page
from madang.api.guard import Guard
from madang.api.people import Cookies
from madang.api.routes import (
    battles,
    benchmarks,
    contestants,
    exports,
    leaderboard,
    records,
    report,
    status,
    stream,
    votes,
)
from madang.engine.settings import Settings
from madang.engine.yard import open_yard

ROUTERS = (
    status,
    contestants,
    battles,
    stream,
    votes,
    leaderboard,
    records,
    exports,
    report,
    benchmarks,
)


def create_app(settings: Settings, environment: Mapping[str, str] | None = None) -> FastAPI:
    """The application. It opens the store and the models when it starts, not before."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with open_yard(settings, environment) as yard:
            app.state.yard = yard
            app.state.cookies = Cookies(settings.home)
            yield

    app = FastAPI(
        title="Madang",
        version=__version__,
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
    )
    errors.install(app)
    for routes in ROUTERS:
        app.include_router(routes.router)
    page.install(app)
    return app


def guarded(app: FastAPI, settings: Settings) -> ASGIApp:
    """The application behind its guard: what is served."""
    hosts = (*settings.hosts, settings.host)
    return Guard(app, hosts=hosts, question_characters=settings.question_characters)
