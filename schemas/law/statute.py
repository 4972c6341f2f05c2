"""What a version of the Regulation is made of. Its numbers, articles and words are data; no function knows a version.

A further version is one module beside ``regulation_2019.py`` and one line in ``schemas.law.versions.STATUTES``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.law.fees import FeeRule
from schemas.vocabulary import Channel, Consulted, Ground, Outcome, StatuteId

Rule = Literal[
    "responsible_agency",
    "review",
    "referral",
    "reassessment",
    "application",
    "correction",
    "date_of_receipt",
    "third_party",
    "on_the_spot",
    "answer",
    "extension",
    "excluded",
    "co_producer",
    "other_agency",
    "approving_agency",
    "excess",
    "severance",
    "form_of_delivery",
    "own_records",
    "fee",
    "fee_notice",
    "help",
    "conversion",
    "registration",
    "complaint",
    "remedies",
]
"""The rules of a version that have no outcome, ground or channel of their own."""


@dataclass(frozen=True, slots=True)
class Article:
    """Where a rule stands: ``code`` in refusals ("33(2)"), ``chinese`` in letters (第三十三条第二款).

    ``document`` names what it stands in where that is not the Regulation itself. All empty: the version has no rule.
    """

    code: str = ""
    chinese: str = ""
    document: str = ""

    @property
    def cited(self) -> str:
        """As a letter cites it: bare within the Regulation, else with the document."""
        return self.document + self.chinese


NO_ARTICLE = Article()


@dataclass(frozen=True, slots=True)
class Receipt:
    """Which day counts as the day of receipt, said in a letter, and where that stands."""

    rule: str
    article: Article = NO_ARTICLE


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Statute:
    """One version of the Regulation. Limits are working days; ``in_force_until`` is the last day, null while in force.

    ``consultation_limit``: after how many working days a silent consultation lapses; ``consultation_limit_by_law`` is
    false where the text sets none and the number is our policy, which keeps the earlier, safer due date.
    ``excluded``: whose consultation is not counted. ``*_restarts``: what begins a full new answer limit.
    ``abandonment``: whether an application that is not corrected in time counts as abandoned.
    ``objection_binds``: whether a third party's no is the end of it, public interest apart.
    ``override_is_duty``: whether grave public interest obliges to disclose all the same, or only allows it.
    ``excess``, ``repeated``, ``joint``: whether there is a rule on excessive applications, on repeated ones, on
    information made together with other agencies. ``fee``: null where no fee of this kind may be asked for.

    ``name`` is how letters cite it, ``moved_by`` their sentence on what may move the last day to answer.
    An outcome, ground or channel that is missing from its table has no rule in this version.
    """

    id: StatuteId
    name: str
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
    objection_binds: bool
    override_is_duty: bool
    excess: bool
    repeated: bool
    joint: bool
    fee: FeeRule | None
    moved_by: str
    articles: Mapping[Rule, Article]
    outcomes: Mapping[Outcome, Article]
    grounds: Mapping[Ground, Article]
    receipt: Mapping[Channel, Receipt]
    source: str

    def article(self, rule: Rule) -> Article:
        """Where a rule stands; an empty article where this version has none."""
        return self.articles.get(rule, NO_ARTICLE)
