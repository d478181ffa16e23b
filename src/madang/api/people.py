"""Who is asking: for now, whoever holds the signed cookie."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request, Response
from itsdangerous import BadSignature, Signer

from madang.domain.people import Person
from madang.engine.asking.questions import new_id
from madang.engine.home import keep_secret

COOKIE = "madang_person"
YEAR = 365 * 24 * 3600


class Cookies:
    """Signs and reads the person's cookie, with the secret that lies beside the data."""

    def __init__(self, home: Path) -> None:
        self._signer = Signer(keep_secret(home / "secret"), salt="person", sep=".")

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


async def _known(request: Request) -> str:
    """The caller; one who was never here has nothing, so any id nobody has will do."""
    cookies: Cookies = request.app.state.cookies
    return cookies.read(request) or ""


async def _person(request: Request, response: Response) -> Person:
    """The caller, who gets a cookie if there is none."""
    cookies: Cookies = request.app.state.cookies
    known = cookies.read(request)
    person = Person(id=known or new_id("p"), first_seen_at=datetime.now(UTC))
    if not known:
        cookies.give(request, response, person.id)
    return person


Caller = Annotated[str, Depends(_known)]
Newcomer = Annotated[Person, Depends(_person)]
