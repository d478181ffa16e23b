"""The board and the votes as files. Conversations leave by the command line only."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from madang.api.yard import TheYard
from madang.domain.categories import OVERALL
from madang.engine.exchange.exporting import MEDIA, Format, export_board
from madang.engine.exchange.shapes import Shape

router = APIRouter(prefix="/api/export", tags=["export"])


@router.get("/board.{format}", response_class=Response)
async def board(yard: TheYard, format: Format, category: str = OVERALL) -> Response:  # noqa: A002 - the address says it
    found = await yard.leaderboard.board(category)
    return Response(
        export_board(found, format), media_type=MEDIA[format], headers=_named("board", format)
    )


@router.get("/votes.{format}", response_class=StreamingResponse)
async def votes(yard: TheYard, format: Format, fastchat: bool = False) -> StreamingResponse:  # noqa: A002 - as above
    shape = Shape.FASTCHAT if fastchat else Shape.MADANG
    blocks = yard.export(shape=shape, format=format)
    return StreamingResponse(blocks, media_type=MEDIA[format], headers=_named("votes", format))


def _named(what: str, kind: Format) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="madang-{what}.{kind.value}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
