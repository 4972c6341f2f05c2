"""What Daylight stands on: licences an office can live with, and an audit that does not call silence good news."""

import json
from pathlib import Path

import pytest

from tests.hostile.audit import CLEAN, HOLES, UNKNOWN, audited, learned, verdict
from tests.licences import NOT_IN_AN_OFFICE, licence_of, locked, table

DOCUMENT = Path(__file__).parents[2] / "docs" / "security.md"


def test_every_package_names_its_licence_and_none_is_copyleft() -> None:
    named = {package: licence_of(package) for package in locked()}
    assert {package: found for package, found in named.items() if not found} == {}
    assert {package: found for package, found in named.items() if found <= NOT_IN_AN_OFFICE} == {}


def test_the_document_lists_every_package() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [row for row in table() if row not in text] == [], "python -m tests.licences prints the table"


KNOWN = {"name": "left", "version": "1", "vulns": []}
HOLED = {"name": "right", "version": "1", "vulns": [{"id": "CVE-2030-0001", "fix_versions": []}]}
UNASKED = {"name": "pad", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "status"),
    [([KNOWN], CLEAN), ([KNOWN, HOLED], HOLES), ([KNOWN, UNASKED], UNKNOWN), ([HOLED, UNASKED], HOLES)],
)
def test_an_audit_says_whether_it_knows(packages: list[dict[str, object]], status: int) -> None:
    assert verdict(learned(json.dumps({"dependencies": packages})))[0] == status


def test_an_audit_that_cannot_be_made_is_no_good_news(tmp_path: Path) -> None:
    broken = tmp_path / "requirements.lock"
    broken.write_text("not a requirement at all ==\n", encoding="utf-8")
    status, line = verdict(audited(broken))
    assert status == UNKNOWN
    assert "NOT AUDITED" in line
