"""docs/security.md speaks of what there is: tests it names exist, each threat has one, each link leads somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
STRIDE = (
    "Spoofing",
    "Tampering",
    "Repudiation",
    "Information disclosure",
    "Denial of service",
    "Elevation of privilege",
)
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
CHAPTERS = 17
"""Of ASVS 5.0."""
JUDGED = ("met", "partly", "not met", "not applicable")


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading."""
    part = DOCUMENT.partition(f"\n{heading}\n")[2]
    part = re.split(r"\n##", part, maxsplit=1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize("kind", STRIDE)
def test_every_threat_has_a_defence_and_a_test(kind: str) -> None:
    threats = rows(f"### {kind}")
    assert threats
    for threat, defence, shown in threats:
        assert defence, threat
        assert NAMED.search(shown), threat


def test_every_test_it_names_is_there() -> None:
    named = NAMED.findall(DOCUMENT)
    assert named
    for path, test in named:
        text = (ROOT / path).read_text(encoding="utf-8")
        assert not test or re.search(rf"^(async )?def {test}\(", text, re.MULTILINE), f"{path}::{test}"


def test_every_chapter_of_the_standard_is_judged() -> None:
    judged = rows("## OWASP ASVS 5.0, level 2")
    assert {verdict for _, verdict, _ in judged} <= set(JUDGED)
    assert all(how for _, _, how in judged)
    chapters = {int(found) for section, _, _ in judged for found in re.findall(r"\bV(\d+)", section)}
    assert chapters == set(range(1, CHAPTERS + 1))


def test_every_link_leads_somewhere() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", DOCUMENT):
        assert (ROOT / "docs" / link).exists(), link
