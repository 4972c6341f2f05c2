"""The annual report (政府信息公开工作年度报告, arts. 49, 50): rows, columns and texts of 国办公开办函〔2021〕30号."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from schemas.base import Frozen, Line, Recorded, Text
from schemas.vocabulary import ApplicantKind, ReportRow, Role

FORMAT = "国办公开办函〔2021〕30号"
FIRST_YEAR = 2019
"""The first year whose report falls under art. 49 of the Regulation of 2019."""
LAST_VERSION = 2**31 - 1
"""The highest number a version can have: PostgreSQL keeps it in four bytes."""
ENTERING = frozenset({Role.SECTION_HEAD, Role.OGI_HEAD, Role.AGENCY_HEAD, Role.ADMINISTRATOR})
"""Who enters figures and texts; who only supervises does not."""
ADOPTING = frozenset({Role.OGI_HEAD, Role.AGENCY_HEAD})


class AnnualRow(StrEnum):
    """The rows of table 三 that hold numbers; those of ``ReportRow`` are the leaves of row 三."""

    NEW = "1"
    CARRIED_OVER = "2"
    DISCLOSED = "3.1"
    PARTLY_DISCLOSED = "3.2"
    STATE_SECRET = "3.3.1"  # noqa: S105 - a row number
    FORBIDDEN_BY_LAW = "3.3.2"
    SECURITY_AND_STABILITY = "3.3.3"
    THIRD_PARTY = "3.3.4"
    INTERNAL_AFFAIRS = "3.3.5"
    PROCESS_INFORMATION = "3.3.6"
    ENFORCEMENT_FILE = "3.3.7"
    SPECIAL_REGISTER = "3.3.8"
    NOT_HELD = "3.4.1"
    NEEDS_MAKING = "3.4.2"
    STILL_UNCLEAR = "3.4.3"
    PETITION = "3.5.1"
    REPEATED = "3.5.2"
    PUBLICATION = "3.5.3"
    EXCESSIVE = "3.5.4"
    CONFIRMATION_SOUGHT = "3.5.5"
    NOT_CORRECTED = "3.6.1"
    FEE_UNPAID = "3.6.2"
    OTHER = "3.6.3"
    RESULTS = "3.7"
    CARRIED_TO_NEXT = "4"


LEAVES = tuple(AnnualRow(row) for row in ReportRow)
"""The 21 result rows, of which each case that was closed in the year is in exactly one."""


class Numbers(Recorded):
    """One row of table 三: the six kinds of applicant, and their total."""

    natural_person: int = 0
    business: int = 0
    research: int = 0
    public_benefit: int = 0
    legal_service: int = 0
    other: int = 0
    total: int = 0

    def of(self, column: "AnnualColumn") -> int:
        """The number in a column."""
        return int(getattr(self, column.value))


class AnnualColumn(StrEnum):
    """The columns of table 三."""

    NATURAL_PERSON = "natural_person"
    BUSINESS = "business"
    RESEARCH = "research"
    PUBLIC_BENEFIT = "public_benefit"
    LEGAL_SERVICE = "legal_service"
    OTHER = "other"
    TOTAL = "total"


class RemedyGroup(StrEnum):
    """The three groups of columns of table 四."""

    RECONSIDERATION = "reconsideration"  # 行政复议
    DIRECT_SUIT = "direct_suit"  # 行政诉讼，未经复议直接起诉
    SUIT_AFTER_RECONSIDERATION = "suit_after_reconsideration"  # 行政诉讼，复议后起诉


class RemedyColumn(StrEnum):
    """The columns of each group of table 四."""

    UPHELD = "upheld"  # 结果维持
    CORRECTED = "corrected"  # 结果纠正
    OTHER = "other"  # 其他结果
    PENDING = "pending"  # 尚未审结
    TOTAL = "total"  # 总计


class RemedyNumbers(Recorded):
    """One group of table 四: decided in the year by result, and pending at its end."""

    upheld: int = 0
    corrected: int = 0
    other: int = 0
    pending: int = 0
    total: int = 0

    def of(self, column: RemedyColumn) -> int:
        """The number in a column."""
        return int(getattr(self, column.value))


Applications = dict[AnnualRow, Numbers]
"""Table 三, every row of it."""
Remedies = dict[RemedyGroup, RemedyNumbers]
"""Table 四, every group of it."""


class FeesPaid(Recorded):
    """Fees (信息处理费) paid in the year: of how many applications, and how much in yuan."""

    applications: int = 0
    yuan: int = 0


Count = Annotated[int, Field(ge=0, le=1_000_000_000)]


class Issued(Frozen):
    """Art. 20(1): made and repealed in the year, in force at its end; counted in documents. Null: not entered."""

    made: Count | None = None
    repealed: Count | None = None
    in_force: Count | None = None


Number = int | Decimal | None


class Figures(Frozen):
    """Table 二, proactive disclosure (art. 20): entered by hand, one by one; null: not entered yet.

    ``charges`` in 万元 (ten thousand yuan).
    """

    rules: Issued = Field(Issued(), description="规章")
    documents: Issued = Field(Issued(), description="行政规范性文件")
    permits: Count | None = Field(None, description="行政许可，本年处理决定数量")
    penalties: Count | None = Field(None, description="行政处罚，本年处理决定数量")
    compulsions: Count | None = Field(None, description="行政强制，本年处理决定数量")
    charges: Decimal | None = Field(
        None, ge=0, max_digits=15, decimal_places=6, description="行政事业性收费，本年收费金额（万元）"
    )

    def each(self) -> dict[str, Number]:
        """Every figure by its name: ``rules.made`` … ``charges``."""
        alone = {name: getattr(self, name) for name in ("permits", "penalties", "compulsions", "charges")}
        issued = {
            f"{group}.{part}": getattr(getattr(self, group), part)
            for group in ("rules", "documents")
            for part in Issued.model_fields
        }
        return {**issued, **alone}

    @classmethod
    def of(cls, each: Mapping[str, Number]) -> "Figures":
        """The figures with these names; undoes ``each``."""
        nested: dict[str, Any] = {"rules": {}, "documents": {}}
        for name, number in each.items():
            group, _, part = name.partition(".")
            (nested[group] if part else nested)[part or group] = number
        return cls.model_validate(nested)

    def unentered(self) -> tuple[str, ...]:
        """The names of the figures that are not entered."""
        return tuple(name for name, number in self.each().items() if number is None)


def _none_if_nothing(figures: Figures | None) -> Figures | None:
    """Figures of which none is entered are none."""
    return None if figures is None or figures == Figures() else figures


class Entries(Frozen):
    """What people enter. ``assessment``: results of assessment, public review and accountability (governments only)."""

    figures: Annotated[Figures | None, AfterValidator(_none_if_nothing)] = None
    overview: Text | None = Field(None, description="一、总体情况")
    problems: Text | None = Field(None, description="五、存在的主要问题及改进情况")
    other: Text | None = Field(None, description="六、其他需要报告的事项")
    assessment: Text | None = Field(None, description="六：工作考核、社会评议和责任追究结果情况")


class EntriesChange(Entries):
    """All entries anew. ``expected_version``: of those that were seen, 0 before the first."""

    expected_version: int = Field(ge=0)


class EnteredEntries(Recorded):
    """The entries in force; version 0 while there are none."""

    version: int = 0
    entries: Entries = Entries()
    entered_by: UUID | None = None
    entered_at: datetime | None = None


class AgencyLine(Recorded):
    """What one agency adds to the report of a tree. ``adopted``: the version of its own report, if it has one."""

    agency_id: UUID
    agency: str
    applications: Applications
    remedies: Remedies
    fees: FeesPaid
    figures: Figures | None = None
    adopted: int | None = None


class AnnualContent(Recorded):
    """All that the report says; frozen when it is adopted. ``lines``: agency by agency, in the report of a tree."""

    format: str = FORMAT
    agency_id: UUID
    agency: str
    year: int
    tree: bool
    applications: Applications
    remedies: Remedies
    fees: FeesPaid
    figures: Figures | None = None
    overview: str | None = None
    problems: str | None = None
    other: str | None = None
    assessment: str | None = None
    lines: tuple[AgencyLine, ...] = ()


class Adopt(Frozen):
    """Adopt the report as it stands. ``reason`` is wanted where it takes the place of an adopted one."""

    reason: Line | None = None


class Adoption(Recorded):
    """One adopted version. ``sha256``: of the canonical JSON of its content."""

    version: int
    sha256: str
    reason: str | None = None
    adopted_by: UUID
    adopted_at: datetime


class WhyFaulty(StrEnum):
    """Why a case does not add up."""

    CLOSED_WITHOUT_ROW = "closed_without_row"  # closed in the year, but in no result row
    CLOSED_BEFORE_RECEIPT = "closed_before_receipt"  # its closing lies before its receipt
    NOT_IN_LAST_REPORT = "not_in_last_report"  # carried over now, not in row 四 of last year's adopted report
    ONLY_IN_LAST_REPORT = "only_in_last_report"  # in row 四 of last year's adopted report, not carried over now
    DIFFERS_FROM_OWN_REPORT = "differs_from_own_report"  # an agency's adopted report says otherwise than its cases


class FaultyCase(Recorded):
    """A case that causes a fault."""

    case_id: UUID
    reference: str
    why: WhyFaulty


class AnnualFault(Recorded):
    """A check that fails: ``left`` should equal ``right``. ``cases``: which cause it, the first of ``of_cases``.

    ``column`` and ``agency`` where the check is of one. ``row``: the first in which an agency's own report differs,
    with ``column`` the first in that row.
    """

    code: str
    message: str
    message_en: str
    row: AnnualRow | RemedyGroup | None = None
    column: AnnualColumn | RemedyColumn | None = None
    agency: str | None = None
    left: int = 0
    right: int = 0
    cases: tuple[FaultyCase, ...] = ()
    of_cases: int = 0


class AnnualReport(Recorded):
    """The report as it is served: an adopted version, or a draft counted now.

    ``preliminary``: the year is not over. ``due_on``: by when it is published (art. 49). ``missing``: entries that the
    adoption wants; ``faults``: what does not add up. Both are empty in an adopted version.
    """

    status: Literal["draft", "adopted"]
    content: AnnualContent
    preliminary: bool
    due_on: date
    article: str = "49"
    entries_version: int = 0
    adoption: Adoption | None = None
    versions: tuple[Adoption, ...] = ()
    faults: tuple[AnnualFault, ...] = ()
    missing: tuple[str, ...] = ()


class CellCase(Recorded):
    """A case behind a cell. ``entered_on``: the day it counts as received. ``rows``: the rows of the year it is in.

    Of table 四 also the remedy: when it was filed, and its result with the day it was served.
    """

    case_id: UUID
    agency_id: UUID
    reference: str
    applicant_kind: ApplicantKind
    entered_on: date | None
    ended_on: date | None
    row: ReportRow | None
    rows: tuple[AnnualRow, ...] = ()
    remedy: str | None = None
    filed_on: date | None = None
    result: str | None = None
    served_on: date | None = None


class CellPage(Recorded):
    """The cases behind a cell, oldest first; ``next`` is null on the last page."""

    items: tuple[CellCase, ...]
    next: str | None
