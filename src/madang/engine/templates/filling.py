"""What a person does with templates: look, fill in, let two answer blindly, write their own.

Where templates are kept is in `library`; what one is, in the floor of the same name.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from madang.domain.errors.templates import VoiceTooLong
from madang.domain.forms import LONGEST_VOICE, Entry, Form
from madang.domain.people import Person
from madang.engine.battles.battle import Battles
from madang.engine.templates.errors import UnfitFormError
from madang.engine.templates.library import Broken, Library, Origin, Shelf, Shelved, digest_of
from madang.store import Store
from madang.templates import (
    Field,
    Language,
    Problem,
    Template,
    UnfitForm,
    check,
    render,
    summarise,
    write,
)

__all__ = ["Gallery", "Language", "Looked", "Template", "TemplateView", "Templates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One template as the gallery shows it."""

    slug: str
    language: Language
    kind: str
    name: str
    description: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemView:
    """One thing that is wrong with a template: where, and what, in both languages."""

    path: str
    line: int
    en: str
    ko: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenView:
    file: str
    problems: tuple[ProblemView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """Each template once, in the language asked for where it is in that."""

    templates: tuple[Card, ...]
    broken: tuple[BrokenView, ...]
    editable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateView:
    """One template whole. `form` has tone, length and language in it; `file` is the team's own.

    `source` is its file's text, and `digest` names that text.
    """

    template: Template
    form: tuple[Field, ...]
    example: dict[str, str]
    wants_voice: bool
    origin: Origin
    languages: tuple[Language, ...]
    file: str
    source: str
    digest: str
    editable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a template in the making comes to: `prompt` is its example, filled in.

    `digest` names the text in `source`.
    """

    problems: tuple[ProblemView, ...]
    draft: Template | None
    form: tuple[Field, ...]
    source: str
    digest: str
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form that was filled in: the prompt, and what a battle remembers."""

    prompt: str
    form: Form


class Templates:
    def __init__(self, library: Library, store: Store, battles: Battles) -> None:
        self._library = library
        self._store = store
        self._battles = battles

    async def gallery(self, language: Language) -> Gallery:
        shelf = await self._look()
        slugs = dict.fromkeys(slug for slug, _ in shelf.templates)
        return Gallery(
            templates=tuple(_card(shelf.find(slug, language)) for slug in slugs),
            broken=tuple(map(_broken, shelf.broken)),
            editable=self._library.editable,
        )

    async def view(self, slug: str, language: Language) -> TemplateView:
        """One template whole. Raises UnknownTemplate."""
        shelf = await self._look()
        found = shelf.find(slug, language)
        template = found.template
        source = write(template)
        if found.file:
            source = await asyncio.to_thread(self._library.source, found.file)
        return TemplateView(
            template=template,
            form=template.form,
            example=template.example,
            wants_voice=template.wants_voice,
            origin=found.origin,
            languages=tuple(lang for one, lang in shelf.templates if one == slug),
            file=found.file,
            source=source,
            digest=digest_of(source),
            editable=self._library.editable,
        )

    async def fill(
        self, slug: str, language: Language, values: Mapping[str, str], voice: str
    ) -> Filled:
        """A filled form as it would be asked.

        Raises:
            UnknownTemplate: there is none of this name.
            UnfitFormError: something needed is missing, or does not fit its field.
        """
        template = (await self._look()).find(slug, language).template
        try:
            prompt = render(template, values, voice)
        except UnfitForm as error:
            raise UnfitFormError(error) from error
        entries = (Entry(label=label, value=value) for label, value in summarise(template, values))
        form = Form(
            template=template.slug,
            kind=template.kind.value,
            name=template.name,
            entries=tuple(entries),
        )
        return Filled(prompt=prompt, form=form)

    async def battle(
        self,
        person: Person,
        slug: str,
        language: Language,
        values: Mapping[str, str],
        *,
        voice: bool,
    ) -> str:
        """Let two answer one form blindly: the battle's id. Both are asked the same.

        Raises:
            UnknownTemplate, UnfitFormError: as `fill`.
            QuestionTooLong: the prompt is longer than a question may be.
            TooFewContestants: fewer than two can answer now.
        """
        said = await self._store.voices.of(person.id) if voice else ""
        filled = await self.fill(slug, language, values, said)
        self._battles.check(filled.prompt)
        battle = await self._battles.start(
            person, filled.form.kind, question=filled.prompt, form=filled.form
        )
        await self._battles.ask(battle, person.id, filled.prompt)
        return battle

    async def voice(self, person: str) -> str:
        """The person's brand voice; "" where they have none."""
        return await self._store.voices.of(person)

    async def keep_voice(self, person: Person, text: str) -> None:
        """Keep the person's brand voice in place of the one before.

        Raises:
            VoiceTooLong: longer than `LONGEST_VOICE`.
        """
        if len(text) > LONGEST_VOICE:
            raise VoiceTooLong(length=len(text), limit=LONGEST_VOICE)
        await self._store.people.add(person)
        await self._store.voices.keep(person.id, text.strip())

    def look_at(self, source: str, *, in_form: bool = False) -> Looked:
        """What is wrong with a template's text, and what it would ask with its example."""
        checked = check(source)
        prompt = ""
        if checked.template:
            template = checked.template
            filler = {field.key: _filler(field) for field in template.form if field.required}
            prompt = render(template, filler | template.example)
        return Looked(
            problems=tuple(_problem(one, in_form=in_form) for one in checked.problems),
            draft=checked.draft,
            form=checked.draft.form if checked.draft else (),
            source=source,
            digest=digest_of(source),
            prompt=prompt,
        )

    def look_at_draft(self, draft: Template) -> Looked:
        return self.look_at(write(draft), in_form=True)

    async def broken(self, file: str) -> Looked:
        """A file that can't be used, for who mends it. Raises UnknownTemplate."""
        return self.look_at(await asyncio.to_thread(self._library.source, file))

    async def save(self, source: str, before: str | None, file: str) -> TemplateView:
        """Keep a template of the team's own; see `Library.save` for what it raises."""
        saved = await asyncio.to_thread(self._library.save, source, before, file=file)
        return await self.view(saved.template.slug, saved.template.language)

    async def delete(self, file: str) -> None:
        """Take one of the team's own away; see `Library.delete` for what it raises."""
        await asyncio.to_thread(self._library.delete, file)

    async def _look(self) -> Shelf:
        return await asyncio.to_thread(self._library.look)


def _card(found: Shelved) -> Card:
    template = found.template
    return Card(
        slug=template.slug,
        language=template.language,
        kind=template.kind.value,
        name=template.name,
        description=template.description,
        origin=found.origin,
    )


def _broken(one: Broken) -> BrokenView:
    return BrokenView(file=one.file, problems=tuple(map(_problem, one.problems)))


def _problem(one: Problem, *, in_form: bool = False) -> ProblemView:
    en, ko = (one.message(language, in_form=in_form) for language in ("en", "ko"))
    return ProblemView(path=one.path, line=one.line, en=en, ko=ko)


def _filler(field: Field) -> str:
    """Something that fits, where a template has no example."""
    return field.choices[0] if field.choices else "1" if field.type == "number" else "…"
