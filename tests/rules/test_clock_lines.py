"""``daylight clock``: what lines get as answers, above all those that make no sense."""

import json
from pathlib import Path

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from api.cli.clock import clock
from schemas.messages_clock import CLOCK_MESSAGES
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.lines import LONGEST_LINE, answer_line
from workflows.rules.national import national_calendar

CALENDAR = WorkingCalendar.of(national_calendar())
SENT = '{"on":"2026-05-18","kind":"consultation_sent","id":"a","who":"third_party","delivered":"2026-05-20"}'
ANSWERED = '{"on":"2026-06-03","kind":"consultation_answered","id":"a"}'
REQUESTED = '{"on":"2026-05-13","kind":"correction_requested"}'
CORRECTED = '{"on":"2026-05-14","kind":"correction_received"}'
NOTIFIED = '{"on":"2026-05-13","kind":"fee_notified"}'
PAID = '{"on":"2026-05-14","kind":"fee_paid"}'


def line(*events: str, received: str = '"2026-05-11"', more: str = "") -> str:
    return f'{{"statute":"cn-ogi-2019","received":{received},{more}"events":[{",".join(events)}]}}'


def extended(working_days: object, on: str = "2026-05-20") -> str:
    return f'{{"on":"{on}","kind":"extended","working_days":{working_days}}}'


def delayed(working_days: object, on: str = "2026-05-20") -> str:
    return f'{{"on":"{on}","kind":"delayed","working_days":{working_days}}}'


def ordered(limit: str, on: str = "2026-05-20") -> str:
    return f'{{"on":"{on}","kind":"ordered",{limit}}}'


def code_of(raw: str | bytes) -> str:
    answer, well = answer_line(raw, CALENDAR)
    assert not well
    error = json.loads(answer)["error"]
    assert error.keys() == {"code", "message"}
    assert len(answer) < 400
    return str(error["code"])


def test_a_good_line_is_answered() -> None:
    answer, well = answer_line(line(SENT, ANSWERED, more='"as_of":"2026-06-03",'), CALENDAR)
    given_back = json.loads(answer)
    assert well
    assert given_back.items() >= {
        ("due", "2026-06-25"),
        ("strict_due", "2026-06-23"),
        ("working_days_used", 5),
        ("working_days_left", 15),
        ("provisional", False),
        ("correction_notice_by", "2026-05-20"),
    }
    assert "days" not in given_back
    assert "\n" not in answer


def test_2007_says_null_for_the_correction_notice() -> None:
    answer, _ = answer_line('{"statute":"cn-ogi-2007","received":"2019-04-22"}', CALENDAR)
    assert json.loads(answer)["correction_notice_by"] is None


def test_explaining_lists_the_days() -> None:
    answer, _ = answer_line(line(SENT, ANSWERED), CALENDAR, explain=True)
    days = {day["day"]: day for day in json.loads(answer)["days"]}
    assert (days["2026-05-11"]["kind"], days["2026-05-11"]["number"]) == ("receipt", None)
    assert (days["2026-05-18"]["kind"], days["2026-05-18"]["number"]) == ("counted", 5)
    assert days["2026-05-19"]["kind"] == "excluded"
    assert "33(3)" in days["2026-05-19"]["because"]
    assert days["2026-06-19"]["kind"] == "holiday"
    assert (days["2026-06-25"]["kind"], days["2026-06-25"]["number"]) == ("counted", 20)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "invalid_json"),
        ("{", "invalid_json"),
        ("\x00", "invalid_json"),
        (b"\xff\xfe{}", "invalid_json"),
        ('"\ud800"', "invalid_json"),
        ("[" * 100_000, "invalid_json"),
        ('{"a":1} {"b":2}', "invalid_json"),
        ("x" * (LONGEST_LINE + 1), "line_too_long"),
        ("[]", "not_an_object"),
        ("NaN", "not_an_object"),
        ("null", "not_an_object"),
        ("{}", "missing_field"),
        ('{"statute":"cn-ogi-1949","received":"2026-05-11"}', "unknown_statute"),
        ('{"statute":7,"received":"2026-05-11"}', "unknown_statute"),
        (line(more='"colour":"red",'), "foreign_field"),
        (line(more='"' + "x" * 900_000 + '":1,'), "foreign_field"),
        ('{"statute":"cn-ogi-2019","received":"2026-05-11","events":null}', "not_a_list"),
        (line("5"), "not_an_object"),
        (line("{}"), "missing_field"),
        (line('{"on":"2026-05-12"}'), "missing_field"),
        (line('{"kind":"fee_paid"}'), "missing_field"),
        (line('{"on":"2026-05-12","kind":"prayed"}'), "unknown_event_kind"),
        (line('{"on":"2026-05-12","kind":["fee_paid"]}'), "unknown_event_kind"),
        (line('{"on":"2026-05-12","kind":"fee_paid","id":"a"}'), "foreign_field"),
        (line(SENT.replace("third_party", "neighbour")), "unknown_consulted_party"),
        (line(ordered('"by":null')), "missing_field"),
        (line(ordered('"by":"2026-06-30","working_days":5')), "foreign_field"),
        (line(ordered('"working_days":0')), "bad_value"),
        (line(ordered('"by":"soon"')), "bad_date"),
        (line(delayed('"5"')), "bad_number"),
        (line(REQUESTED.replace("}", ',"irregular":"perhaps"}')), "bad_value"),
        (line(SENT.replace('"a"', '""')), "bad_text"),
        (line(SENT.replace('"a"', "1")), "bad_text"),
        (line(SENT.replace('"a"', r'"\u0000"')), "bad_text"),
        (line(SENT.replace('"a"', '"' + "x" * 900_000 + '"')), "bad_text"),
        (line(SENT.replace('"a"', r'"\ud800"')), "invalid_json"),
    ],
)
def test_a_malformed_line_is_an_error(raw: str | bytes, code: str) -> None:
    assert code_of(raw) == code


