"""What a fee comes to (信息处理费; art. 42, 国办函〔2020〕109号 arts. 4, 5), in whole yuan."""

from datetime import date

from schemas.errors import InvalidInput
from schemas.law.fees import FEE_RULES, FeeRule, Tariff


def fee_per_item(items: int, before: int = 0, *, on: date = date.max) -> int:
    """The fee for so many items, when the same applicant had ``before`` in the same calendar month (art. 4).

    35 items: 3000. Five more when 30 were counted before: 1000. ``on`` picks the tariff; by default the last one.
    """
    tariff = fee_rule_on(on).per_item
    return _total(before + items, tariff) - _total(before, tariff)


def fee_per_page(pages: int, *, on: date = date.max) -> int:
    """The fee for so many pages of A4 in one application (art. 5). 250 pages: 4700."""
    return _total(pages, fee_rule_on(on).per_page)


def fee_rule_on(day: date) -> FeeRule:
    """The fee rule of a day; ``no_fee_rule`` before 2021-01-01."""
    for rule in reversed(FEE_RULES):
        if rule.in_force_from <= day:
            return rule
    raise InvalidInput("no_fee_rule", field="basis")


def _total(quantity: int, tariff: Tariff) -> int:
    """Each unit at the rate of its band; above the last band in steps, each dearer by ``rise``."""
    counted = total = 0
    for band in tariff.bands:
        total += max(0, min(quantity, band.upto) - counted) * band.rate
        counted = band.upto
    steps, rest = divmod(max(0, quantity - counted), tariff.step)
    full = steps * tariff.rate + tariff.rise * steps * (steps - 1) // 2
    return total + full * tariff.step + rest * (tariff.rate + tariff.rise * steps)
