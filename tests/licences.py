"""Under which licences the packages stand that run with Daylight: ``python -m tests.licences`` prints the table."""

import re
from collections.abc import Iterator
from importlib.metadata import metadata
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements.lock"
FAMILIES = {
    "AGPL": r"AGPL|Affero",
    "LGPL": r"LGPL|Lesser General Public",
    "GPL": r"\bGPL|(?<!Lesser )(?<!Affero )General Public",
    "MPL": r"MPL|Mozilla",
    "Apache": r"Apache",
    "BSD": r"BSD",
    "MIT": r"MIT\b",
    "ISC": r"ISC",
    "PSF": r"PSF|Python Software",
    "OFL": r"OFL|Open Font",
}
"""The words by which packages name their licence; by the name of its family."""
NOT_IN_AN_OFFICE = frozenset({"AGPL", "GPL"})
"""What would oblige whoever runs or passes on Daylight to lay everything open under the same terms."""


def locked() -> list[str]:
    """The names of the packages that are installed in production, in the order of the lock."""
    return re.findall(r"^([A-Za-z0-9_.-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)


def licence_of(package: str) -> frozenset[str]:
    """The families a package names, from its own metadata (PEP 639, else classifiers, else the older field)."""
    told = metadata(package)
    classifiers = [one for one in told.get_all("Classifier", []) if one.startswith("License ::")]
    older = [text.partition("\n")[0] for text in told.get_all("License", [])]
    said = " ".join(told.get_all("License-Expression", []) or [*classifiers, *older])
    return frozenset(family for family, words in FAMILIES.items() if re.search(words, said))


def table() -> Iterator[str]:
    """The rows of the table, by licence."""
    by_licence: dict[str, list[str]] = {}
    for package in locked():
        by_licence.setdefault(", ".join(sorted(licence_of(package))), []).append(package)
    yield "| licence | packages |"
    yield "|---|---|"
    for licence, packages in sorted(by_licence.items()):
        yield f"| {licence} | {', '.join(packages)} |"


if __name__ == "__main__":
    print("\n".join(table()))  # noqa: T201 - what it is for
