"""The pure rules of keeping: when a period ends, what stands in the way, and what a register leaves out."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.case import Case
from schemas.case_parts import RemedySought
from schemas.events_keeping import DocumentsDestroyed, PersonalDataDestroyed, destroyed_in
from schemas.retention import (
    ArchivedCase,
    DueCase,
    DueItem,
    KeptDocument,
    LeftOut,
    Material,
    Obstacle,
    Periods,
    PlanRow,
    RetentionRules,
    hash_of_lines,
)
from schemas.vocabulary import Instance, Outcome, State
from workflows.evolve import evolve
from workflows.keeping import archived_before, destruction_events, due_items, left_out, obstacles

DAY = timedelta(days=1)
CASE_ID, AGENCY_ID = UUID(int=1), UUID(int=2)
TABLES = ArchivedCase(
    case_id=CASE_ID,
    reference="2016-0001",
    outcome=Outcome.REFUSED,
    archived_on=date(2016, 3, 1),
    personal=True,
    main_open=False,
    on_hold=False,
)
ARCHIVED = Case(case_id=CASE_ID, agency_id=AGENCY_ID, state=State.ARCHIVED)
PENDING = RemedySought(id="m1", instance=Instance.LITIGATION, body="示例市城区人民法院", filed_on=date(2016, 3, 1))
DOCUMENT = KeptDocument(id=UUID(int=9), case_id=CASE_ID, origin="uploaded", sha256="0" * 64, size=1)
dates = st.dates(date(1990, 1, 1), date(2120, 12, 31))
periods = st.builds(Periods, **{each.value: st.none() | st.integers(1, 100) for each in Material})
rules = st.builds(
    RetentionRules,
    **{each.value: st.none() | st.integers(1, 100) for each in Material},
    by_outcome=st.dictionaries(st.sampled_from(Outcome), periods, max_size=3),
)


def due(given_rules: RetentionRules, tables: ArchivedCase, as_of: date) -> tuple[DueItem, ...]:
    return due_items(given_rules, tables, [DOCUMENT], as_of)


@pytest.mark.parametrize(
    ("archived_on", "last_day"),
    [("2016-03-01", "2026-03-01"), ("2016-02-29", "2026-02-28"), ("2015-12-31", "2025-12-31")],
)
def test_nothing_is_due_before_the_day_after_the_period(archived_on: str, last_day: str) -> None:
    tables = TABLES.model_copy(update={"archived_on": date.fromisoformat(archived_on)})
    ends, ten_years = date.fromisoformat(last_day), RetentionRules(documents=10)
    assert due(ten_years, tables, ends) == ()
    (item,) = due(ten_years, tables, ends + DAY)
    assert (item.kept_until, item.years, item.document_id) == (ends, 10, DOCUMENT.id)


def test_the_default_keeps_everything_for_ever() -> None:
    assert due(RetentionRules(), TABLES, date(2999, 1, 1)) == ()
    assert archived_before(RetentionRules(), date(2999, 1, 1)) is None


def test_the_periods_of_an_outcome_take_the_place_of_all_others() -> None:
    by_outcome = RetentionRules(documents=10, personal=10, by_outcome={Outcome.REFUSED: Periods(personal=30)})
    assert due(by_outcome, TABLES, date(2030, 1, 1)) == ()
    assert [item.material for item in due(by_outcome, TABLES, date(2047, 1, 1))] == [Material.PERSONAL]


def test_personal_data_that_are_gone_are_not_due_again() -> None:
    gone = TABLES.model_copy(update={"personal": False})
    assert due(RetentionRules(personal=1), gone, date(2030, 1, 1)) == ()


@given(rules, dates, dates, st.sampled_from(Outcome))
def test_no_case_with_anything_due_is_passed_over(
    some: RetentionRules, archived_on: date, as_of: date, outcome: Outcome
) -> None:
    """The query looks only at cases archived by ``archived_before``, and only for the classes that end anywhere."""
    tables = TABLES.model_copy(update={"archived_on": archived_on, "outcome": outcome})
    items = due(some, tables, as_of)
    before = archived_before(some, as_of)
    assert not items or (before is not None and archived_on <= before)
    assert {item.material for item in items} <= some.limited().keys()
    assert all(item.kept_until < as_of and item.kept_until > archived_on for item in items)


@pytest.mark.parametrize(
    ("case", "tables", "expected"),
    [
        ({}, {}, ()),
        ({"state": State.CLOSED}, {}, (Obstacle.NOT_ARCHIVED,)),
        ({"remedies": (PENDING,)}, {}, (Obstacle.REMEDY_PENDING,)),
        ({"reassess_on": date(2030, 1, 1)}, {}, (Obstacle.REASSESSMENT_DUE,)),
        ({}, {"main_open": True}, (Obstacle.MAIN_CASE_OPEN,)),
        ({}, {"on_hold": True}, (Obstacle.ON_HOLD,)),
        ({"remedies": (PENDING,)}, {"on_hold": True}, (Obstacle.REMEDY_PENDING, Obstacle.ON_HOLD)),
    ],
)
def test_every_obstacle_is_found(
    case: dict[str, object], tables: dict[str, object], expected: tuple[Obstacle, ...]
) -> None:
    assert obstacles(ARCHIVED.model_copy(update=case), TABLES.model_copy(update=tables)) == expected


def test_what_a_register_leaves_out_is_gone_or_not_due() -> None:
    items = due(RetentionRules(documents=1, personal=1), TABLES, date(2030, 1, 1))
    assert left_out(items, items, {DOCUMENT.id, None}) == ()
    assert left_out(items, items[:1], {DOCUMENT.id, None}) == (LeftOut(why=Obstacle.NOT_DUE, items=1),)
    assert left_out(items, (), {None}) == (
        LeftOut(why=Obstacle.DESTROYED_ALREADY, items=1),
        LeftOut(why=Obstacle.NOT_DUE, items=1),
    )


def plan() -> PlanRow:
    now = "2030-01-01T02:00:00Z"
    people = {"proposed_by": uuid4(), "proposed_at": now, "approved_by": uuid4(), "approved_at": now}
    numbers = {"rules_version": 1, "cases": 1, "items": 2, "sha256": hash_of_lines([])}
    named = {"id": uuid4(), "agency_id": AGENCY_ID, "reference": "示销〔2030〕1号", "as_of": "2030-01-01"}
    return PlanRow.model_validate({**named, **numbers, **people})


def test_a_destruction_changes_nothing_of_a_case_but_its_version() -> None:
    items = due(RetentionRules(documents=1, personal=1), TABLES, date(2030, 1, 1))
    documents, personal = destruction_events(plan(), items, date(2030, 1, 2))
    assert isinstance(documents, DocumentsDestroyed)
    assert isinstance(personal, PersonalDataDestroyed)
    assert documents.destruction.destroyed_on == date(2030, 1, 2)
    for event in (documents, personal):
        assert evolve(ARCHIVED, event) == ARCHIVED.model_copy(update={"version": 1})
    links = [{"event": event.model_dump(mode="json")} for event in (documents, personal)]
    assert destroyed_in([*links, {}, {"event": None}]) == {str(DOCUMENT.id)}


def test_registers_that_differ_have_different_hashes() -> None:
    one, other = _line(1), _line(2)
    hashes = [hash_of_lines(lines) for lines in ([], [one], [other], [one, other], [other, one], [one, one])]
    assert len(set(hashes)) == len(hashes)
    assert hash_of_lines([one, other]) == hash_of_lines([_line(1), _line(2)])


def _line(years: int) -> DueCase:
    items = due(RetentionRules(documents=years), TABLES, date(2030, 1, 1))
    return DueCase(items=items, **TABLES.model_dump(include={"case_id", "reference", "outcome", "archived_on"}))
