"""What of a case its applicant is told, and how his page reads; what is not his to know is in none of it."""

from datetime import date

import pytest

from api.console.language import Language
from api.console.portal.status import form_page as form_in
from api.console.portal.status import status_page as status_in
from api.console.portal.status_rows import rows_of
from api.console.visit import Guest
from api.status_facts import SENTENCES, due_of_applicant, facts_of, standing_of
from schemas.clock import DayKind
from schemas.errors import DaylightError, NotFound, TooManyTries
from schemas.status import Fact, Standing, StatusView
from schemas.steps import RequestCorrection, Withdraw
from schemas.vocabulary import Channel, ConsultationKind, Ground, Outcome, Position, State
from tests.case.builders import (
    CALENDAR,
    HANDLER,
    TENDER,
    Script,
    approved,
    closed,
    corrected,
    drafted,
    in_hand,
    issued,
    on,
    received,
    registered,
    sent_back,
)
from tests.case.phases import (
    asked,
    asked_agency,
    charged,
    consented,
    contested,
    decided,
    extended,
    heard,
    ordered,
    proposed,
    served,
    withheld,
)

CHINESE, ENGLISH = (Guest(language, "/status") for language in (Language.CHINESE, Language.ENGLISH))


def form_page(reference: str = "", refused: DaylightError | None = None) -> str:
    return bytes(form_in(CHINESE, reference, refused).body).decode()


def status_page(view: StatusView, guest: Guest = CHINESE) -> str:
    return bytes(status_in(guest, view).body).decode()


def shown(script: Script, today: str) -> StatusView:
    """The page of a case as it is on a day."""
    case, day = script.case, on(today)
    calendar = CALENDAR if case.received_on else None
    standing = standing_of(case)
    zh, en = SENTENCES[standing]
    return StatusView(
        reference="示数公申〔2026〕12号",
        agency="示例市数据局",
        contact="电话010-0000",
        as_of=day,
        standing=standing,
        zh=zh,
        en=en,
        facts=facts_of(case, calendar, day),
        due=due_of_applicant(case, calendar, day) if calendar else None,
    )


def late() -> Script:
    """Received Mon 2026-04-20; asked for a correction on Thu 04-30, the eighth working day."""
    script = received("2026-04-20")
    script.take("2026-04-30", HANDLER, RequestCorrection, items=["请写明合同的名称"])
    return script


def told(view: StatusView) -> list[tuple[Fact, str]]:
    return [(fact.fact, str(fact.day)) for fact in view.facts]


@pytest.mark.parametrize(
    ("script", "standing", "facts"),
    [
        (registered("2026-05-11", Channel.POST_ORDINARY), Standing.REGISTERED, []),
        (received(), Standing.IN_HAND, [(Fact.RECEIVED, "2026-05-11")]),
        (in_hand(), Standing.IN_HAND, [(Fact.RECEIVED, "2026-05-11")]),
        (drafted(), Standing.IN_HAND, [(Fact.RECEIVED, "2026-05-11")]),
        (approved(), Standing.IN_HAND, [(Fact.RECEIVED, "2026-05-11")]),
        (
            sent_back(),
            Standing.CORRECTION_WANTED,
            [(Fact.RECEIVED, "2026-04-20"), (Fact.CORRECTION_WANTED, "2026-05-14")],
        ),
        (charged(), Standing.FEE_AWAITED, [(Fact.RECEIVED, "2026-06-01"), (Fact.FEE_AWAITED, "2026-07-22")]),
        (asked(), Standing.IN_HAND, [(Fact.RECEIVED, "2026-05-11"), (Fact.THIRD_PARTIES, "2026-05-18")]),
        (
            asked_agency("2026-05-11", "2026-05-14", ConsultationKind.CO_PRODUCER),
            Standing.IN_HAND,
            [(Fact.RECEIVED, "2026-05-11"), (Fact.AGENCIES, "2026-05-14")],
        ),
        (extended("2026-05-11"), Standing.IN_HAND, [(Fact.RECEIVED, "2026-05-11"), (Fact.EXTENDED, "2026-07-07")]),
        (issued(), Standing.ANSWERED, [(Fact.RECEIVED, "2026-05-11"), (Fact.ANSWERED, "2026-05-11")]),
        (
            closed(),
            Standing.CLOSED,
            [(Fact.RECEIVED, "2026-05-11"), (Fact.ANSWERED, "2026-05-11"), (Fact.CLOSED, "2026-05-11")],
        ),
    ],
    ids=[
        "registered",
        "received",
        "in hand",
        "drafted",
        "approved",
        "correction",
        "fee",
        "third party",
        "agency",
        "extended",
        "issued",
        "closed",
    ],
)
def test_each_stand_is_told_with_its_days(script: Script, standing: Standing, facts: list[tuple[Fact, str]]) -> None:
    view = shown(script, "2026-05-20")
    assert (view.standing, told(view)) == (standing, facts)


