"""Invented letters about own records (D27, art. 41): what an agency's template for them is tried on."""

from datetime import date
from uuid import UUID

from activities.letters.language import Names
from activities.letters.sample_parts import PARTIES
from activities.own_record_letters import compose, names_of
from schemas.applications import Applicant, Contact
from schemas.letters import LetterContent, LetterParties
from schemas.own_records import Claim, Corrected, Forwarded, NotCorrected, OwnDecision, ToldWhere
from schemas.own_records_events import OwnLetterOrder
from schemas.people import Agency
from schemas.vocabulary import Channel

_CLAIM = Claim(
    person=Applicant(
        name="王小明", identity_number="110101199003070011", contact=Contact(phone="010-55550123", address="示例市")
    ),
    claim="企业登记信息中的住所门牌号有误。",
    evidence="不动产权证书复印件。",
)
_ELSEWHERE = {"reasons": "该信息由登记机关记载。", "agency": "示例市市场监督管理局", "contact": "010-2222"}
_DECISIONS: tuple[tuple[OwnDecision, bool], ...] = (
    (Corrected(note="更正后的信息可以在门户网站查询。"), False),
    (Corrected(), False),
    (Forwarded.model_validate(_ELSEWHERE), False),
    (Forwarded.model_validate(_ELSEWHERE), True),
    (ToldWhere.model_validate(_ELSEWHERE), False),
    (NotCorrected(reasons="经核实，登记信息与不动产权证书一致。"), False),
)


def sample_orders() -> tuple[OwnLetterOrder, ...]:
    """A letter for each result, and the covering letter to the competent agency."""
    return tuple(_order(decision, to_agency=to_agency) for decision, to_agency in _DECISIONS)


def sample_letter(order: OwnLetterOrder, text: str, parties: LetterParties, number: str) -> LetterContent:
    """The letter by this template. Raises ``ApplicationError`` if it fails or lacks what the law wants."""
    agency = _agency(parties)
    return compose(order, agency, names_of(order, agency, _CLAIM, parties.reference), number, text)


def sample_names() -> Names:
    """What a template for them may use."""
    return names_of(sample_orders()[0], _agency(PARTIES), _CLAIM, PARTIES.reference)


def _agency(parties: LetterParties) -> Agency:
    return Agency(
        id=UUID(int=2),
        code=parties.code,
        name=parties.agency,
        contact=parties.contact,
        reconsideration_body=parties.reconsideration_body,
        court=parties.court,
    )


def _order(decision: OwnDecision, *, to_agency: bool) -> OwnLetterOrder:
    return OwnLetterOrder(
        own_record_id=UUID(int=61),
        agency_id=UUID(int=2),
        key="sample",
        to_agency=to_agency,
        dated=date(2026, 6, 8),
        channel=Channel.IN_PERSON,
        arrived_on=date(2026, 5, 11),
        carried_out_on=date(2026, 6, 8),
        decision=decision,
    )
