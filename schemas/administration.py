"""Administration: what an administrator asks for, what he is shown, and the record of what was done (管理操作记录)."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, JsonValue

from schemas.base import Frozen, Line, Recorded
from schemas.people import Agency, Member
from schemas.policy import Policy
from schemas.vocabulary import IMPERSONAL, Role

LONGEST_TOKEN_DAYS = 366


class ActKind(StrEnum):
    """What was done. A word is never used for anything else again: the record keeps it for ever."""

    AGENCY_ADDED = "agency_added"
    AGENCY_CHANGED = "agency_changed"
    POLICY_CHANGED = "policy_changed"
    STAFF_ADDED = "staff_added"
    STAFF_CHANGED = "staff_changed"
    PASSWORD_GIVEN = "password_given"  # noqa: S105 - a word for an act, no password
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    SESSIONS_ENDED = "sessions_ended"
    TOKEN_MADE = "token_made"  # noqa: S105 - a word for an act, no token
    TOKEN_REVOKED = "token_revoked"  # noqa: S105
    WEBHOOK_ADDED = "webhook_added"
    WEBHOOK_REMOVED = "webhook_removed"
    DELIVERIES_RESENT = "deliveries_resent"
    TEMPLATE_CHANGED = "template_changed"
    TEMPLATE_RESET = "template_reset"
    CALENDAR_PROPOSED = "calendar_proposed"
    CALENDAR_APPROVED = "calendar_approved"
    CALENDAR_APPROVED_ALONE = "calendar_approved_alone"
    SCHEDULE_PAUSED = "schedule_paused"
    SCHEDULE_RESUMED = "schedule_resumed"
    SCHEDULE_RUN = "schedule_run"
    SCHEDULE_BACKFILLED = "schedule_backfilled"
    RETENTION_SET = "retention_set"
    HOLD_PLACED = "hold_placed"
    HOLD_RELEASED = "hold_released"
    DESTRUCTION_PROPOSED = "destruction_proposed"
    DESTRUCTION_APPROVED = "destruction_approved"
    CASES_IMPORTED = "cases_imported"
    RECORD_EXPORTED = "record_exported"


def _given_to_people(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """Each once, in the order of the vocabulary; none by which Daylight itself acts."""
    if not roles:
        raise ValueError("role_missing")
    if IMPERSONAL & set(roles):
        raise ValueError("role_given_to_nobody")
    return tuple(role for role in Role if role in roles)


Roles = Annotated[tuple[Role, ...], Field(max_length=16), AfterValidator(_given_to_people)]
"""What a person may be: at least one role."""


class FirstAdministrator(Frozen):
    """Who administers a new agency first."""

    login: Line
    name: Line


class NewAgency(Frozen):
    """An agency below one's own. ``parent``: the authority it stands under; one's own unless given."""

    code: Line
    name: Line
    contact: Line
    reconsideration_body: Line
    court: Line
    parent: UUID | None = None
    administrator: FirstAdministrator | None = None


class AgencyChange(Frozen):
    """What is to change of an agency; what is not named stays. ``code`` only until a number was issued under it."""

    code: Line | None = None
    name: Line | None = None
    contact: Line | None = None
    reconsideration_body: Line | None = None
    court: Line | None = None
    takes_online: bool | None = None


class WholePolicy(Policy):
    """A policy as it is sent: a name nobody knows is refused, not dropped."""

    model_config = ConfigDict(extra="forbid")

    def plain(self) -> Policy:
        """The policy as it is kept."""
        return Policy.model_validate(self.model_dump())


class AgencyAdded(Recorded):
    """A new agency. ``password``: for its administrator's first sign-in, shown this once."""

    agency: Agency
    administrator: Member | None = None
    password: str | None = None


class AgencyRow(Recorded):
    """An agency of the tree. ``settled``: an administrator of its own has signed in or holds a token."""

    id: UUID
    code: str
    name: str
    parent_id: UUID | None
    contact: str
    reconsideration_body: str
    court: str
    active_staff: int
    settled: bool


class AgencyList(Recorded):
    """The own agency first, then those below it."""

    items: tuple[AgencyRow, ...]


class NewMember(Frozen):
    """A member of staff. ``agency``: one's own unless given."""

    agency: UUID | None = None
    login: Line
    name: Line
    roles: Roles
    department: Line | None = None


class MemberChange(Frozen):
    """What is to change of a person; what is not named stays, and ``department`` null takes it away.

    ``leaving_cases``: inactive although open cases are assigned to the person.
    """

    name: Line | None = None
    roles: Roles | None = None
    department: Line | None = None
    active: bool | None = None
    leaving_cases: bool = False


class StaffRow(Member):
    """A person as an administrator sees him. ``open_cases``: assigned to him; ``seen_at``: last at the console."""

    has_password: bool
    second_factor: bool
    seen_at: datetime | None
    live_sessions: int
    live_tokens: int
    open_cases: int


class StaffList(Recorded):
    """The staff of an agency, by login."""

    agency_id: UUID
    items: tuple[StaffRow, ...]


class AssignedCase(Recorded):
    """An open case of a person."""

    case_id: UUID
    reference: str


class StaffDetail(Recorded):
    """A person, and the first of the open cases that are assigned to him."""

    member: StaffRow
    open_cases: tuple[AssignedCase, ...]


class OneTimePassword(Recorded):
    """For one sign-in, at which a password of one's own is chosen. Shown this once."""

    staff_id: UUID
    password: str


class Ended(Recorded):
    """How many there were to end."""

    ended: int


class NewToken(Frozen):
    """A bearer token for a program that works in a person's name."""

    staff: UUID
    label: Line
    days: int = Field(90, ge=1, le=LONGEST_TOKEN_DAYS)


class TokenRow(Recorded):
    """A token without what it is."""

    id: UUID
    staff_id: UUID
    login: str
    name: str
    label: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class TokenMade(TokenRow):
    """A new token, shown this once; only its hash is kept."""

    token: str


class TokenList(Recorded):
    """The agency's tokens, the newest first."""

    items: tuple[TokenRow, ...]


class Act(Recorded):
    """One entry of the record. ``by`` null: whoever runs the database, at the terminal.

    ``staff_id``: whom it was about; ``what``: which thing, by id, name or version. ``changed``: field, before, after.
    ``by_name`` is null for persons of agencies that are none of the reader's business.
    """

    n: int
    at: datetime
    agency_id: UUID
    by: UUID | None
    by_name: str | None
    kind: ActKind
    staff_id: UUID | None = None
    staff_name: str | None = None
    what: str | None = None
    changed: dict[str, tuple[JsonValue, JsonValue]] = Field(default_factory=dict)


class ActPage(Recorded):
    """The record, newest first; ``next`` continues."""

    items: tuple[Act, ...]
    next: int | None = None


class Attention(Recorded):
    """What an administrator should look at.

    ``roles_unheld``: a role the procedure or the policy needs and no active person has. ``provisional_years``: years
    into which open limits may reach and whose official arrangement is not in force.
    """

    failed_deliveries: int
    paused_schedules: int
    provisional_years: tuple[int, ...]
    proposals_waiting: int
    without_password: tuple[str, ...]
    without_second_factor: tuple[str, ...]
    cases_of_inactive: int
    roles_unheld: tuple[Role, ...]
    tokens_expiring: int
    destruction_waiting: int


class Overview(Recorded):
    """An agency from its administrator's desk."""

    agency: Agency
    active_staff: int
    inactive_staff: int
    agencies_below: int
    calendar: str
    attention: Attention
