"""Invented orders, one or more for each document: what an agency's template is tried on before it may be used."""

from datetime import date
from uuid import UUID

from activities.letters.sample_parts import (
    CONSULTATION,
    CONTRACT,
    DECISIONS,
    EARLIER,
    EXCESS,
    EXTENSION,
    FEE,
    GIVEN,
    ITEMS,
    OWN_SEARCHES,
    PER_PAGE,
    REDACTED,
    REFERRAL,
    ROUNDS,
    SECRET,
    WITHHELD,
)
from schemas.case_parts import Consultation
from schemas.decisions import NotFound, NotThisAgency, Petition, Publication
from schemas.documents import DocumentRef
from schemas.law.regulation_2019 import CN_OGI_2019
from schemas.letters import LetterOrder, LetterRef
from schemas.vocabulary import (
    Channel,
    ConsultationKind,
    DeliveryMethod,
    LetterKind,
    Outcome,
    Remedy,
    Weight,
)

RECEIVED, DATED = date(2026, 5, 11), date(2026, 6, 8)
_FINDINGS = {
    Outcome.DISCLOSED: (GIVEN,),
    Outcome.PARTLY_DISCLOSED: (GIVEN, REDACTED, WITHHELD),
    Outcome.REFUSED: (WITHHELD,),
}
_REMEDIES = {
    Outcome.PARTLY_DISCLOSED: Remedy.RECONSIDERATION_FIRST_FOR_WITHHELD,
    Outcome.REFUSED: Remedy.RECONSIDERATION_FIRST,
}

ORDER = LetterOrder(
    case_id=UUID(int=1),
    agency_id=UUID(int=2),
    key="sample",
    kind=LetterKind.RECEIPT,
    dated=DATED,
    recorded_on=DATED,
    channel=Channel.ONLINE,
    arrived_on=date(2026, 5, 8),
    received_on=RECEIVED,
    how_confirmed="电话确认",
    due_on=date(2026, 6, 8),
    statute=CN_OGI_2019.id,
)


def order_of(kind: LetterKind, **changed: object) -> LetterOrder:
    """The sample order as one of another kind."""
    return ORDER.model_copy(update={"kind": kind, **changed})


def reply(outcome: Outcome, **changed: object) -> LetterOrder:
    """A complete reply of this outcome, received 2026-05-11 and dated 2026-06-08."""
    usual = {
        "decision": DECISIONS[outcome],
        "findings": _FINDINGS.get(outcome, ()),
        "search": "以“机房改造”为关键词检索了档案系统和公文系统",
        "remedy": _REMEDIES.get(outcome, Remedy.EITHER),
        **(_CORRECTED if outcome is Outcome.STILL_UNCLEAR else {}),
        **({"earlier": EARLIER} if outcome is Outcome.REPEATED else {}),
        **({"excess": EXCESS} if outcome is Outcome.EXCESSIVE else {}),
    }
    return order_of(LetterKind.REPLY, **{**usual, **changed})


_CORRECTED: dict[str, object] = {
    "items": ("请写明合同的名称或者签订年份", "请写明获取信息的具体方式"),
    "guidance": "可以写明文号或者便于查询的其他特征。",
    "notified_on": date(2026, 5, 14),
    "respond_by": date(2026, 5, 28),
    "corrected_on": date(2026, 5, 26),
}
_PDF = DocumentRef(document_id=UUID(int=51), sha256="0" * 64, size=1, media_type="application/pdf")


def _served(kind: LetterKind, number: str) -> LetterRef:
    return LetterRef(letter_id=UUID(int=52), kind=kind, number=number, dated=DATED, pdf=_PDF, docx=_PDF)


def _asked(kind: ConsultationKind) -> Consultation:
    return CONSULTATION.model_copy(update={"kind": kind, "party_id": None, "agency": "示例市财政局"})


_ASKED: dict[str, object] = {
    **_CORRECTED,
    "received_on": date(2026, 4, 20),
    "notified_on": date(2026, 4, 28),
    "respond_by": date(2026, 5, 15),
    "corrected_on": None,
}
CORRECTION = order_of(LetterKind.CORRECTION_NOTICE, **_ASKED, dated=date(2026, 4, 28), recorded_on=date(2026, 4, 28))
ABANDONMENT = order_of(
    LetterKind.ABANDONMENT,
    **_ASKED,
    dated=date(2026, 5, 18),
    recorded_on=date(2026, 5, 18),
    finding="经电话联系，申请人表示不再补正。",
    remedy=Remedy.EITHER,
)
_LAPSED = date(2026, 7, 7)
FEE_ABANDONMENT = order_of(
    LetterKind.FEE_ABANDONMENT,
    fee=FEE,
    dated=_LAPSED,
    recorded_on=_LAPSED,
    finding="经查询缴款平台，未见缴费记录。",
    remedy=Remedy.EITHER,
)
WITHDRAWAL = order_of(LetterKind.WITHDRAWAL, withdrawn_on=date(2026, 6, 5))
SLIP = order_of(LetterKind.PROOF_OF_SERVICE, served=_served(LetterKind.REPLY, "示数公复〔2026〕12号"))

