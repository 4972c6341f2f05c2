"""The people of an agency, for its administrators: who they are, what they may do, and how they get in.

Nobody changes his own rights, and the last active administrator stays: whoever administers cannot give himself cases to
handle, and an agency can always be administered. Whoever runs the database is bound by the second rule only.
"""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from activities.db.accounts import one_time_password
from activities.db.acts import find_act, put_act
from activities.db.agency_tree import agencies_below
from activities.db.database import AsyncConnection, Database
from activities.db.people import find_member, is_login_taken, put_member, revoke_tokens
from activities.db.second_factors import remove_factor
from activities.db.sessions import end_sessions
from activities.db.staff_rows import active_administrators, is_settled, open_cases_of, staff_rows
from api.administration import By, differences, id_of, permit, reached
from schemas.administration import (
    ActKind,
    Ended,
    MemberChange,
    NewMember,
    OneTimePassword,
    StaffDetail,
    StaffList,
)
from schemas.errors import InvalidInput, NotAllowed, NotFound, StepRefused
from schemas.people import Member, SignedIn
from schemas.vocabulary import Role

SHOWN_CASES = 20


async def staff_of(database: Database, by: SignedIn, agency_id: UUID | None) -> StaffList:
    """The staff of the own agency; of one below it, its administrators. Raises ``NotAllowed`` and ``NotFound``."""
    permit(by)
    wanted = agency_id or by.agency_id
    async with database.snapshot() as connection:
        if wanted not in await agencies_below(connection, by.agency_id):
            raise NotFound("not_found", field="agency")
        rows = await staff_rows(connection, wanted)
    if wanted != by.agency_id:
        rows = [row for row in rows if Role.ADMINISTRATOR in row.roles]
    return StaffList(agency_id=wanted, items=tuple(rows))


async def member_seen(database: Database, by: SignedIn, staff_id: UUID) -> StaffDetail:
    """A person of the own agency, or an administrator of one below it. Raises ``NotAllowed`` and ``NotFound``."""
    permit(by)
    async with database.snapshot() as connection:
        member = await _member(connection, by, staff_id)
        row = (await staff_rows(connection, member.agency_id, staff_id))[0]
        mine = member.agency_id == by.agency_id
        assigned = await open_cases_of(connection, staff_id, SHOWN_CASES) if mine else []
    return StaffDetail(member=row, open_cases=tuple(assigned))


async def add_member(database: Database, by: By, key: str, wanted: NewMember) -> Member:
    """Add a person. The same key again is the same person.

    Raises ``NotFound``, ``InvalidInput("login_taken")``; for an agency below ``NotAllowed``:
    ``first_is_administrator``, ``agency_has_administrator``.
    """
    permit(by)
    agency_id = wanted.agency or (by.agency_id if by else None)
    if agency_id is None:
        raise InvalidInput("missing_field", field="agency")
    staff_id = id_of(by, "staff", key)
    async with database.transaction() as connection:
        await _governed(connection, by, agency_id, wanted.roles)
        if standing := await find_member(connection, staff_id):
            return _the_same(standing, wanted)
        if await is_login_taken(connection, agency_id, wanted.login):
            raise InvalidInput("login_taken", field="login")
        shared = wanted.model_dump(exclude={"agency"})
        member = Member.model_validate({**shared, "id": staff_id, "agency_id": agency_id})
        await put_member(connection, member)
        told = differences({}, wanted.model_dump(mode="json", exclude={"agency"}, exclude_none=True))
        await put_act(connection, uuid4(), agency_id, _who(by), ActKind.STAFF_ADDED, staff_id=member.id, changed=told)
    return member


async def change_member(database: Database, by: By, staff_id: UUID, change: MemberChange) -> Member:
    """Change a person of the own agency. Who is made inactive is signed out at once, and his tokens are revoked.

    Raises ``NotFound``; ``NotAllowed("own_rights")``; ``StepRefused("last_administrator")``; and
    ``StepRefused("staff_has_open_cases")`` unless ``leaving_cases`` is said.
    """
    permit(by)
    async with database.transaction() as connection:
        before = await _own(connection, by, staff_id)
        after = _changed(before, change)
        await _refuse_unsafe(connection, by, before, after, change)
        changed = differences(before.model_dump(mode="json"), after.model_dump(mode="json"))
        if changed:
            await put_member(connection, after)
            await put_act(
                connection,
                uuid4(),
                after.agency_id,
                _who(by),
                ActKind.STAFF_CHANGED,
                staff_id=staff_id,
                changed=changed,
            )
        if not after.active:
            await end_sessions(connection, staff_id)
            await revoke_tokens(connection, staff_id)
    return after


def _changed(before: Member, change: MemberChange) -> Member:
    given = change.model_dump(exclude_unset=True, exclude={"leaving_cases"})
    kept = {name: value for name, value in given.items() if value is not None or name == "department"}
    return Member.model_validate({**before.model_dump(), **kept})


