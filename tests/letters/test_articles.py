"""Which articles letters cite, version by version."""

from datetime import date

import pytest

from activities.letters.articles import article, cite, opinion, outcome_article, receipt_rule, refusal_basis, version_of
from schemas.law.regulation_2007 import CN_OGI_2007
from schemas.law.regulation_2019 import CN_OGI_2019
from schemas.law.statute import Rule
from schemas.vocabulary import Channel, Ground, Outcome
from tests.letters.samples import ORDER

OLD, NEW = CN_OGI_2007.id, CN_OGI_2019.id
MEASURES = "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第六条"


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("answer", "第二十四条第二款", "第三十三条第二款"),
        ("extension", "第二十四条第二款", "第三十三条第二款"),
        ("correction", "第二十一条第（四）项", "第三十条"),
        ("third_party", "第二十三条", "第三十二条"),
        ("co_producer", "", "第三十四条"),
        ("other_agency", "第七条第一款", "第十一条第一款"),
        ("referral", "第十四条第三款", "第十七条第三款"),
        ("excess", "", "第三十五条"),
        ("form_of_delivery", "第二十六条", "第四十条"),
        ("own_records", "第二十五条第二款", "第四十一条"),
        ("fee", "第二十七条", "第四十二条"),
        ("fee_notice", "", MEASURES),
    ],
)
def test_a_rule_stands_in_its_article_or_nowhere(rule: Rule, old: str, new: str) -> None:
    assert (article(OLD, rule), article(NEW, rule)) == (old, new)


@pytest.mark.parametrize(
    ("outcome", "place"),
    [
        (Outcome.SPECIAL_REGISTER, "第三十六条第（七）项"),
        (Outcome.NEEDS_MAKING, "第三十八条"),
        (Outcome.STILL_UNCLEAR, "第三十条"),
        (Outcome.PETITION, "第三十九条第一款"),
        (Outcome.REPEATED, "第三十六条第（六）项"),
        (Outcome.PUBLICATION, "第三十九条第二款"),
        (Outcome.EXCESSIVE, "第三十五条"),
        (Outcome.CONFIRMATION_SOUGHT, "第三十八条"),
        (Outcome.WITHDRAWN, ""),
        (Outcome.JOINED, ""),
    ],
)
def test_an_outcome_rests_on_its_article(outcome: Outcome, place: str) -> None:
    assert outcome_article(NEW, outcome) == place


def test_an_unpaid_fee_rests_on_the_fee_measures_beside_the_regulation() -> None:
    assert cite(NEW, outcome_article(NEW, Outcome.FEE_UNPAID)) == MEASURES
    assert cite(NEW, article(NEW, "fee"), MEASURES) == f"《中华人民共和国政府信息公开条例》第四十二条、{MEASURES}"


def test_2007_fills_its_gaps_with_the_opinions_of_the_state_councils_office() -> None:
    assert "国办发〔2008〕36号" in cite(OLD, outcome_article(OLD, Outcome.REPEATED))
    assert "国办发〔2010〕5号" in cite(OLD, outcome_article(OLD, Outcome.NEEDS_MAKING))
    assert opinion(OLD, (Ground.PROCESS_INFORMATION, Ground.INTERNAL_AFFAIRS)) == (
        outcome_article(OLD, Outcome.NEEDS_MAKING),
    )
    assert refusal_basis(OLD, (Ground.PRIVACY, Ground.ENFORCEMENT_FILE)) == (
        "《中华人民共和国政府信息公开条例》（国务院令第492号）第二十一条第（二）项、第十四条第四款、"
        "《国务院办公厅关于做好政府信息依申请公开工作的意见》（国办发〔2010〕5号）"
    )


@pytest.mark.parametrize("channel", Channel)
def test_every_channel_says_which_day_counts(channel: Channel) -> None:
    rule, place = receipt_rule(NEW, channel)
    assert rule.endswith("为收到之日")
    assert place.startswith("第三十一条第" if channel is not Channel.POST_MISDIRECTED else "《国务院办公厅")
    assert receipt_rule(OLD, channel)[0] == rule


def test_a_letter_to_another_unit_is_dated_by_the_interpretation_of_2015() -> None:
    assert cite(NEW, receipt_rule(NEW, Channel.POST_MISDIRECTED)[1]).endswith("（国办公开办函〔2015〕207号）")


def test_before_the_day_of_receipt_is_fixed_the_day_of_arrival_picks_the_version() -> None:
    unfixed = ORDER.model_copy(update={"statute": None, "arrived_on": date(2019, 5, 14)})
    assert version_of(unfixed) == OLD
    assert version_of(unfixed.model_copy(update={"arrived_on": date(2019, 5, 15)})) == NEW
