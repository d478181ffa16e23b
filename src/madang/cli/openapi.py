"""`madang openapi`: the interface as an OpenAPI file, for those who build on it."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from madang.engine.settings import Settings


def openapi() -> None:
    """Print the OpenAPI description of the HTTP interface."""
    from madang.api.app import create_app

    schema = create_app(Settings(home=Path())).openapi()
    typer.echo(json.dumps(schema, indent=2, ensure_ascii=False))
