"""The built page: one HTML file for every address that is not the API's, and its hashed assets."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from madang.domain.errors.requests import UnknownPage
from madang.engine.running.runs import Sandbox

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; frame-src "
)
"""The frame source comes last. It also holds a frame: one that navigates itself stays in it."""

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(self), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}

NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Madang</title>
<p>The page has not been built. Run <code>make run</code>, or install the wheel.</p>
<p lang="ko">페이지가 아직 없습니다. <code>make run</code>으로 만들어 주세요.</p>
"""


class Assets(StaticFiles):
    """Files whose names carry a hash of their content, so they never change."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def install(app: FastAPI, sandbox: Sandbox) -> None:
    """Serve the page at every address that no route took; must come last."""

    def headers(request: Request) -> dict[str, str]:
        frames = sandbox.frame_source(str(request.base_url))
        return HEADERS | {"Content-Security-Policy": POLICY + frames}

    dist = Path(str(files("madang"))) / "web" / "dist"
    if (dist / "assets").is_dir():
        assets = GZipMiddleware(Assets(directory=dist / "assets"), minimum_size=1024)
        app.router.routes.append(Mount("/assets", app=assets))

    async def page(request: Request) -> Response:
        path = request.path_params["path"]
        if path == "api" or path.startswith("api/"):
            raise UnknownPage(path=request.url.path)
        if not (dist / "index.html").is_file():
            return HTMLResponse(NOT_BUILT, status_code=503, headers=headers(request))
        file = (dist / path).resolve()
        if path and file.is_relative_to(dist.resolve()) and file.is_file():
            return FileResponse(file, headers=headers(request))
        return FileResponse(dist / "index.html", headers=headers(request))

    app.add_route("/{path:path}", page, methods=["GET", "HEAD"], include_in_schema=False)
