"""What a template is: frozen values. What may stand in one, `reading` checks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Language = Literal["en", "ko"]

VOICE = "voice"
"""The variable that the person's brand voice fills, kept once and not asked for in the form."""

FROM_CHOICES = ("tone", "length", "language")
"""The variables that `tones`, `lengths` and `languages` fill."""

LABELS: dict[str, tuple[str, str]] = {
    "tone": ("Tone", "말투"),
    "length": ("Length", "분량"),
    "language": ("Language", "결과 언어"),
}


class TemplateKind(StrEnum):
    """What work a template is for, and in which category its battles count."""

    MARKETING = "marketing"
    OFFICE = "office"


class FieldType(StrEnum):
    """LINE: one line. TEXT: several. CHOICE: one of `choices`. NUMBER. LIST: an item a line."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to fill in. The value is text, whatever the type; a list has an item a line.

    Attributes:
        key: the variable of the prompt that it fills.
        label, hint: what the form calls it, and a few words on what belongs there.
        required: whether the form may be sent without it.
        example: what "fill in the example" puts there.
        choices: for CHOICE only.
    """

    key: str
    label: str
    type: FieldType = FieldType.LINE
    hint: str = ""
    required: bool = False
    example: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A form and the prompt that is made of it, in one language.

    Attributes:
        slug: its name in addresses and files; the same in both languages.
        language: of the form and the prompt. What comes out is in one of `languages`.
        tones, lengths, languages: choices that go into the prompt as they stand; the first is
            the usual one.
        prompt: text with `{{key}}`, `{{#key}}…{{/key}}` for what stands only where the field is
            filled, and `{{^key}}…{{/key}}` for what stands only where it is not.
    """

    slug: str
    language: Language
    kind: TemplateKind
    name: str
    description: str
    prompt: str
    fields: tuple[Field, ...]
    tones: tuple[str, ...] = ()
    lengths: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def form(self) -> tuple[Field, ...]:
        """All that is asked for: the fields, then tone, length and language where they are."""
        return (*self.fields, *(self._choice(key) for key in FROM_CHOICES if self.choices(key)))

    def choices(self, key: str) -> tuple[str, ...]:
        """What may be chosen as `tone`, `length` or `language`."""
        return {"tone": self.tones, "length": self.lengths, "language": self.languages}[key]

    @property
    def wants_voice(self) -> bool:
        """Whether the brand voice has a place in the prompt."""
        return "{{#voice}}" in self.prompt or "{{voice}}" in self.prompt

    @property
    def example(self) -> dict[str, str]:
        """The form as "fill in the example" fills it."""
        return {field.key: field.example for field in self.form if field.example}

    def _choice(self, key: str) -> Field:
        choices = self.choices(key)
        return Field(
            key=key,
            label=LABELS[key][self.language == "ko"],
            type=FieldType.CHOICE,
            required=True,
            example=choices[0],
            choices=choices,
        )
