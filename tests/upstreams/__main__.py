"""Run the three fakes until interrupted: OpenAI's at `--port`, then Anthropic's, then Google's.

They echo what they are asked, slowly. Ask for a model by the name of a `Failure` to see one.
"""

import argparse
import asyncio
import sys
from contextlib import AsyncExitStack, suppress

from tests.upstreams import WIRES, Failure, Received, Script, upstream


def echo(received: Received):
    question = received.messages[-1][1]
    text = f"You asked **{received.model}**: {question}\n\n" + "Here is a longer thought. " * 8
    return [f"{word} " for word in text.split(" ")]


async def serve(port: int, delay: float) -> None:
    async with AsyncExitStack() as stack:
        for offset, wire in enumerate(WIRES):
            script = Script(say=echo, delay=delay)
            fake = await stack.enter_async_context(upstream(wire, script, port=port + offset))
            sys.stdout.write(f"{wire:10} {fake.url}\n")
        failing = ", ".join(f for f in Failure if f is not Failure.REFUSED)
        sys.stdout.write(f"models that fail: {failing}\n")
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.upstreams", description=__doc__)
    parser.add_argument("--port", type=int, default=9100)
    parser.add_argument("--delay", type=float, default=0.05, help="seconds between two words")
    asked = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(asked.port, asked.delay))


if __name__ == "__main__":
    main()
