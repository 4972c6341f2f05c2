"""What a fee comes to, per item and per page (国办函〔2020〕109号 arts. 4, 5)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import InvalidInput
from workflows.rules.fees import fee_per_item, fee_per_page, fee_rule_on


@pytest.mark.parametrize(
    ("items", "yuan"),
    [(0, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (35, 3000), (40, 4000), (45, 5500), (50, 7000)],
)
def test_the_fee_per_item_is_progressive_on_the_excess(items: int, yuan: int) -> None:
    assert fee_per_item(items) == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"), [(0, 0), (30, 0), (31, 10), (100, 700), (200, 2700), (201, 2740), (250, 4700)]
)
def test_the_fee_per_page_is_progressive_on_the_excess(pages: int, yuan: int) -> None:
    assert fee_per_page(pages) == yuan


def test_items_of_the_same_month_count_first() -> None:
    assert fee_per_item(5, 30) == 1000
    assert fee_per_item(10, 0) == 0
    assert fee_per_item(1, 10) == 100


def rate_of_item(n: int) -> int:
    """Read from art. 4, one item at a time."""
    if n <= 10:
        return 0
    return 100 if n <= 30 else 100 * (2 + (n - 31) // 10)


def rate_of_page(n: int) -> int:
    return 0 if n <= 30 else 10 if n <= 100 else 20 if n <= 200 else 40


@given(st.integers(0, 300), st.integers(0, 300))
def test_counting_one_by_one_comes_to_the_same(quantity: int, before: int) -> None:
    assert fee_per_item(quantity, before) == sum(map(rate_of_item, range(before + 1, before + quantity + 1)))
    assert fee_per_page(quantity) == sum(map(rate_of_page, range(1, quantity + 1)))


@given(st.lists(st.integers(0, 60), max_size=5))
def test_splitting_a_months_items_over_applications_changes_nothing(items: list[int]) -> None:
    parts = [fee_per_item(count, sum(items[:n])) for n, count in enumerate(items)]
    assert sum(parts) == fee_per_item(sum(items))


def test_there_is_no_tariff_before_2021() -> None:
    assert fee_rule_on(date(2021, 1, 1)).payment_limit == 20
    with pytest.raises(InvalidInput, match="no_fee_rule"):
        fee_per_item(40, on=date(2020, 12, 31))
