"""What the HTTP API answers about requests for correction of own records."""

from schemas.api import LetterView
from schemas.base import Recorded
from schemas.own_records import Claim, OwnRecordRow
from schemas.own_records_events import OwnRecord


class OwnRecordSummary(OwnRecordRow):
    """A row of a list; ``days_open`` are calendar days since it arrived, null once it is closed: there is no limit."""

    days_open: int | None


class OwnRecordPage(Recorded):
    """One page of a list by age; ``next`` is the cursor of the following page."""

    items: tuple[OwnRecordSummary, ...]
    next: str | None


class OwnRecordView(Recorded):
    """One request, whole, with the person's own words."""

    summary: OwnRecordSummary
    record: OwnRecord
    request: Claim
    letters: tuple[LetterView, ...]
