"""What the fields of the steps are called, and what is said beside them, as on an official form. Chinese first."""

from api.console.forms.texts import Texts
from api.console.steps.words import (
    fields_after,
    fields_asking,
    fields_intake,
    fields_reply,
    fields_time,
)
from api.console.steps.words.fields_common import COMMON

STEP_FIELDS: dict[str, Texts] = {
    **fields_intake.FIELDS,
    **fields_time.FIELDS,
    **fields_asking.FIELDS,
    **fields_reply.FIELDS,
    **fields_after.FIELDS,
}
"""By step; what stands here goes before ``COMMON``."""


def texts_of(step: str) -> Texts:
    """The words of a step's fields."""
    return {**COMMON, **STEP_FIELDS.get(step, {})}
