"""How a route gets at the engine."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from madang.engine.yard import Yard


async def _yard(request: Request) -> Yard:
    return request.app.state.yard


TheYard = Annotated[Yard, Depends(_yard)]
