"""Whether a row can be taken over, and as which case: everything that is known of it, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4, uuid5

from activities.db.importing import own_form
from activities.vault import Vault
from schemas.applications import Applicant, Contact, IdentityKind
from schemas.case import Case
from schemas.chain import GENESIS, forge
from schemas.commands import ENGINE_PREFIX
from schemas.errors import InvalidInput
from schemas.events import Event, EventRecord
from schemas.events_import import CaseImported
from schemas.imports import ImportRow, RowFault
from schemas.notices import Notices
from schemas.people import Agency
from schemas.vocabulary import State
from workflows.alarms import author_of
from workflows.evolve import evolve, fold
from workflows.importing import Kept, taken_over
from workflows.moment import Moment
from workflows.notices import notices_for
from workflows.rules.calendar import WorkingCalendar

COMMAND = f"{ENGINE_PREFIX}import"
"""Command id of every import: one a case."""
MOST_AHEAD = 100_000
"""So far a number of our own form may lie above the highest known of its year, for ours go on behind it."""


@dataclass(frozen=True)
class Ready:
    """A row that can be taken over: its case, and the events that say so."""

    case_id: UUID
    row: ImportRow
    kept: Kept
    fingerprint: str
    events: list[Event]
    case: Case

    @property
    def goes_on(self) -> bool:
        """Whether a workflow is to be begun for it."""
        return self.case.state is not State.ARCHIVED


@dataclass
class Findings:
    """What is wrong with which rows, the rows that can be taken over, and the cases that were before."""

    faults: list[RowFault] = field(default_factory=list)
    ready: list[Ready] = field(default_factory=list)
    standing: list[UUID] = field(default_factory=list)

    def add(self, other: "Findings") -> None:
        """Take in what was found of further rows."""
        self.faults += other.faults
        self.ready += other.ready
        self.standing += other.standing


@dataclass(frozen=True)
class Look:
    """What is known here of the rows that are looked at together."""

    agency: Agency
    vault: Vault
    standing: dict[UUID, str]
    taken: dict[str, UUID]
    handlers: dict[str, UUID]
    highest: dict[int, int]

    def judged(self, source: str, line: int, row: ImportRow, moment: Moment, seen: set[str]) -> Ready | UUID:
        """A row to be taken over, or the case it has become before. Raises what refuses it."""
        if row.own_number in seen:
            raise InvalidInput("import_number_twice", field="own_number")
        seen.add(row.own_number)
        case_id = case_of(self.agency.id, row.own_number)
        fingerprint = self.vault.fingerprint(row.model_dump_json().encode())
        if case_id in self.standing:
            if self.standing[case_id] != fingerprint:
                raise InvalidInput("import_changed", field="own_number")
            return case_id
        if row.own_number in self.taken:
            raise InvalidInput("import_number_taken", field="own_number")
        self._refuse_leap(row.own_number)
        return self._ready(source, line, row, moment, case_id, fingerprint)

    def _refuse_leap(self, own_number: str) -> None:
        """A date in place of a number would have our own numbers go on from there."""
        found = own_form(self.agency.code, own_number)
        if found and found.n > self.highest.get(found.year, 0) + MOST_AHEAD:
            raise InvalidInput("import_number_too_high", field="own_number")

    def _ready(self, source: str, line: int, row: ImportRow, moment: Moment, case_id: UUID, fingerprint: str) -> Ready:
        if row.handler and row.handler not in self.handlers:
            raise InvalidInput("unknown_handler", field="handler")
        handler = self.handlers[row.handler] if row.handler else None
        kept = Kept(uuid5(case_id, "text"), uuid5(case_id, "party"), handler)
        mark = CaseImported(own_number=row.own_number, source=source, line=line, imported_on=moment.today)
        fresh = Case(case_id=case_id, agency_id=self.agency.id, policy=self.agency.policy)
        events = taken_over(fresh, mark, row, kept, moment)
        return Ready(case_id, row, kept, fingerprint, events, fold(fresh, events))


def case_of(agency_id: UUID, own_number: str) -> UUID:
    """The case of a number of the agency's former register: always the same."""
    return uuid5(agency_id, f"import/{own_number}")


def applicant_of(row: ImportRow) -> Applicant:
    """Who applied. Where no number was kept nobody else must be found by the lack of it."""
    nobody = f"无证件号 {uuid4()}"
    return Applicant(
        kind=row.applicant_kind,
        name=row.applicant_name,
        identity_kind=row.identity_kind if row.identity_number else IdentityKind.OTHER,
        identity_number=row.identity_number or nobody,
        contact=Contact(phone=row.phone, email=row.email, address=row.address),
    )


def links_of(fresh: Case, events: Sequence[Event], moment: Moment, fingerprint: str) -> list[EventRecord]:
    """The chain of a case that is taken over."""
    case, head, records = fresh, GENESIS, list[EventRecord]()
    for event in events:
        case = evolve(case, event)
        author = author_of(event, moment.actor)
        records.append(forge(case.case_id, case.version, moment.at, author, COMMAND, event, head, fingerprint))
        head = records[-1].hash
    return records


def owed_by(fresh: Case, records: Sequence[EventRecord], calendar: WorkingCalendar) -> Notices:
    """The notices of a case that is taken over; that it was late calls nobody once it has ended."""
    owed = notices_for(fresh, records, calendar)
    calling = tuple(order for order in owed.orders if not (owed.over and order.kind == "became_overdue"))
    return owed.model_copy(update={"orders": calling})
