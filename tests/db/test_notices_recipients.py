"""Who is told: functions, substitutes, those who left, and what happens where nobody holds a function."""

from typing import Any
from uuid import UUID, uuid5

import pytest

from activities.db.recipients import Colleague, Office
from schemas.escalation import Recipient
from schemas.notices import NoticeOrder
from schemas.vocabulary import Role
from tests.db.notices import AGENCY, PARENT, order

STAFF = {
    "ann": Role.HANDLER,
    "ben": Role.HANDLER,
    "rev": Role.REVIEWER,
    "sec": Role.SECTION_HEAD,
    "app": Role.APPROVER,
    "leg": Role.LEGAL,
    "ogi": Role.OGI_HEAD,
    "top": Role.AGENCY_HEAD,
    "adm": Role.ADMINISTRATOR,
    "sup": Role.SUPERVISOR,
}
ABOVE = {"city-sup": Role.SUPERVISOR, "city-ogi": Role.OGI_HEAD, "city-adm": Role.ADMINISTRATOR}


def person(login: str) -> UUID:
    return uuid5(AGENCY, login)


def colleague(login: str, away: dict[str, str], left: tuple[str, ...]) -> Colleague:
    return Colleague(
        id=person(login),
        agency_id=PARENT if login in ABOVE else AGENCY,
        roles=frozenset({(STAFF | ABOVE)[login]}),
        active=login not in left,
        substitute=person(away[login]) if login in away else None,
    )


def office(
    away: dict[str, str] | None = None,
    left: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    *,
    parent: bool = True,
) -> Office:
    there = [login for login in (*STAFF, *(ABOVE if parent else ())) if login not in without]
    colleagues = {person(login): colleague(login, away or {}, left) for login in there}
    return Office(agency_id=AGENCY, zone="Asia/Shanghai", parent_id=PARENT if parent else None, colleagues=colleagues)


def told(office: Office, order: NoticeOrder) -> dict[str, str | None]:
    """Logins told, each with the login instead of whom."""
    names: dict[UUID | None, str | None] = {person(login): login for login in (*STAFF, *ABOVE)} | {None: None}
    return {str(names[one.person.id]): names[one.instead_of] for one in office.told_by(order)}


HANDLER, SIGNER, ABOVE_US = Recipient.HANDLER, Recipient.SIGNER, Recipient.SUPERVISING_AUTHORITY


@pytest.mark.parametrize(
    ("to", "fields", "expected"),
    [
        (HANDLER, {"handler": "ann"}, {"ann"}),
        (HANDLER, {}, {"ann", "ben"}),
        (Recipient.REVIEWER, {}, {"rev"}),
        (Recipient.SECTION_HEAD, {}, {"sec"}),
        (Recipient.OGI_HEAD, {}, {"ogi"}),
        (Recipient.AGENCY_HEAD, {}, {"top"}),
        (SIGNER, {"stage": Role.APPROVER}, {"app", "ogi"}),
        (SIGNER, {"stage": Role.LEGAL}, {"leg"}),
        (SIGNER, {"stage": Role.LEGAL, "delegate": "ben"}, {"ben"}),
        (SIGNER, {}, {"ogi"}),
        (ABOVE_US, {}, {"city-sup", "city-ogi"}),
    ],
)
def test_a_function_is_held_by_these_persons(to: Recipient, fields: dict[str, str], expected: set[str]) -> None:
    named: dict[str, Any] = {name: person(value) if name != "stage" else value for name, value in fields.items()}
    assert told(office(), order(to=(to,), **named)) == dict.fromkeys(expected)


@pytest.mark.parametrize(
    ("to", "without", "expected"),
    [
        (HANDLER, ("ann", "ben"), {"sec"}),
        (HANDLER, ("ann", "ben", "sec"), {"ogi"}),
        (HANDLER, ("ann", "ben", "sec", "ogi"), {"top"}),
        (HANDLER, ("ann", "ben", "sec", "ogi", "top"), {"adm"}),
        (HANDLER, ("ann", "ben", "sec", "ogi", "top", "adm"), set()),
        (Recipient.REVIEWER, ("rev",), {"ogi"}),
        (Recipient.SECTION_HEAD, ("sec",), {"ogi"}),
        (Recipient.AGENCY_HEAD, ("top",), {"adm"}),
        (ABOVE_US, ("city-sup",), {"city-ogi"}),
        (ABOVE_US, ("city-sup", "city-ogi"), {"city-adm"}),
        (ABOVE_US, ("city-sup", "city-ogi", "city-adm"), set()),
    ],
)
def test_a_function_nobody_holds_falls_to_the_next_above(
    to: Recipient, without: tuple[str, ...], expected: set[str]
) -> None:
    assert told(office(without=without), order(to=(to,))) == dict.fromkeys(expected)
    assert told(office(left=without), order(to=(to,))) == dict.fromkeys(expected)


@pytest.mark.parametrize(
    ("away", "left", "expected"),
    [
        ({"ann": "ben"}, (), {"ben": "ann"}),
        ({"ann": "ben", "ben": "rev"}, (), {"rev": "ann"}),
        ({"ann": "ben", "ben": "rev", "rev": "leg"}, (), {"leg": "ann"}),
        ({"ann": "ben", "ben": "rev"}, ("ben",), {"rev": "ann"}),
        ({"ann": "ben"}, ("ben",), {"sec": None}),
        ({"ann": "ben", "ben": "ann"}, (), {"sec": None}),
        ({"ann": "ben", "ben": "ann", "sec": "leg"}, (), {"leg": "sec"}),
        ({}, ("ann",), {"ben": None}),
        ({"ann": "ben"}, ("ann",), {"ben": None}),
        ({"ann": "city-sup"}, (), {"city-sup": "ann"}),
    ],
)
def test_who_stands_in_is_told_instead_of_who_is_away(
    away: dict[str, str], left: tuple[str, ...], expected: dict[str, str | None]
) -> None:
    assert told(office(away, left), order(to=(HANDLER,), handler=person("ann"))) == expected


def test_who_is_reached_by_two_functions_is_told_once() -> None:
    both = order(to=(HANDLER, Recipient.SECTION_HEAD), handler=person("ann"))
    assert told(office(without=("ann", "ben")), both) == {"sec": None}


def test_who_is_meant_himself_is_not_told_as_a_substitute() -> None:
    both = order(to=(HANDLER, Recipient.SECTION_HEAD), handler=person("ann"))
    assert told(office({"ann": "sec"}), both) == {"sec": None}


def test_without_an_authority_above_nothing_is_owed_to_it() -> None:
    alone = order(to=(ABOVE_US,))
    assert told(office(parent=False), alone) == {}
    assert office(parent=False).owes_nobody(alone)
    assert not office(without=tuple(ABOVE)).owes_nobody(alone)
    assert not office(parent=False).owes_nobody(order(to=(ABOVE_US, Recipient.AGENCY_HEAD)))
