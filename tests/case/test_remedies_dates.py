"""Days that a reconsideration body or a court sets while it decides (行政复议法 art. 48, 行政诉讼法 art. 67)."""

from typing import Any

import pytest

from schemas.events_after import RemedyDateKept, RemedyDateSet
from schemas.steps_after import KeepRemedyDate, RecordRemedy, SetRemedyDate
from schemas.vocabulary import Instance, RemedyDateKind, RemedyResult, State
from tests.case.builders import APPROVER, HANDLER, NOT_PERMITTED, Script, by_law, closed, in_hand, on, senseless
from tests.case.phases import contested, decided

FILED = "2026-05-11"
RESPONSE: dict[str, Any] = {"remedy": "m1", "what": RemedyDateKind.RESPONSE}


def summoned(due_on: str = "2026-05-21") -> Script:
    """Taken to reconsideration on 2026-05-11; the written reply is wanted by the day."""
    script = contested()
    script.take("2026-05-12", HANDLER, SetRemedyDate, due_on=on(due_on), **RESPONSE)
    return script


def awaited(script: Script) -> list[tuple[str, str]]:
    """Id and day of everything that is still to be kept."""
    return [(day.id, str(day.due_on)) for sought in script.case.remedies for day in sought.awaited]


def test_a_day_that_is_set_is_awaited_until_it_is_kept() -> None:
    script = summoned()
    event = script.last(RemedyDateSet)
    assert (event.id, event.remedy, event.what, event.due_before) == ("m1d1", "m1", RemedyDateKind.RESPONSE, None)
    assert (event.due_on, event.set_on) == (on("2026-05-21"), on("2026-05-12"))
    assert awaited(script) == [("m1d1", "2026-05-21")]
    script.take("2026-05-20", HANDLER, KeepRemedyDate, which="m1d1", kept_on=on("2026-05-19"))
    assert script.last(RemedyDateKept).kept_on == on("2026-05-19")
    assert awaited(script) == []
    assert script.case.remedies[0].dates[0].kept_on == on("2026-05-19")
    assert script.case.state is State.CLOSED


def test_the_same_kind_set_anew_moves_the_day_and_both_stay_on_record() -> None:
    script = summoned()
    script.take("2026-05-15", HANDLER, SetRemedyDate, due_on=on("2026-05-28"), note="准予延期", **RESPONSE)
    event = script.last(RemedyDateSet)
    assert (event.id, event.due_before, event.due_on) == ("m1d1", on("2026-05-21"), on("2026-05-28"))
    (day,) = script.case.remedies[0].dates
    assert (day.due_on, day.set_on, day.note) == (on("2026-05-28"), on("2026-05-15"), "准予延期")


def test_every_kind_of_day_stands_beside_the_others() -> None:
    script = contested(instance=Instance.LITIGATION)
    for kind in RemedyDateKind:
        script.take("2026-05-12", HANDLER, SetRemedyDate, remedy="m1", what=kind, due_on=on("2026-06-01"))
    assert [day.kind for day in script.case.remedies[0].dates] == list(RemedyDateKind)
    assert [name for name, _ in awaited(script)] == ["m1d1", "m1d2", "m1d3"]


def test_a_second_hearing_after_one_that_was_held_is_another_day() -> None:
    script = contested()
    hearing: dict[str, Any] = {"remedy": "m1", "what": RemedyDateKind.HEARING}
    script.take("2026-05-12", HANDLER, SetRemedyDate, due_on=on("2026-05-20"), **hearing)
    script.take("2026-05-20", HANDLER, KeepRemedyDate, which="m1d1")
    script.take("2026-05-20", HANDLER, SetRemedyDate, due_on=on("2026-06-20"), **hearing)
    assert awaited(script) == [("m1d2", "2026-06-20")]
    assert script.last(RemedyDateSet).due_before is None


def test_the_days_of_two_remedies_do_not_touch_each_other() -> None:
    script = summoned()
    script.take("2026-05-13", HANDLER, RecordRemedy, instance=Instance.COMPLAINT, body="示例市政务公开办公室")
    script.take(
        "2026-05-13", HANDLER, SetRemedyDate, remedy="m2", what=RemedyDateKind.RESPONSE, due_on=on("2026-06-01")
    )
    assert awaited(script) == [("m1d1", "2026-05-21"), ("m2d1", "2026-06-01")]
    script.take("2026-05-14", HANDLER, KeepRemedyDate, which="m2d1")
    assert awaited(script) == [("m1d1", "2026-05-21")]


