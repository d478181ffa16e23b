"""Templates: forms for what people at work ask for, and the prompts that are made of them.

A template is one TOML file in one language. How one is read and checked is in `reading` and
`prompt`, how a filled form becomes a prompt in `rendering`, how one is written in `writing`; those
that ship lie in `shipped/`. Nothing here knows of people, battles or models, or opens a folder.
"""

from madang.templates.form import FormProblem, UnfitForm, summarise
from madang.templates.problems import Problem, UnusableTemplate
from madang.templates.reading import Checked, check, read, twice
from madang.templates.rendering import render
from madang.templates.shipped import shipped
from madang.templates.template import Field, FieldType, Language, Template, TemplateKind
from madang.templates.writing import write

__all__ = [
    "Checked",
    "Field",
    "FieldType",
    "FormProblem",
    "Language",
    "Problem",
    "Template",
    "TemplateKind",
    "UnfitForm",
    "UnusableTemplate",
    "check",
    "read",
    "render",
    "shipped",
    "summarise",
    "twice",
    "write",
]
