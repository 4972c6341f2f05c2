"""Review and redact: the pages, in the order their addresses are asked."""

from fastapi import APIRouter

from api.console.review.routes_case import router as case
from api.console.review.routes_document import router as document
from api.console.review.routes_page import router as page
from api.console.review.routes_proposed import router as proposed

router = APIRouter(include_in_schema=False)
for part in (case, document, page, proposed):
    router.include_router(part)
