"""Whatever a step accepts as text can stand in its letter: otherwise a case would be stuck for its wording."""

from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from activities.letters.checking import trials
from activities.letters.compose import compose
from activities.letters.sample_parts import TENDER
from schemas.base import Line, Text
from schemas.letters import LetterOrder
from tests.letters.samples import NUMBER, SAMPLES, parties

WORDED = {
    *("how_confirmed", "guidance", "finding", "reason", "reasons", "counted", "how_to_pay", "concerns", "agency"),
    *("department", "doubt", "own_view", "where", "note", "law", "right_agency", "contact", "right_channel", "asked"),
    *("search", "service_proof"),
}
"""Fields of an order that people word."""
LINE: TypeAdapter[str] = TypeAdapter(Line)
TEXT: TypeAdapter[str] = TypeAdapter(Text)
awkward = st.text(
    st.sampled_from("甲乙a1 \n\t|#{}%\u200b\u202e\u2028\u3000\ufeff\ufffe\u3164é㐀𠀀《。"), max_size=8
) | st.text(max_size=8)


def worded(given_: Any, text: str) -> Any:
    """The same with this text wherever people may word something."""
    if isinstance(given_, dict):
        return {
            name: text if name in WORDED and isinstance(value, str) else worded(value, text)
            for name, value in given_.items()
        }
    return [worded(one, text) for one in given_] if isinstance(given_, list | tuple) else given_


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=40, deadline=None)
@given(awkward)
@example("甲\u200b\n\u200b")
@example("视为同意公开，时间不计算在内")
@example("# 甲\n| 乙 | 丙 |\n{{ 丁 }}")
def test_any_text_can_stand_in_a_letter(name: str, text: str) -> None:
    try:
        assume(LINE.validate_python(text.replace("\n", "")) and TEXT.validate_python(text))
    except ValidationError:
        assume(False)
    line = LINE.validate_python(text.replace("\n", ""))
    who = parties(applicant=line, description=text, third_party=line, titles={TENDER: text})
    for order in trials(name):
        for words in (text, line):
            try:
                changed = LetterOrder.model_validate(worded(order.model_dump(), words))
            except ValidationError:
                continue
            compose(changed, who, NUMBER)
