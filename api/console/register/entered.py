"""What the register form says: as the models take it, and as it is shown again."""

from collections.abc import Mapping
from typing import Any

from api.console.language import N_
from api.console.typed import Typed
from schemas.alike import AlikeQuery
from schemas.applications import NewApplication

OF_THE_FORM = frozenset({"do", "inquiry"})
"""Fields that steer the form and say nothing of the application."""
COMPARED = {
    "applicant.identity_number": "identity_number",
    "applicant.contact.phone": "phone",
    "applicant.contact.email": "email",
    "applicant.contact.address": "address",
    "description": "description",
}
"""What is compared of an application, by the name of its field."""
LABELS = {
    "channel": N_("Way of submission"),
    "arrived_on": N_("Arrived on"),
    "applicant.kind": N_("Kind of applicant"),
    "applicant.name": N_("Name or title"),
    "applicant.identity_kind": N_("Kind of proof"),
    "applicant.identity_number": N_("Number of that proof"),
    "applicant.contact": N_("Contact, at least one"),
    "applicant.contact.phone": N_("Telephone number"),
    "applicant.contact.email": N_("E-mail address"),
    "applicant.contact.address": N_("Address by post"),
    "description": N_("Information that is wanted"),
    "wanted_form": N_("Form of the copy"),
    "wanted_route": N_("Way of getting it"),
}
"""What the fields are called, by name: a fault names its field and leads there."""


def application_of(sent: Typed) -> NewApplication:
    """The application as it was typed. Raises ``ValidationError``."""
    told: dict[str, Any] = {name: value for name, value in sent.nested().items() if name not in OF_THE_FORM}
    applicant = told.setdefault("applicant", {})
    if isinstance(applicant, dict):
        applicant.setdefault("contact", {})  # so that the whole of it is missed, not the field of the model
    return NewApplication.model_validate(told)


def compared_of(sent: Typed) -> AlikeQuery:
    """What of it is compared with other applications. Raises ``ValidationError``."""
    told = {known: sent.first(name).strip() for name, known in COMPARED.items()}
    return AlikeQuery.model_validate({name: value for name, value in told.items() if value})


def typed_at_first(today: str) -> Mapping[str, str]:
    """What an empty form begins with."""
    return {
        "channel": "in_person",
        "arrived_on": today,
        "applicant.kind": "natural_person",
        "applicant.identity_kind": "resident_id",
        "wanted_form": "electronic",
        "wanted_route": "email",
    }
