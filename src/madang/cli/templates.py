"""`madang templates`: list, check, export and import; the files themselves are TOML."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from madang.cli import terminal
from madang.cli.terminal import err, out, pick
from madang.domain.errors import Language

templates = typer.Typer(
    help="The forms of the page: list them, check files, carry them out and in.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

LANGUAGES: tuple[Language, ...] = ("en", "ko")
ORIGINS = {
    "shipped": ("ships", "기본"),
    "own": ("own", "팀의 것"),
    "changed": ("changed", "고친 것"),
}

Paths = Annotated[list[Path] | None, typer.Argument(help="Files, or folders of them.")]


@templates.command("list")
def list_templates(config: terminal.Config = None, home: terminal.Home = None) -> None:
    """List every template, and the files that can't be used."""
    from madang.engine.templates.library import Library

    with terminal.plain_errors():
        shelf = Library(terminal.load(config, home)).look()
        table = Table(box=None, pad_edge=False)
        for title in (
            pick("Template", "템플릿"),
            pick("Kind", "종류"),
            pick("In English", "영어"),
            pick("In Korean", "한국어"),
        ):
            table.add_column(title)
        for slug in dict.fromkeys(slug for slug, _ in shelf.templates):
            found = [shelf.templates.get((slug, language)) for language in LANGUAGES]
            kind = next(one.template.kind.value for one in found if one)
            cells = [
                f"{one.template.name} ({pick(*ORIGINS[one.origin])})" if one else "–"
                for one in found
            ]
            table.add_row(slug, kind, *cells)
        out.print(table)
        for one in shelf.broken:
            _complain(one.file, [(p.line, p.message(terminal.language())) for p in one.problems])


@templates.command("check")
def check_templates(
    paths: Paths = None, config: terminal.Config = None, home: terminal.Home = None
) -> None:
    """Check files, or the team's own where none are given; ends with 1 if one can't be used."""
    from madang.engine.templates.library import Library, survey

    with terminal.plain_errors():
        own = Library(terminal.load(config, home)).folder
        given = paths or ([own] if own.is_dir() else [])
        good, bad = survey(given)
    for file, problems in bad:
        _complain(file, [(one.line, one.message(terminal.language())) for one in problems])
    told = pick(
        f"{len(good)} good, {len(bad)} not", f"쓸 수 있는 것 {len(good)}, 없는 것 {len(bad)}"
    )
    out.print(told)
    raise typer.Exit(1 if bad else 0)


@templates.command("export")
def export_templates(
    folder: Annotated[Path, typer.Argument(help="Where to; it is made if it is not there.")],
    slugs: Annotated[
        list[str] | None, typer.Option("--only", help="Only the template of this slug.")
    ] = None,
    *,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Those that ship too, as a start of your own.")
    ] = False,
    config: terminal.Config = None,
    home: terminal.Home = None,
) -> None:
    """Write the team's own templates into a folder, a file each."""
    from madang.engine.templates.library import Library

    with terminal.plain_errors():
        files = Library(terminal.load(config, home)).export(
            folder, only=slugs or (), shipped=shipped
        )
    err.print(pick(f"{folder}: {len(files)} files", f"{folder}: 파일 {len(files)}개"), markup=False)


@templates.command("import")
def import_templates(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of them.")],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="In place of your own of the same slug.")
    ] = False,
    config: terminal.Config = None,
    home: terminal.Home = None,
) -> None:
    """Take templates into the team's own: all of them, or none where one can't be used."""
    from madang.engine.templates.library import Library, survey

    with terminal.plain_errors():
        library = Library(terminal.load(config, home))
        good, bad = survey(paths)
        if bad or not good:
            for file, problems in bad:
                _complain(file, [(one.line, one.message(terminal.language())) for one in problems])
            none = pick("Nothing was imported.", "아무것도 들여오지 않았습니다.")
            err.print(none, style="red")
            raise typer.Exit(1)
        for name in library.take(good, replace=replace):
            out.print(f"{library.folder / name}", markup=False, soft_wrap=True)


def _complain(file: str, problems: list[tuple[int, str]]) -> None:
    for line, sentence in problems:
        err.print(f"{file}:{line or 1}: {sentence}", style="red", markup=False, soft_wrap=True)
