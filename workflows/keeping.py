"""What of an archived case may be destroyed, and what forbids it: decided for a register, and again at its approval."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import groupby
from uuid import UUID

from schemas.case import Case
from schemas.events_keeping import DestroyedDocument, Destruction, DocumentsDestroyed, PersonalDataDestroyed
from schemas.retention import (
    ORIGINS,
    ArchivedCase,
    DueItem,
    KeptDocument,
    LeftOut,
    Material,
    Obstacle,
    PlanRow,
    RetentionRules,
)
from schemas.vocabulary import State
from workflows.rules.months import months_later

MOST_IN_ONE_EVENT = 500
"""Documents that one event names: a case may have thousands, and an event is read whole."""


def due_items(
    rules: RetentionRules, case: ArchivedCase, kept: Iterable[KeptDocument], as_of: date
) -> tuple[DueItem, ...]:
    """What is past its period on that day: by class, then in the order given.

    A period of ten years after 2016-03-01 ends with 2026-03-01: nothing is due before 2026-03-02.
    """
    documents = list(kept)
    return tuple(item for each in Material for item in _due_of(each, rules, case, documents, as_of))


def _due_of(
    material: Material, rules: RetentionRules, case: ArchivedCase, kept: list[KeptDocument], as_of: date
) -> Iterator[DueItem]:
    years = rules.periods(case.outcome).years_of(material)
    if years is None or as_of <= (until := months_later(case.archived_on, 12 * years)):
        return
    if material is Material.PERSONAL and case.personal:
        yield DueItem(material=material, years=years, kept_until=until)
    for one in kept:
        if one.origin in ORIGINS[material]:
            named = {"document_id": one.id, "sha256": one.sha256, "size": one.size}
            yield DueItem(material=material, years=years, kept_until=until, **named)


def archived_before(rules: RetentionRules, as_of: date) -> date | None:
    """The day before which a case must have been archived for anything of it to be due; None if nothing ever is."""
    limited = rules.limited()
    return months_later(as_of, -12 * min(limited.values())) if limited else None


def obstacles(case: Case, tables: ArchivedCase) -> tuple[Obstacle, ...]:
    """Why nothing of a case may be destroyed now; empty if nothing stands in the way.

    An archived case has neither a remedy pending nor anything to look at again; it is asked all the same.
    """
    found = {
        Obstacle.NOT_ARCHIVED: case.state is not State.ARCHIVED,
        Obstacle.REMEDY_PENDING: any(sought.result is None for sought in case.remedies),
        Obstacle.REASSESSMENT_DUE: case.reassess_on is not None,
        Obstacle.MAIN_CASE_OPEN: tables.main_open,
        Obstacle.ON_HOLD: tables.on_hold,
    }
    return tuple(obstacle for obstacle, stands in found.items() if stands)


def left_out(
    wanted: Iterable[DueItem], due: Iterable[DueItem], still_there: Collection[UUID | None]
) -> tuple[LeftOut, ...]:
    """Which items of a register are not destroyed though nothing holds the case: gone already, or not due any more.

    ``still_there``: documents by id, and None for the personal data.
    """
    whats = {item.what for item in due}
    others = [item for item in wanted if item.what not in whats]
    gone = sum(item.document_id not in still_there for item in others)
    counted = {Obstacle.DESTROYED_ALREADY: gone, Obstacle.NOT_DUE: len(others) - gone}
    return tuple(LeftOut(why=why, items=items) for why, items in counted.items() if items)


def destruction_events(
    plan: PlanRow, items: Iterable[DueItem], destroyed_on: date
) -> Iterator[DocumentsDestroyed | PersonalDataDestroyed]:
    """The events that put the destruction of these items of one case on record; ``plan`` must be approved."""
    for material, group in groupby(sorted(items, key=_by_class), key=lambda item: item.material):
        same = list(group)
        by_whom = _destruction(plan, same[0], destroyed_on)
        if material is Material.PERSONAL:
            yield PersonalDataDestroyed(destruction=by_whom)
            continue
        for start in range(0, len(same), MOST_IN_ONE_EVENT):
            named = tuple(_destroyed(item) for item in same[start : start + MOST_IN_ONE_EVENT])
            yield DocumentsDestroyed(material=material, destruction=by_whom, documents=named)


def _by_class(item: DueItem) -> int:
    return list(Material).index(item.material)


def _destruction(plan: PlanRow, item: DueItem, destroyed_on: date) -> Destruction:
    shared = {"years": item.years, "kept_until": item.kept_until, "destroyed_on": destroyed_on}
    people = {"proposed_by": plan.proposed_by, "approved_by": plan.approved_by}
    return Destruction.model_validate(
        {"plan_id": plan.id, "plan": plan.reference, "rules_version": plan.rules_version, **shared, **people}
    )


def _destroyed(item: DueItem) -> DestroyedDocument:
    return DestroyedDocument.model_validate(item.model_dump(include={"document_id", "sha256", "size"}))
