"""How long material is kept: the periods in general, and those of cases that ended in a certain way."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from api.access import DeskDep
from api.console.administration.frame import Kept, Refused, led_to, shown
from api.console.administration.retention import Sent, retention_page
from api.console.typed import WHOLE_NUMBER, Typed, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.retention import rules_of, set_rules
from schemas.errors import DaylightError, NotFound
from schemas.retention import Material, Periods, RetentionRules
from schemas.vocabulary import Outcome

router = APIRouter(prefix="/retention")
OWN = "own"


@router.post("/rules")
async def rules_changed(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Other periods in general; those for single outcomes stay."""
    sent = await typed(request, visit)
    try:
        standing = (await rules_of(desk, visit.person)).rules
        wanted = RetentionRules.model_validate({**years_in(sent), "by_outcome": standing.by_outcome})
        await set_rules(desk, visit.person, wanted, sent.number("seen"))
    except (DaylightError, ValidationError) as refused:
        return await retention_page(visit, desk, sent=Sent(periods=sent), refused=refused)
    return led_to("/admin/retention?done=rules")


@router.get("/outcomes/{outcome}")
async def of_outcome(visit: VisitDep, desk: DeskDep, outcome: str) -> HTMLResponse:
    """The periods of cases that ended so."""
    return await _of_outcome(visit, desk, _outcome(outcome))


@router.post("/outcomes/{outcome}")
async def outcome_changed(request: Request, visit: VisitDep, desk: DeskDep, outcome: str) -> Response:
    """Periods of their own for cases that ended so, or the general ones again."""
    sent, chosen = await typed(request, visit), _outcome(outcome)
    try:
        standing = (await rules_of(desk, visit.person)).rules
        others = {one: periods for one, periods in standing.by_outcome.items() if one is not chosen}
        own = {chosen: Periods.model_validate(years_in(sent))} if sent.first("mode") == OWN else {}
        wanted = standing.model_copy(update={"by_outcome": {**others, **own}})
        await set_rules(desk, visit.person, wanted, sent.number("seen"))
    except (DaylightError, ValidationError) as refused:
        return await _of_outcome(visit, desk, chosen, sent, refused)
    return led_to("/admin/retention?done=rules")


async def _of_outcome(
    visit: Visit, desk: Desk, outcome: Outcome, sent: Typed | None = None, refused: Refused | None = None
) -> HTMLResponse:
    standing = await rules_of(desk, visit.person)
    own = standing.rules.by_outcome.get(outcome)
    kept = Kept(sent, {"mode": OWN if own else "general", **(own.model_dump() if own else {})})
    context = {"outcome": outcome, "rules": standing, "materials": tuple(Material), "kept": kept}
    return shown(visit, "retention_outcome.html", refused, **context)


def years_in(sent: Typed) -> Mapping[str, Any]:
    """The years typed, by class; left empty is for ever. What is no number stays as typed, for the model to refuse."""
    given = {one.value: sent.first(one).strip() for one in Material}
    return {name: int(value) if WHOLE_NUMBER.fullmatch(value) else value for name, value in given.items() if value}


def _outcome(value: str) -> Outcome:
    """An outcome from an address. Raises ``NotFound``."""
    if value not in set(Outcome):
        raise NotFound("not_found")
    return Outcome(value)
