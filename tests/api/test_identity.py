"""The check character of a proof of identity: taken as it was given, and told to who handles it (art. 29(2)(1))."""

import pytest

from schemas.applications import IdentityKind
from schemas.identity import is_doubtful
from tests.api.office import Office, application


@pytest.mark.parametrize(
    ("kind", "number", "doubtful"),
    [
        (IdentityKind.RESIDENT_ID, "110101199003070011", False),
        (IdentityKind.RESIDENT_ID, "110101199003070012", True),
        (IdentityKind.RESIDENT_ID, "11010119900307002x", False),
        (IdentityKind.RESIDENT_ID, "99", True),
        (IdentityKind.RESIDENT_ID, "1101011990030700１1", False),
        (IdentityKind.RESIDENT_ID, "110101 19900307 0011", False),
        (IdentityKind.ORGANISATION_CODE, "91110101MA00000005", False),
        (IdentityKind.ORGANISATION_CODE, "91110101MA00000000", True),
        (IdentityKind.PASSPORT, "99", False),
        (IdentityKind.OTHER, "99", False),
    ],
)
def test_a_number_is_doubted_by_its_check_character(kind: IdentityKind, number: str, doubtful: bool) -> None:
    assert is_doubtful(kind, number) is doubtful


async def test_a_doubtful_number_is_taken_and_told(office: Office) -> None:
    wrong = {**application()["applicant"], "identity_number": "110101199003070012"}
    cases = [(await office.registered(applicant=wrong))["case_id"], (await office.registered())["case_id"]]
    seen = [(await office.read(f"/api/applications/{case_id}"))["application"]["applicant"] for case_id in cases]
    assert [one["identity_doubtful"] for one in seen] == [True, False]
