"""The remedy notice for each outcome, ground and date."""

from datetime import date

import pytest

from activities.letters.compose import compose
from activities.letters.remedies import remedy_notice
from schemas.law.remedies import REMEDY_LAWS, RemedyLaw
from schemas.letters import LetterOrder
from schemas.vocabulary import Outcome, Remedy
from tests.letters.samples import ABANDONMENT, CORRECTION, DECISIONS, NUMBER, ORDER, PARTIES, WITHDRAWAL, reply

EITHER = (
    "如对本答复不服，可以自收到本文书之日起六十日内向示例市人民政府申请行政复议，"
    "或者自收到本文书之日起六个月内向示例市中级人民法院提起行政诉讼。"
)
FIRST = (
    "根据《中华人民共和国行政复议法》第二十三条第一款第（四）项的规定，应当自收到本文书之日起六十日内先向示例市人民政府"
)
_NOTICES = {
    Outcome.PETITION,
    Outcome.PUBLICATION,
    Outcome.REPEATED,
    Outcome.EXCESSIVE,
    Outcome.CONFIRMATION_SOUGHT,
}
_WITHHOLDING = {Outcome.REFUSED, Outcome.PARTLY_DISCLOSED}


@pytest.mark.parametrize("outcome", sorted(set(DECISIONS) - _WITHHOLDING))
def test_either_route_where_nothing_is_withheld(outcome: Outcome) -> None:
    notice = EITHER.replace("本答复", "本告知书") if outcome in _NOTICES else EITHER
    assert compose(reply(outcome), PARTIES, NUMBER).remedy == (notice,)


def test_reconsideration_comes_first_for_a_refusal() -> None:
    (notice,) = compose(reply(Outcome.REFUSED), PARTIES, NUMBER).remedy
    assert notice.startswith(f"如对本答复不服，{FIRST}")
    assert "可以自收到行政复议决定书之日起十五日内向示例市中级人民法院提起行政诉讼" in notice
    assert "六个月" not in notice


def test_partial_disclosure_has_both_notices() -> None:
    first, rest = compose(reply(Outcome.PARTLY_DISCLOSED), PARTIES, NUMBER).remedy
    assert first.startswith(f"如对本答复中不予公开的部分不服，{FIRST}")
    assert rest == EITHER.replace("如对本答复不服", "如对本答复的其他内容不服")


def test_a_refusal_dated_before_2024_leaves_either_route() -> None:
    order = reply(Outcome.REFUSED, remedy=Remedy.EITHER, dated=date(2023, 12, 29), recorded_on=date(2023, 12, 29))
    assert compose(order, PARTIES, NUMBER).remedy == (EITHER,)


@pytest.mark.parametrize(
    ("dated", "limit"), [(date(2015, 4, 30), "三个月"), (date(2015, 5, 1), "六个月"), (date(2026, 6, 8), "六个月")]
)
def test_the_limit_to_sue_is_that_of_the_day(dated: date, limit: str) -> None:
    (notice,) = remedy_notice("答复", Remedy.EITHER, dated, "甲市人民政府", "甲市法院")
    assert f"{limit}内向甲市法院提起行政诉讼" in notice


def test_reconsideration_first_is_the_law_from_2024_on() -> None:
    assert remedy_notice("答复", Remedy.RECONSIDERATION_FIRST, date(2023, 12, 31), "甲", "乙") == ()
    assert remedy_notice("答复", Remedy.RECONSIDERATION_FIRST, date(2024, 1, 1), "甲", "乙") != ()


_FIGURES = {15: "十五日", 60: "六十日"}
_MONTHS = {3: "三个月", 6: "六个月"}


@pytest.mark.parametrize("law", REMEDY_LAWS)
def test_the_letters_say_what_the_rules_count(law: RemedyLaw) -> None:
    assert law.reconsideration == _FIGURES[law.reconsideration_days]
    assert law.suit_after_reconsideration == _FIGURES[law.suit_after_reconsideration_days]
    assert law.suit == _MONTHS[law.suit_months]
    assert bool(law.reconsideration_first) == bool(law.reconsideration_first_article)


def test_abandonment_can_be_contested_either_way() -> None:
    assert compose(ABANDONMENT, PARTIES, NUMBER).remedy == (EITHER.replace("答复", "决定"),)


@pytest.mark.parametrize("order", [ORDER, CORRECTION, WITHDRAWAL])
def test_intermediate_letters_carry_no_remedy_notice(order: LetterOrder) -> None:
    assert compose(order.model_copy(update={"remedy": Remedy.EITHER}), PARTIES, NUMBER).remedy == ()
