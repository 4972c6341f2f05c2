"""docs/law-coverage.md and docs/law.md say what is there: every point has a row, and every name leads somewhere."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from schemas.policy import Policy
from schemas.vocabulary import LetterKind, Outcome
from workflows.book import STAFF_RULES

ROOT = Path(__file__).parents[1]
COVERAGE = (ROOT / "docs/law-coverage.md").read_text(encoding="utf-8")
LAW = (ROOT / "docs/law.md").read_text(encoding="utf-8")
NOT_OURS = "not ours"


def points(names: str) -> list[str]:
    return names.split("|")


def numbered(mark: str, last: int) -> list[str]:
    return [f"{mark}{n}" for n in range(1, last + 1)]


POINTS = {
    "The Regulation of 2019": [
        *points("4|10|11(1)|11(2)|13|14|15|16(1)|16(2)|17(2)|17(3)|18|20|26|27|28|29(1)|29(2)"),
        *points("30 notice|30 restart|30 abandoned|31(1)|31(2)|31(3)"),
        *points("32 asked|32 silence|32 objection|32 public interest"),
        *points("33(1)|33(2) limit|33(2) extension|33(3)|34|35"),
        *points("36(1)|36(2)|36(3)|36(4)|36(5)|36(6)|36(7)|37|38|39(1)|39(2)|40|41|42|43|44(1)|44(2)"),
        *points("45|47|49|50|51|52|53|54|55|56"),
    ],
    "The Regulation of 2007, where it differs": points(
        "8, 14|13|20|21|21(4)|22|23|24|24(3)|26|27, 28|31|receipt|no rules|transition"
    ),
    "The fee measures (国办函〔2020〕109号)": points("2|3|4|5|6 notice|6 payment|6 restart|7|8-12"),
    "Remedies": [
        *points("行政复议法 20|行政复议法 23(1)(4)|行政复议法 23(2)|行政复议法 24, 27|行政复议法实施条例 30, 31"),
        *points("行政复议法 48|行政诉讼法 67"),
        *points("行政诉讼法 45|行政诉讼法 46|法释〔2025〕8号 1|法释〔2025〕8号 2|国办函〔2021〕132号 3(1)"),
        *points("不予公开备案|合法性审查|分级审批"),
    ],
    "Receipt of letters (国办公开办函〔2015〕207号)": points("misdirected|not reached|e-mail|fax|other channels"),
    "Service of documents (国办公开办函〔2016〕235号)": points("direct, entrusted|post|electronic|proof"),
    "Outcomes": [*points("O1|O2|O3|O4a|O4b|O4c|O4d|O4e|O4f|O4g"), *numbered("O", 17)[4:]],
    "Documents": [*numbered("D", 29), *points("joinder|several|search record|numbers|own wording")],
    "Worked examples": numbered("E", 13),
    "Ambiguous points": numbered("6.", 23),
}
"""Every point of the law that must have a row, by the heading it stands under."""


@dataclass(frozen=True)
class Row:
    group: str
    point: str
    does: str
    code: str
    test: str


def rows_of(text: str) -> Iterator[Row]:
    """The rows of every table, under their headings."""
    group = ""
    for line in text.splitlines():
        if line.startswith("## "):
            group = line.removeprefix("## ")
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "point":
            yield Row(group, *cells)


ROWS = tuple(rows_of(COVERAGE))


@cache
def defined(path: Path) -> frozenset[str]:
    """The functions, classes and constants of a module, read without importing it."""
    names = set[str]()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
    return frozenset(names)


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def faults_of(row: Row) -> list[str]:
    """What is wrong with a row, in words; nothing for a good one."""
    place = f"{row.group}, {row.point}:"
    if row.does.startswith(NOT_OURS):
        reasoned = re.fullmatch(rf"{NOT_OURS}( yet)?: .{{20,}}", row.does)
        bare = (row.code, row.test) == ("–", "–")
        return [] if reasoned and bare else [f"{place} what is not ours has a reason, and neither code nor test"]
    code, tests = quoted(row.code), quoted(row.test)
    lost = [f"{place} {name} leads nowhere" for name in [*code, *tests] if not leads_somewhere(name)]
    strange = [
        f"{place} {name} is no test" for name in tests if not re.match(r"tests/(\w+/)*test_\w+\.py::test_", name)
    ]
    strange += [f"{place} {name} is no code" for name in code if name.startswith("tests/")]
    words = re.sub(r"`[^`]+`|,", "", row.code + row.test).strip()
    return [
        *lost,
        *strange,
        *([] if code else [f"{place} no code"]),
        *([] if tests else [f"{place} no test"]),
        *([f"{place} {words} is no reference"] if words else []),
    ]


def leads_somewhere(reference: str) -> bool:
    """Whether ``path::name`` is defined, or a file that is no module is there."""
    path, _, name = reference.partition("::")
    file = ROOT / path
    if not file.is_file():
        return False
    return name in defined(file) if file.suffix == ".py" else not name


def test_every_point_has_one_row_and_no_row_is_for_nothing() -> None:
    found = {group: [row.point for row in ROWS if row.group == group] for group in dict.fromkeys(r.group for r in ROWS)}
    assert {group: Counter(points) for group, points in found.items()} == {
        group: Counter(points) for group, points in POINTS.items()
    }


def test_every_row_names_code_and_a_test_that_are_there() -> None:
    assert list(chain.from_iterable(map(faults_of, ROWS))) == []


@pytest.mark.parametrize(
    ("named", "kind"),
    [(Outcome, "outcome"), (LetterKind, "letter"), (STAFF_RULES, "step")],
    ids=["outcome", "letter", "step"],
)
def test_every_outcome_letter_and_step_is_named_in_a_row(named: type[Outcome] | type[LetterKind], kind: str) -> None:
    told = {name for row in ROWS for name in quoted(row.does)}
    assert [str(one) for one in named if str(one) not in told] == [], kind


def test_every_policy_of_an_ambiguous_point_is_a_field_and_told_with_its_default() -> None:
    by_point = {row.point: set(quoted(row.does)) for row in ROWS if row.does.startswith("polic")}
    assert set(chain.from_iterable(by_point.values())) <= set(Policy.model_fields)
    for point, policies in by_point.items():
        assert {name for name, _ in policies_of(reading(point))} == policies, point
    for number in POINTS["Ambiguous points"]:
        assert bool(policies_of(reading(number))) == (number in by_point), number


def test_every_policy_is_told_in_the_law_and_with_its_true_default() -> None:
    assert [name for name in Policy.model_fields if f"`{name}`" not in LAW and name != "timezone"] == []
    told = policies_of(LAW)
    assert [(name, value) for name, value in told if value != in_words(getattr(Policy(), name))] == []


def test_the_law_has_every_ambiguous_point_outcome_document_and_example() -> None:
    assert re.findall(r"^\*\*(6\.\d+) ", LAW, re.MULTILINE) == POINTS["Ambiguous points"]
    for mark, last in (("O", 17), ("D", 29), ("E", 13)):
        assert re.findall(rf"^\| ({mark}\d+) \|", LAW, re.MULTILINE) == numbered(mark, last)
    outcomes = "\n".join(line for line in LAW.splitlines() if re.match(r"\| O\d+ \|", line))
    assert [outcome.value for outcome in Outcome if f"`{outcome}`" not in outcomes] == []


def test_every_reference_to_the_law_leads_to_its_point() -> None:
    named = set[str]()
    for room in ("api", "worker", "workflows", "activities", "schemas"):
        for file in (ROOT / room).rglob("*.py"):
            for found in re.findall(
                r"docs/law\.md[, ]+((?:(?:section )?\d[\d.]*\d?(?:, )?)+)", file.read_text("utf-8")
            ):
                named.update(re.findall(r"\d+(?:\.\d+)?", found))
    assert "6.6" in named
    assert [one for one in sorted(named) if not re.search(rf"^(\*\*|## ){re.escape(one)}[. ]", LAW, re.MULTILINE)] == []


HERE = "`workflows/fees.py::notify_fee`"
SHOWN = "`tests/rules/test_fees.py::test_there_is_no_tariff_before_2021`"


@pytest.mark.parametrize(
    ("does", "code", "test", "fault"),
    [
        ("a fee", HERE, SHOWN, None),
        ("a fee", f"{HERE}, `activities/letters/templates/D12.txt`", SHOWN, None),
        ("not ours: another procedure has rules of its own", "–", "–", None),
        ("not ours", "–", "–", "has a reason"),
        ("not ours: another procedure has rules of its own", HERE, "–", "neither code nor test"),
        ("a fee", "`workflows/fees.py::no_such_name`", SHOWN, "leads nowhere"),
        ("a fee", "`workflows/no_such_file.py::notify_fee`", SHOWN, "leads nowhere"),
        ("a fee", "`workflows/fees.py`", SHOWN, "leads nowhere"),
        ("a fee", "`activities/letters/templates/D99.txt`", SHOWN, "leads nowhere"),
        ("a fee", HERE, "`tests/rules/test_fees.py::test_no_such_test`", "leads nowhere"),
        ("a fee", HERE, HERE, "is no test"),
        ("a fee", SHOWN, SHOWN, "is no code"),
        ("a fee", HERE, "–", "no test"),
        ("a fee", "–", SHOWN, "no code"),
        ("a fee", HERE, f"{SHOWN}, by hand", "is no reference"),
    ],
)
def test_what_is_wrong_with_a_row_is_found(does: str, code: str, test: str, fault: str | None) -> None:
    found = " ".join(faults_of(Row("Fees", "1", does, code, test)))
    assert fault in found if fault else not found


def reading(point: str) -> str:
    """The paragraph of a point in section 6 of the law."""
    found = re.search(rf"^\*\*{re.escape(point)} (.+?)\n\n", LAW, re.MULTILINE | re.DOTALL)
    assert found, point
    return found[1]


def policies_of(text: str) -> list[tuple[str, str]]:
    """Each ```name` = value`` of a text."""
    words = " ".join(text.split())
    return re.findall(r"`(\w+)` = (\d+(?:, \d+)*|\w+)", words)


def in_words(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(map(str, value))
        case _:
            return str(value)
