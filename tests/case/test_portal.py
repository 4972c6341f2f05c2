"""What applicants submit themselves: registered by nobody of the staff, online only, and owed a confirmation."""

import pytest

from activities.intake import registration
from schemas.applications import ApplicationRow
from schemas.errors import NotAllowed, StepRefused
from schemas.escalation import Matter
from schemas.events import NOBODY, PORTAL, Actor, ApplicationRegistered
from schemas.steps import Register
from schemas.vocabulary import IMPERSONAL, ApplicantKind, Channel, Role, State
from tests.case.builders import CALENDAR, HANDLER, Script, on
from workflows.book import STAFF_RULES
from workflows.matters import open_matters


def online(channel: Channel = Channel.ONLINE, actor: Actor = PORTAL) -> Script:
    """An application that came in on Fri 2026-10-09."""
    script = Script()
    script.take(
        "2026-10-09",
        actor,
        Register,
        reference="示数公申〔2026〕1号",
        channel=channel,
        arrived_on=on("2026-10-09"),
        applicant_kind=ApplicantKind.NATURAL_PERSON,
        edition=3,
    )
    return script


def test_no_day_of_receipt_is_fixed_and_its_confirmation_is_owed() -> None:
    script = online()
    assert script.case.state is State.REGISTERED
    assert [type(event) for event in script.events] == [ApplicationRegistered]
    (owed,) = open_matters(script.case, CALENDAR)
    assert (owed.matter, owed.due_on) == (Matter.RECEIPT, on("2026-10-09"))


@pytest.mark.parametrize("channel", sorted(set(Channel) - {Channel.ONLINE}))
def test_nothing_else_comes_in_without_the_staff(channel: Channel) -> None:
    with pytest.raises(StepRefused, match="portal_online_only"):
        online(channel)
    assert online(channel, HANDLER).case.channel is channel


def test_the_portal_registers_and_does_nothing_else() -> None:
    assert all(IMPERSONAL.isdisjoint(rule.roles) for rule in STAFF_RULES.values())
    assert Role.PORTAL in IMPERSONAL
    assert len(NOBODY) == len(IMPERSONAL)
    with pytest.raises(NotAllowed):
        online(actor=Actor(staff_id=PORTAL.staff_id, roles=(Role.CLOCK,)))


def test_the_first_command_of_a_case_nobody_entered_is_the_portals() -> None:
    row = ApplicationRow.model_validate(
        {
            "case_id": PORTAL.staff_id,
            "agency_id": PORTAL.staff_id,
            "reference": "示数公申〔2026〕1号",
            "fingerprint": "f",
            "channel": "online",
            "arrived_on": "2026-10-09",
            "applicant_kind": "natural_person",
            "registered_by": None,
            "registered_roles": ["portal"],
            "calendar_version": "v",
            "registered_at": "2026-10-09T02:00:00Z",
        }
    )
    assert registration(row).actor == PORTAL
    assert registration(row.model_copy(update={"registered_by": HANDLER.staff_id})).actor.staff_id == HANDLER.staff_id
