"""``/api/colleagues``; of one case: who may see it, the clocks of those asked, whether its record is sound."""

from uuid import UUID

from fastapi import APIRouter

from api.access import DeskDep, Person
from api.chain_check import check_chain
from api.consultation_clocks import consultation_clocks
from api.sight import colleagues, sight_of_case
from schemas.sight import CaseSight, ChainCheck, Colleagues, ConsultationClocks

router = APIRouter(prefix="/api", tags=["applications"])


@router.get("/colleagues")
async def staff(desk: DeskDep, person: Person) -> Colleagues:
    """The staff of one's own agency with their roles; those who have left last."""
    return await colleagues(desk, person)


@router.get("/applications/{case_id}/sight")
async def sight(desk: DeskDep, person: Person, case_id: UUID) -> CaseSight:
    """Who may see what of the case, and who has acted in it."""
    return await sight_of_case(desk, person, case_id)


@router.get("/applications/{case_id}/consultations")
async def consultations(desk: DeskDep, person: Person, case_id: UUID) -> ConsultationClocks:
    """Each consultation and referral with its own clock, and the working days it keeps out of the limit."""
    return await consultation_clocks(desk, person, case_id)


@router.get("/applications/{case_id}/chain")
async def chain(desk: DeskDep, person: Person, case_id: UUID) -> ChainCheck:
    """The record recalculated link by link: its head, and what is wrong with it, if anything is."""
    return await check_chain(desk, person, case_id)
