"""The folder of templates: looked at as it is, written whole or not at all."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from madang.domain.errors.templates import (
    TemplateChanged,
    TemplatesUnwritable,
    TemplateTaken,
    UnknownTemplate,
)
from madang.engine.settings import Settings, Templates
from madang.engine.templates.errors import UnusableTemplateError
from madang.engine.templates.library import Library, digest_of, survey
from tests.api.test_templates import own


@pytest.fixture
def library(tmp_path):
    return Library(Settings(home=tmp_path))


def names(library):
    return {key for key, one in library.look().templates.items() if one.file}


def test_a_file_put_there_or_changed_is_there_at_once(library):
    assert names(library) == set()
    library.folder.mkdir()
    file = library.folder / "any name.toml"
    file.write_text(own())
    assert names(library) == {("thanks", "en")}
    file.write_text(own(name="Another name"))
    assert library.look().find("thanks", "ko").template.name == "Another name"
    file.unlink()
    assert names(library) == set()


def test_the_folder_may_be_anywhere(tmp_path):
    folder = tmp_path / "shared"
    library = Library(Settings(home=tmp_path / "home", templates=Templates(folder=folder)))
    library.save(own())
    assert [path.name for path in folder.iterdir()] == ["thanks.en.toml"]


def test_what_is_saved_is_whole_and_leaves_nothing_beside_it(library):
    library.save(own())
    library.save(own(name="Second"), digest_of(own()))
    assert [path.name for path in library.folder.iterdir()] == ["thanks.en.toml"]
    assert (library.folder / "thanks.en.toml").read_text() == own(name="Second")


def test_a_save_keeps_the_file_s_own_name_and_another_s_change(library):
    library.folder.mkdir()
    file = library.folder / "mine.toml"
    file.write_text(own())
    library.save(own(name="Second"), digest_of(own()))
    assert file.read_text() == own(name="Second")
    with pytest.raises(TemplateChanged):
        library.save(own(name="Third"), digest_of(own()))
    assert file.read_text() == own(name="Second")


def test_of_those_who_change_one_text_at_once_one_does(library):
    def save(name):
        try:
            return library.save(own(name=name), digest_of(before)).template.name
        except TemplateChanged:
            return None

    before = own()
    library.save(before)
    with ThreadPoolExecutor(8) as pool:
        for turn in range(10):
            [kept] = filter(None, pool.map(save, (f"{turn} {who}" for who in "abcdefgh")))
            before = own(name=kept)
            assert (library.folder / "thanks.en.toml").read_text() == before


def test_what_is_new_takes_no_file_s_place(library):
    library.save(own())
    library.save(own("report", name="Our report"))  # in place of one that ships, for the first time
    (library.folder / "broken.en.toml").write_text("no template")
    for slug in ("thanks", "report", "broken"):
        with pytest.raises(TemplateTaken):
            library.save(own(slug, name="Another's"))
    with pytest.raises(TemplateTaken):
        library.save(own(name="Mended"), digest_of("no template"), file="broken.en.toml")
    assert library.look().find("thanks", "en").template.name == "Thank you"
    assert library.look().find("report", "en").template.name == "Our report"
    assert (library.folder / "broken.en.toml").read_text() == "no template"


def test_a_folder_that_can_not_be_written_says_so(tmp_path):
    (tmp_path / "file").write_text("no folder")
    templates = Templates(folder=tmp_path / "file" / "templates")
    library = Library(Settings(home=tmp_path, templates=templates))
    with pytest.raises(TemplatesUnwritable):
        library.save(own())
    assert library.look().broken[0].problems[0].code == "unreadable"


def test_special_files_are_passed_over(library):
    library.folder.mkdir()
    os.mkfifo(library.folder / "pipe.toml")
    assert library.look().broken == ()


def test_export_and_import_carry_templates_from_one_home_to_another(library, tmp_path):
    other = Library(Settings(home=tmp_path / "other"))
    library.save(own())
    library.save(own("report", "ko", "우리 보고"))
    folder = tmp_path / "out"
    assert len(library.export(folder, only=(), shipped=False)) == 2
    good, bad = survey([folder])
    assert bad == []
    other.take(good, replace=False)
    assert names(other) == {("thanks", "en"), ("report", "ko")}
    other.take(good, replace=False)  # the same again is no trouble
    other.save(own(name="Theirs"), digest_of(other.source("thanks.en.toml")))
    with pytest.raises(UnusableTemplateError) as refused:
        other.take(good, replace=False)
    assert "thanks.en.toml" in refused.value.message("en")
    assert other.look().find("thanks", "en").template.name == "Theirs"
    other.take(good, replace=True)
    assert other.look().find("thanks", "en").template.name == "Thank you"


def test_all_that_ship_can_be_exported_as_a_start(library, tmp_path):
    written = library.export(tmp_path / "all", only=(), shipped=True)
    good, bad = survey([tmp_path / "all"])
    assert bad == []
    assert len(written) == len(good) >= 32
    assert library.export(tmp_path / "one", only=("report",), shipped=False) == [
        "report.en.toml",
        "report.ko.toml",
    ]
    with pytest.raises(UnknownTemplate):
        library.export(tmp_path / "none", only=("nothing",), shipped=True)
