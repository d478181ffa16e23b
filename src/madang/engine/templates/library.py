"""The templates there are: those that ship, and the team's own, which are files in one folder.

The folder is looked at every time, so a file that was put there, changed or checked out with git is
there at once. A file that can't be used takes nothing else away. What a person does with templates
is in `filling`.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import threading
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from madang.domain.errors.templates import (
    TemplateChanged,
    TemplateNotOwn,
    TemplatesLocked,
    TemplatesUnwritable,
    TemplateTaken,
    UnknownTemplate,
)
from madang.engine.settings import Settings
from madang.engine.templates.errors import UnusableTemplateError
from madang.templates import (
    Checked,
    Language,
    Problem,
    Template,
    UnusableTemplate,
    check,
    read,
    shipped,
    twice,
    write,
)

Origin = Literal["shipped", "own", "changed"]
"""SHIPPED with Madang; the team's OWN; CHANGED: the team's own in place of one that ships."""

LARGEST = 100_000
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A template that can be used, and where it is from; `file` is empty for one that ships."""

    template: Template
    origin: Origin
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A file of the folder that can't be used, and all that is wrong with it."""

    file: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Everything at one moment. `templates` by slug and language."""

    templates: dict[tuple[str, Language], Shelved]
    broken: tuple[Broken, ...]

    def find(self, slug: str, language: Language) -> Shelved:
        """The template in this language, or else in the one it is in. Raises UnknownTemplate."""
        other: Language = "en" if language == "ko" else "ko"
        found = self.templates.get((slug, language)) or self.templates.get((slug, other))
        if found is None:
            raise UnknownTemplate(slug=slug)
        return found


class Library:
    """Reads and writes the folder. Its methods wait for the disk: call them in a thread."""

    def __init__(self, settings: Settings) -> None:
        self.folder = settings.template_folder
        self.editable = settings.templates.editable
        self._read: dict[tuple[str, int, int], Checked] = {}
        self._changing = threading.Lock()

    def look(self) -> Shelf:
        """All templates, the team's own in place of those that ship; and files that are none."""
        found = {
            key: Shelved(template=template, origin="shipped") for key, template in shipped().items()
        }
        checked = self._files()
        doubles = twice((file, one.template) for file, one in checked if one.template)
        broken: list[Broken] = []
        for file, one in checked:
            problems = (doubles[file],) if file in doubles else one.problems
            if one.template is None or problems:
                broken.append(Broken(file=file, problems=problems))
                continue
            key = (one.template.slug, one.template.language)
            origin: Origin = "changed" if key in shipped() else "own"
            found[key] = Shelved(template=one.template, origin=origin, file=file)
        return Shelf(templates=found, broken=tuple(broken))

    def source(self, file: str) -> str:
        """The text of a file of the folder, as far as it is text. Raises UnknownTemplate."""
        path = self._path(file)
        if not path.is_file() or path.stat().st_size > LARGEST:
            raise UnknownTemplate(slug=file)
        return path.read_text(encoding="utf-8", errors="replace")

    def save(self, source: str, before: str | None = None, *, file: str = "") -> Shelved:
        """Keep a template of the team's own, in place of the one of its slug and language.

        Args:
            source: its file's text.
            before: what `digest_of` says of the text that was changed; None: there was none.
            file: the broken file that this mends.

        Raises:
            TemplatesLocked: none may be changed in the page.
            UnusableTemplateError: there is something wrong with it.
            TemplateChanged: the file is not what it was when someone began to change it.
            TemplateTaken: it would take the place of a file that was not changed.
            TemplatesUnwritable: the folder can't be written; nothing is changed.
        """
        self._require_open()
        template = parse(source, file or "template")
        key = (template.slug, template.language)
        with self._changing:
            there = self.look().templates.get(key)
            stands = there.file if there else ""
            name = file or stands or file_of(template)
            path = self._path(name)
            if stands not in ("", name):
                raise TemplateTaken(file=stands)
            if path.exists():
                if before is None:
                    raise TemplateTaken(file=name)
                if digest_of(self.source(name)) != before:
                    raise TemplateChanged(file=name)
            write_file(path, source)
            return self.look().templates[key]

    def delete(self, file: str) -> None:
        """Take a file of the folder away; a template that ships is then as it ships again.

        Raises:
            TemplatesLocked: none may be changed in the page.
            TemplateNotOwn: there is no such file.
            TemplatesUnwritable: it can't be deleted.
        """
        self._require_open()
        try:
            with self._changing:
                self._path(file).unlink()
        except FileNotFoundError:
            raise TemplateNotOwn from None
        except OSError as error:
            raise _unwritable(error) from error

    def take(self, templates: Iterable[tuple[str, Template]], *, replace: bool) -> list[str]:
        """Put templates that others wrote into the folder: the files' names.

        Raises:
            UnusableTemplateError: one is there already, and `replace` is not given; none is taken.
        """
        wanted = list(templates)
        with self._changing:
            there = self.look().templates
            for source, template in wanted:
                known = there.get((template.slug, template.language))
                if known and known.file and known.template != template and not replace:
                    details = {"name": template.slug, "other": known.file}
                    problem = Problem(code="twice", place=("slug",), line=1, details=details)
                    raise UnusableTemplateError(UnusableTemplate(source, [problem]))
            taken: list[str] = []
            for _, template in wanted:
                known = there.get((template.slug, template.language))
                name = (known.file if known else "") or file_of(template)
                write_file(self._path(name), write(template))
                taken.append(name)
            return taken

    def export(self, folder: Path, *, only: Collection[str], shipped: bool) -> list[str]:
        """Write templates into another folder: the files' names.

        Args:
            folder: made where it is not there; files of the same names are written over.
            only: slugs; none means all.
            shipped: those that ship, too.

        Raises:
            UnknownTemplate: there is none of a slug in `only`.
            TemplatesUnwritable: the folder can't be written.
        """
        shelf = self.look()
        for slug in only:
            shelf.find(slug, "en")
        written: list[str] = []
        for (slug, _), found in shelf.templates.items():
            if (shipped or found.file or slug in only) and (not only or slug in only):
                text = self.source(found.file) if found.file else write(found.template)
                written.append(file_of(found.template))
                write_file(folder / written[-1], text)
        return written

    def _files(self) -> list[tuple[str, Checked]]:
        found: list[tuple[str, Checked]] = []
        seen: dict[tuple[str, int, int], Checked] = {}
        try:
            paths = sorted(path for path in self.folder.iterdir() if path.suffix == ".toml")
        except FileNotFoundError:
            return []
        except OSError as error:
            return [(str(self.folder), _unreadable(error))]
        for path in paths[:MOST]:
            try:
                state = path.stat()
                if not stat.S_ISREG(state.st_mode):
                    continue
                key = (path.name, state.st_mtime_ns, state.st_size)
                one = self._read.get(key) or check(path.read_bytes()[:LARGEST])
                seen[key] = one
            except OSError as error:
                one = _unreadable(error)
            found.append((path.name, one))
        self._read = seen
        return found

    def _path(self, file: str) -> Path:
        """A file of the folder and of no other. Raises UnknownTemplate."""
        if Path(file).name != file or not file.endswith(".toml"):
            raise UnknownTemplate(slug=file)
        return self.folder / file

    def _require_open(self) -> None:
        if not self.editable:
            raise TemplatesLocked


