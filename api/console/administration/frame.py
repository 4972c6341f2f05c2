"""What the pages of administration share: their list, who may see them, and how a refused form comes back."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse

from api.administration import permit
from api.console.language import N_
from api.console.pages import page
from api.console.typed import Typed, faults_of, status_of
from api.console.visit import Visit, VisitDep
from schemas.errors import DaylightError

SECTIONS = (
    ("/admin", N_("Overview")),
    ("/admin/agencies", N_("Agencies")),
    ("/admin/staff", N_("Staff")),
    ("/admin/calendars", N_("Working-day calendar")),
    ("/admin/policy", N_("Policy")),
    ("/admin/templates", N_("Letter templates")),
    ("/admin/schedules", N_("Digest schedules")),
    ("/admin/deliveries", N_("Failed deliveries")),
    ("/admin/webhooks", N_("Webhooks")),
    ("/admin/tokens", N_("Access tokens")),
    ("/admin/imports", N_("Import of cases")),
    ("/admin/retention", N_("Retention")),
    ("/admin/acts", N_("Record of acts")),
)
Refused = DaylightError | ValidationError


async def administrators_only(visit: VisitDep) -> None:
    """Refuse everybody else, on every page. Raises ``NotAllowed``."""
    permit(visit.person)


def shown(visit: Visit, template: str, refused: Refused | None = None, **context: Any) -> HTMLResponse:
    """A page of administration; ``refused``: why the form on it was not taken."""
    faults = {} if refused is None else faults_of(refused)
    shared = {"sections": SECTIONS, "here": visit.path.partition("?")[0], "faults": faults, "done": ""}
    return page(visit, f"administration/{template}", status_of(refused), **{**shared, **context})


def led_to(path: str) -> RedirectResponse:
    """After a form that was taken: a reload sends nothing again."""
    return RedirectResponse(path, 303)


async def optional_done(request: Request) -> str:
    """What a page that was led to says first: a word of its own, never a text from the address."""
    return request.query_params.get("done", "")


class Kept:
    """What stands in the fields of a form: what was typed, or else what stands on record."""

    def __init__(self, sent: Typed | None, standing: Mapping[str, Any] | None = None) -> None:
        self._sent, self._standing = sent, standing or {}

    @property
    def key(self) -> str | None:
        """The key of the form that was refused."""
        return (self._sent.first("key") or None) if self._sent else None

    def __call__(self, name: str) -> str:
        """One field."""
        if self._sent is not None:
            return self._sent.first(name)
        value = self._standing.get(name)
        return "" if value is None else str(value)

    def every(self, name: str) -> list[str]:
        """A field with several values."""
        return self._sent.every(name) if self._sent is not None else list(map(str, self._standing.get(name, ())))

    def ticked(self, name: str) -> bool:
        """A box."""
        return bool(self._sent.first(name)) if self._sent is not None else bool(self._standing.get(name))
