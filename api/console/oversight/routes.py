"""All pages of oversight."""

from fastapi import APIRouter

from api.console.oversight.annual import router as annual
from api.console.oversight.cases import router as cases
from api.console.oversight.dashboard import router as dashboard
from api.console.oversight.due import router as due
from api.console.oversight.gaps import router as gaps
from api.console.oversight.lists import router as lists

router = APIRouter(include_in_schema=False)
for part in (dashboard, cases, due, lists, gaps, annual):
    router.include_router(part)
