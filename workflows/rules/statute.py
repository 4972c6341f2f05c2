"""The statute as dated data: every number of the clock stands here, with its article. A new version is a new entry."""

from dataclasses import dataclass
from datetime import date

from schemas.clock import Consulted
from schemas.errors import InvalidInput
from schemas.vocabulary import StatuteId


@dataclass(frozen=True, slots=True)
class Articles:
    """Where each rule stands; empty where the version has none."""

    answer: str
    extension: str
    correction: str
    third_party: str
    third_party_excluded: str
    agency: str
    agency_excluded: str
    fee: str


@dataclass(frozen=True, slots=True)
class FeeRule:
    """When a fee (信息处理费) may be asked for, and how long the applicant has to pay."""

    in_force_from: date
    payment_limit: int


@dataclass(frozen=True, slots=True)
class Statute:
    """One version of the Regulation. Limits are working days; ``in_force_until`` is the last day, null while in force.

    ``consultation_limit``: after how many working days a silent consultation lapses; ``consultation_limit_by_law`` is
    false where the text sets none and the number is our policy, which keeps the earlier, safer due date.
    ``excluded``: whose consultation is not counted. ``*_restarts``: what begins a full new answer limit.
    ``abandonment``: whether an application that is not corrected in time counts as abandoned.
    """

    id: StatuteId
    in_force_from: date
    in_force_until: date | None
    answer_limit: int
    longest_extension: int
    correction_notice_limit: int | None
    consultation_limit: int
    consultation_limit_by_law: bool
    excluded: frozenset[Consulted]
    correction_restarts: bool
    fee_restarts: bool
    abandonment: bool
    fee: FeeRule | None
    articles: Articles
    source: str


CN_OGI_2019 = Statute(
    id=StatuteId.CN_OGI_2019,
    in_force_from=date(2019, 5, 15),
    in_force_until=None,
    answer_limit=20,
    longest_extension=20,
    correction_notice_limit=7,
    consultation_limit=15,
    consultation_limit_by_law=True,
    excluded=frozenset({Consulted.THIRD_PARTY, Consulted.AGENCY}),
    correction_restarts=True,
    fee_restarts=True,
    abandonment=True,
    fee=FeeRule(in_force_from=date(2021, 1, 1), payment_limit=20),
    articles=Articles(
        answer="33(2)",
        extension="33(2)",
        correction="30",
        third_party="32",
        third_party_excluded="33(3)",
        agency="34",
        agency_excluded="33(3)",
        fee="42",
    ),
    source="政府信息公开条例，国务院令第711号；收费见国办函〔2020〕109号第六条",
)

CN_OGI_2007 = Statute(
    id=StatuteId.CN_OGI_2007,
    in_force_from=date(2008, 5, 1),
    in_force_until=date(2019, 5, 14),
    answer_limit=15,
    longest_extension=15,
    correction_notice_limit=None,
    consultation_limit=15,
    consultation_limit_by_law=False,
    excluded=frozenset({Consulted.THIRD_PARTY}),
    correction_restarts=True,  # the text is silent; offices counted anew from the corrected application
    fee_restarts=True,  # the text is silent; read like the rule of 2021
    abandonment=False,
    fee=None,
    articles=Articles(
        answer="24(2)",
        extension="24(2)",
        correction="21(4)",
        third_party="23",
        third_party_excluded="24(3)",
        agency="",
        agency_excluded="",
        fee="27",
    ),
    source="政府信息公开条例，国务院令第492号",
)

STATUTES: tuple[Statute, ...] = (CN_OGI_2007, CN_OGI_2019)
FIRST_STATUTE = STATUTES[0].in_force_from
"""The first day on which there was a right to apply."""
_BY_ID = {statute.id: statute for statute in STATUTES}


def statute_of(statute_id: StatuteId) -> Statute:
    """The version with this id."""
    return _BY_ID[statute_id]


def statute_for(received: date, statutes: tuple[Statute, ...] = STATUTES) -> Statute:
    """The version in force on the day of receipt (R2019 art. 56): 2019-05-14 the old one, 2019-05-15 the new one.

    Before 2008-05-01 there was none: ``no_statute_in_force``.
    """
    for statute in statutes:
        if statute.in_force_from <= received <= (statute.in_force_until or date.max):
            return statute
    raise InvalidInput("no_statute_in_force", field="received")
