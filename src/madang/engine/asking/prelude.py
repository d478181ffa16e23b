"""What both sides of a battle are given alike before its first question, as messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from madang.domain.battles import Battle, Context, Side
from madang.domain.contestants import Version
from madang.engine.asking.composing import (
    IMAGE_TOKENS,
    MESSAGE_TOKENS,
    estimate,
    join_system,
    reading_room,
)
from madang.providers.base import Image, Message, Role
from madang.runwindow.telling import Telling, tell
from madang.store import Store


def room_left(version: Version, context: Context, question: str, telling: Telling) -> int:
    """Tokens that one can read beside what it is told and the first question; below 0: too few."""
    contestant = version.contestant
    system = tell(join_system(contestant.system, context.instructions), [question], telling)
    first = estimate(system) + estimate(context.enclosed) + estimate(question) + MESSAGE_TOKENS
    return reading_room(contestant) - first - IMAGE_TOKENS * len(context.images)


def fit_context(context: Context, rooms: Iterable[int]) -> Context:
    """As much of what was said before as fits the least of the `rooms` left; the newest of it."""
    room = min(rooms) // 2  # half is left for what the battle itself goes on to say
    kept = list(context.prelude)
    while kept and sum(estimate(s.text) + MESSAGE_TOKENS for s in kept) > room:
        kept.pop(0)
    while kept and not kept[0].by_person:
        kept.pop(0)
    return replace(context, prelude=tuple(kept))


async def conversations(store: Store, battle: Battle) -> dict[Side, tuple[Message, ...]]:
    """All that was said with each side, up to the newest question."""
    context = battle.context or Context()
    ids = {*context.images, *(one for spoken in context.prelude for one in spoken.images)}
    found = await store.attachments.images(ids) if ids else {}

    def pictures(wanted: Iterable[str]) -> tuple[Image, ...]:
        there = [found[one] for one in wanted if one in found]
        return tuple(Image(one.media_type, one.content or b"") for one in there)

    before = [
        Message(Role.USER if s.by_person else Role.ASSISTANT, s.text, pictures(s.images))
        for s in context.prelude
    ]
    first = pictures(context.images)
    return {side: (*before, *_said(battle, side, context.enclosed, first)) for side in Side}


def _said(battle: Battle, side: Side, enclosed: str, images: tuple[Image, ...]) -> list[Message]:
    messages: list[Message] = []
    for place, turn in enumerate(battle.turns):
        if side not in turn.sides:
            continue
        text = f"{enclosed}\n\n{turn.question}" if enclosed and place == 0 else turn.question
        messages.append(Message(Role.USER, text, images if place == 0 else ()))
        if turn is not battle.turns[-1] and turn.replies[side].text:
            messages.append(Message(Role.ASSISTANT, turn.replies[side].text))
    return messages
