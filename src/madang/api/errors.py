"""The one place where an error becomes a status code and the one JSON shape."""

from __future__ import annotations

import json
import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from madang.api.language import language_of
from madang.domain.errors import (
    BadInput,
    Conflict,
    Forbidden,
    Language,
    MadangError,
    NotFound,
    Unavailable,
)
from madang.domain.errors.requests import (
    InvalidJson,
    InvalidRequest,
    InvalidText,
    TooLarge,
    UnknownPage,
)

STATUS: dict[type[MadangError], int] = {
    TooLarge: 413,
    BadInput: 422,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Unavailable: 503,
}

log = logging.getLogger(__name__)


class Problem(BaseModel):
    """What was wrong: a code that stays, and a sentence in the caller's language."""

    code: str
    message: str
    details: dict[str, Any] = {}


class Refused(BaseModel):
    error: Problem


RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": Refused, "description": "The request can't be met"},
    "5XX": {"model": Refused, "description": "Nothing is wrong with the request"},
}
"""What every route may answer besides."""


def status_of(error: MadangError) -> int:
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)


def respond(error: MadangError, language: Language) -> JSONResponse:
    """The error as its caller gets it."""
    body: dict[str, Any] = {"code": error.code, "message": error.message(language)}
    if error.details:
        body["details"] = error.details
    return JSONResponse({"error": body}, status_code=status_of(error))


def install(app: FastAPI) -> None:
    """Make every failure of `app` take the one shape."""

    async def on_madang(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, MadangError)
        return respond(error, language_of(request.headers))

    async def on_validation(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        return respond(_explain(error), language_of(request.headers))

    async def on_http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        cause = error.__cause__
        if isinstance(cause, MadangError):
            ours = cause
        elif isinstance(cause, UnicodeDecodeError):
            ours = InvalidText()
        elif error.status_code == UNKNOWN:
            ours = UnknownPage(path=request.url.path)
        else:
            ours = InvalidRequest(reason=error.detail)
        response = respond(ours, language_of(request.headers))
        if error.status_code == NOT_ALLOWED:
            response.status_code = NOT_ALLOWED
        return response

    async def on_failure(request: Request, error: Exception) -> JSONResponse:
        # The exception's text may hold what a person wrote, so only its kind is logged.
        log.error("%s %s: %s", request.method, request.url.path, type(error).__name__)
        return respond(MadangError(), language_of(request.headers))

    app.add_exception_handler(MadangError, on_madang)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(Exception, on_failure)


UNKNOWN = 404
NOT_ALLOWED = 405


def _explain(error: RequestValidationError) -> MadangError:
    first = error.errors()[0]
    match first["type"]:
        case "json_invalid":
            return InvalidJson(reason=str(first.get("ctx", {}).get("error", first["msg"])))
        case "string_unicode":
            return InvalidText()
        case _:
            place = ".".join(str(part) for part in first["loc"][1:]) or "body"
            expected = first.get("ctx", {}).get("expected")
            reason = f"{place}: {first['msg']}" if not expected else f"{place}: {expected}"
            return InvalidRequest(reason=json.dumps(reason, ensure_ascii=False)[1:-1])
