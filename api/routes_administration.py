"""``/api/agencies``, ``/api/staff``, ``/api/tokens``, ``/api/administration``: for administrators of an agency."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query

from api.access import DeskDep, OptionalKey, Person
from api.administration import add_agency, agencies_of, agency_seen, change_agency, set_policy
from api.administration_overview import acts_seen, overview
from api.administration_staff import (
    add_member,
    change_member,
    give_password,
    member_seen,
    sign_out,
    staff_of,
    take_away_second_factor,
)
from api.administration_tokens import make_token, take_token, tokens_seen
from schemas.administration import (
    ActPage,
    AgencyAdded,
    AgencyChange,
    AgencyList,
    Ended,
    MemberChange,
    NewAgency,
    NewMember,
    NewToken,
    OneTimePassword,
    Overview,
    StaffDetail,
    StaffList,
    TokenList,
    TokenMade,
    TokenRow,
    WholePolicy,
)
from schemas.people import Agency, Member
from schemas.policy import Policy

router = APIRouter(prefix="/api", tags=["administration"])

_AGENCY = {
    "code": "示城管公",
    "name": "示例市城市管理局",
    "contact": "示例市人民路3号政府信息公开办公室，电话：010-55550300",
    "reconsideration_body": "示例市人民政府",
    "court": "示例市城区人民法院",
    "administrator": {"login": "admin", "name": "邵管理"},
}
_MEMBER = {"login": "zhou", "name": "周承办", "roles": ["handler"], "department": "法规科"}
_NEW_AGENCY = {"below one's own": {"value": _AGENCY}}
_NEW_MEMBER = {"a handler": {"value": _MEMBER}}
_CHANGE = {
    "other roles": {"value": {"roles": ["handler", "section_head"]}},
    "no longer here": {"value": {"active": False}},
}
_TOKEN = {"a scanner": {"value": {"staff": "22222222-2222-4222-8222-222222222222", "label": "扫描系统", "days": 90}}}


@router.get("/administration")
async def desk_of_administrator(desk: DeskDep, person: Person) -> Overview:
    """What needs attention: failed deliveries, paused schedules, years without official arrangement, ways in."""
    return await overview(desk, person)


@router.get("/administration/acts")
async def acts(
    desk: DeskDep,
    person: Person,
    before: Annotated[int | None, Query(ge=1, le=2**63 - 1, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ActPage:
    """What administrators did in the own agency and in those below it, newest first. Entries stay for ever."""
    return await acts_seen(desk, person, before, limit)


@router.get("/agencies")
async def agencies(desk: DeskDep, person: Person) -> AgencyList:
    """The own agency, and all that stand below it."""
    return await agencies_of(desk.database, person)


@router.post("/agencies", status_code=201)
async def new_agency(
    desk: DeskDep, person: Person, key: OptionalKey, wanted: Annotated[NewAgency, Body(openapi_examples=_NEW_AGENCY)]
) -> AgencyAdded:
    """Add an agency below one's own, and its first administrator; his password is shown this once."""
    return await add_agency(desk.database, person, key, wanted)


@router.get("/agencies/{agency_id}")
async def one_agency(desk: DeskDep, person: Person, agency_id: UUID) -> Agency:
    """An agency of the list."""
    return await agency_seen(desk.database, person, agency_id)


@router.patch("/agencies/{agency_id}")
async def other_agency(desk: DeskDep, person: Person, agency_id: UUID, change: AgencyChange) -> Agency:
    """Change what stands in the own agency's letters; the code only until a number was issued under it."""
    return await change_agency(desk.database, person, agency_id, change)


@router.get("/agencies/{agency_id}/policy")
async def policy(desk: DeskDep, person: Person, agency_id: UUID) -> Policy:
    """What an agency has chosen where the law leaves a choice, for cases registered from now on."""
    return (await agency_seen(desk.database, person, agency_id)).policy


@router.put("/agencies/{agency_id}/policy")
async def other_policy(desk: DeskDep, person: Person, agency_id: UUID, wanted: WholePolicy) -> Policy:
    """Put the whole policy of the own agency in force for cases registered from now on; what is not named takes its
    default. Cases that are registered keep the policy they began with."""
    return await set_policy(desk.database, person, agency_id, wanted.plain())


@router.get("/staff")
async def staff(
    desk: DeskDep,
    person: Person,
    agency: Annotated[
        UUID | None, Query(description="one's own unless given; of one below it, its administrators")
    ] = None,
) -> StaffList:
    """The staff of the own agency, how they sign in and how many open cases they have."""
    return await staff_of(desk.database, person, agency)


@router.post("/staff", status_code=201)
async def new_member(
    desk: DeskDep, person: Person, key: OptionalKey, wanted: Annotated[NewMember, Body(openapi_examples=_NEW_MEMBER)]
) -> Member:
    """Add a person; in an agency below one's own only an administrator, until one of its own has signed in."""
    return await add_member(desk.database, person, key, wanted)


@router.get("/staff/{staff_id}")
async def one_member(desk: DeskDep, person: Person, staff_id: UUID) -> StaffDetail:
    """A person, with the first of the open cases that are assigned to him."""
    return await member_seen(desk.database, person, staff_id)


@router.patch("/staff/{staff_id}")
async def other_member(
    desk: DeskDep, person: Person, staff_id: UUID, change: Annotated[MemberChange, Body(openapi_examples=_CHANGE)]
) -> Member:
    """Change name, roles, department, or whether the person is active. Nobody changes his own rights.

    Who still has open cases is made inactive only with `leaving_cases`; he is signed out and his tokens are revoked.
    """
    return await change_member(desk.database, person, staff_id, change)


@router.post("/staff/{staff_id}/password")
async def new_password(desk: DeskDep, person: Person, key: OptionalKey, staff_id: UUID) -> OneTimePassword:
    """A password for one sign-in, shown this once; the person chooses his own with it. His sessions end."""
    return await give_password(desk.database, person, key, staff_id)


@router.post("/staff/{staff_id}/sign-out")
async def signed_out(desk: DeskDep, person: Person, staff_id: UUID) -> Ended:
    """Sign a person out everywhere; how many sessions ended."""
    return await sign_out(desk.database, person, staff_id)


@router.delete("/staff/{staff_id}/second-factor")
async def without_second_factor(desk: DeskDep, person: Person, staff_id: UUID) -> Ended:
    """Forget a second factor that was lost. The person is signed out."""
    return await take_away_second_factor(desk.database, person, staff_id)


@router.get("/tokens")
async def tokens(desk: DeskDep, person: Person) -> TokenList:
    """The tokens of the agency's people: whose, for what, until when; never what they are."""
    return await tokens_seen(desk.database, person)


@router.post("/tokens", status_code=201)
async def new_token(
    desk: DeskDep, person: Person, key: OptionalKey, wanted: Annotated[NewToken, Body(openapi_examples=_TOKEN)]
) -> TokenMade:
    """Make a token in a person's name. It is shown this once; only its hash is kept."""
    return await make_token(desk.database, person, key, wanted)


@router.delete("/tokens/{token_id}")
async def revoked(desk: DeskDep, person: Person, token_id: UUID) -> TokenRow:
    """Revoke a token; again, nothing changes."""
    return await take_token(desk.database, person, token_id)
