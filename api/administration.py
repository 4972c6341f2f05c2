"""Agencies and their policies, for administrators; and at the terminal, for whoever runs the database.

An administrator changes his own agency. Of those below it he sees which there are, adds others, and sets them going:
until an administrator of a new agency has signed in, the one above may add administrators there and hand them
passwords.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from activities.db.accounts import one_time_password
from activities.db.acts import Changes, put_act
from activities.db.agency_tree import agencies_below
from activities.db.database import AsyncConnection, Database
from activities.db.people import find_agency, is_code_taken, lock_agency, put_agency, put_member
from activities.db.staff_rows import agency_rows, are_numbers_issued
from schemas.administration import (
    ActKind,
    AgencyAdded,
    AgencyChange,
    AgencyList,
    FirstAdministrator,
    NewAgency,
)
from schemas.errors import InvalidInput, NotAllowed, NotFound, StepRefused
from schemas.people import Agency, Member, SignedIn
from schemas.policy import Policy
from schemas.vocabulary import Role

OPERATOR = UUID("00000000-0000-4000-8000-0000000000a0")
"""The space of ids made from the keys of whoever runs the database."""
By = SignedIn | None
"""An administrator; None is whoever runs the database."""


def permit(by: By) -> None:
    """Administrators only. Raises ``NotAllowed``."""
    if by is not None and Role.ADMINISTRATOR not in by.roles:
        raise NotAllowed("role_not_permitted")


async def note(
    connection: AsyncConnection, by: SignedIn, kind: ActKind, what: str | None = None, changed: Changes | None = None
) -> None:
    """Enter an act on the own agency, in the transaction that carries it out."""
    await put_act(connection, uuid4(), by.agency_id, by.staff_id, kind, what=what, changed=changed)


def id_of(by: By, what: str, key: str) -> UUID:
    """The id of what a request makes: the same key makes the same."""
    return uuid5(by.staff_id if by else OPERATOR, f"{what}/{key}")


async def reached(connection: AsyncConnection, by: By, agency_id: UUID, *, below: bool = False) -> Agency:
    """The agency, held against other administrators until the transaction ends. ``below``: one below the own will do.

    Raises ``NotAllowed``, and ``NotFound`` for an agency that is none of this administrator's business.
    """
    permit(by)
    mine = by is None or by.agency_id == agency_id
    if not mine and not (below and agency_id in await agencies_below(connection, by.agency_id if by else agency_id)):
        raise NotFound("not_found", field="agency")
    agency = await lock_agency(connection, agency_id)
    if agency is None:
        raise NotFound("agency_unknown", field="agency")
    return agency


async def agencies_of(database: Database, by: SignedIn) -> AgencyList:
    """The own agency, and all that stand below it. Raises ``NotAllowed``."""
    permit(by)
    async with database.snapshot() as connection:
        rows = await agency_rows(connection, await agencies_below(connection, by.agency_id))
    return AgencyList(items=tuple(sorted(rows, key=lambda row: row.id != by.agency_id)))


async def agency_seen(database: Database, by: SignedIn, agency_id: UUID) -> Agency:
    """An agency of the list. Raises ``NotAllowed`` and ``NotFound``."""
    permit(by)
    async with database.reading() as connection:
        known = agency_id in await agencies_below(connection, by.agency_id)
        found = await find_agency(connection, agency_id) if known else None
    if found is None:
        raise NotFound("not_found", field="agency")
    return found


async def add_agency(database: Database, by: By, key: str, wanted: NewAgency) -> AgencyAdded:
    """Add an agency below one's own, and its first administrator with a password for his first sign-in.

    The same key again is the same agency, without the password. Raises ``NotFound`` for a parent out of reach,
    ``InvalidInput("agency_code_taken")``.
    """
    parent = wanted.parent or (by.agency_id if by else None)
    agency_id = id_of(by, "agency", key)
    async with database.transaction() as connection:
        if parent:
            await reached(connection, by, parent, below=True)
        if standing := await find_agency(connection, agency_id):
            return AgencyAdded(agency=_the_same(standing, wanted))
        if await is_code_taken(connection, wanted.code):
            raise InvalidInput("agency_code_taken", field="code")
        shared = wanted.model_dump(include=set(Agency.model_fields))
        agency = Agency.model_validate({**shared, "id": agency_id, "parent_id": parent})
        await put_agency(connection, agency)
        told: Changes = {name: (None, value) for name, value in shared.items()}
        await put_act(connection, uuid4(), agency_id, _who(by), ActKind.AGENCY_ADDED, changed=told)
        if wanted.administrator is None:
            return AgencyAdded(agency=agency)
        return await _with_administrator(connection, by, agency, wanted.administrator)


async def _with_administrator(
    connection: AsyncConnection, by: By, agency: Agency, first: FirstAdministrator
) -> AgencyAdded:
    member = Member(
        id=uuid5(agency.id, first.login),
        agency_id=agency.id,
        login=first.login,
        name=first.name,
        roles=(Role.ADMINISTRATOR,),
    )
    await put_member(connection, member)
    password = await one_time_password(connection, member.id, datetime.now(UTC))
    for kind in (ActKind.STAFF_ADDED, ActKind.PASSWORD_GIVEN):
        await put_act(connection, uuid4(), agency.id, _who(by), kind, staff_id=member.id)
    return AgencyAdded(agency=agency, administrator=member, password=password)


async def change_agency(database: Database, by: By, agency_id: UUID, change: AgencyChange) -> Agency:
    """Change what stands in the agency's letters. Raises ``NotFound``, ``StepRefused("agency_code_fixed")``,
    ``InvalidInput("agency_code_taken")``."""
    async with database.transaction() as connection:
        before = await reached(connection, by, agency_id)
        after = before.model_copy(update=change.model_dump(exclude_none=True))
        if after.code != before.code:
            if await are_numbers_issued(connection, agency_id):
                raise StepRefused("agency_code_fixed", field="code")
            if await is_code_taken(connection, after.code):
                raise InvalidInput("agency_code_taken", field="code")
        await _keep(connection, by, ActKind.AGENCY_CHANGED, before, after)
    return after


async def set_policy(database: Database, by: By, agency_id: UUID, policy: Policy, seen: Policy | None = None) -> Policy:
    """Put a policy in force for the cases registered from now on; the others keep what they began with.

    ``seen``: the policy that was looked at before, if it must not have changed since.
    Raises ``NotFound``, ``InvalidInput("timezone_unknown")`` and ``StepRefused("policy_changed_meanwhile")``.
    """
    _refuse_unknown_zone(policy.timezone)
    async with database.transaction() as connection:
        before = await reached(connection, by, agency_id)
        if seen is not None and seen != before.policy:
            raise StepRefused("policy_changed_meanwhile")
        await _keep(connection, by, ActKind.POLICY_CHANGED, before, before.model_copy(update={"policy": policy}))
    return policy


async def _keep(connection: AsyncConnection, by: By, kind: ActKind, before: Agency, after: Agency) -> None:
    """Write the agency and what changed of it; nothing where nothing did."""
    old, new = ({**agency.model_dump(mode="json"), **_policy_of(agency)} for agency in (before, after))
    changed = differences(old, new)
    if changed:
        await put_agency(connection, after)
        await put_act(connection, uuid4(), after.id, _who(by), kind, changed=changed)


def _policy_of(agency: Agency) -> dict[str, Any]:
    """Its fields beside those of the agency: a change names the one field, not the whole policy."""
    return {
        "policy": None,
        **{f"policy.{name}": value for name, value in agency.policy.model_dump(mode="json").items()},
    }


def differences(old: dict[str, Any], new: dict[str, Any]) -> Changes:
    """What is otherwise now: field, before, after."""
    return {name: (old.get(name), value) for name, value in new.items() if old.get(name) != value}


def _the_same(standing: Agency, wanted: NewAgency) -> Agency:
    if standing.code != wanted.code:
        raise InvalidInput("idempotency_key_reused", field="Idempotency-Key")
    return standing


def _refuse_unknown_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        raise InvalidInput("timezone_unknown", field="timezone") from None


def _who(by: By) -> UUID | None:
    return by.staff_id if by else None
