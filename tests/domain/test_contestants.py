"""What a version is named by lasts as long as its votes."""

import pytest

from madang.domain.contestants import Contestant, Parameters, Prices, plain_schema

BRIEF = Contestant(
    slug="a",
    name="A",
    maker="M",
    provider="openai",
    model="gpt-4o",
    system="Be brief.",
    parameters=Parameters(temperature=0.7, top_p=0.9, max_tokens=512, stop=("END",), seed=7),
    prices=Prices(tokens_in=5, tokens_out=15),
)
PLAIN = Contestant(slug="b", name="B", maker="", provider="embedded", model="smollm2")


def test_fingerprints_of_the_first_release_still_hold():
    """They stand in people's databases, beside the votes: another one would start them anew."""
    assert BRIEF.fingerprint == "0bd8f9dc90961fbed5490d8385f0dc26"
    assert PLAIN.fingerprint == "64fd7d0491c09c70af6158cc6a4fa60e"


def test_a_schema_is_part_of_what_votes_are_about():
    fingerprints = {
        Contestant(
            slug="b",
            name="B",
            maker="",
            provider="embedded",
            model="smollm2",
            parameters=Parameters(json_schema=schema),
        ).fingerprint
        for schema in (None, "{}", '{"type":"object"}')
    }
    assert len(fingerprints) == 3
    assert PLAIN.fingerprint in fingerprints


def test_blanks_in_a_schema_mean_nothing_and_its_order_does():
    assert plain_schema('{ "b": 1,\n "a": "가" }') == '{"b":1,"a":"가"}'
    for wrong in ("", "[]", "{", "null", '"x"'):
        with pytest.raises(ValueError, match=r"."):
            plain_schema(wrong)
