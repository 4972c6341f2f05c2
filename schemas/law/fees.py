"""The fee for processing (信息处理费) as dated data: tariffs, the limit to pay, where it stands."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Band:
    """Up to and including this quantity, what is above the band before costs ``rate`` yuan each."""

    upto: int
    rate: int


@dataclass(frozen=True, slots=True)
class Tariff:
    """Progressive on the excess (超额累进): each unit costs the rate of the band it falls in.

    Above the last band the first ``step`` units cost ``rate`` each, and every further step ``rise`` more a unit.
    ``article`` is where it stands in the measures.
    """

    bands: tuple[Band, ...]
    rate: int
    step: int
    rise: int
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRule:
    """When a fee may be asked for, how much, and how long the applicant has to pay.

    ``payment_limit`` is told to the applicant, in working days. ``candidate_days`` is the other reading, in calendar
    days: nothing is closed for want of payment before the later of the two.
    """

    in_force_from: date
    payment_limit: int
    candidate_days: int
    per_item: Tariff
    per_page: Tariff
    source: str


FEE_2021 = FeeRule(
    in_force_from=date(2021, 1, 1),
    payment_limit=20,  # [K]
    candidate_days=30,  # [K]
    # of one applicant in one calendar month: 10 free, to 30 at 100 yuan, then every ten items 100 yuan more
    per_item=Tariff(bands=(Band(10, 0), Band(30, 100)), rate=200, step=10, rise=100, article="第四条"),
    # of one application: 30 free, to 100 at 10 yuan, to 200 at 20 yuan, then 40 yuan
    per_page=Tariff(bands=(Band(30, 0), Band(100, 10), Band(200, 20)), rate=40, step=1, rise=0, article="第五条"),
    source="国办函〔2020〕109号第三条至第六条；缴费期限未见原文，二十个工作日见四川省2021年1月转发通知",
)

FEE_RULES: tuple[FeeRule, ...] = (FEE_2021,)  # oldest first
