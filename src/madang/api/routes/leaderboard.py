"""The board: what people prefer, with its doubt."""

from __future__ import annotations

from fastapi import APIRouter

from madang.api.yard import TheYard
from madang.engine.leaderboard import Board

router = APIRouter(prefix="/api/leaderboard", tags=["leaderboard"])


@router.get("")
async def leaderboard(yard: TheYard) -> Board:
    return await yard.leaderboard.board()
