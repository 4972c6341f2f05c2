"""What applicants submit themselves, and what they are given for it (art. 29)."""

from datetime import date
from uuid import UUID

from pydantic import Field

from schemas.applications import Applicant, WantedForm, WantedRoute
from schemas.base import Frozen, Line, Recorded, Text


class OnlineAgency(Recorded):
    """An agency that takes applications online. ``contact``: its office for open government, told to everybody."""

    id: UUID
    code: str
    name: str
    contact: str


class OnlineRequest(Frozen):
    """The three contents of art. 29(2) as the applicant states them: who he is, what he wants, in which form.

    Channel and day are not his to say: it is online, and it arrives now.
    """

    applicant: Applicant
    description: Text = Field(description="name, number or other features of the information wanted")
    wanted_form: WantedForm = WantedForm.ELECTRONIC
    wanted_route: WantedRoute = WantedRoute.EMAIL


class OnlineApplication(OnlineRequest):
    """The same, sent by a portal of one's own. ``agency``: id or code of the agency it is for."""

    agency: Line


class OnlineReceipt(Recorded):
    """Reference and code, with which the status page opens. ``submitted_on``: the day at the agency; no limit runs
    before both sides have confirmed the receipt (art. 31)."""

    reference: str
    status_code: str
    status_page: str | None
    agency: str
    contact: str
    submitted_on: date
