"""Letters about own records (D27): whatever people write, the standard text says all that must be said."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from activities.letters.catalogue import standard
from activities.letters.pdf import render_pdf
from activities.letters.sheet import sheet_of
from activities.own_record_letters import TEMPLATE, compose, names_of
from api.cli.setup import SAMPLE_AGENCY
from schemas.applications import Applicant, Contact
from schemas.base import Line, Text
from schemas.own_records import Claim, Corrected, Forwarded, NotCorrected, OwnDecision, ToldWhere
from schemas.own_records_events import OwnLetterOrder
from schemas.vocabulary import ApplicantKind, Channel

_line, _text = TypeAdapter[str](Line), TypeAdapter[str](Text)


def accepted(kind: TypeAdapter[str], value: str) -> bool:
    try:
        kind.validate_python(value)
    except ValidationError:
        return False
    return True


LINES = st.text(min_size=1, max_size=40).filter(lambda value: accepted(_line, value))
TEXTS = st.text(min_size=1, max_size=200).filter(lambda value: accepted(_text, value))
DECISIONS: st.SearchStrategy[OwnDecision] = st.one_of(
    st.builds(Corrected, note=TEXTS | st.none()),
    st.builds(Forwarded, reasons=TEXTS, agency=LINES, contact=LINES | st.none()),
    st.builds(ToldWhere, reasons=TEXTS, agency=LINES, contact=LINES | st.none()),
    st.builds(NotCorrected, reasons=TEXTS),
)


def order(decision: OwnDecision, arrived_on: date = date(2026, 5, 11), *, to_agency: bool = False) -> OwnLetterOrder:
    return OwnLetterOrder(
        own_record_id=UUID(int=1),
        agency_id=SAMPLE_AGENCY.id,
        key="x",
        to_agency=to_agency,
        dated=date(2026, 6, 8),
        channel=Channel.POST_SIGNED,
        arrived_on=arrived_on,
        carried_out_on=date(2026, 6, 5),
        decision=decision,
    )


def claim(
    name: str = "王小明", said: str = "门牌号有误。", kind: ApplicantKind = ApplicantKind.NATURAL_PERSON
) -> Claim:
    person = Applicant(
        kind=kind, name=name, identity_number="110101199003070011", contact=Contact(phone="010-55550123")
    )
    return Claim(person=person, claim=said, evidence="不动产权证书复印件。")


def written(ordered: OwnLetterOrder, claimed: Claim) -> str:
    names = names_of(ordered, SAMPLE_AGENCY, claimed, "示建公更申〔2026〕1号")
    content = compose(ordered, SAMPLE_AGENCY, names, "示建公更〔2026〕1号", standard(TEMPLATE))
    return "\n".join((sheet_of(content).addressee or "", *content.paragraphs))


@given(DECISIONS, LINES, TEXTS, st.booleans())
def test_no_words_make_the_standard_letter_incomplete(
    decision: OwnDecision, name: str, said: str, to_agency: bool
) -> None:
    forwarded = to_agency and isinstance(decision, Forwarded)
    assert written(order(decision, to_agency=forwarded), claim(name, said))


def test_an_organisation_is_spoken_to_as_such() -> None:
    told = written(order(Corrected()), claim("示例市甲公司", kind=ApplicantKind.BUSINESS))
    assert "收到贵单位提出" in told
    assert "本机关已于2026年6月5日对有关记录予以更正" in told


def test_words_of_several_lines_open_each_with_a_quotation_mark() -> None:
    told = written(order(Corrected()), claim(said="第一处有误。\n本机关决定如下"))
    assert "您反映的情况如下：\n“第一处有误。\n“本机关决定如下”" in told


@pytest.mark.parametrize(
    ("arrived_on", "article"), [(date(2019, 5, 14), "第二十五条第二款"), (date(2019, 5, 15), "第四十一条")]
)
def test_the_article_is_that_of_the_day_of_receipt(arrived_on: date, article: str) -> None:
    assert article in written(order(Corrected(), arrived_on), claim())


def test_rare_characters_and_minority_names_are_printed() -> None:
    ordered, claimed = order(NotCorrected(reasons="经核对，登记无误。")), claim("买买提·吐尔逊㐂")
    names = names_of(ordered, SAMPLE_AGENCY, claimed, "示建公更申〔2026〕1号")
    content = compose(ordered, SAMPLE_AGENCY, names, "示建公更〔2026〕1号", standard(TEMPLATE))
    assert render_pdf(content).startswith(b"%PDF")
