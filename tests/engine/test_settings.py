"""Settings come from four places, and a mistake in any of them is named with its place."""

from pathlib import Path

import pytest

from madang.domain.battles import Pace
from madang.domain.errors.server import SettingsError
from madang.engine.settings import load

FILE = """\
# a team's own
port = 8100
pace = "even"

[embedded]
slots = 2

[[providers]]
name = "groq"
base_url = "https://groq.example/openai/v1"
key_env = "GROQ_API_KEY"

[[contestants]]
slug = "llama"
provider = "groq"
model = "llama-3-70b"

[[contestants]]
slug = "llama-brief"
provider = "groq"
model = "llama-3-70b"
temperature = 0.2
"""


@pytest.fixture
def file(tmp_path):
    def write(text=FILE):
        path = tmp_path / "madang.toml"
        path.write_text(text)
        return path

    return write


def refused(**sources) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        load(**sources)
    return caught.value


def test_flags_win_over_the_environment_and_that_over_the_file(file):
    path = file()
    assert load(file=path, environment={}).port == 8100
    environment = {"MADANG_PORT": "8200", "MADANG_EMBEDDED_SLOTS": "3", "MADANG_PACE": "natural"}
    settings = load(file=path, environment=environment)
    assert (settings.port, settings.embedded.slots, settings.pace) == (8200, 3, Pace.NATURAL)
    assert load(file=path, environment=environment, flags={"port": 8300}).port == 8300
    assert load(file=path, environment=environment, flags={"port": None}).port == 8200


def test_the_home_holds_the_data(tmp_path):
    settings = load(environment={"MADANG_HOME": str(tmp_path)})
    assert settings.database == f"sqlite:///{tmp_path}/madang.sqlite3"
    assert load(environment={"DATABASE_URL": "postgresql://x/y"}).database == "postgresql://x/y"


def test_the_file_in_the_home_is_found(file, tmp_path):
    file()
    assert load(environment={"MADANG_HOME": str(tmp_path)}).contestants[1].temperature == 0.2


def test_a_gguf_of_ones_own_is_one_line(file):
    settings = load(file=file('embedded.model = "~/my.gguf"\n'), environment={})
    assert settings.embedded.model == Path("~/my.gguf").expanduser()


@pytest.mark.parametrize(
    ("old", "new", "line", "en", "ko"),
    [
        ("port = 8100", "port = ", 2, "not valid TOML", "올바른 TOML이 아닙니다"),
        ("port = 8100", 'port = "x"', 2, "takes a whole number, not text", "문자열 말고 정수"),
        ("port = 8100", "port = 99999", 2, "must be <= 65535", "<= 65535"),
        ('"even"', '"odd"', 3, "can't be 'odd'", "쓸 수 없습니다"),
        ("slots = 2", "slots = 0", 6, "must be >= 1", ">= 1"),
        ("slots = 2", "slotz = 2", 6, "there is no setting `slotz`", "`slotz`라는 설정은 없습니다"),
        ("port = 8100", "prot = 8100", 2, "there is no setting `prot`", "`prot`"),
        ('slug = "llama-brief"\n', "", 18, "needs `slug`", "`slug`"),
        ('"llama-brief"', '"Llama!"', 19, "must match", "꼴이어야"),
        ("temperature = 0.2", "temperature = 9", 22, "must be <= 2", "<= 2"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(file, old, new, line, en, ko):
    path = file(FILE.replace(old, new))
    error = refused(file=path, environment={})
    assert error.message("en").startswith(f"{path}:{line}: ")
    assert en in error.message("en")
    assert ko in error.message("ko")


def test_a_mistake_in_a_variable_is_named():
    assert refused(environment={"MADANG_PORT": "x"}).message("en").startswith("MADANG_PORT: ")
    error = refused(environment={"MADANG_EMBEDDED_SLOTS": "none"})
    assert error.message("en").startswith("MADANG_EMBEDDED_SLOTS: ")


def test_a_file_that_is_not_there_or_not_text(tmp_path):
    assert "can't be read" in refused(file=tmp_path / "no.toml", environment={}).message("en")
    path = tmp_path / "latin.toml"
    path.write_bytes(b"# caf\xe9\n")
    assert "UTF-8" in refused(file=path, environment={}).message("ko")
