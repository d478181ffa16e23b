"""`madang doctor` and `madang contestants`: what is there, what answers, and never a key."""

import asyncio

import pytest

from tests.cli.test_serve import run
from tests.upstreams import Script, upstream

KEY = "sk-tell-0123456789"

CONFIGURATION = """
ollama_url = "{ollama}"
embedded.enabled = false

[[providers]]
name = "answers"
base_url = "{good}"
key_env = "GOOD_KEY"

[[providers]]
name = "refuses"
base_url = "{bad}"
key_env = "GOOD_KEY"

[[contestants]]
slug = "first"
provider = "answers"
model = "model-a"

[[contestants]]
slug = "second"
provider = "refuses"
model = "model-b"
price_in = 3
price_out = 15
"""


@pytest.fixture
def commands(tmp_path):
    """Run commands against two fakes, one of which takes another key."""

    async def start(*lines, language="en_US.UTF-8", system="", **environment):
        refusing = Script(failure="wrong_key")
        async with upstream("openai", Script()) as good, upstream("openai", refusing) as bad:
            ollama = good.url.removesuffix("/v1")
            config = tmp_path / "madang.toml"
            text = CONFIGURATION.format(good=good.url, bad=bad.url, ollama=ollama)
            config.write_text(f'{text}system = "{system}"\n')
            common = ("--home", str(tmp_path / "home"), "--config", str(config))
            environment = {"GOOD_KEY": KEY, "LANG": language} | environment
            return [await asyncio.to_thread(run, line, *common, **environment) for line in lines]

    return start


async def test_the_doctor_says_what_answers_and_what_does_not(commands):
    ((code, said),) = await commands("doctor", ANTHROPIC_API_KEY="")
    assert code == 0, said
    lines = {line.split()[1]: line for line in said.splitlines() if len(line.split()) > 1}
    assert lines["answers"].startswith("✓")
    assert lines["refuses"].startswith("✗")
    assert "did not accept the key" in lines["refuses"]
    assert "ANTHROPIC_API_KEY is not set" in lines["anthropic"]
    assert lines["ollama"].startswith("✓")
    assert KEY not in said


async def test_the_doctor_speaks_korean(commands):
    ((_, said),) = await commands("doctor", language="ko_KR.UTF-8")
    assert "키를 받아들이지 않았습니다" in said
    assert "참가자" in said


async def test_contestants_are_listed_with_their_versions(commands):
    ((code, said), _) = await commands("contestants", "contestants")
    assert code == 0, said
    (second,) = [line for line in said.splitlines() if line.startswith("second")]
    assert second.split()[1:4] == ["1", "refuses", "model-b"]
    assert "3 / 15" in second
    assert KEY not in said


async def test_a_changed_prompt_is_a_new_version_and_the_old_one_comes_back(commands):
    versions = []
    for system in ("", "Be brief.", ""):
        ((_, said),) = await commands("contestants", system=system)
        (second,) = [line for line in said.splitlines() if line.startswith("second")]
        versions.append(second.split()[1])
    assert versions == ["1", "2", "1"]
