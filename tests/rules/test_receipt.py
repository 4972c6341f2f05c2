"""When an application counts as received (art. 31)."""

from datetime import date

import pytest

from schemas.errors import InvalidInput
from schemas.vocabulary import Channel
from workflows.rules.receipt import needs_confirmation, receipt_date

FRIDAY, MONDAY = date(2026, 10, 9), date(2026, 10, 12)


@pytest.mark.parametrize("channel", [Channel.IN_PERSON, Channel.ORAL, Channel.POST_SIGNED])
def test_handed_in_or_signed_for_counts_at_once(channel: Channel) -> None:
    assert not needs_confirmation(channel)
    assert receipt_date(channel, FRIDAY, None) == FRIDAY
    assert receipt_date(channel, FRIDAY, MONDAY) == FRIDAY


@pytest.mark.parametrize("channel", [Channel.POST_ORDINARY, Channel.POST_MISDIRECTED, Channel.ONLINE, Channel.FAX])
def test_the_rest_counts_from_the_confirmation(channel: Channel) -> None:
    assert needs_confirmation(channel)
    assert receipt_date(channel, FRIDAY, None) is None
    assert receipt_date(channel, FRIDAY, FRIDAY) == FRIDAY
    assert receipt_date(channel, FRIDAY, MONDAY) == MONDAY


def test_nothing_is_confirmed_before_it_arrives() -> None:
    with pytest.raises(InvalidInput, match="confirmed_before_arrival"):
        receipt_date(Channel.ONLINE, MONDAY, FRIDAY)
