"""Folding: destruction in an archived case. Nothing the law counts changes; the tables say what is gone."""

from schemas import events_keeping as ek
from schemas.case import Case
from workflows.folding.changes import Changes, changes


@changes.register
def _(event: ek.DocumentsDestroyed, case: Case) -> Changes:
    return {}


@changes.register
def _(event: ek.PersonalDataDestroyed, case: Case) -> Changes:
    return {}
