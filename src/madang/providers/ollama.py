"""STUB"""


async def find_models(session, url):
    return []
