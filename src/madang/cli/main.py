"""The commands, a module each. What they say is said through `terminal`."""

from __future__ import annotations

import typer

from madang.cli import bench, contestants, doctor, export, import_, migrate, openapi, rank, serve

app = typer.Typer(
    name="madang",
    help="Blind battles between AI models, judged by the people who use them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(serve.serve)
app.command()(contestants.contestants)
app.command()(migrate.migrate)
app.command()(doctor.doctor)
app.command()(openapi.openapi)
app.command()(rank.rank)
app.command()(bench.bench)
app.command()(export.export)
app.command("import")(import_.import_)


def main() -> None:
    app()
