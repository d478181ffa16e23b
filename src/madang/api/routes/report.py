"""The decision report, to read and to print."""

from __future__ import annotations

import asyncio
import hmac

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from madang.api.language import CallerLanguage
from madang.api.yard import TheYard
from madang.domain.categories import OVERALL
from madang.domain.errors import Language, UnknownPage
from madang.engine.leaderboard.report import write_report
from madang.engine.yard import Yard

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
    return await _write(yard, category, language or reader)


@router.get("/shared/{key}", response_class=HTMLResponse)
async def shared(
    key: str,
    yard: TheYard,
    reader: CallerLanguage,
    category: str = OVERALL,
    language: Language | None = None,
) -> HTMLResponse:
    """The board for whoever has the link: standings and verdict, and nothing that was said."""
    wanted = yard.settings.shared_board
    if wanted is None or not hmac.compare_digest(key.encode(), wanted.encode()):
        raise UnknownPage(path="/shared")
    return await _write(yard, category, language or reader, linked=True)


async def _write(
    yard: Yard, category: str, language: Language, *, linked: bool = False
) -> HTMLResponse:
    fitted = await yard.leaderboard.fitted(category)
    named = yard.leaderboard.category(category)
    others = await yard.leaderboard.categories() if linked else []
    links = [(one.slug, one.name) for one in others if one.votes]
    text = await asyncio.to_thread(write_report, fitted, named, language, links)
    return HTMLResponse(text, headers=HEADERS)