@pytest.mark.parametrize(
    "received",
    ['"2026-02-30"', '"2026-5-1"', '"20260511"', '"2026-05-11T00:00:00"', '"1747008000"', "1747008000", "null", "NaN"],
)
def test_what_is_not_a_date_is_an_error(received: str) -> None:
    assert code_of(line(received=received)) == "bad_date"


@pytest.mark.parametrize("received", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_a_date_out_of_range_is_an_error(received: str) -> None:
    assert code_of(line(received=f'"{received}"')) == "date_out_of_range"


def test_far_dates_inside_a_line_are_errors_too() -> None:
    assert code_of(line(more='"as_of":"9999-12-31",')) == "date_out_of_range"
    assert code_of(line(SENT.replace("2026-05-20", "9999-12-31"))) == "date_out_of_range"
    assert code_of(line(PAID.replace("2026", "9999"), NOTIFIED)) == "fee_not_notified"
    assert code_of(line(NOTIFIED, PAID.replace("2026", "9999"))) == "date_out_of_range"


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ((SENT.replace("2026-05-18", "2026-05-10"),), "date_before_receipt"),
        ((ANSWERED, SENT), "answer_to_unknown_consultation"),
        ((SENT, REQUESTED), "events_out_of_order"),
        ((ANSWERED,), "answer_to_unknown_consultation"),
        ((SENT, ANSWERED.replace('"a"', '"b"')), "answer_to_unknown_consultation"),
        ((SENT, ANSWERED, ANSWERED), "consultation_already_answered"),
        ((SENT, SENT), "duplicate_consultation_id"),
        ((SENT.replace("2026-05-20", "2026-05-17"),), "delivered_before_sent"),
        ((REQUESTED, REQUESTED), "second_correction_request"),
        ((CORRECTED,), "correction_not_requested"),
        ((REQUESTED, CORRECTED, CORRECTED), "correction_already_received"),
        ((PAID,), "fee_not_notified"),
        ((NOTIFIED, PAID, PAID), "fee_already_paid"),
        ((extended(0),), "extension_not_positive"),
        ((extended(-5),), "extension_not_positive"),
        ((extended(21),), "extension_too_long"),
        ((extended("9" * 50),), "extension_too_long"),
        ((extended("9" * 5000),), "invalid_json"),
        ((extended(5.0),), "bad_number"),
        ((extended("true"),), "bad_number"),
        ((extended('"5"'),), "bad_number"),
        ((extended(5), extended(5)), "second_extension"),
        ((extended(5, "2026-06-09"),), "extension_after_due"),
        ((extended(5, "2026-05-12"), REQUESTED, CORRECTED, extended(5)), "second_extension"),
        ((delayed(0),), "delay_not_positive"),
        ((delayed(5), delayed(5)), "second_delay"),
        (
            (delayed(5), REQUESTED.replace("13", "20"), CORRECTED.replace("14", "21"), delayed(5, "2026-05-21")),
            "second_delay",
        ),
        ((delayed(5, "2026-06-09"),), "delay_after_due"),
        ((extended(5), delayed(5, "2026-06-16")), "delay_after_due"),
        ((delayed("9" * 50),), "date_out_of_range"),
        ((ordered('"by":"2026-05-20"'),), "ordered_by_not_after"),
        ((ordered('"by":"2026-05-19"'),), "ordered_by_not_after"),
        ((ordered('"by":"9999-12-31"'),), "date_out_of_range"),
        ((ordered('"working_days":5'), extended(5)), "ordered_limit_stands"),
        ((ordered('"working_days":5'), delayed(5)), "ordered_limit_stands"),
        ((NOTIFIED, ordered('"working_days":5'), PAID.replace("14", "21")), "ordered_limit_stands"),
        ((REQUESTED, ordered('"working_days":5'), CORRECTED.replace("14", "21")), "ordered_limit_stands"),
    ],
)
def test_a_senseless_line_is_an_error(events: tuple[str, ...], code: str) -> None:
    assert code_of(line(*events)) == code


