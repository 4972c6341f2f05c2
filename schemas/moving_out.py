"""The whole record of an agency in open formats, so that nobody is locked in (全量导出)."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from schemas.base import Recorded
from schemas.documents import Sha256
from schemas.export import Member

CASES_CSV = "cases.csv"
OWN_RECORDS = "own-records.jsonl"
ERRORS_CSV = "errors.csv"
EVENT_PAGES = "events"
APPLICATION_PAGES = "applications"
LETTER_PAGES = "letters"
DOCUMENT_PAGES = "documents-listed"


class WholeManifest(Recorded):
    """What is signed. ``members``: every file but this one and its signature. ``cases``, ``own_records``: how many.

    Each case is as it stood when it was read. ``absent``: documents on record whose bytes the store had not;
    ``damaged``: those whose bytes there were no longer what had been put there. ``errors.csv`` names their cases.
    """

    format: Literal["daylight-record/1"] = "daylight-record/1"
    version: str
    agency_id: UUID
    agency: str
    cases: int
    own_records: int
    exported_at: datetime
    exported_by: UUID
    absent: tuple[Sha256, ...] = ()
    damaged: tuple[Sha256, ...] = ()
    members: tuple[Member, ...]
