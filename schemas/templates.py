"""Letter templates as the API and the command line show and take them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field, StringConstraints

from schemas.base import Clean, Frozen, Recorded

LONGEST = 20_000
"""Characters of a template."""


def _plain_breaks(text: object) -> object:
    return text.replace("\r\n", "\n") if isinstance(text, str) else text


class TemplateText(Frozen):
    """The whole text of a template, as docs/letters.md describes it."""

    text: Annotated[str, BeforeValidator(_plain_breaks), StringConstraints(min_length=1, max_length=LONGEST), Clean] = (
        Field(description="the whole template: `# title`, `| label | value |` rows, a paragraph a line")
    )


class TemplateSummary(Recorded):
    """One template. ``version`` counts the agency's changes, 0 when it never changed it."""

    name: str
    label: str
    label_en: str
    overridden: bool
    version: int = 0
    changed_by: UUID | None = None
    changed_at: datetime | None = None


class TemplateView(TemplateSummary):
    """A template with the text in use, the standard text, and the names it may use."""

    text: str
    standard: str
    names: tuple[str, ...]
