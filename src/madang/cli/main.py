"""The commands, a module each, imported when called. What they say goes through `terminal`."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from madang import __version__

COMMANDS = {
    "serve": "serve",
    "contestants": "contestants",
    "migrate": "migrate",
    "doctor": "doctor",
    "openapi": "openapi",
    "rank": "rank",
    "bench": "bench",
    "export": "export",
    "import": "import_",
    "templates": "templates",
    "votes": "ballots",
}
"""A command's name, and the module of `madang.cli` whose function of the same name it is."""


class Commands(TyperGroup):
    """Loads only what is called: one command needs the server, another SciPy, most neither."""

    def list_commands(self, ctx: Any) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        name = COMMANDS[cmd_name]
        function = getattr(import_module(f"madang.cli.{name}"), name)
        if isinstance(function, typer.Typer):
            group = typer.main.get_command(function)
            group.name = cmd_name
            return group
        single = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        single.command(cmd_name)(function)
        return typer.main.get_command(single)


app = typer.Typer(
    name="madang",
    cls=Commands,
    help="Blind battles between AI models, judged by the people who use them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def madang(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_tell_version, help="Say which version."),
    ] = False,
) -> None:
    """Blind battles between AI models, judged by the people who use them."""
    del version


def main() -> None:
    app()
