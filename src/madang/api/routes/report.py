"""The decision report, to read and to print."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from madang.api.language import CallerLanguage
from madang.api.yard import TheYard
from madang.domain.categories import OVERALL
from madang.domain.errors import Language
from madang.engine.report import write_report

router = APIRouter(tags=["leaderboard"])

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@router.get("/report", response_class=HTMLResponse)
async def report(
    yard: TheYard,
    reader: CallerLanguage,
    category: str = OVERALL,
    language: Language | None = None,
) -> HTMLResponse:
    fitted = await yard.leaderboard.fitted(category)
    named = yard.leaderboard.category(category)
    text = await asyncio.to_thread(write_report, fitted, named, language or reader)
    return HTMLResponse(text, headers=HEADERS)