def survey(
    paths: Iterable[Path],
) -> tuple[list[tuple[str, Template]], list[tuple[str, tuple[Problem, ...]]]]:
    """The templates in files and in the files of folders, and what is wrong with the others."""
    good: list[tuple[str, Template]] = []
    bad: list[tuple[str, tuple[Problem, ...]]] = []
    for given in paths:
        for path in sorted(given.glob("*.toml")) if given.is_dir() else [given]:
            try:
                one = check(path.read_bytes()[:LARGEST])
            except OSError as error:
                one = _unreadable(error)
            if one.template:
                good.append((str(path), one.template))
            else:
                bad.append((str(path), one.problems))
    doubles = twice(good)
    bad += [(file, (problem,)) for file, problem in doubles.items()]
    return [(file, one) for file, one in good if file not in doubles], bad


def parse(source: str | bytes, file: str) -> Template:
    """The template in a text. Raises UnusableTemplateError."""
    try:
        return read(source, file)
    except UnusableTemplate as error:
        raise UnusableTemplateError(error) from error


def file_of(template: Template) -> str:
    return f"{template.slug}.{template.language}.toml"


def digest_of(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:16]


def write_file(path: Path, text: str) -> None:
    """Whole or not at all, and on the disk when this returns. Raises TemplatesUnwritable."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise _unwritable(error) from error


def _unwritable(error: OSError) -> TemplatesUnwritable:
    return TemplatesUnwritable(reason=error.strerror or str(error))


def _unreadable(error: OSError) -> Checked:
    reason = error.strerror or str(error)
    return Checked(None, (Problem(code="unreadable", details={"reason": reason}),), None)
