"""Which version of the Regulation applies, and what its numbers are."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from schemas.errors import InvalidInput
from schemas.law.regulation_2007 import CN_OGI_2007
from schemas.law.regulation_2019 import CN_OGI_2019
from schemas.law.statute import Statute
from schemas.law.versions import STATUTES, statute_for, statute_of
from schemas.vocabulary import Channel, Consulted, Ground, Outcome, StatuteId
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.limits import correction_notice_by, fee_payable_until
from workflows.rules.national import national_calendar

CALENDAR = WorkingCalendar.of(national_calendar())


@pytest.mark.parametrize(
    ("received", "statute"),
    [
        (date(2008, 5, 1), CN_OGI_2007),
        (date(2019, 5, 14), CN_OGI_2007),
        (date(2019, 5, 15), CN_OGI_2019),
        (date(2026, 11, 21), CN_OGI_2019),
    ],
)
def test_the_day_of_receipt_picks_the_version(received: date, statute: Statute) -> None:
    assert statute_for(received) is statute
    assert statute_of(statute.id) is statute


def test_before_may_2008_there_was_no_statute() -> None:
    with pytest.raises(InvalidInput, match="no_statute_in_force") as refused:
        statute_for(date(2008, 4, 30))
    assert refused.value.field == "received"


def test_an_id_that_names_no_version_is_refused() -> None:
    with pytest.raises(InvalidInput, match="unknown_statute"):
        statute_of(StatuteId("cn-ogi-1949"))


def test_versions_follow_one_another_without_gap() -> None:
    for earlier, later in pairwise(STATUTES):
        assert earlier.in_force_until is not None
        assert earlier.in_force_until + timedelta(days=1) == later.in_force_from


@pytest.mark.parametrize("statute", STATUTES, ids=lambda statute: statute.id)
def test_every_channel_has_its_day_of_receipt_and_every_version_its_source(statute: Statute) -> None:
    assert set(statute.receipt) == set(Channel)
    assert statute.source
    for rule in ("answer", "extension", "correction", "third_party", "excluded", "form_of_delivery", "remedies"):
        assert statute.article(rule).code
        assert statute.article(rule).chinese


def test_the_version_of_2019_has_an_article_for_every_ground_and_every_act_of_the_agency() -> None:
    assert set(CN_OGI_2019.grounds) == set(Ground)
    assert set(Outcome) - set(CN_OGI_2019.outcomes) == {Outcome.WITHDRAWN, Outcome.JOINED}


def test_2007_has_no_rule_on_excess_repetition_petitions_registers_or_publications() -> None:
    old = CN_OGI_2007
    assert not any((old.excess, old.repeated, old.joint, old.abandonment))
    missing = {Outcome.EXCESSIVE, Outcome.PETITION, Outcome.SPECIAL_REGISTER, Outcome.PUBLICATION, Outcome.FEE_UNPAID}
    assert missing.isdisjoint(CN_OGI_2007.outcomes)
    assert not CN_OGI_2007.article("excess").cited


def test_2007_a_third_partys_no_binds_unless_the_public_interest_obliges() -> None:
    assert (CN_OGI_2007.objection_binds, CN_OGI_2007.override_is_duty) == (True, True)
    assert (CN_OGI_2019.objection_binds, CN_OGI_2019.override_is_duty) == (False, False)


def test_2007_excludes_only_third_parties_and_sets_no_limits_of_2019() -> None:
    assert CN_OGI_2007.excluded == {Consulted.THIRD_PARTY}
    assert not CN_OGI_2007.consultation_limit_by_law
    assert correction_notice_by(date(2018, 1, 8), CN_OGI_2007, CALENDAR) is None
    assert fee_payable_until(date(2018, 1, 8), CN_OGI_2007, CALENDAR) is None


def test_the_fee_rule_begins_in_2021() -> None:
    assert fee_payable_until(date(2020, 12, 31), CN_OGI_2019, CALENDAR) is None
    assert fee_payable_until(date(2021, 1, 4), CN_OGI_2019, CALENDAR) == date(2021, 2, 1)
