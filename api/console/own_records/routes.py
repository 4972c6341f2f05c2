"""``/own-records``: requests for correction of own records (art. 41): the list, the register, each request."""

from fastapi import APIRouter

from api.console.own_records.routes_list import router as listing
from api.console.own_records.routes_request import router as request
from api.console.own_records.routes_steps import router as steps

router = APIRouter(include_in_schema=False)
for part in (listing, request, steps):
    router.include_router(part)
