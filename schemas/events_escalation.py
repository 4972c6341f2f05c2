"""What the clock says of a matter that is about to be late, or is (escalation)."""

from datetime import date
from typing import Literal

from schemas.base import Recorded
from schemas.escalation import Matter, Recipient


class EscalationFell(Recorded):
    """A rung of the ladder of ``matter`` was reached on the day ``on``, whenever it was noticed.

    ``subject``: which of several (a consultation, a search round, a date of a remedy), empty where there is one.
    ``working_days``: from ``due_on``, negative before it. ``to``: who is told.
    """

    kind: Literal["escalation_fell"] = "escalation_fell"
    matter: Matter
    subject: str = ""
    due_on: date
    working_days: int
    on: date
    to: tuple[Recipient, ...]