def test_2007_knows_no_delayed_reply() -> None:
    asked = delayed(5, "2018-03-07")
    assert code_of(f'{{"statute":"cn-ogi-2007","received":"2018-03-05","events":[{asked}]}}') == "no_delay_rule"


def test_an_ordered_limit_explains_itself() -> None:
    answer, _ = answer_line(line(SENT, ordered('"by":"2026-05-31"')), CALENDAR, explain=True)
    first, *later = json.loads(answer)["days"]
    assert (first["day"], first["kind"]) == ("2026-05-20", "restart")
    assert (
        first["because"]
        == "责令重新答复之日，按责令的期限计算 / new reply ordered, a limit of its own, day 0 (art. 51)"
    )
    assert "excluded" not in {day["kind"] for day in later}
    assert (later[-1]["day"], later[-1]["kind"], later[-1]["number"]) == ("2026-05-31", "weekend", None)


def test_asking_about_a_day_before_receipt_is_an_error() -> None:
    assert code_of(line(more='"as_of":"2026-05-10",')) == "date_before_receipt"


def test_the_message_is_chinese_and_english_and_says_where() -> None:
    answer, _ = answer_line(line(REQUESTED, '{"on":"soon","kind":"fee_paid"}'), CALENDAR)
    message = json.loads(answer)["error"]["message"]
    assert message == " / ".join(CLOCK_MESSAGES["bad_date"]) + " (events.1.on)"


def test_an_extension_that_a_restart_took_away_leaves_the_base_limit() -> None:
    answer, _ = answer_line(line(REQUESTED, extended(5, "2026-05-13"), CORRECTED), CALENDAR)
    assert (json.loads(answer)["due"], json.loads(answer)["limit"]) == ("2026-06-11", 20)


def test_an_agency_is_consulted_under_2007_but_nothing_is_excluded() -> None:
    asked = '{"on":"2018-03-07","kind":"consultation_sent","id":"a","who":"agency"}'
    plain = '{"statute":"cn-ogi-2007","received":"2018-03-05"'
    with_event, _ = answer_line(f'{plain},"as_of":"2018-03-07","events":[{asked}]}}', CALENDAR)
    without, _ = answer_line(f'{plain},"as_of":"2018-03-07"}}', CALENDAR)
    assert with_event == without


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200))
def test_no_bytes_at_all_make_it_crash(raw: str | bytes) -> None:
    code_of(raw)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from(
    ["on", "kind", "id", "who", "delivered", "working_days", "by", "irregular", "received", "statute", "x"]
)
kinds = st.sampled_from(
    ["extended", "delayed", "ordered", "fee_paid", "fee_notified", "consultation_sent", "consultation_answered"]
)
events = st.lists(
    st.dictionaries(names, json_values | st.just("2026-05-12") | kinds, max_size=5)
    | st.fixed_dictionaries(
        {"kind": kinds, "on": st.dates().map(str)}, optional={"id": json_values, "who": json_values}
    ),
    max_size=3,
)


@settings(max_examples=1000, deadline=None)
@given(events, json_values | st.dates().map(str), st.dates().map(str) | json_values)
def test_no_json_at_all_makes_it_crash(happened: object, received: object, as_of: object) -> None:
    raw = json.dumps({"statute": "cn-ogi-2019", "received": received, "as_of": as_of, "events": happened})
    answer, well = answer_line(raw, CALENDAR, explain=True)
    assert well == ("due" in json.loads(answer))


app = typer.Typer()
app.command()(clock)
GOOD = '{"statute":"cn-ogi-2019","received":"2026-02-05"}'


def test_the_command_answers_in_order_and_goes_on_after_an_error() -> None:
    result = CliRunner().invoke(app, input=f"\ufeff{GOOD}\r\n\n  \nnonsense\n{line(SENT)}")
    answers = [json.loads(answer) for answer in result.stdout.splitlines()]
    assert [answer.get("due") or answer["error"]["code"] for answer in answers] == [
        "2026-03-11",
        "invalid_json",
        "2026-07-02",
    ]
    assert result.exit_code == 1


def test_the_command_reads_a_file_and_explains(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(f"{GOOD}\n{GOOD}\n")
    result = CliRunner().invoke(app, [str(path), "--explain"])
    answers = [json.loads(answer) for answer in result.stdout.splitlines()]
    assert [answer["days"][-1]["day"] for answer in answers] == ["2026-03-11", "2026-03-11"]
    assert result.exit_code == 0


def test_the_command_survives_an_endless_line() -> None:
    result = CliRunner().invoke(app, input="x" * (3 * LONGEST_LINE + 7) + f"\n{GOOD}\n")
    answers = [json.loads(answer) for answer in result.stdout.splitlines()]
    assert answers[0]["error"]["code"] == "line_too_long"
    assert answers[1]["due"] == "2026-03-11"
    assert len(answers) == 2


def test_nothing_in_nothing_out() -> None:
    result = CliRunner().invoke(app, input="")
    assert (result.stdout, result.exit_code) == ("", 0)
