"""The pages of administration."""

from fastapi import APIRouter, Depends

from api.console.administration.agencies import router as agencies
from api.console.administration.calendars import router as calendars
from api.console.administration.frame import administrators_only
from api.console.administration.imports import router as imports
from api.console.administration.overview import router as overview
from api.console.administration.policy import router as policy
from api.console.administration.posting import router as posting
from api.console.administration.retention import router as retention
from api.console.administration.retention_periods import router as retention_periods
from api.console.administration.schedules import router as schedules
from api.console.administration.staff import router as staff
from api.console.administration.templates import router as templates
from api.console.administration.tokens import router as tokens

router = APIRouter(include_in_schema=False, dependencies=[Depends(administrators_only)])
for one in (
    *(overview, agencies, staff, calendars, policy, templates),
    *(schedules, posting, tokens, imports, retention, retention_periods),
):
    router.include_router(one, prefix="/admin")
