"""Whom the tests know: names, numbers and contacts of invented persons, gathered from where they are invented.

Nothing of them may stand in a log line, a span, a label. The names of organisations are left out: they are public.
"""

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module

import api.demo
from api.cli.setup import SAMPLE_AGENCY, sample_member
from api.examples import APPLICATION
from schemas.applications import Applicant
from schemas.vocabulary import ApplicantKind
from tests import harness

OTHERS = ("李小红", "周邻居", "陈新来", "周承办", "邵管理", "沈审查员", "林承办", "周科长", "新邻居")
"""Whom single tests invent."""
LOGINS = ("handler", "handler2", "reviewer", "approver", "head", "supervisor", "section", "legal", "chief", "admin")
"""The staff of the sample agency."""
LEAST = 3
"""Shorter words stand in other words too: 王明 is not looked for, 王小明 is."""


@cache
def secrets() -> frozenset[str]:
    """Every name, identity number, telephone number, mail and postal address of an invented person."""
    found = {word for one in _applicants() for word in _of(one)} | {*OTHERS, *_staff()}
    return frozenset(word for word in found if len(word) >= LEAST and word != SAMPLE_AGENCY.contact)


def personal_in(text: str) -> frozenset[str]:
    """Which of them stand in a text."""
    return frozenset(word for word in secrets() if word in text)


def _applicants() -> Iterator[Applicant]:
    yield harness.application().applicant
    yield Applicant.model_validate(APPLICATION["applicant"])
    for module in pkgutil.iter_modules(api.demo.__path__, "api.demo."):
        for value in vars(import_module(module.name)).values():
            if isinstance(invented := _invented(value), Applicant):
                yield invented


def _staff() -> Iterator[str]:
    """Log lines name staff by id."""
    return (sample_member(login).name for login in LOGINS)


def _invented(value: object) -> object:
    """The applicant of one of the demo's requests."""
    return getattr(value, "applicant", None) or getattr(value, "person", None)


def _of(one: Applicant) -> Iterator[str]:
    if one.kind is ApplicantKind.NATURAL_PERSON:
        yield one.name
    yield one.identity_number
    yield from filter(None, (one.contact.phone, one.contact.email, one.contact.address))
