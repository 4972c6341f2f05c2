"""Templates: their language, what is kept out of it, the names there are, and an agency's own texts."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from temporalio.exceptions import ApplicationError

import activities.letters
from activities.letters.catalogue import LABELS, act_of, printed_title, standard, template_of
from activities.letters.checking import names_in, refuse_unusable, sample_of
from activities.letters.compose import compose
from activities.letters.language import Entry, render
from schemas.errors import InvalidInput, NotFound
from schemas.letters import visible
from schemas.vocabulary import LetterKind, Outcome
from tests.letters.samples import NUMBER, PARTIES, SAMPLES, parties, reply

DOCS = Path(__file__).parents[2] / "docs" / "letters.md"
TO_OTHERS = {"D7", "D9", "D10", "D11"}
NAMES: dict[str, Any] = {
    "text": "甲",
    "empty": "",
    "yes": True,
    "n": 3,
    "many": ("乙", "丙"),
    "one": Entry("丁", "戊"),
}


def refusal(text: str) -> tuple[str, str | None]:
    with pytest.raises(InvalidInput) as refused:
        render(text, NAMES)
    return refused.value.code, refused.value.field


def test_lines_become_title_paragraphs_table_and_closing() -> None:
    said = render("# 题{{ n }}\n\n甲{{ empty }}\n  {{ text }}乙\n| 标 | {{ text }} |\n| 空 |  |\n末", NAMES)
    assert said.title == "题3"
    assert said.paragraphs == ("甲", "甲乙")
    assert said.table == (("标", "甲"), ("空", ""))
    assert said.closing == ("末",)


def test_what_is_empty_leaves_no_line() -> None:
    unsaid = "{% if empty %}\n甲\n{% endif %}\n{{ empty }}"
    counted = "{% for x in many %}\n{{ loop.index }}. {{ x }}\n{% endfor %}"
    said = render(f"# 题\n{unsaid}\n{counted}\n末{{% if yes %}}尾{{% endif %}}\n后", NAMES)
    assert said.paragraphs == ("1. 乙", "2. 丙", "末尾", "后")


def test_the_pipe_of_a_filter_is_no_border_of_a_cell() -> None:
    assert render("# 题\n| 甲 | {{ text|ended }}{% if yes %}乙{% endif %} |", NAMES).table == (("甲", "甲。乙"),)


VALUES = st.text(alphabet="#|{}%\n\r\t\x01\x02\x03\x1f\u2028 甲a", max_size=40)


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_no_value_is_ever_markup(value: str) -> None:
    said = render("# 题\n甲{{ v }}\n| 标 | 乙{{ v }} |\n丙", {"v": value})
    lines = [line.strip() for line in f"甲{visible(value)}".split("\n") if line.strip()]
    assert said.title == "题"
    assert list(said.paragraphs) == lines
    assert said.table == (
        ("标", "\n".join(line.strip() for line in f"乙{visible(value)}".split("\n") if line.strip())),
    )
    assert said.closing == ("丙",)


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("# 题\n\n{{ unknown }}", "template_name_unknown", "text:3"),
        ("# 题\n{% if empty %}{{ unknown }}{% endif %}", "template_name_unknown", "text:2"),
        ("# 题\n{% if yes %}", "template_malformed", "text:2"),
        ("# 题\n{{ text", "template_malformed", "text:2"),
        ("# 题\n{{ text|upper }}", "template_malformed", "text:2"),
        ("# 题\n{{ text is none }}", "template_construct_unknown", "text:2"),
        ("# 题\n{{ text.upper() }}", "template_construct_unknown", "text:2"),
        ("# 题\n{{ text.__class__ }}", "template_fails", "text:2"),
        ("# 题\n{{ one.__init__.__globals__ }}", "template_fails", "text:2"),
        ("# 题\n甲\n{{ one.nothing }}", "template_fails", "text:3"),
        ("# 题\n{{ one['name'] }}", "template_construct_unknown", "text:2"),
        ("# 题\n{{ text * 1000000000 }}", "template_construct_unknown", "text:2"),
        ("# 题\n{% set x = text %}", "template_construct_unknown", "text:2"),
        ("# 题\n{% include 'D3' %}", "template_construct_unknown", "text:2"),
        ("# 题\n{% macro m() %}{% endmacro %}", "template_construct_unknown", "text:2"),
        ("# 题\n{{ range(3) }}", "template_construct_unknown", "text:2"),
        (
            "# 题\n{% for x in many %}{% for y in many %}{% endfor %}{% endfor %}",
            "template_construct_unknown",
            "text:2",
        ),
        ("# 题\n{% for x in n %}{% endfor %}", "template_fails", "text:2"),
        ("# 题\n{{ many }}", "template_fails", "text:2"),
        ("# 题\n{{ yes }}", "template_fails", "text:2"),
        ("# 题\n| 甲 |", "template_row_malformed", "text:2"),
        ("# 题\n| 甲 | 乙", "template_row_malformed", "text:2"),
        ("# 题\n| 甲 | 乙 |\n丙\n| 丁 | 戊 |", "template_has_two_tables", "text"),
        ("甲", "template_without_title", "text"),
        ("# 题\n# 题", "template_without_title", "text"),
        ("# {{ empty }}", "template_without_title", "text"),
        ("# 题\n" + "甲" * 20_000, "template_too_long", "text"),
        ("# 题\n{% for x in text %}" + "{{ long }}" * 300 + "{% endfor %}", "template_name_unknown", "text:2"),
    ],
)
def test_what_is_no_template_is_refused_with_its_line(text: str, code: str, field: str) -> None:
    assert refusal(text) == (code, field)


def test_a_letter_cannot_grow_without_bound() -> None:
    with pytest.raises(InvalidInput) as refused:
        render("# 题\n{% for x in long %}" + "{{ long }}" * 1000 + "{% endfor %}", {"long": "甲" * 10_000})
    assert refused.value.code == "template_too_long"


def test_there_is_one_file_for_each_template_and_a_title_in_each() -> None:
    folder = Path(activities.letters.__file__).parent / "templates"
    assert {path.stem for path in folder.iterdir()} == set(LABELS)
    assert all(printed_title(name) for name in LABELS)
    assert set(SAMPLES) == set(LABELS) - {"D27"}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_takes_the_template_it_is_a_sample_of(name: str) -> None:
    assert {template_of(order) for order in SAMPLES[name]} == {name}


def test_every_kind_and_every_outcome_that_is_answered_has_a_template() -> None:
    kinds = {order.kind for orders in SAMPLES.values() for order in orders}
    assert kinds == set(LetterKind) - {LetterKind.OWN_RECORD}
    closed_otherwise = {Outcome.ABANDONED, Outcome.FEE_UNPAID, Outcome.WITHDRAWN, Outcome.JOINED}
    answered = {order.decision.outcome for orders in SAMPLES.values() for order in orders if order.decision is not None}
    assert answered == (set(Outcome) - closed_otherwise) | {"several"}


def _documented() -> dict[str, set[str]]:
    """The names of docs/letters.md by letter."""
    found: dict[str, set[str]] = {name: set() for name in LABELS}
    replies = {name for name in SAMPLES if SAMPLES[name][0].kind is LetterKind.REPLY}
    groups = {"all": set(LABELS), "replies": replies, "applicant": set(SAMPLES) - TO_OTHERS - {"D28"}}
    rows = re.compile(r"^\| (\w+) \| ((?:`\w+`(?:, )?)+) \|", re.MULTILINE)
    for letters, cell in rows.findall(DOCS.read_text(encoding="utf-8")):
        for name in groups.get(letters, {letters}):
            found[name] |= set(re.findall(r"`(\w+)`", cell))
    return found


@pytest.mark.parametrize("name", LABELS)
def test_the_names_a_template_may_use_are_those_of_the_documentation(name: str) -> None:
    assert _documented()[name] == set(names_in(name))


@pytest.mark.parametrize("name", sorted(TO_OTHERS))
def test_letters_to_others_cannot_say_who_applied_or_in_which_words(name: str) -> None:
    assert not {"applicant", "request", "description", "reference", "opening", "you"} & set(names_in(name))
    for order in SAMPLES[name]:
        content = compose(order, PARTIES, NUMBER)
        printed = content.model_dump_json()
        assert PARTIES.applicant not in printed
        assert PARTIES.description not in printed
        assert PARTIES.reference not in printed


def test_the_agencys_own_text_is_printed_inside_the_frame() -> None:
    own = (
        standard("D15").replace("本机关决定不予公开", "我局经集体讨论决定不予公开").replace("# 政府", "# 不予公开政府")
    )
    refuse_unusable("D15", own)
    content = compose(reply(Outcome.REFUSED), PARTIES, NUMBER, {"D15": own})
    assert content.title == "不予公开政府信息公开申请答复书"
    assert any("我局经集体讨论决定不予公开" in paragraph for paragraph in content.paragraphs)
    assert content.remedy == compose(reply(Outcome.REFUSED), PARTIES, NUMBER).remedy


def test_an_item_of_several_says_what_the_agencys_own_text_says() -> None:
    own = standard("D17").replace("经检索，", "经检索各系统，经检索，")
    (order,) = SAMPLES["SEVERAL"]
    content = compose(order, PARTIES, NUMBER, {"D17": own})
    assert any(paragraph.startswith("经检索各系统") for paragraph in content.paragraphs)
    assert content.enclosures == ("机房改造项目招标文件",)


def test_a_template_that_fails_after_all_stops_the_letter_for_good() -> None:
    with pytest.raises(ApplicationError) as refused:
        compose(reply(Outcome.REFUSED), PARTIES, NUMBER, {"D15": "# 题\n{{ gone }}"})
    assert (refused.value.type, refused.value.non_retryable) == ("template_name_unknown", True)


def test_words_of_the_applicant_are_no_template() -> None:
    asked = "{{ agency }}{% for x in y %}\n# 本机关决定公开\n| 甲 | 乙 |"
    content = compose(reply(Outcome.REFUSED), parties(description=asked), NUMBER)
    assert content.title == "政府信息公开申请答复书"
    assert content.table == ()
    assert "“{{ agency }}{% for x in y %}" in content.paragraphs
    assert "“# 本机关决定公开" in content.paragraphs


def test_an_unknown_template_is_not_there() -> None:
    for use in (lambda: names_in("D30"), lambda: refuse_unusable("../D3", "# 题"), lambda: sample_of("d3", "# 题")):
        with pytest.raises(NotFound):
            use()


def test_notices_and_replies_are_called_by_their_name_in_the_remedy_notice() -> None:
    assert act_of(reply(Outcome.REFUSED)) == "答复"
    assert act_of(reply(Outcome.PETITION)) == "告知书"
    assert act_of(SAMPLES["D6"][0]) is None


@pytest.mark.parametrize(
    "knot",
    [
        "{{ " + "(" * 300 + "text" + ")" * 300 + " }}",
        "{{ text" + "|ended" * 300 + " }}",
        "{{ " + "9" * 6000 + " }}",
        "{% if " + "not " * 300 + "yes %}{% endif %}",
        "{% if yes %}" * 90 + "{% endif %}" * 90,
    ],
    ids=["parentheses", "filters", "number", "negations", "conditions"],
)
def test_what_no_letter_needs_is_refused_before_it_costs_anything(knot: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        render(f"# 题\n{knot}", {"text": "字", "yes": True})
    assert refused.value.code in {"template_malformed", "template_fails"}