SAMPLES: dict[str, tuple[LetterOrder, ...]] = {
    "D1": (order_of(LetterKind.APPLICATION_FORM),),
    "D2": (ORDER, order_of(LetterKind.RECEIPT, channel=Channel.IN_PERSON, how_confirmed=None)),
    "D3": (CORRECTION, CORRECTION.model_copy(update={"guidance": None})),
    "D4": (order_of(LetterKind.REASONS_REQUEST, excess=EXCESS),),
    "D5": (order_of(LetterKind.DELAY_NOTICE, excess=EXCESS, delay_working_days=30, due_on=date(2026, 7, 21)),),
    "D6": (order_of(LetterKind.EXTENSION_NOTICE, extension=EXTENSION, due_on=date(2026, 6, 30)),),
    "D7": (order_of(LetterKind.THIRD_PARTY_CONSULTATION, consultation=CONSULTATION),),
    "D8": tuple(
        order_of(LetterKind.CONSULTATION_NOTICE, consultation=asked)
        for asked in (CONSULTATION, _asked(ConsultationKind.CO_PRODUCER))
    ),
    "D9": tuple(
        order_of(LetterKind.AGENCY_CONSULTATION, consultation=_asked(kind))
        for kind in ConsultationKind
        if kind is not ConsultationKind.THIRD_PARTY
    ),
    "D10": tuple(
        order_of(
            LetterKind.THIRD_PARTY_DECISION,
            consultation=CONSULTATION,
            weighed=(CONTRACT,),
            weight=weight,
            reason="分项报价涉及财政资金的使用，公众有权了解。",
        )
        for weight in (Weight.PUBLIC_INTEREST, Weight.NOT_REASONABLE)
    ),
    "D11": (order_of(LetterKind.REFERRAL, referral=REFERRAL),),
    "D12": tuple(order_of(LetterKind.FEE_NOTICE, fee=fee) for fee in (FEE, PER_PAGE)),
    "D13": (reply(Outcome.ALREADY_PUBLIC), reply(Outcome.DISCLOSED), reply(Outcome.DISCLOSED, findings=())),
    "D14": (reply(Outcome.PARTLY_DISCLOSED),),
    "D15": (reply(Outcome.REFUSED), reply(Outcome.REFUSED, findings=(WITHHELD, SECRET))),
    "D16": (reply(Outcome.SPECIAL_REGISTER),),
    "D17": (reply(Outcome.NOT_FOUND), reply(Outcome.NOT_FOUND, decision=NotFound())),
    "D18": (
        reply(Outcome.NOT_THIS_AGENCY),
        reply(Outcome.NOT_THIS_AGENCY, decision=NotThisAgency(reasons="该信息由其他机关制作。")),
    ),
    "D19": (reply(Outcome.NEEDS_MAKING),),
    "D20": (reply(Outcome.STILL_UNCLEAR),),
    "D21": (reply(Outcome.PETITION), reply(Outcome.PETITION, decision=Petition(reasons="属于投诉。"))),
    "D22": (reply(Outcome.PUBLICATION), reply(Outcome.PUBLICATION, decision=Publication())),
    "D23": (reply(Outcome.REPEATED),),
    "D24": (reply(Outcome.EXCESSIVE),),
    "D25": (ABANDONMENT,),
    "D26": (FEE_ABANDONMENT,),
    "D28": (
        SLIP,
        SLIP.model_copy(
            update={
                "service_method": DeliveryMethod.POST,
                "served_on": date(2026, 6, 10),
                "service_proof": "邮件号EX123456789CN",
                "served": _served(LetterKind.CORRECTION_NOTICE, "示数公补〔2026〕3号"),
            }
        ),
    ),
    "D29": (WITHDRAWAL, order_of(LetterKind.WITHDRAWAL, received_on=None, statute=None)),
    "CONFIRMATION": (reply(Outcome.CONFIRMATION_SOUGHT),),
    "JOINDER": (order_of(LetterKind.JOINDER, joined_into="示数公申〔2026〕9号"),),
    "SEVERAL": (
        order_of(
            LetterKind.REPLY,
            decision=ITEMS,
            findings=(GIVEN, WITHHELD),
            search="检索了档案系统",
            remedy=Remedy.RECONSIDERATION_FIRST_FOR_WITHHELD,
        ),
    ),
    "SEARCH": (
        order_of(LetterKind.SEARCH_RECORD, own_searches=OWN_SEARCHES, rounds=ROUNDS),
        order_of(LetterKind.SEARCH_RECORD, rounds=ROUNDS[1:2]),
    ),
}
"""By the name of the template."""