def test_every_state_has_a_stand() -> None:
    assert {standing_of(in_hand().case.model_copy(update={"state": state})) for state in State} == set(Standing)


def test_an_extension_counts_when_the_applicant_was_told_of_it() -> None:
    assert told(shown(proposed(), "2026-05-20")) == [(Fact.RECEIVED, "2026-05-11")]
    assert told(shown(consented(proposed(), "2026-05-12"), "2026-05-20")) == [(Fact.RECEIVED, "2026-05-11")]


def test_the_clock_stands_still_from_the_day_after_the_letter_until_the_answer() -> None:
    view = shown(asked(), "2026-05-20")  # E6: asked on Mon 2026-05-18
    assert view.facts[-1].clock_stopped
    assert view.due
    left_out = [day.day for day in view.due.days if day.kind is DayKind.EXCLUDED]
    assert left_out[0] == date(2026, 5, 19)
    answered = shown(heard(served(asked(), "2026-05-19"), "2026-05-27", Position.AGREES), "2026-05-28")
    assert Fact.THIRD_PARTIES not in dict(told(answered))
    assert answered.due
    assert answered.due.due_on < view.due.due_on


def test_an_agency_that_is_asked_for_ever_stops_the_clock_no_longer_than_the_law_lets_it() -> None:
    script = asked_agency("2026-05-11", "2026-05-14", ConsultationKind.OTHER_AGENCY)
    assert shown(script, "2026-05-20").facts[-1].clock_stopped
    late = shown(script, "2026-08-20").facts[-1]
    assert (late.fact, late.clock_stopped) == (Fact.AGENCIES, False)
    assert "不计入" not in late.zh


def test_the_due_date_is_explained_day_by_day_without_marks_of_the_office() -> None:
    due = shown(asked(), "2026-05-20").due
    assert due
    assert [day.number for day in due.days if day.number] == list(range(1, 21))
    assert due.days[0].zh == "收到申请之日，从次日起计算"
    words = "".join(day.zh + day.en for day in due.days)
    assert "c1" not in words
    assert "art." not in words


@pytest.mark.parametrize("script", [sent_back(), charged(), registered("2026-05-11", Channel.FAX)])
def test_while_the_applicant_is_awaited_no_last_day_is_promised(script: Script) -> None:
    assert shown(script, "2026-07-01").due is None


@pytest.mark.parametrize(
    ("script", "zh", "en"),
    [
        (
            late(),
            "补正告知晚于法定期限作出，等待补正期间答复期限继续计算。",
            "so the time to answer runs on meanwhile.",
        ),
        (
            charged(served_on=None),
            "收费通知书的送达尚无凭证，此前答复期限继续计算。",
            "so the time to answer runs on until then.",
        ),
    ],
    ids=["late correction notice", "fee notice without proof of service"],
)
def test_a_limit_that_runs_on_while_the_applicant_is_awaited_is_explained(script: Script, zh: str, en: str) -> None:
    view = shown(script, "2026-06-26" if script.case.fee else "2026-05-04")
    assert view.due
    assert view.facts[-1].zh.endswith(zh)
    assert view.facts[-1].en.endswith(en)
    assert zh in status_page(view)
    assert en in status_page(view, ENGLISH)


