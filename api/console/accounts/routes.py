"""Signing in and the own account: the routes of this part of the console."""

from fastapi import APIRouter

from api.console.accounts.absences import router as absences
from api.console.accounts.account import router as account
from api.console.accounts.factor import router as factor
from api.console.accounts.openid import router as openid
from api.console.accounts.password import router as password
from api.console.accounts.sign_in import router as sign_in

router = APIRouter(include_in_schema=False)
for part in (sign_in, openid, password, factor, account, absences):
    router.include_router(part)
