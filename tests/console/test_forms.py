"""Forms made of models: what is rendered and sent back unchanged is what it was; what is wrong stands at its field."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from api.console.forms.form import MORE, Form, form_of
from api.console.forms.sending import VERSION
from api.console.forms.shapes import Group, Kind, Kinds, Lines, Many, Pick, Rows, Scalar, Shape
from api.console.forms.showing import Shown
from api.console.forms.texts import Said
from api.console.language import Language
from api.console.steps.sheet import reading_form
from api.console.typed import Typed
from api.examples import STEPS
from schemas.base import Frozen, Line
from schemas.policy import Policy
from schemas.steps import DraftReply, RequestCorrection
from schemas.steps_consultation import RecordOpinion
from tests.console.filled_in import controls, rendered
from workflows.book import STAFF_RULES

IDS = [str(UUID(int=n, version=4)) for n in range(1, 6)]
PRINTED = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
LINES = st.text(PRINTED, min_size=1, max_size=20).map(str.strip).filter(bool)
TEXTS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)
EXAMPLES = [pytest.param(step, id=step) for step in STAFF_RULES]


def numbers(shape: Scalar) -> st.SearchStrategy[int]:
    low = -5 if shape.low is None else shape.low
    return st.integers(low, shape.high if shape.high is not None else low + 50)


def values(shape: Shape) -> st.SearchStrategy[Any]:
    """What a field may say, as JSON has it; None for nothing."""
    may_lack = shape.optional and shape.default is None and not isinstance(shape, Many | Lines | Rows)
    return st.one_of(st.none(), said(shape)) if may_lack else said(shape)


def said(shape: Shape) -> st.SearchStrategy[Any]:
    match shape:
        case Scalar(kind=Kind.NUMBER):
            return numbers(shape)
        case Scalar(kind=kind):
            return SCALARS[kind]
        case Pick():
            return st.sampled_from([str(one) for one in shape.values])
        case Many(item=item):
            return st.lists(said(item), min_size=shape.fewest, max_size=4, unique=True)
        case Lines(item=item) | Rows(item=item, keyed=False):
            return st.lists(values(item), min_size=shape.fewest, max_size=4)
        case Rows(item=Group(fields=fields)):
            return st.dictionaries(said(fields["key"]), said(fields["value"]), max_size=3)
        case Group(fields=fields):
            return st.fixed_dictionaries({name: values(one) for name, one in fields.items()})
        case Kinds(tag=tag, kinds=kinds):
            return st.one_of([of_a_kind(tag, kind, one) for kind, one in kinds.items()])
    raise AssertionError(shape)


def of_a_kind(tag: str, kind: str, shape: Group) -> st.SearchStrategy[Any]:
    told: dict[str, st.SearchStrategy[Any]] = {name: values(one) for name, one in shape.fields.items()}
    return st.fixed_dictionaries({tag: st.just(kind), **told})


SCALARS: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.LINE: LINES,
    Kind.TEXT: TEXTS,
    Kind.DAY: st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(str),
    Kind.TIME: st.times().map(lambda at: time(at.hour, at.minute).isoformat()),
    Kind.YES_NO: st.booleans(),
    Kind.ID: st.sampled_from(IDS),
}


def with_ids(form: Form) -> Form:
    """The form with something to choose wherever something of the case is chosen."""
    return replace(form, choices=dict.fromkeys(_ids(form.shape, ""), tuple((one, f"文件{one[-1]}") for one in IDS)))


def _ids(shape: Shape, path: str) -> Iterator[str]:
    match shape:
        case Scalar(kind=Kind.ID) | Many(item=Scalar(kind=Kind.ID)):
            yield path
        case Group(fields=fields):
            for name, one in fields.items():
                yield from _ids(one, f"{path}.{name}" if path else name)
        case Rows(item=item):
            yield from _ids(item, path)
        case Kinds(kinds=kinds):
            for kind, one in kinds.items():
                yield from _ids(one, f"{path}.{kind}")


def sent_back(form: Form, given: BaseModel, language: Language = Language.CHINESE) -> Typed:
    """What a browser sends of the form, filled in with this and left as it is."""
    return Typed(controls(rendered(form.shown(form.filled(given), language), language)))


def saying_nothing_of_nothing(value: Any) -> Any:
    """A form cannot tell an optional part of which nothing is said from one that is not there."""
    if isinstance(value, dict):
        told = {name: saying_nothing_of_nothing(one) for name, one in value.items()}
        return told if any(one is not None for one in told.values()) else None
    return [saying_nothing_of_nothing(one) for one in value] if isinstance(value, list) else value


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.data())
def test_a_valid_step_rendered_and_posted_unchanged_comes_back_equal(data: st.DataObject) -> None:
    step = data.draw(st.sampled_from(sorted(STAFF_RULES)))
    form, model = with_ids(reading_form(step)), STAFF_RULES[step].step
    given = model.model_validate({**data.draw(said(form.shape)), VERSION: 3})
    back = model.model_validate({**form.read(sent_back(form, given)), VERSION: 3})
    assert saying_nothing_of_nothing(back.model_dump(mode="json")) == saying_nothing_of_nothing(
        given.model_dump(mode="json")
    )


@pytest.mark.parametrize("step", EXAMPLES)
def test_every_step_is_possible_by_its_form(step: str) -> None:
    form, model = with_ids(reading_form(step)), STAFF_RULES[step].step
    example = model.model_validate(STEPS[step])
    named = {str(one): f"示例{n}" for n, one in enumerate(_named(example.model_dump(mode="json")))}
    form = replace(form, choices={path: tuple(named.items()) for path in form.choices})
    sent = sent_back(form, example)
    assert model.model_validate({**form.read(sent), VERSION: example.expected_version}) == example


def _named(value: Any) -> Iterator[str]:
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from [one] if isinstance(one, str) and len(one) == 36 else _named(one)


@pytest.mark.parametrize("language", list(Language))
def test_every_field_of_every_step_has_its_words(language: Language) -> None:
    for step in STAFF_RULES:
        form = with_ids(reading_form(step))
        for kind in _kinds(form.shape):
            html = rendered(form.shown(Typed(kind), language), language)
            assert "None" not in html


def _kinds(shape: Group) -> Iterator[list[tuple[str, str]]]:
    """Every choice that opens further fields, at the top and in an item."""
    yield []
    for name, one in shape.fields.items():
        for kind in one.kinds if isinstance(one, Kinds) else ():
            yield [(f"{name}.outcome", kind)]
            yield [(f"{name}.outcome", "several"), (f"{name}.items.0.decision.outcome", kind)]


def typed_in(**fields: str) -> Typed:
    return Typed((name.replace("__", "."), value) for name, value in fields.items())


def faults_of(form: Form, model: type[BaseModel], sent: Typed) -> set[str]:
    with pytest.raises(ValidationError) as refused:
        model.model_validate({**form.read(sent), VERSION: 1})
    return set(form.faults(refused.value, sent))


def test_what_is_wrong_stands_at_its_field() -> None:
    correction = reading_form("request_correction")
    sent = typed_in(items="一\n\n" + "长" * 201, respond_by="明天")
    assert faults_of(correction, RequestCorrection, sent) == {"items", "respond_by"}
    reply = with_ids(reading_form("draft_reply"))
    assert faults_of(reply, DraftReply, typed_in()) == {"decision"}
    refused = typed_in(decision__outcome="refused")
    assert faults_of(reply, DraftReply, refused) == {"decision.reasons"}
    several = typed_in(
        decision__outcome="several",
        decision__items__0__asked="一",
        decision__items__0__decision__outcome="disclosed",
        decision__items__7__decision__outcome="refused",
    )
    found = faults_of(reply, DraftReply, several)
    assert found == {"decision.items.1.asked", "decision.items.1.decision.reasons"}
    names = {one.name for one in flat(reply.shown(several, Language.CHINESE))}
    assert found <= names


def test_rows_that_stand_by_themselves_keep_their_numbers() -> None:
    form = with_ids(reading_form("record_opinion"))
    sent = typed_in(
        consultation="c1",
        positions__0__document=IDS[0],
        positions__1__document=IDS[1],
        positions__1__position="nonsense",
    )
    assert form.read(sent)["positions"] == [{"document": IDS[1], "position": "nonsense"}]
    assert faults_of(form, RecordOpinion, sent) == {"positions.1.position"}
    assert IDS[0] in rendered(form.shown(sent, Language.CHINESE))


def flat(shown: tuple[Shown, ...]) -> Iterator[Shown]:
    for one in shown:
        yield one
        yield from flat(one.parts)


def rows_of(form: Form, *fields: tuple[str, str]) -> list[Shown]:
    (rows,) = [one for one in flat(form.shown(Typed(fields), Language.CHINESE)) if one.control == "rows"]
    return list(rows.parts)


def test_a_row_is_added_on_demand_and_keeps_what_was_typed() -> None:
    form = reading_form("split_application")
    assert len(rows_of(form)) == 2
    more = rows_of(form, ("parts.0", "甲"), ("parts.1", ""), (MORE, "parts"))
    assert [row.value for row in more] == ["甲", "", ""]
    assert [row.is_new for row in more] == [False, False, True]
    assert len(rows_of(form, ("parts.0", "甲"), ("parts.1", "乙"), ("parts.2", ""))) == 2


def test_choosing_a_kind_shows_its_fields_and_keeps_those_of_the_same_name() -> None:
    form = with_ids(reading_form("draft_reply"))
    names = [one.name for one in flat(form.shown(typed_in(decision__outcome="refused"), Language.CHINESE))]
    assert "decision.reasons" in names
    other = typed_in(decision__outcome="petition", decision__reasons="系信访事项", decision__where="旧的")
    assert form.read(other) == {"decision": {"outcome": "petition", "reasons": "系信访事项"}}
    assert faults_of(form, DraftReply, typed_in(decision__outcome="nonsense")) == {"decision"}


def test_what_is_usual_stands_there_and_can_be_emptied() -> None:
    ordered = frozenset({"approval", "approval_by_outcome.value"})
    form = form_of(Policy, _Anything(), ordered=ordered)
    policy = Policy(approval_by_outcome={"refused": ("legal", "agency_head", "legal")})
    assert Policy.model_validate(form.read(sent_back(form, policy))) == policy
    emptied = Typed((name, value) for name, value in form.filled(policy).fields if not name.startswith("on_the_spot"))
    assert Policy.model_validate(form.read(emptied)).on_the_spot == ()


class _Anything(dict[str, Said]):
    """Words for every field."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> Said:
        return Said((name, name))


class Small(Frozen):
    """A model of a test."""

    name: Line
    often: int = 1


def test_a_field_without_a_name_is_a_mistake() -> None:
    with pytest.raises(LookupError, match="often"):
        form_of(Small, {"name": Said(("名称", "Name"))}).shown(Typed(), Language.CHINESE)


def test_what_a_control_may_hold_is_said_to_the_browser() -> None:
    html = rendered(form_of(Policy, _Anything()).shown(Typed(), Language.CHINESE))
    assert 'name="approval_working_days"' in html
    assert 'type="number"' in html
    assert 'min="1" max="20"' in html
    line = rendered(reading_form("file_refusal").shown(Typed(), Language.CHINESE))
    assert 'maxlength="200"' in line
    assert 'type="date"' in line


def test_what_was_typed_is_no_markup() -> None:
    html = rendered(reading_form("file_refusal").shown(typed_in(authority='"><script>'), Language.CHINESE))
    assert "<script>" not in html
    assert "&#34;&gt;&lt;script&gt;" in html
