"""The agency's policy: what it has chosen where the law leaves a choice."""

import hashlib
from collections.abc import Mapping
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from api.access import DeskDep
from api.administration import set_policy
from api.console.administration.frame import Kept, Refused, led_to, shown
from api.console.administration.policy_fields import BOXES, GROUPS
from api.console.typed import WHOLE_NUMBER, Typed, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from schemas.administration import WholePolicy
from schemas.errors import DaylightError, NotFound, StepRefused
from schemas.escalation import Matter, Recipient
from schemas.policy import SIGNING, Policy
from schemas.vocabulary import Late, Outcome, Role

router = APIRouter(prefix="/policy")
GENERAL = "general"
Known = TypeVar("Known", Outcome, Matter)
SIGNERS = tuple(role for role in Role if role in SIGNING)
MOST_STAGES, MOST_RUNGS, SPARE_RUNGS = 8, 12, 3


@router.get("")
async def whole(visit: VisitDep, desk: DeskDep, done: str = "") -> HTMLResponse:
    """Every field, with what the law says about it."""
    return await _whole(visit, desk, done=done)


async def _whole(
    visit: Visit, desk: Desk, sent: Typed | None = None, refused: Refused | None = None, done: str = ""
) -> HTMLResponse:
    policy = await _standing(visit, desk)
    written = {**policy.model_dump(mode="json"), **_as_typed(policy)}
    sets = {"outcomes": tuple(Outcome), "late": tuple(Late), "matters": tuple(Matter)}
    context = {"policy": policy, "groups": GROUPS, "seen": mark_of(policy), "kept": Kept(sent, written), "done": done}
    return shown(visit, "policy.html", refused, **context, **sets)


def _as_typed(policy: Policy) -> dict[str, str]:
    days = ", ".join(map(str, policy.remind_working_days_before))
    times = {name: f"{getattr(policy, name):%H:%M}" for name in ("alarms_from", "alarms_until")}
    return {"remind_working_days_before": days, **times}