def test_nothing_runs_on_after_a_notice_in_time() -> None:
    for script in (sent_back(), charged()):
        assert "继续计算" not in status_page(shown(script, "2026-05-04"))


def test_what_ended_without_a_reply_has_no_last_day() -> None:
    script = in_hand()
    script.take("2026-05-12", HANDLER, Withdraw)
    view = shown(script, "2026-05-20")
    assert (view.standing, view.due) == (Standing.CLOSED, None)
    assert told(view)[-1] == (Fact.CLOSED, "2026-05-12")


def test_a_last_day_that_has_passed_says_so_until_there_is_an_answer() -> None:
    assert [shown(in_hand(), day).due.passed for day in ("2026-06-08", "2026-06-09")] == [False, True]  # type: ignore[union-attr]
    late = shown(issued(), "2026-06-09").due
    assert late
    assert not late.passed


@pytest.mark.parametrize(
    ("script", "why"), [(corrected(), "收到您的补正"), (ordered(), "责令重新答复之日")], ids=["correction", "order"]
)
def test_a_count_that_began_anew_says_why(script: Script, why: str) -> None:
    due = shown(script, "2026-06-02").due
    assert due
    assert due.days[0].kind is DayKind.RESTART
    assert why in due.days[0].zh


def test_days_of_one_kind_in_a_row_are_told_together() -> None:
    due = shown(in_hand(), "2026-05-20").due
    assert due
    rows = rows_of(due.days)
    assert [(str(row.first), str(row.last), row.zh) for row in rows[:4]] == [
        ("2026-05-11", "2026-05-11", "收到申请之日，从次日起计算"),
        ("2026-05-12", "2026-05-15", "第1至4个工作日"),
        ("2026-05-16", "2026-05-17", "周末，不计入"),
        ("2026-05-18", "2026-05-22", "第5至9个工作日"),
    ]
    assert sum((row.last - row.first).days + 1 for row in rows) == len(due.days)


def test_nothing_else_of_the_case_is_on_the_page() -> None:
    script = withheld(asked(), TENDER, Ground.PRIVACY)
    pages = [
        status_page(shown(one, "2026-06-02"))
        for one in (
            script,
            issued(outcome=Outcome.REFUSED),
            closed(outcome=Outcome.REFUSED),
            decided(contested(), "2026-06-01"),
        )
    ]
    case = script.case
    hidden = [
        *(str(one) for one in (HANDLER.staff_id, case.case_id, TENDER.document_id, case.consultations[0].party_id)),
        *("分项报价", "统计法", "privacy", "refused", "不予公开", "复议", "示例市人民政府", "c1"),
    ]
    assert [word for word in hidden for page in pages if word in page] == []


def test_what_was_typed_is_shown_again_as_text_and_never_the_code() -> None:
    page = form_page('"><script>alert(1)</script>{{ 7*7 }}', NotFound("status_unknown"))
    assert "<script" not in page
    assert "&#34;&gt;&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page
    assert 'role="alert"' in page
    field = page.partition('id="f-code"')[2].partition(">")[0]
    assert "value" not in field


@pytest.mark.parametrize(("seconds", "minutes"), [(1, 1), (60, 1), (61, 2), (3600, 60)])
def test_who_must_wait_is_told_how_long(seconds: int, minutes: int) -> None:
    assert f"约{minutes}分钟后" in form_page("", TooManyTries("status_too_many_tries", retry_after=seconds))


@pytest.mark.parametrize("page", [form_page(), status_page(shown(asked(), "2026-05-20"))], ids=["form", "status"])
def test_a_page_needs_no_script_and_loads_nothing_from_outside(page: str) -> None:
    assert '<html lang="zh-CN"' in page
    assert "<script" not in page
    assert "http" not in page.replace('http-equiv="', "")
    assert page.count("style=") == 0
    assert "Where your application stands" not in page


def test_every_field_of_the_form_has_its_label_and_hint() -> None:
    page = form_page()
    for name in ("reference", "code"):
        assert f'<label for="f-{name}">' in page
        assert f'id="d-{name}"' in page
        assert f'aria-describedby="d-{name}"' in page
    assert 'method="post"' in page
