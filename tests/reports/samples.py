"""Annual reports with numbers that are all different, so that one in the wrong cell is seen."""

from decimal import Decimal
from itertools import count
from uuid import UUID

from schemas.annual import (
    LEAVES,
    AgencyLine,
    AnnualContent,
    AnnualRow,
    Applications,
    FeesPaid,
    Figures,
    Issued,
    RemedyColumn,
    RemedyGroup,
)
from schemas.vocabulary import ApplicantKind
from workflows.rules.annual import Tally, applications, remedies, sum_of

FIGURES = Figures(
    rules=Issued(made=0, repealed=1, in_force=2),
    documents=Issued(made=31, repealed=32, in_force=33),
    permits=1250,
    penalties=86,
    compulsions=7,
    charges=Decimal("12.345"),
)


def table(first: int = 1) -> Applications:
    """Every leaf of every kind of applicant with a number of its own."""
    numbers = count(first)
    answered = [
        Tally(kind, frozenset({AnnualRow.NEW, leaf}), next(numbers)) for kind in ApplicantKind for leaf in LEAVES
    ]
    carried = [
        Tally(kind, frozenset({AnnualRow.CARRIED_OVER, AnnualRow.CARRIED_TO_NEXT}), next(numbers))
        for kind in ApplicantKind
    ]
    return applications([*answered, *carried])


def content(*, tree: bool = False) -> AnnualContent:
    """A report of 2026; of a tree with two agencies."""
    cells = [(group, column) for group in RemedyGroup for column in RemedyColumn if column is not RemedyColumn.TOTAL]
    contested = remedies({cell: n for n, cell in enumerate(cells, 41)})
    names = ["示例市人民政府办公室", "示例市住房和城乡建设局"] if tree else []
    lines = tuple(
        AgencyLine(agency_id=UUID(int=n), agency=name, applications=table(100 * n), remedies=contested, fees=FeesPaid())
        for n, name in enumerate(names, 1)
    )
    return AnnualContent(
        agency_id=UUID(int=1),
        agency="示例市人民政府" if tree else "示例市住房和城乡建设局",
        year=2026,
        tree=tree,
        applications=sum_of([line.applications for line in lines]) if tree else table(),
        remedies=contested,
        fees=FeesPaid(applications=3, yuan=5700),
        figures=FIGURES,
        overview="=1+1 本年度，本机关认真贯彻条例。\n收到申请较上年增加。",
        problems="公开内容有待细化。",
        other="无。",
        assessment="考核结果良好。" if tree else None,
        lines=lines,
    )
