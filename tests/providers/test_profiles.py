"""What is known of models: the file is whole, and read the right way."""

import re
from datetime import date

import pytest

from madang.domain.contestants import Parameters, Prices
from madang.providers import profiles
from madang.providers.upstream import WIRES

FACTS = profiles.facts()
SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def test_the_models_of_the_story_are_there():
    story = {
        "Claude 3.5 Sonnet": (3.0, 15.0),
        "Claude 3 Opus": (15.0, 75.0),
        "GPT-4o": (5.0, 15.0),
        "GPT-4 Turbo": (10.0, 30.0),
        "Gemini 1.5 Pro": (3.5, 10.5),
    }
    prices = {model.name: (model.price_in, model.price_out) for model in FACTS.models}
    assert {name: prices[name] for name in story} == story
    assert {"Llama 3 70B", "Llama 3.1 405B"} <= prices.keys()


@pytest.mark.parametrize("vendor", FACTS.vendors, ids=lambda vendor: vendor.name)
def test_every_vendor_has_presets(vendor):
    models = profiles.presets(vendor.name)
    assert vendor.wire in WIRES
    assert vendor.key_env.endswith("_API_KEY")
    assert any(model.retired for model in models)
    assert any(not model.retired for model in models)
    assert all(model.maker == vendor.maker for model in models)


@pytest.mark.parametrize("model", FACTS.models, ids=lambda model: model.id)
def test_every_model_is_whole(model):
    assert model.source
    assert model.context_tokens
    assert (model.price_in is None) == (model.price_out is None)
    assert model.price_in is None or 0 < model.price_in < model.price_out
    assert model.vendor is None or model.vendor in {vendor.name for vendor in FACTS.vendors}
    assert model.retired is None or date.fromisoformat(model.retired)
    assert profiles.find(model.id) is model
    assert all(profiles.find(alias) is model for alias in model.aliases)
    assert SLUG.fullmatch(profiles.slugify(model.id))


def test_no_two_models_share_a_name():
    names = [name.lower() for model in FACTS.models for name in (model.id, *model.aliases)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("model", "limit", "sampling"),
    [
        ("gpt-4o-2024-05-13", "max_tokens", "both"),
        ("openai/gpt-6.2-sol", "max_completion_tokens", "none"),
        ("o3-mini", "max_completion_tokens", "none"),
        ("claude-3-opus-20240229", "max_tokens", "both"),
        ("claude-sonnet-4-6", "max_tokens", "one"),
        ("claude-opus-4-7", "max_tokens", "none"),
        ("claude-of-the-future", "max_tokens", "none"),
        ("gemini-4-argon", "max_tokens", "both"),
        ("llama3.2:1b", "max_tokens", "both"),
        ("openai/gpt-oss-120b", "max_tokens", "both"),
    ],
)
def test_the_longest_prefix_decides(model, limit, sampling):
    family = profiles.family(model)
    assert (family.limit, family.sampling) == (limit, sampling)


def test_what_is_not_sent_is_told():
    wanted = Parameters(temperature=0.5, top_p=0.9, max_tokens=9, stop=("x",), seed=1)
    assert profiles.family("gpt-4o").refused(wanted) == []
    assert profiles.family("gpt-5").refused(wanted) == ["temperature", "top_p", "stop"]
    assert profiles.family("claude-opus-5-5").refused(wanted) == ["temperature", "top_p", "seed"]
    assert profiles.family("claude-opus-4-5").refused(wanted) == ["top_p", "seed"]
    assert profiles.family("claude-opus-4-5").refused(Parameters(top_p=0.9)) == []


@pytest.mark.parametrize(
    ("model", "held"),
    [
        ("gpt-4-turbo-2024-04-09", False),
        ("gpt-4o-2024-05-13", False),
        ("gpt-4o-2024-08-06", True),
        ("gpt-4.1-mini", True),
        ("gpt-6.2-sol", True),
        ("claude-3-5-sonnet-20240620", False),
        ("claude-sonnet-4-20250514", False),
        ("claude-sonnet-4-6", True),
        ("claude-opus-5-5", True),
        ("gemini-1.5-pro", False),
        ("gemini-4-argon", True),
        ("smollm2-135m-instruct", True),
    ],
)
def test_which_models_are_held_to_a_schema(model, held):
    wanted = Parameters(json_schema="{}")
    assert profiles.family(model).refused(wanted) == ([] if held else ["json_schema"])


def test_a_contestant_knows_what_its_model_is():
    found = profiles.contestant("claude-3-5-sonnet-20240620", provider="anthropic")
    assert found.slug == "claude-3-5-sonnet-20240620"
    assert (found.name, found.maker) == ("Claude 3.5 Sonnet", "Anthropic")
    assert found.prices == Prices(tokens_in=3, tokens_out=15)
    assert found.sees_images
    assert found.context_tokens == 200_000


def test_elsewhere_the_price_is_another():
    found = profiles.contestant("anthropic/claude-3.5-sonnet", provider="openrouter")
    assert found.name == "Claude 3.5 Sonnet"
    assert found.prices is None


def test_a_model_nobody_knows():
    found = profiles.contestant("My Own/Model:7B", provider="vllm", slug="ours")
    assert (found.slug, found.name, found.maker) == ("ours", "My Own/Model:7B", "")
    assert found.prices is None
    assert not found.open_weights


@pytest.mark.parametrize(
    ("model", "slug"),
    [("llama3.2:1b", "llama3.2-1b"), ("Org/Big Model", "org-big-model"), ("모델", "model")],
)
def test_slugs(model, slug):
    assert profiles.slugify(model) == slug


def test_the_embedded_contestants_differ():
    weights = "SmolLM2-135M-Instruct.Q4_1"
    found = profiles.embedded_contestants(weights, provider="embedded", context_tokens=4096)
    assert len(found) >= 3
    assert len({one.fingerprint for one in found}) == len(found)
    assert len({one.system for one in found}) == len(found)
    assert len({one.parameters for one in found}) == len(found)
    assert all(SLUG.fullmatch(one.slug) for one in found)
    assert all(one.name.startswith("SmolLM2 135M · ") for one in found)
    assert all(one.parameters.max_tokens < 4096 for one in found)


def test_the_embedded_contestants_of_one_s_own_file_carry_its_name():
    found = profiles.embedded_contestants("my-7b", provider="embedded", context_tokens=4096)
    assert {one.model for one in found} == {"my-7b"}
    assert all(one.name.startswith("my-7b · ") for one in found)
    assert all(one.maker == "" for one in found)
