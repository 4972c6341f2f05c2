"""Keeping, for administrators of an agency: how long material is kept, and holds that stop its destruction."""

from datetime import UTC, datetime
from uuid import UUID

from activities.db.database import AsyncConnection
from activities.db.retention import (
    find_hold,
    list_holds,
    one_at_a_time,
    put_hold,
    put_rules,
    release_hold,
    rules_in_force,
)
from activities.db.status import case_named
from api.administration import id_of, note, permit
from api.desk import Desk
from schemas.administration import ActKind
from schemas.errors import InvalidInput, NotFound, StepRefused
from schemas.people import SignedIn
from schemas.retention import CaseHold, HoldList, NewHold, RetentionRules, RulesInForce
from schemas.status import read_reference


async def rules_of(desk: Desk, person: SignedIn) -> RulesInForce:
    """The agency's periods."""
    permit(person)
    async with desk.database.reading() as connection:
        return await rules_in_force(connection, person.agency_id)


async def set_rules(desk: Desk, person: SignedIn, rules: RetentionRules, seen: int | None = None) -> RulesInForce:
    """Put other periods in place of those in force; nothing is destroyed by that.

    ``seen``: the version that was looked at before, if it must not have changed since.
    Raises ``StepRefused("retention_changed_meanwhile")``.
    """
    permit(person)
    async with desk.database.transaction() as connection:
        await one_at_a_time(connection, person.agency_id)
        before = await rules_in_force(connection, person.agency_id)
        if seen is not None and seen != before.version:
            raise StepRefused("retention_changed_meanwhile")
        after = await put_rules(connection, person.agency_id, rules, person.staff_id)
        if after.version != before.version:
            both = (before.rules.model_dump(mode="json"), after.rules.model_dump(mode="json"))
            await note(connection, person, ActKind.RETENTION_SET, str(after.version), {"rules": both})
        return after


async def hold(desk: Desk, person: SignedIn, case_id: UUID, wanted: NewHold, key: str) -> CaseHold:
    """Stop the destruction of a case until the hold is released; a case may have several, each for a reason of its own.
    The same key: the same hold.

    Raises ``NotFound``, ``InvalidInput`` for a key that holds it for another reason, and
    ``StepRefused("held_already")`` where it is held for this very reason.
    """
    permit(person)
    await desk.row(person, case_id)
    hold_id = id_of(person, f"hold/{case_id}", key)
    async with desk.database.transaction() as connection:
        if standing := await find_hold(connection, person.agency_id, hold_id):
            return _the_same(standing, wanted)
        if not await put_hold(connection, hold_id, case_id, wanted.reason, person.staff_id):
            raise StepRefused("held_already", field="reason")
        await note(connection, person, ActKind.HOLD_PLACED, str(hold_id))
        return await _hold(connection, person, hold_id)


async def case_called(desk: Desk, person: SignedIn, reference: str) -> UUID:
    """The agency's case of this reference, whatever brackets it is written with. Raises ``InvalidInput``."""
    permit(person)
    async with desk.database.reading() as connection:
        found = await case_named(connection, {reference.strip(): None, read_reference(reference): None})
    if found is None or found.agency_id != person.agency_id:
        raise InvalidInput("case_not_of_agency", field="reference")
    return found.case_id


async def release(desk: Desk, person: SignedIn, hold_id: UUID, why: NewHold) -> CaseHold:
    """Release a hold. Raises ``NotFound`` and ``StepRefused("hold_released_already")``."""
    permit(person)
    async with desk.database.transaction() as connection:
        await _hold(connection, person, hold_id)
        if not await release_hold(connection, hold_id, person.staff_id, datetime.now(UTC), why.reason):
            raise StepRefused("hold_released_already")
        await note(connection, person, ActKind.HOLD_RELEASED, str(hold_id))
        return await _hold(connection, person, hold_id)


async def holds(desk: Desk, person: SignedIn) -> HoldList:
    """The holds of the agency, those that stand first."""
    permit(person)
    async with desk.database.reading() as connection:
        return HoldList(items=await list_holds(connection, person.agency_id))


def _the_same(standing: CaseHold, wanted: NewHold) -> CaseHold:
    if standing.reason != wanted.reason:
        raise InvalidInput("idempotency_key_reused", field="Idempotency-Key")
    return standing


async def _hold(connection: AsyncConnection, person: SignedIn, hold_id: UUID) -> CaseHold:
    found = await find_hold(connection, person.agency_id, hold_id)
    if found is None:
        raise NotFound("not_found", field="hold")
    return found
