"""One entry of the help beside a step, and what it cites outside the Regulation."""

from dataclasses import dataclass

from schemas.law.statute import Rule
from schemas.vocabulary import Outcome
from schemas.words import Word


@dataclass(frozen=True, slots=True)
class Help:
    """``rules``, ``outcomes``: where it stands; ``other``: outside the Regulation. ``text`` may name figures."""

    text: Word
    rules: tuple[Rule, ...] = ()
    other: Word | None = None
    outcomes: tuple[Outcome, ...] = ()


FEE_MEASURES = ("《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）", "fee measures (国办函〔2020〕109号)")
SERVICE = ("国办公开办函〔2016〕235号", "国办公开办函〔2016〕235号")
PRACTICE = ("工作规范", "good practice")
REMEDY_LAW = ("行政复议法、行政诉讼法", "Administrative Reconsideration Law, Administrative Litigation Law")
RECEIPT_LETTER = ("国办公开办函〔2015〕207号", "国办公开办函〔2015〕207号")
