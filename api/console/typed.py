"""What a form carries: read once, checked against forgery, turned into what the models take, and kept when refused."""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import ValidationError

from api.access import fit_key
from api.console.visit import Visitor
from api.csrf import FIELD, refuse_foreign, refuse_forged
from api.problems import invalid_input
from schemas.errors import DaylightError, InvalidInput, Problem
from schemas.messages import problem_of

MOST_FIELDS = 2000
WHOLE_NUMBER = re.compile(r"[0-9]{1,6}")
OWN = frozenset({FIELD, "key"})
"""Fields of the form itself, not of what it says."""


class Typed:
    """The fields of one form, in their order; several may have one name. Nothing typed is an empty text."""

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        self.fields = tuple(fields)

    def first(self, name: str) -> str:
        """The first value under this name; empty if there is none."""
        return next((value for known, value in self.fields if known == name), "")

    def every(self, name: str) -> list[str]:
        """All values under this name."""
        return [value for known, value in self.fields if known == name]

    @property
    def key(self) -> str:
        """The form's own key: sent twice, it has one effect. Raises ``InvalidInput``."""
        if not self.first("key"):
            raise InvalidInput("idempotency_key_missing", field="key")
        return fit_key(self.first("key"), "key")

    def number(self, name: str) -> int:
        """A number of six digits at most, such as the version of a case that was seen. Raises ``InvalidInput``."""
        given = self.first(name).strip()
        if not WHOLE_NUMBER.fullmatch(given):
            raise InvalidInput("invalid_field", field=name)
        return int(given)

    def nested(self) -> dict[str, Any]:
        """``applicant.name`` as ``{"applicant": {"name": …}}``; what was left empty is left out."""
        whole: dict[str, Any] = {}
        for name, value in self.fields:
            if name in OWN or not value.strip():
                continue
            *way, last = name.split(".")
            into = whole
            for part in way:
                deeper = into.setdefault(part, {})
                into = deeper if isinstance(deeper, dict) else {}
            into[last] = value
        return whole


async def typed(request: Request, visitor: Visitor) -> Typed:
    """The form that was sent. Raises ``NotAllowed`` when it was forged, ``InvalidInput`` when it is none."""
    try:
        fields = parse_qsl((await request.body()).decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise InvalidInput("form_malformed", field="body") from None
    sent = Typed((name, value.replace("\r\n", "\n")) for name, value in fields)
    if visitor.person is None:
        refuse_foreign(request)
    else:
        refuse_forged(request, visitor.session.token, sent.first(FIELD))
    request.state.sent = sent
    return sent


def again(sent: Typed, refused: Exception | None) -> Typed:
    """The form as it is shown again: with another key once it was refused, for a refusal may be kept under the old one.

    It keeps its key where nobody knows what became of it (503): then only the same key has but one effect.
    """
    if not isinstance(refused, DaylightError) or refused.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return sent
    return Typed((name, value) for name, value in sent.fields if name != "key")


Faults = Mapping[str, Problem]
"""What is wrong with a form, by the name of the field; what belongs to none stands under the empty name."""


def status_of(refused: DaylightError | ValidationError | None) -> int:
    """The HTTP status under which a form comes back; 200 where nothing was refused."""
    if refused is None:
        return 200
    return refused.status if isinstance(refused, DaylightError) else InvalidInput.status


def faults_of(refused: DaylightError | ValidationError) -> dict[str, Problem]:
    """Everything that is wrong, each at its field."""
    if isinstance(refused, DaylightError):
        return {refused.field or "": problem_of(refused)}
    complaints = [problem_of(invalid_input([complaint])) for complaint in refused.errors()]
    return {problem.field or "": problem for problem in reversed(complaints)}
