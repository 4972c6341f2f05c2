"""What a fresh database needs: a calendar, and for a first look a sample agency with invented staff."""

from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from activities.db.accounts import first_administrator, one_time_password
from activities.db.calendars import any_calendar, publish_calendar
from activities.db.database import Database
from activities.db.people import find_agency, members, new_token, put_agency, put_member
from schemas.people import Agency, Member
from schemas.policy import Policy
from schemas.settings import Settings
from schemas.vocabulary import Outcome, Role
from workflows.rules.national import national_calendar

NAMESPACE = UUID("6b1a7f0e-3c55-4c6e-9a53-0d4f6e8a2c11")
SAMPLE_AGENCY = Agency(
    id=uuid5(NAMESPACE, "sample-agency"),
    code="示建公",
    name="示例市住房和城乡建设局",
    contact="示例市人民路1号政府信息公开办公室，电话：010-55550100",
    reconsideration_body="示例市人民政府",
    court="示例市城区人民法院",
    policy=Policy(approval_by_outcome={Outcome.REFUSED: (Role.SECTION_HEAD, Role.LEGAL, Role.AGENCY_HEAD)}),
)
_STAFF = {
    "handler": ("林承办", (Role.HANDLER,)),
    "handler2": ("何承办", (Role.HANDLER,)),
    "reviewer": ("沈审查", (Role.REVIEWER,)),
    "approver": ("高审批", (Role.APPROVER,)),
    "head": ("郑主任", (Role.OGI_HEAD,)),
    "supervisor": ("顾监督", (Role.SUPERVISOR,)),
    "section": ("苏科长", (Role.SECTION_HEAD,)),
    "legal": ("韩法审", (Role.LEGAL,)),
    "chief": ("程局长", (Role.AGENCY_HEAD,)),
    "admin": ("邵管理", (Role.ADMINISTRATOR,)),
}


def sample_member(login: str) -> Member:
    """An invented member of the sample agency."""
    name, roles = _STAFF[login]
    staff_id = uuid5(SAMPLE_AGENCY.id, login)
    return Member(id=staff_id, agency_id=SAMPLE_AGENCY.id, login=login, name=name, roles=roles)


async def ensure_calendar(settings: Settings) -> None:
    """Publish the national calendar if no calendar was ever published."""
    database = Database(settings.database_url.get_secret_value(), 1)
    try:
        async with database.transaction() as connection:
            if not await any_calendar(connection):
                await publish_calendar(connection, national_calendar())
    finally:
        await database.close()


class FirstPassword(NamedTuple):
    """The very first password of a database, and whose it is. Shown once."""

    agency: Agency
    login: str
    password: str


async def first_password(settings: Settings) -> FirstPassword | None:
    """A one-time password for one administrator, if nobody has a password yet and there is an administrator."""
    database = Database(settings.database_url.get_secret_value(), 1)
    try:
        async with database.transaction() as connection:
            administrator = await first_administrator(connection)
            agency = await find_agency(connection, administrator.agency_id) if administrator else None
            if administrator is None or agency is None:
                return None
            password = await one_time_password(connection, administrator.id, datetime.now(UTC))
            return FirstPassword(agency, administrator.login, password)
    finally:
        await database.close()


async def ensure_sample(settings: Settings, known: dict[str, str]) -> dict[str, str]:
    """Make the sample agency and its staff where they are missing; a token for each login, known ones included."""
    database = Database(settings.database_url.get_secret_value(), 1)
    try:
        async with database.transaction() as connection:
            if await find_agency(connection, SAMPLE_AGENCY.id) is None:
                known = {}
                await put_agency(connection, SAMPLE_AGENCY)
            there = {member.login for member in await members(connection, SAMPLE_AGENCY.id)}
            for login in _STAFF.keys() - there:  # an earlier release had fewer; those that are there may have changed
                await put_member(connection, sample_member(login))
            missing = [login for login in _STAFF if login not in known]
            fresh = {login: await new_token(connection, sample_member(login).id, "daylight up") for login in missing}
    finally:
        await database.close()
    return known | fresh
