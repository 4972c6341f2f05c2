"""The application itself: the applicant's own data and words (art. 29). Kept in PostgreSQL, never in a workflow."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from schemas.base import Clean, Frozen, Line, OneLine, Recorded, Text
from schemas.clock import Day
from schemas.vocabulary import ApplicantKind, Channel, Role

Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=64), Clean, OneLine]


class IdentityKind(StrEnum):
    """Proof of identity (身份证明, art. 29(2)(1))."""

    RESIDENT_ID = "resident_id"  # 居民身份证
    PASSPORT = "passport"  # 护照
    ORGANISATION_CODE = "organisation_code"  # 统一社会信用代码
    OTHER = "other"


class WantedForm(StrEnum):
    """Form in which the information is wanted (art. 29(2)(3), art. 40)."""

    PAPER = "paper"  # 纸质
    ELECTRONIC = "electronic"  # 电子
    INSPECTION = "inspection"  # 查阅、抄录


class WantedRoute(StrEnum):
    """Route by which it is wanted (获取信息的途径)."""

    PICK_UP = "pick_up"  # 自行领取
    POST = "post"  # 邮寄
    EMAIL = "email"  # 电子邮件
    PLATFORM = "platform"  # 申请平台


class Contact(Frozen):
    """How to reach the applicant; at least one way."""

    phone: Line | None = None
    email: Line | None = None
    address: Line | None = None

    @model_validator(mode="after")
    def _one_way_at_least(self) -> Self:
        if not (self.phone or self.email or self.address):
            raise ValueError("contact_missing")
        return self


class Applicant(Frozen):
    """Who applies: name, proof of identity, contact (art. 29(2)(1))."""

    kind: ApplicantKind = ApplicantKind.NATURAL_PERSON
    name: Line
    identity_kind: IdentityKind = IdentityKind.RESIDENT_ID
    identity_number: Number
    contact: Contact


class NewApplication(Frozen):
    """An application as it is entered in the register: the three contents of art. 29(2), channel and day of arrival."""

    channel: Channel
    arrived_on: Day | None = Field(None, description="day it arrived at the agency; today unless given")
    applicant: Applicant
    description: Text = Field(description="name, number or other features of the information wanted")
    wanted_form: WantedForm = WantedForm.ELECTRONIC
    wanted_route: WantedRoute = WantedRoute.EMAIL


class ApplicationRow(Recorded):
    """What was committed before the case started; enough to start it at any later time.

    ``registered_by``: null for what the applicant submitted online himself.
    """

    case_id: UUID
    agency_id: UUID
    reference: str
    fingerprint: str
    channel: Channel
    arrived_on: date
    applicant_kind: ApplicantKind
    registered_by: UUID | None
    registered_roles: tuple[Role, ...]
    calendar_version: str
    registered_at: datetime
    received_on: date | None = None
    split_from: UUID | None = None
