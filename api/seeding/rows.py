"""The rows of an invented case, as COPY takes them. What is sealed in real rows cannot be opened in these."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from api.seeding.lives import Life
from api.seeding.offices import Office, some_id
from api.seeding.words import description, label
from schemas.law.versions import statute_for
from schemas.vocabulary import Role, State

APPLICATION = (
    *("case_id", "agency_id", "reference", "fingerprint", "channel", "arrived_on", "applicant_kind", "applicant_name"),
    *("identity_kind", "identity_sealed", "identity_hash", "contact_sealed", "contact_hash", "description"),
    *("wanted_form", "wanted_route", "registered_by", "registered_roles", "calendar_version", "received_on"),
    "registered_at",
)
CASE = (
    *("case_id", "agency_id", "version", "state", "reference", "channel", "applicant_kind", "arrived_on"),
    *("received_on", "statute", "calendar_version", "due_on", "target_due_on", "provisional", "limit_runs"),
    *("handler_id", "outcome", "overdue_on", "delivered_on", "closed_on", "report_row", "issued_on", "days_used"),
    *("extended", "corrected", "waits_for", "waits_until", "awaits", "next_steps", "head", "registered_at"),
)
DOCUMENT = (
    *("id", "agency_id", "case_id", "label", "sha256", "size", "media_type", "origin", "stored_by", "stored_at"),
)
Waits = tuple[list[str], str | None, list[str]]
NOBODY: Waits = ([], None, [])
WAITING: dict[State, Waits] = {
    State.REGISTERED: (["handler", "ogi_head"], None, ["confirm_receipt", "assign"]),
    State.RECEIVED: (["handler"], None, ["accept"]),
    State.AWAITING_CORRECTION: (["handler"], "applicant", ["receive_correction"]),
    State.AWAITING_PAYMENT: (["handler"], "applicant", ["record_payment"]),
    State.PROCESSING: (["handler"], None, ["draft_reply"]),
    State.AWAITING_APPROVAL: (["approver", "ogi_head"], None, ["approve_reply"]),
    State.APPROVED: (["handler"], None, ["issue_reply"]),
    State.ISSUED: (["handler"], None, ["record_delivery"]),
}
"""For whom an invented case waits, whose answer from outside is awaited, and the steps that come next."""
DOCUMENTED_SHARE, PER_APPLICANT = 0.25, 3
_SEALED = b"seeded"
_NOTHING = "0" * 64
_OPENING, _SECONDS = time(0, 30), 9 * 3600
"""Registered from 8:30 to 17:30 in Beijing."""


@dataclass(slots=True)
class Written:
    """One case as it is written: its life, who handles it, and what people typed."""

    case_id: UUID
    office: Office
    life: Life
    reference: str
    handler: UUID | None
    registered_at: datetime
    description: str
    applicant: int
    documents: tuple[tuple[UUID, str], ...]


class Writer:
    """Writes the cases of one office in the order in which they arrived, numbered by year."""

    def __init__(self, rng: Random, office: Office, calendar_version: str) -> None:
        self._rng, self._office, self._calendar = rng, office, calendar_version
        self._last: dict[int, int] = {}

    @property
    def last_numbers(self) -> dict[int, int]:
        """The last reference number of each year."""
        return self._last

    def written(self, life: Life, applicants: int) -> Written:
        rng, year = self._rng, life.arrived_on.year
        self._last[year] = n = self._last.get(year, 0) + 1
        with_papers = life.outcome is not None and rng.random() < DOCUMENTED_SHARE
        nobody_yet = life.state is State.REGISTERED or (life.state is State.RECEIVED and rng.random() < 0.5)
        return Written(
            case_id=some_id(rng),
            office=self._office,
            life=life,
            reference=f"{self._office.agency.code}申〔{year}〕{n}号",
            handler=None if nobody_yet else rng.choice(self._office.handlers).id,
            registered_at=_moment(rng, life.arrived_on),
            description=description(rng),
            applicant=rng.randrange(max(1, applicants)),
            documents=tuple((some_id(rng), label(rng)) for _ in range(rng.randint(1, 3))) if with_papers else (),
        )

    def application(self, one: Written) -> tuple[object, ...]:
        life, identity = one.life, _hash(f"{one.office.agency.code}/{one.applicant}")
        return (
            *(one.case_id, one.office.agency.id, one.reference, _NOTHING, life.channel, life.arrived_on, life.kind),
            *(f"样本申请人{one.applicant}", "other", _SEALED, identity, _SEALED, identity[::-1], one.description),
            *("electronic", "email", one.office.handlers[0].id, [Role.HANDLER.value], self._calendar),
            *(life.received_on, one.registered_at),
        )

    def case(self, one: Written) -> tuple[object, ...]:
        life = one.life
        statute = statute_for(life.received_on).id if life.received_on else None
        late = life.due_on is not None and life.closed_on is not None and life.closed_on > life.due_on
        waits_for, awaits, steps = WAITING.get(life.state, NOBODY)
        until = life.due_on or life.arrived_on if waits_for else None
        return (
            *(one.case_id, one.office.agency.id, 10, life.state, one.reference, life.channel, life.kind),
            *(life.arrived_on, life.received_on, statute, self._calendar, life.due_on, life.due_on, False),
            *(life.runs, one.handler, life.outcome, life.due_on if late else None, life.closed_on, life.closed_on),
            *(life.row, life.closed_on, life.days_used, life.extended, life.corrected),
            *(waits_for, until, awaits, steps, _NOTHING, one.registered_at),
        )

    def documents(self, one: Written) -> Iterator[tuple[object, ...]]:
        for document_id, name in one.documents:
            yield (
                *(document_id, one.office.agency.id, one.case_id, name, _hash(str(document_id)), 1000),
                *("application/pdf", "uploaded", one.office.handlers[0].id, one.registered_at),
            )


def _moment(rng: Random, day: date) -> datetime:
    opened = datetime.combine(day, _OPENING, UTC)
    return opened + timedelta(seconds=rng.randrange(_SECONDS), microseconds=rng.randrange(1_000_000))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
