"""A third version of the Regulation is only data: an invented one runs through the clock and the letters."""

import json
from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from activities.letters.articles import article, cite, moved_by, outcome_article, receipt_rule, refusal_basis
from schemas.clock import ClockLine, ConsultationSent, CorrectionWasReceived, CorrectionWasRequested, Extended
from schemas.errors import InvalidInput
from schemas.law import versions
from schemas.law.regulation_2007 import CN_OGI_2007
from schemas.law.regulation_2019 import CN_OGI_2019
from schemas.law.statute import Article, Receipt
from schemas.law.versions import statute_for, statute_of
from schemas.vocabulary import Channel, Consulted, Ground, Outcome, StatuteId
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.clock import deadline
from workflows.rules.limits import answer_by, consultation_lapses
from workflows.rules.lines import answer_line
from workflows.rules.national import national_calendar

CALENDAR = WorkingCalendar.of(national_calendar())
THIRD = replace(
    CN_OGI_2019,
    id=StatuteId("cn-ogi-2026"),
    name="《虚构的政府信息公开法》",
    in_force_from=date(2026, 7, 1),
    answer_limit=10,
    longest_extension=5,
    correction_notice_limit=3,
    consultation_limit=8,
    excluded=frozenset({Consulted.AGENCY}),
    correction_restarts=False,
    moved_by="征求其他机关意见的",
    articles={
        "answer": Article("70(2)", "第七十条第二款"),
        "third_party": Article("71", "第七十一条"),
        "excluded": Article("70(3)", "第七十条第三款"),
    },
    outcomes={Outcome.REFUSED: Article("72", "第七十二条")},
    grounds={Ground.PRIVACY: Article("73", "第七十三条")},
    receipt={Channel.ONLINE: Receipt("提交之日为收到之日", Article("69", "第六十九条"))},
)
RECEIVED = date(2026, 7, 6)


@pytest.fixture(autouse=True)
def _in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = replace(CN_OGI_2019, in_force_until=date(2026, 6, 30))
    monkeypatch.setattr(versions, "STATUTES", (CN_OGI_2007, ended, THIRD))


def line(*events: ConsultationSent | CorrectionWasRequested | CorrectionWasReceived | Extended) -> ClockLine:
    return ClockLine(statute=THIRD.id, received=RECEIVED, events=events)


def test_the_day_of_receipt_picks_it() -> None:
    assert statute_for(date(2026, 6, 30)).id == CN_OGI_2019.id
    assert statute_for(date(2026, 7, 1)) is THIRD is statute_of(THIRD.id)


def test_the_clock_counts_by_its_numbers() -> None:
    found = deadline(line(), CALENDAR)
    assert (found.due, found.limit, found.article) == (date(2026, 7, 20), 10, "70(2)")
    assert found.due == answer_by(RECEIVED, THIRD, CALENDAR)
    assert found.correction_notice_by == date(2026, 7, 9)
    assert consultation_lapses(RECEIVED, THIRD, CALENDAR) == date(2026, 7, 16)


def test_the_clock_excludes_restarts_and_extends_by_its_rules() -> None:
    agency = ConsultationSent(on=RECEIVED, id="a", who=Consulted.AGENCY)
    party = ConsultationSent(on=RECEIVED, id="b", who=Consulted.THIRD_PARTY)
    corrected = (CorrectionWasRequested(on=RECEIVED), CorrectionWasReceived(on=date(2026, 7, 8)))
    assert deadline(line(agency), CALENDAR).due == date(2026, 7, 30)
    assert deadline(line(party), CALENDAR).due == date(2026, 7, 20)
    assert deadline(line(*corrected), CALENDAR).due == date(2026, 7, 20)
    assert deadline(line(Extended(on=RECEIVED, working_days=5)), CALENDAR).due == date(2026, 7, 27)
    with pytest.raises(InvalidInput, match="extension_too_long"):
        deadline(line(Extended(on=RECEIVED, working_days=6)), CALENDAR)


def test_the_command_line_knows_it() -> None:
    answer, well = answer_line('{"statute":"cn-ogi-2026","received":"2026-07-06"}', CALENDAR, explain=True)
    assert well
    assert json.loads(answer)["due"] == "2026-07-20"
    assert "art. 70(2)" in json.loads(answer)["days"][0]["because"]


def test_an_id_nobody_added_is_still_unknown() -> None:
    with pytest.raises(ValidationError, match="no such version"):
        ClockLine.model_validate({"statute": "cn-ogi-2030", "received": "2030-01-07"})


def test_letters_cite_it() -> None:
    assert cite(THIRD.id, article(THIRD.id, "answer")) == "《虚构的政府信息公开法》第七十条第二款"
    assert refusal_basis(THIRD.id, (Ground.PRIVACY,)) == "《虚构的政府信息公开法》第七十二条、第七十三条"
    assert receipt_rule(THIRD.id, Channel.ONLINE) == ("提交之日为收到之日", "第六十九条")
    assert moved_by(THIRD.id) == "征求其他机关意见的"


def test_what_it_has_no_rule_for_is_empty() -> None:
    assert article(THIRD.id, "own_records") == outcome_article(THIRD.id, Outcome.PETITION) == ""
    assert receipt_rule(THIRD.id, Channel.FAX) == ("", "")
