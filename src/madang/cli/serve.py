"""`madang serve`: the server."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from madang.cli import terminal
from madang.cli.terminal import err, pick
from madang.domain.battles import Pace
from madang.domain.errors.server import HostUnusable, PortInUse, SandboxPortInUse
from madang.engine import settings as settings_module
from madang.engine.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp

LOOPBACK = ("127.0.0.1", "localhost", "::1")
NEIGHBOURS = 20
"""Ports after the page's own that are tried for the sandbox."""

SANDBOX = "MADANG_INTERNAL_SANDBOX"
"""How a reloaded process learns where the second listener is."""

FAREWELL = 2
"""Seconds open streams get to end when the server stops."""


def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen at.")] = None,
    port: Annotated[
        int | None, typer.Option(help="The port to listen at; 0 takes a free one.")
    ] = None,
    pace: Annotated[Pace | None, typer.Option(help="How replies are let out.")] = None,
    config: terminal.Config = None,
    home: terminal.Home = None,
    *,
    reload: Annotated[
        bool, typer.Option("--reload", help="Start anew when the code changes.")
    ] = False,
) -> None:
    """Start the server and say where it is."""
    with terminal.plain_errors():
        settings = terminal.load(config, home, host=host, port=port, pace=pace)
        listener = listen(settings)
        beside = listen_beside(settings, listener)
        address = _address(settings, listener)
        err.print(f"Madang  {address}", style="bold")
        err.print(_run_window(settings, beside), markup=False)
        err.print(pick(f"data    {settings.home}", f"자료    {settings.home}"), markup=False)
        if settings.host not in LOOPBACK:
            err.print(_warning(settings), style="yellow", markup=False)
        logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
        if reload:
            _reload(settings, config, [listener, beside])
        else:
            _run(settings, [listener, beside])


def listen(settings: Settings) -> socket.socket:
    """Take the port before anything else is started.

    Raises:
        PortInUse, HostUnusable: with what to do.
    """
    return _bind(settings, settings.port)


def listen_beside(settings: Settings, page: socket.socket) -> socket.socket:
    """Take the sandbox's port: the one that was set, else the first free one after the page's.

    Raises:
        SandboxPortInUse: the one that was set.
    """
    if settings.sandbox_port is not None:
        try:
            return _bind(settings, settings.sandbox_port)
        except PortInUse as error:
            raise SandboxPortInUse(port=settings.sandbox_port) from error
    own = page.getsockname()[1]
    # The page learns the port with each run, so which one it is matters to nobody.
    for port in range(own + 1, min(own + 1 + NEIGHBOURS, 65_536)) if settings.port else ():
        with suppress(PortInUse):
            return _bind(settings, port)
    return _bind(settings, 0)


def _bind(settings: Settings, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(port=port) from error
        why = error.strerror or str(error)
        raise HostUnusable(host=settings.host, port=port, reason=why) from error
    listener.listen(2048)
    return listener


def development_app() -> ASGIApp:
    """What `--reload` starts in each new process; the settings come through the environment."""
    from madang.api.app import create_app, guarded

    settings = settings_module.load()
    port = int(os.environ[SANDBOX])
    return guarded(create_app(settings, sandbox_port=port), settings)


def _run(settings: Settings, listeners: list[socket.socket]) -> None:
    import uvicorn

    from madang.api.app import create_app, guarded
    from madang.engine import yard

    asyncio.run(yard.check(settings))
    port: int = listeners[1].getsockname()[1]
    config = uvicorn.Config(
        guarded(create_app(settings, sandbox_port=port), settings),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=FAREWELL,
        server_header=False,
    )
    uvicorn.Server(config).run(sockets=listeners)


def _reload(settings: Settings, config: Path | None, listeners: list[socket.socket]) -> None:
    import uvicorn
    from uvicorn.supervisors import ChangeReload

    os.environ[SANDBOX] = str(listeners[1].getsockname()[1])
    os.environ |= {"MADANG_HOME": str(settings.home), "MADANG_PACE": settings.pace.value}
    if config:
        os.environ["MADANG_CONFIG"] = str(config)
    watched = uvicorn.Config(
        "madang.cli.serve:development_app",
        factory=True,
        reload=True,
        reload_dirs=["src"],
        timeout_graceful_shutdown=FAREWELL,
    )
    server = uvicorn.Server(watched)
    ChangeReload(watched, target=server.run, sockets=listeners).run()


def _address(settings: Settings, listener: socket.socket) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{listener.getsockname()[1]}"


def _run_window(settings: Settings, beside: socket.socket) -> str:
    port = beside.getsockname()[1]
    place = settings.sandbox_origin or f"http://*.localhost:{port}"
    if settings.host not in LOOPBACK and not settings.sandbox_origin:
        place += pick(f", else port {port}", f", 아니면 포트 {port}")
    return pick(f"runs    {place}", f"실행    {place}")


def _warning(settings: Settings) -> str:
    return pick(
        f"Listening at {settings.host}: everyone who can reach this machine can open Madang, start "
        "battles, vote, and spend what your keys pay for. There are no accounts yet, and the "
        "connection is not encrypted. Names it answers to: `hosts` in madang.toml.",
        f"{settings.host}에서 기다립니다: 이 컴퓨터에 닿는 누구나 마당을 열고 대결하고 투표하며 "
        "여러분의 키로 비용을 쓸 수 있습니다. 아직 계정이 없고 연결은 암호화되지 않습니다. "
        "답할 이름은 madang.toml의 `hosts`에 적습니다.",
    )
