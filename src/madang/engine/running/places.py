"""Places: the opaque addresses of what holds artifacts, and whose they are.

`b_….a` and `b_….b` are the sides of a battle; whatever else holds artifacts registers its own kind.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from madang.domain.battles import Side
from madang.domain.errors.artifacts import UnknownPlace
from madang.engine.battles.battle import Battles

Owner = Callable[[str, str], Awaitable[object]]
"""Given a place and a person: raises where the place is not theirs."""


class Places:
    """Who owns which place, by the letter that addresses begin with."""

    def __init__(self) -> None:
        self._owners: dict[str, Owner] = {}

    def register(self, kind: str, owner: Owner) -> None:
        """Let `owner` answer for all places whose address begins with `kind` and `_`."""
        self._owners[kind] = owner

    async def require(self, place: str, person: str) -> None:
        """Pass if the place is this person's.

        Raises:
            UnknownPlace: there is no such place.
            Forbidden, NotFound: as its owner says.
        """
        owner = self._owners.get(place.partition("_")[0])
        if owner is None:
            raise UnknownPlace
        await owner(place, person)


def of_battles(battles: Battles) -> Owner:
    """The sides of battles."""

    async def owner(place: str, person: str) -> None:
        battle, _, side = place.rpartition(".")
        if side not in {s.value for s in Side}:
            raise UnknownPlace
        await battles.find(battle, person)

    return owner
