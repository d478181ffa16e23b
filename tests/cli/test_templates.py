"""`madang templates`: list, check, export, import."""

import pytest
import typer
from typer.testing import CliRunner

from madang.cli import terminal
from madang.cli.templates import templates
from tests.api.test_templates import own


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("MADANG_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    for console in (terminal.out, terminal.err):
        monkeypatch.setattr(console, "_width", 150)

    def call(*arguments):
        return CliRunner().invoke(templates, [str(one) for one in arguments])

    return call


def test_list_shows_all_and_what_is_broken(run, tmp_path):
    folder = tmp_path / "home" / "templates"
    folder.mkdir(parents=True)
    (folder / "thanks.toml").write_text(own())
    (folder / "bad.toml").write_text(own("bad").replace("{who}", "{whom}"))
    result = run("list")
    assert result.exit_code == 0
    assert "press-release" in result.stdout
    assert "Thank you (own)" in result.stdout
    assert "보도자료 (ships)" in result.stdout
    assert "bad.toml:5: `{{whom}}` is filled by no field" in result.stderr


def test_check_names_file_line_and_reason(run, tmp_path, monkeypatch):
    assert run("check").exit_code == 0  # none of one's own is no mistake
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(own())
    bad.write_text(own("bad").replace("required = true", "required = 1"))
    assert run("check", good).exit_code == 0
    result = run("check", good, bad)
    assert result.exit_code == 1
    assert f"{bad}:10: `required` has to be true or false" in result.stderr
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert "true나 false이어야 합니다" in run("check", bad).stderr
    assert run("check", tmp_path / "nothing.toml").exit_code == 1
    twin = tmp_path / "twin.toml"
    twin.write_text(own())
    assert "good.toml" in run("check", good, twin).stderr


def test_export_and_import_are_each_other_s_way_back(run, tmp_path, monkeypatch):
    source = tmp_path / "thanks.toml"
    source.write_text(own())
    result = run("import", source)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "home" / "templates" / "thanks.en.toml").is_file()
    assert run("export", tmp_path / "out").exit_code == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thanks.en.toml"]
    monkeypatch.setenv("MADANG_HOME", str(tmp_path / "other"))
    assert run("import", tmp_path / "out").exit_code == 0
    (tmp_path / "out" / "thanks.en.toml").write_text(own(name="Changed"))
    refused = run("import", tmp_path / "out")
    assert refused.exit_code == 1
    assert "thanks" in refused.stderr
    assert run("import", tmp_path / "out", "--replace").exit_code == 0


def test_one_bad_file_keeps_all_from_being_imported(run, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.toml").write_text(own("a"))
    (folder / "b.toml").write_text("not toml at all")
    result = run("import", folder)
    assert result.exit_code == 1
    assert "b.toml:1:" in result.stderr
    assert "Nothing was imported." in result.stderr
    assert not (tmp_path / "home" / "templates").exists()


def test_the_command_is_one_of_madang_s():
    from madang.cli.main import COMMANDS

    assert isinstance(templates, typer.Typer)
    assert COMMANDS["templates"] == "templates"
