"""The parts of the console."""

from fastapi import APIRouter

from api.console.accounts.routes import router as accounts
from api.console.administration.routes import router as administration
from api.console.assets import router as assets
from api.console.cases.documents import router as case_documents
from api.console.cases.routes import router as cases
from api.console.entrance import router as entrance
from api.console.inquiries.routes import router as inquiries
from api.console.letters.issued import router as issued_letters
from api.console.letters.routes import router as reply
from api.console.oversight.routes import router as oversight
from api.console.own_records.routes import router as own_records
from api.console.portal.routes import router as portal
from api.console.portal.status import router as status
from api.console.register.routes import router as register
from api.console.review.routes import router as review
from api.console.steps.routes import router as steps
from api.console.unsent.routes import router as unsent
from api.console.work.routes import router as work
from api.console.work.routes_notices import router as notices

PARTS: tuple[APIRouter, ...] = (
    assets,
    entrance,
    accounts,
    unsent,
    cases,
    case_documents,
    administration,
    work,
    notices,
    register,
    inquiries,
    own_records,
    review,
    oversight,
    reply,
    issued_letters,
    portal,
    status,
    steps,
)
"""A router for each part, in the order they are asked."""