async def _refuse_unsafe(
    connection: AsyncConnection, by: By, before: Member, after: Member, change: MemberChange
) -> None:
    rights = (set(before.roles), before.active) != (set(after.roles), after.active)
    if by and by.staff_id == before.id and rights:
        raise NotAllowed("own_rights")
    administered = await active_administrators(connection, before.agency_id)
    if administered == {before.id} and not (after.active and Role.ADMINISTRATOR in after.roles):
        raise StepRefused("last_administrator")
    leaves = before.active and not after.active and not change.leaving_cases
    if leaves and await open_cases_of(connection, before.id, 1):
        raise StepRefused("staff_has_open_cases", field="active")


async def give_password(database: Database, by: By, key: str, staff_id: UUID) -> OneTimePassword:
    """A password for one sign-in, at which the person chooses his own; what he had before ends, his sessions too.

    It is shown this once: the same key again is refused with ``StepRefused("secret_was_shown")``. Raises ``NotFound``;
    ``NotAllowed("own_way_in")``; ``StepRefused("staff_not_active")``; for an agency below
    ``NotAllowed("agency_has_administrator")``.
    """
    permit(by)
    _refuse_oneself(by, staff_id)
    act_id = id_of(by, "password", key)
    async with database.transaction() as connection:
        member = await _held(connection, by, staff_id)
        await _governed(connection, by, member.agency_id, member.roles)
        if await find_act(connection, act_id):
            raise StepRefused("secret_was_shown")
        if not member.active:
            raise StepRefused("staff_not_active")
        password = await one_time_password(connection, staff_id, datetime.now(UTC))
        await put_act(connection, act_id, member.agency_id, _who(by), ActKind.PASSWORD_GIVEN, staff_id=staff_id)
    return OneTimePassword(staff_id=staff_id, password=password)


async def sign_out(database: Database, by: By, staff_id: UUID) -> Ended:
    """Sign a person out everywhere. Raises ``NotFound``."""
    async with database.transaction() as connection:
        member = await _own(connection, by, staff_id)
        ended = await end_sessions(connection, staff_id)
        await _note_ended(connection, by, member, ActKind.SESSIONS_ENDED, ended)
    return Ended(ended=ended)


async def take_away_second_factor(database: Database, by: By, staff_id: UUID) -> Ended:
    """Forget a lost second factor and its recovery codes, and sign the person out.

    Raises ``NotFound``, ``NotAllowed("own_way_in")``.
    """
    permit(by)
    _refuse_oneself(by, staff_id)
    async with database.transaction() as connection:
        member = await _own(connection, by, staff_id)
        removed = int(await remove_factor(connection, staff_id))
        await end_sessions(connection, staff_id)
        await _note_ended(connection, by, member, ActKind.SECOND_FACTOR_REMOVED, removed)
    return Ended(ended=removed)


def _refuse_oneself(by: By, staff_id: UUID) -> None:
    """Refuse what under *My account* asks for the password of now: whoever finds a browser open has none."""
    if by and by.staff_id == staff_id:
        raise NotAllowed("own_way_in")


async def _note_ended(connection: AsyncConnection, by: By, member: Member, kind: ActKind, ended: int) -> None:
    if ended:
        await put_act(connection, uuid4(), member.agency_id, _who(by), kind, staff_id=member.id)


async def _own(connection: AsyncConnection, by: By, staff_id: UUID) -> Member:
    """A person of the own agency, read after the agency is held against other administrators."""
    permit(by)
    member = await find_member(connection, staff_id)
    if member is None or (by and member.agency_id != by.agency_id):
        raise NotFound("not_found", field="staff")
    await reached(connection, by, member.agency_id)
    return await find_member(connection, staff_id) or member


async def _member(connection: AsyncConnection, by: By, staff_id: UUID) -> Member:
    member = await find_member(connection, staff_id)
    mine = member and (by is None or member.agency_id == by.agency_id)
    if member is None or not (mine or await _administers_below(connection, by, member)):
        raise NotFound("not_found", field="staff")
    return member


async def _held(connection: AsyncConnection, by: By, staff_id: UUID) -> Member:
    """``_member``, read after his agency is held against other administrators: somebody may just have changed him."""
    member = await _member(connection, by, staff_id)
    await reached(connection, by, member.agency_id, below=True)
    return await _member(connection, by, staff_id)


async def _administers_below(connection: AsyncConnection, by: By, member: Member) -> bool:
    below = by is not None and member.agency_id in await agencies_below(connection, by.agency_id)
    return below and Role.ADMINISTRATOR in member.roles


async def _governed(connection: AsyncConnection, by: By, agency_id: UUID, roles: tuple[Role, ...]) -> None:
    """Whether this administrator may add such a person there, or hand him a password."""
    await reached(connection, by, agency_id, below=True)
    if by is None or agency_id == by.agency_id:
        return
    if roles != (Role.ADMINISTRATOR,):
        raise NotAllowed("first_is_administrator")
    if await is_settled(connection, agency_id):
        raise NotAllowed("agency_has_administrator")


def _the_same(standing: Member, wanted: NewMember) -> Member:
    if standing.login != wanted.login:
        raise InvalidInput("idempotency_key_reused", field="Idempotency-Key")
    return standing


def _who(by: By) -> UUID | None:
    return by.staff_id if by else None
