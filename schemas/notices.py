"""Notices (通知): what the engine owes somebody, decided in the workflow and kept in a ledger."""

from datetime import date
from uuid import UUID

from pydantic import SerializationInfo, SerializerFunctionWrapHandler, model_serializer

from schemas.base import Recorded
from schemas.escalation import Matter, Recipient
from schemas.vocabulary import Role


class NoticeOrder(Recorded):
    """One notice intended by the workflow, made from one event: ``key`` is ``{case_id}/notice/{number of the event}``.

    ``kind``: the event's. ``on``: the day from which it is true; ``late_days``: so many calendar days later it was
    noticed (an outage, or an act entered late). ``to``: who is told, by function; ``handler``: who handles the case,
    if anybody; ``stage``, ``delegate``: whose signature is awaited, for ``Recipient.SIGNER``. ``tag`` names the matter
    with its date: repeated until acknowledged, or until the tag is no longer open in the case; null: never repeated.
    """

    key: str
    case_id: UUID
    agency_id: UUID
    reference: str
    seq: int
    kind: str
    on: date
    late_days: int = 0
    matter: Matter | None = None
    subject: str = ""
    due_on: date | None = None
    working_days: int | None = None
    to: tuple[Recipient, ...]
    handler: UUID | None = None
    stage: Role | None = None
    delegate: UUID | None = None
    tag: str | None = None

    @model_serializer(mode="wrap")
    def _without_defaults(self, whole: SerializerFunctionWrapHandler, info: SerializationInfo) -> dict[str, object]:
        """As JSON it stands in the history of its case: what is not said is not written there."""
        fields = type(self).model_fields
        told: dict[str, object] = whole(self)
        short = {name: value for name, value in told.items() if value not in (None, fields[name].default)}
        return short if info.mode_is_json() else told


class Notices(Recorded):
    """What a batch of events means for the ledger: notices to be entered, and the tags of what is still open.

    ``open_tags`` null: an earlier release decided the batch and said nothing of it; nothing is settled. ``former``: who
    handles the case no more; what he was told of it is the next one's now. ``over``: the case was closed or archived;
    whatever had been told of its handling wants no answer any more.
    """

    orders: tuple[NoticeOrder, ...] = ()
    open_tags: tuple[str, ...] | None = None
    former: UUID | None = None
    over: bool = False
