"""Who is asking: for now, whoever holds the signed cookie."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request, Response
from itsdangerous import BadSignature, Signer

from madang.domain.people import Person

COOKIE = "madang_person"
YEAR = 365 * 24 * 3600


class Cookies:
    """Signs and reads the person's cookie, with the secret that lies beside the data."""

    def __init__(self, home: Path) -> None:
        self._signer = Signer(_secret(home / "secret"), salt="person", sep=".")

    def read(self, request: Request) -> str | None:
        """The id in the cookie; None where there is none, or none of ours."""
        try:
            return self._signer.unsign(request.cookies.get(COOKIE, "")).decode()
        except BadSignature:
            return None

    def give(self, request: Request, response: Response, person: str) -> None:
        response.set_cookie(
            COOKIE,
            self._signer.sign(person).decode(),
            max_age=YEAR,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )


def _secret(path: Path) -> bytes:
    """The secret, made on the first start; readable by its owner only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_hex(32).encode())
    return path.read_bytes()


async def _known(request: Request) -> str:
    """The caller; one who was never here has nothing, so any id nobody has will do."""
    cookies: Cookies = request.app.state.cookies
    return cookies.read(request) or ""


async def _person(request: Request, response: Response) -> Person:
    """The caller, who gets a cookie if there is none."""
    cookies: Cookies = request.app.state.cookies
    known = cookies.read(request)
    person = Person(id=known or f"p_{secrets.token_urlsafe(16)}", first_seen_at=datetime.now(UTC))
    if not known:
        cookies.give(request, response, person.id)
    return person


Caller = Annotated[str, Depends(_known)]
Newcomer = Annotated[Person, Depends(_person)]
