"""The decision report, to read and to print."""

from __future__ import annotations

import asyncio
import hmac
from typing import Any

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from madang.api.errors import status_of
from madang.api.language import CallerLanguage
from madang.api.yard import TheYard
from madang.domain.categories import OVERALL
from madang.domain.errors import Language, MadangError
from madang.domain.errors.requests import UnknownPage
from madang.domain.errors.votes import UnknownCategory
from madang.engine.leaderboard.report import write_refusal, write_report
from madang.engine.yard import Yard

router = APIRouter(tags=["leaderboard"])

REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "What went wrong, as a page", "content": {"text/html": {}}}
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@router.get("/report", response_class=HTMLResponse, responses=REFUSALS)
async def report(
    yard: TheYard,
    reader: CallerLanguage,
    category: str = OVERALL,
    language: Language | None = None,
) -> HTMLResponse:
    return await _write(yard, category, language or reader)


@router.get("/shared/{key}", response_class=HTMLResponse, responses=REFUSALS)
async def shared(
    key: str,
    yard: TheYard,
    reader: CallerLanguage,
    category: str = OVERALL,
    language: Language | None = None,
) -> HTMLResponse:
    """The board for whoever has the link: standings and verdict, and nothing that was said."""
    wanted = yard.settings.shared_board
    shown = language or reader
    if wanted is None or not hmac.compare_digest(key.encode(), wanted.encode()):
        return _refuse(UnknownPage(path="/shared"), shown)
    return await _write(yard, category, shown, linked=True)


def _refuse(error: MadangError, language: Language) -> HTMLResponse:
    """What went wrong as a page: these addresses are opened by people."""
    text = write_refusal(error.message(language), language)
    return HTMLResponse(text, status_code=status_of(error), headers=HEADERS)


async def _write(
    yard: Yard, category: str, language: Language, *, linked: bool = False
) -> HTMLResponse:
    try:
        named = yard.leaderboard.category(category)
    except UnknownCategory as error:
        return _refuse(error, language)
    fitted = await yard.leaderboard.fitted(category)
    others = await yard.leaderboard.categories() if linked else []
    links = [(one.slug, one.name) for one in others if one.votes]
    text = await asyncio.to_thread(write_report, fitted, named, language, links, whole=linked)
    return HTMLResponse(text, headers=HEADERS)