@router.post("")
async def changed(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Put the policy in force for cases registered from now on."""
    sent = await typed(request, visit)
    try:
        await _put(visit, desk, sent, fields_in(sent))
    except (DaylightError, ValidationError) as refused:
        return await _whole(visit, desk, sent, refused)
    return led_to("/admin/policy?done=changed")


def fields_in(sent: Typed) -> dict[str, Any]:
    """The fields of the form as the model takes them: a box that is not ticked says no."""
    days = sent.first("remind_working_days_before").replace("，", ",").split(",")
    told: dict[str, Any] = {name: value for name, value in sent.nested().items() if name != "seen"}
    told |= {name: bool(sent.first(name)) for name in BOXES}
    told["on_the_spot"] = sent.every("on_the_spot")
    told["remind_working_days_before"] = [day.strip() for day in days if day.strip()]
    return told


@router.get("/approval/{outcome}")
async def chain(visit: VisitDep, desk: DeskDep, outcome: str) -> HTMLResponse:
    """Who signs: in general, or replies of one outcome."""
    return await _chain(visit, desk, outcome)


async def _chain(
    visit: Visit, desk: Desk, outcome: str, sent: Typed | None = None, refused: Refused | None = None
) -> HTMLResponse:
    policy = await _standing(visit, desk)
    chosen = None if outcome == GENERAL else _one_of(Outcome, outcome)
    stages = policy.approval if chosen is None else policy.approval_by_outcome.get(chosen, ())
    kept = Kept(sent, {"stage": [role.value for role in stages]})
    context = {"chosen": chosen, "policy": policy, "signers": SIGNERS, "most": MOST_STAGES}
    return shown(visit, "policy_chain.html", refused, seen=mark_of(policy), kept=kept, **context)


@router.post("/approval/{outcome}")
async def chain_changed(request: Request, visit: VisitDep, desk: DeskDep, outcome: str) -> Response:
    """Another chain; none for an outcome is the general one again."""
    sent = await typed(request, visit)
    stages = [role for role in sent.every("stage") if role]
    try:
        if outcome == GENERAL:
            await _put(visit, desk, sent, {"approval": stages})
        else:
            own = (await _standing(visit, desk)).approval_by_outcome
            chains = {**own, _one_of(Outcome, outcome): stages}
            await _put(visit, desk, sent, {"approval_by_outcome": {name: one for name, one in chains.items() if one}})
    except (DaylightError, ValidationError) as refused:
        return await _chain(visit, desk, outcome, sent, refused)
    return led_to("/admin/policy?done=changed")


@router.get("/ladders/{matter}")
async def ladder(visit: VisitDep, desk: DeskDep, matter: str) -> HTMLResponse:
    """Whom to tell, how long before or after a matter is due."""
    return await _ladder(visit, desk, matter)


async def _ladder(
    visit: Visit, desk: Desk, matter: str, sent: Typed | None = None, refused: Refused | None = None
) -> HTMLResponse:
    policy = await _standing(visit, desk)
    chosen = None if matter == GENERAL else _one_of(Matter, matter)
    rungs = policy.ladder if chosen is None else policy.ladder_of(chosen)
    kept = Kept(sent, _rungs_as_typed(rungs) | {"mode": "own" if chosen in policy.ladders else "general"})
    rows = MOST_RUNGS if sent else min(len(rungs) + SPARE_RUNGS, MOST_RUNGS)
    context = {"chosen": chosen, "policy": policy, "recipients": tuple(Recipient), "rows": rows}
    return shown(visit, "policy_ladder.html", refused, seen=mark_of(policy), kept=kept, **context)


def _rungs_as_typed(rungs: Any) -> dict[str, Any]:
    days = {f"days_{n}": rung.working_days for n, rung in enumerate(rungs)}
    return days | {f"to_{n}": [one.value for one in rung.to] for n, rung in enumerate(rungs)}


@router.post("/ladders/{matter}")
async def ladder_changed(request: Request, visit: VisitDep, desk: DeskDep, matter: str) -> Response:
    """Another ladder; for one matter the general one again, or one of its own."""
    sent = await typed(request, visit)
    rungs = rungs_in(sent)
    try:
        if matter == GENERAL:
            await _put(visit, desk, sent, {"ladder": rungs})
        else:
            chosen = _one_of(Matter, matter)
            own = (await _standing(visit, desk)).model_dump(mode="json")["ladders"]
            others = {name: one for name, one in own.items() if name != chosen}
            await _put(
                visit, desk, sent, {"ladders": others | ({chosen: rungs} if sent.first("mode") == "own" else {})}
            )
    except (DaylightError, ValidationError) as refused:
        return await _ladder(visit, desk, matter, sent, refused)
    return led_to("/admin/policy?done=changed")


def rungs_in(sent: Typed) -> list[dict[str, Any]]:
    """The rungs typed, in the order of their days; rows without a day are none."""
    rows = ((sent.first(f"days_{n}").strip(), sent.every(f"to_{n}")) for n in range(MOST_RUNGS))
    rungs = [{"working_days": days, "to": to} for days, to in rows if days]
    return sorted(rungs, key=lambda rung: _number(rung["working_days"]))


def _number(written: Any) -> int:
    text = str(written)
    return int(text) if WHOLE_NUMBER.fullmatch(text.removeprefix("-")) else 0


async def _put(visit: Visit, desk: Desk, sent: Typed, told: Mapping[str, Any]) -> None:
    """The policy as it stands with what the form says; refused if it is not the one that was looked at."""
    standing = await _standing(visit, desk)
    wanted = WholePolicy.model_validate({**standing.model_dump(mode="json"), **told})
    if sent.first("seen") != mark_of(standing):
        raise StepRefused("policy_changed_meanwhile")
    await set_policy(desk.database, visit.person, visit.person.agency_id, wanted.plain(), standing)


async def _standing(visit: Visit, desk: Desk) -> Policy:
    return (await desk.agency(visit.person.agency_id)).policy


def mark_of(policy: Policy) -> str:
    """By which two readings of a policy are told apart."""
    return hashlib.sha256(policy.model_dump_json().encode()).hexdigest()[:16]


def _one_of(known: type[Known], value: str) -> Known:
    """A value of a closed set, from an address. Raises ``NotFound``."""
    if value not in set(known):
        raise NotFound("not_found")
    return known(value)
