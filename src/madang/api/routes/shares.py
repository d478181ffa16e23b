"""Links to artifacts: whoever has one can see what it leads to; who made it can revoke it."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from madang.api.people import Caller
from madang.api.routes.places import ShareView, view_share
from madang.api.yard import TheYard

router = APIRouter(prefix="/api/shares", tags=["artifacts"])


class Revoked(BaseModel):
    key: str


@router.get("/{key}")
async def get_share(key: str, yard: TheYard) -> ShareView:
    return view_share(await yard.artifacts.shared(key))


@router.delete("/{key}")
async def revoke_share(key: str, yard: TheYard, caller: Caller) -> Revoked:
    await yard.artifacts.revoke(key, caller)
    return Revoked(key=key)
