"""What happened with those who were asked: third parties, other agencies, who determines (arts. 11, 17, 32, 34)."""

from datetime import date
from typing import Literal
from uuid import UUID

from schemas.base import Recorded
from schemas.steps_consultation import DocumentPosition
from schemas.vocabulary import ConsultationKind, DeliveryMethod, ReferredTo, ReviewResult, Weight


class ThirdPartyConsulted(Recorded):
    """``party_id`` names the third party in PostgreSQL."""

    kind: Literal["third_party_consulted"] = "third_party_consulted"
    id: str
    party_id: UUID
    documents: tuple[UUID, ...]
    concerns: str
    sent_on: date


class AgencyConsulted(Recorded):
    kind: Literal["agency_consulted"] = "agency_consulted"
    id: str
    consultation: ConsultationKind
    agency: str
    documents: tuple[UUID, ...]
    concerns: str
    sent_on: date


class ConsultationDelivered(Recorded):
    """``respond_by``: 15 working days after delivery (arts. 32, 34)."""

    kind: Literal["consultation_delivered"] = "consultation_delivered"
    id: str
    delivered_on: date
    method: DeliveryMethod
    proof: str
    respond_by: date


class ConsultationDeliveryFailed(Recorded):
    kind: Literal["consultation_delivery_failed"] = "consultation_delivery_failed"
    id: str
    attempted_on: date
    how: str


class OpinionReceived(Recorded):
    """``late``: after the lapse, so that it does not move the clock. ``text_id`` names the words in PostgreSQL."""

    kind: Literal["opinion_received"] = "opinion_received"
    id: str
    received_on: date
    positions: tuple[DocumentPosition, ...]
    text_id: UUID | None = None
    late: bool = False


class ConsultationLapsed(Recorded):
    """Silence until ``respond_by``: a third party's leaves it to the agency, a co-producer's is consent."""

    kind: Literal["consultation_lapsed"] = "consultation_lapsed"
    id: str
    respond_by: date


class ConsultationWithdrawn(Recorded):
    kind: Literal["consultation_withdrawn"] = "consultation_withdrawn"
    id: str
    withdrawn_on: date
    reason: str


class ObjectionWeighed(Recorded):
    kind: Literal["objection_weighed"] = "objection_weighed"
    id: str
    documents: tuple[UUID, ...]
    weight: Weight
    reason: str
    by: UUID


class ReferredForDetermination(Recorded):
    """``stops_clock``: by the agency's policy the time is left out (docs/law.md 6.4)."""

    kind: Literal["referred_for_determination"] = "referred_for_determination"
    id: str
    to: ReferredTo
    department: str
    documents: tuple[UUID, ...]
    doubt: str
    own_view: str
    sent_on: date
    stops_clock: bool = False


class DeterminationReceived(Recorded):
    kind: Literal["determination_received"] = "determination_received"
    id: str
    received_on: date
    result: ReviewResult
    text: str
