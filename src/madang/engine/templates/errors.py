"""What a person meets whose form or template can't be used; the sentences are the floor's own."""

from __future__ import annotations

from madang.domain.errors import BadInput, Language
from madang.templates import FormProblem, UnfitForm, UnusableTemplate


class UnfitFormError(BadInput):
    """A form that can't be sent as it is; `fields` names the keys, in the sentences' order."""

    code = "unfit_form"

    def __init__(self, unfit: UnfitForm) -> None:
        self._problems: tuple[FormProblem, ...] = unfit.problems
        super().__init__(
            fields=[problem.key for problem in unfit.problems],
            en=[problem.message("en") for problem in unfit.problems],
            ko=[problem.message("ko") for problem in unfit.problems],
        )

    def message(self, language: Language) -> str:
        return ". ".join(problem.message(language) for problem in self._problems) + "."


class UnusableTemplateError(BadInput):
    """A template that can't be kept; every problem with its line."""

    code = "unusable_template"

    def __init__(self, unusable: UnusableTemplate) -> None:
        self._unusable = unusable
        super().__init__(file=unusable.file, problems=len(unusable.problems))

    def message(self, language: Language) -> str:
        return self._unusable.message(language)
