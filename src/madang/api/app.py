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
    chat_extras,
    chat_imports,
    chat_stream,
    chats,
    contestants,
    documents,
    exports,
    leaderboard,
    places,
    playground,
    records,
    report,
    runs,
    shares,
    shelves,
    status,
    stream,
    templates,
    votes,
    workshop,
)
from madang.api.sandbox import SandboxApp, TwoOrigins
from madang.engine.running.runs import Runs, open_runs
from madang.engine.settings import Settings
from madang.engine.yard import open_yard

ROUTERS = (
    status,
    contestants,
    battles,
    stream,
    templates,
    documents,
    votes,
    leaderboard,
    records,
    exports,
    report,
    benchmarks,
    playground,
    workshop,
    shelves,
    chats,
    chat_stream,
    runs,
    places,
    shares,
    chat_extras,
    chat_imports,
)


def create_app(
    settings: Settings,
    environment: Mapping[str, str] | None = None,
    *,
    sandbox_port: int | None = None,
) -> FastAPI:
    """The page's application. It opens the store and the models when it starts, not before.

    Args:
        settings: all of them.
        environment: variables; None means the process's own.
        sandbox_port: where the second listener is; None where there is none.
    """
    waiting = open_runs(settings, sandbox_port)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with open_yard(settings, environment, waiting) as yard:
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
        responses=errors.RESPONSES,
    )
    errors.install(app)
    for routes in ROUTERS:
        app.include_router(routes.router)
    page.install(app, waiting.sandbox)
    app.state.runs = waiting
    return app


def guarded(app: FastAPI, settings: Settings) -> ASGIApp:
    """What is served: the page behind its guard, and the sandbox on its own listener."""
    hosts = (*settings.hosts, settings.host)
    waiting: Runs = app.state.runs
    guard = Guard(
        app,
        hosts=hosts,
        question_characters=settings.question_characters,
        reply_characters=settings.reply_characters,
        foreign=waiting.sandbox.owns,
    )
    return TwoOrigins(guard, SandboxApp(waiting, hosts), port=waiting.sandbox.port)
