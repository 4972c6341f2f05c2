"""Which version of the statute applies, and what its numbers are."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from schemas.clock import Consulted
from schemas.errors import InvalidInput
from schemas.vocabulary import StatuteId
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.limits import answer_by, correction_notice_by, fee_payable_until
from workflows.rules.national import national_calendar
from workflows.rules.statute import CN_OGI_2007, CN_OGI_2019, STATUTES, statute_for, statute_of

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
def test_the_day_of_receipt_picks_the_version(received: date, statute: object) -> None:
    assert statute_for(received) is statute


def test_before_may_2008_there_was_no_statute() -> None:
    with pytest.raises(InvalidInput, match="no_statute_in_force") as refused:
        statute_for(date(2008, 4, 30))
    assert refused.value.field == "received"


def test_every_id_has_its_version() -> None:
    assert {statute_of(statute_id).id for statute_id in StatuteId} == set(StatuteId)


def test_versions_follow_one_another_without_gap() -> None:
    for earlier, later in pairwise(STATUTES):
        assert earlier.in_force_until is not None
        assert earlier.in_force_until + timedelta(days=1) == later.in_force_from


def test_a_further_version_is_only_data() -> None:
    ended = replace(CN_OGI_2019, in_force_until=date(2029, 12, 31))
    further = replace(CN_OGI_2019, in_force_from=date(2030, 1, 1), answer_limit=10, correction_notice_limit=3)
    statute = statute_for(date(2030, 1, 7), (CN_OGI_2007, ended, further))
    assert statute is further
    assert answer_by(date(2030, 1, 7), statute, CALENDAR) == date(2030, 1, 21)
    assert correction_notice_by(date(2030, 1, 7), statute, CALENDAR) == date(2030, 1, 10)


def test_2007_excludes_only_third_parties_and_sets_no_limits_of_2019() -> None:
    assert CN_OGI_2007.excluded == {Consulted.THIRD_PARTY}
    assert not CN_OGI_2007.consultation_limit_by_law
    assert correction_notice_by(date(2018, 1, 8), CN_OGI_2007, CALENDAR) is None
    assert fee_payable_until(date(2018, 1, 8), CN_OGI_2007, CALENDAR) is None


def test_the_fee_rule_begins_in_2021() -> None:
    assert fee_payable_until(date(2020, 12, 31), CN_OGI_2019, CALENDAR) is None
    assert fee_payable_until(date(2021, 1, 4), CN_OGI_2019, CALENDAR) == date(2021, 2, 1)
