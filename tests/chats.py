"""A person who chats, over HTTP."""

from contextlib import aclosing


async def chat_with(person, text=None, **rest):
    """A new chat, and its first question where there is one: the chat's id and what was begun."""
    body = rest | ({"text": text} if text is not None else {})
    status, begun = await person.post("/api/chats", body)
    assert status == 201, begun
    return begun["id"], begun


async def say(person, chat, text, after, **rest):
    """Say something; gives what was begun once its replies have ended."""
    body = {"text": text, "after": after, **rest}
    status, asked = await person.post(f"/api/chats/{chat}/messages", body)
    assert status == 202, asked
    await ended(person, chat, asked["replies"])
    return asked


async def ended(person, chat, replies, after=""):
    """All events until these replies have ended."""
    left, seen = set(replies), []
    async with aclosing(person.stream(f"/api/chats/{chat}/stream", after)) as events:
        async for event in events:
            seen.append(event)
            name, data, _ = event
            if name == "message" and data["state"] != "streaming":
                left.discard(data["id"])
            if not left:
                break
    return seen


async def messages_of(person, chat):
    """The chat's messages by their ids."""
    status, view = await person.get(f"/api/chats/{chat}")
    assert status == 200, view
    return {message["id"]: message for message in view["messages"]}