def test_a_day_that_was_missed_may_be_entered_and_kept_late() -> None:
    script = contested()
    script.take("2026-06-01", HANDLER, SetRemedyDate, due_on=on("2026-05-21"), **RESPONSE)
    script.take("2026-06-02", HANDLER, KeepRemedyDate, which="m1d1", kept_on=on("2026-05-30"))
    (day,) = script.case.remedies[0].dates
    assert day.kept_on is not None
    assert day.kept_on > day.due_on


def test_what_is_decided_awaits_nothing_and_takes_no_more_days() -> None:
    script = decided(summoned(), "2026-07-01", RemedyResult.UPHELD)
    assert awaited(script) == []
    refusal = script.refusal("2026-07-01", HANDLER, SetRemedyDate, due_on=on("2026-07-10"), **RESPONSE)
    assert refusal == by_law("no_remedy_pending", "51")
    assert script.refusal("2026-07-01", HANDLER, KeepRemedyDate, which="m1d1") == by_law("no_remedy_date", "51")


@pytest.mark.parametrize("script", [in_hand(), closed()], ids=["in hand", "closed"])
def test_without_a_remedy_there_is_no_day_to_set_or_keep(script: Script) -> None:
    refusal = script.refusal("2026-05-12", HANDLER, SetRemedyDate, due_on=on("2026-05-21"), **RESPONSE)
    assert refusal == by_law("no_remedy_pending", "51")
    assert script.refusal("2026-05-12", HANDLER, KeepRemedyDate, which="m1d1") == by_law("no_remedy_date", "51")


@pytest.mark.parametrize(
    ("due_on", "code"), [("2026-05-10", "date_before_receipt"), ("2027-05-14", "remedy_date_too_far")]
)
def test_a_day_lies_after_the_filing_and_within_a_year(due_on: str, code: str) -> None:
    refusal = contested().refusal("2026-05-12", HANDLER, SetRemedyDate, due_on=on(due_on), **RESPONSE)
    assert refusal == senseless(code, "due_on")
    assert summoned(FILED).last(RemedyDateSet).due_on == on(FILED)
    assert summoned("2027-05-13").last(RemedyDateSet).due_on == on("2027-05-13")


def test_a_day_belongs_to_a_remedy_that_is_there() -> None:
    refusal = contested().refusal(
        "2026-05-12", HANDLER, SetRemedyDate, **{**RESPONSE, "remedy": "m2"}, due_on=on("2026-05-21")
    )
    assert refusal == senseless("no_such_remedy", "remedy")


@pytest.mark.parametrize("which", ["m1d2", "m1", "m2d1", "d1"])
def test_only_a_day_that_was_set_is_kept(which: str) -> None:
    refusal = summoned().refusal("2026-05-20", HANDLER, KeepRemedyDate, which=which)
    assert refusal == senseless("no_such_remedy_date", "which")


def test_a_day_is_kept_once() -> None:
    script = summoned()
    script.take("2026-05-12", HANDLER, SetRemedyDate, remedy="m1", what=RemedyDateKind.HEARING, due_on=on("2026-06-12"))
    script.take("2026-05-20", HANDLER, KeepRemedyDate, which="m1d1")
    refusal = script.refusal("2026-05-20", HANDLER, KeepRemedyDate, which="m1d1")
    assert refusal == senseless("no_such_remedy_date", "which")


@pytest.mark.parametrize(("day", "code"), [("2026-05-10", "date_before_receipt"), ("2026-05-21", "date_in_future")])
def test_a_day_is_kept_after_the_filing_and_not_ahead(day: str, code: str) -> None:
    refusal = summoned().refusal("2026-05-20", HANDLER, KeepRemedyDate, which="m1d1", kept_on=on(day))
    assert refusal == senseless(code, "kept_on")


def test_an_approver_sets_and_keeps_no_day() -> None:
    assert contested().refusal(FILED, APPROVER, SetRemedyDate, due_on=on(FILED), **RESPONSE) == NOT_PERMITTED
    assert summoned().refusal("2026-05-20", APPROVER, KeepRemedyDate, which="m1d1") == NOT_PERMITTED
