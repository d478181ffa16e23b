"""Wire-faithful fakes of model servers, over real HTTP on a free loopback port.

    async with upstream("openai", Script(chunks=("Hel", "lo"))) as fake:
        ...  # ask fake.url; then look at fake.requests

`upstream` takes one script for all models, or one for each: `{"model-a": Script(...), ...}`. Who
asks for a model by a `Failure`'s name sees it fail so. The vendors' own SDKs talk to the same fakes
(`tests/providers/test_faithful.py`). Run by hand: `python -m tests.upstreams`.
"""

from tests.upstreams.scripting import Failure, Received, Script
from tests.upstreams.server import DIALECTS, WIRES, Fake, upstream

__all__ = ["DIALECTS", "WIRES", "Failure", "Fake", "Received", "Script", "upstream"]
