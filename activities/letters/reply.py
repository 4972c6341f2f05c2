"""The reply (答复书): one wording for each outcome (arts. 36, 37; 2007: arts. 21, 22)."""

from activities.letters.articles import cite, outcome_article, refusal_basis
from activities.letters.findings import described, names_of, withheld_grounds
from activities.letters.phrases import SEARCHED, ending, labelled, lines, numbered, received, request
from schemas.decisions import (
    AlreadyPublic,
    Decision,
    Disclosed,
    NotFound,
    NotThisAgency,
    PartlyDisclosed,
    Refused,
)
from schemas.letters import LetterOrder, LetterParties
from schemas.vocabulary import StatuteId

_FORM_OF_DELIVERY = {StatuteId.CN_OGI_2019: "第四十条", StatuteId.CN_OGI_2007: "第二十六条"}


def reply_paragraphs(order: LetterOrder, parties: LetterParties, statute: StatuteId) -> tuple[str, ...]:
    """Receipt of the application, what was asked, then the decision with its basis and reasons."""
    decided = _decided(order.decision, order, parties, statute) if order.decision else ()
    return (received(order, parties), *request(parties), *decided)


def _decided(decision: Decision, order: LetterOrder, parties: LetterParties, statute: StatuteId) -> tuple[str, ...]:
    basis = cite(statute, outcome_article(statute, decision.outcome))
    match decision:
        case AlreadyPublic():
            return _already_public(decision, basis, parties)
        case Disclosed():
            return _disclosed(decision, basis, order, parties, statute)
        case PartlyDisclosed():
            return _partly(decision, basis, order, parties, statute)
        case Refused():
            return _refused(decision, order, parties, statute)
        case NotFound():
            return _not_found(decision, basis, order, parties)
        case NotThisAgency():
            return _not_this_agency(decision, basis, parties)


def _already_public(decision: AlreadyPublic, basis: str, parties: LetterParties) -> tuple[str, ...]:
    you = parties.form_of_address
    lead = f"经审查，{you}申请公开的政府信息已经主动公开。根据{basis}的规定，现将获取该政府信息的方式、途径告知如下："
    return (lead, *lines(decision.where))


def _disclosed(
    decision: Disclosed, basis: str, order: LetterOrder, parties: LetterParties, statute: StatuteId
) -> tuple[str, ...]:
    you = parties.form_of_address
    lead = f"经审查，{you}申请公开的政府信息可以公开。根据{basis}的规定，本机关决定予以公开"
    given = f"，现将该政府信息提供给{you}（见附件）。" if order.findings else "。"
    return (lead + given, *lines(decision.note), *_delivery(parties, statute))


def _partly(
    decision: PartlyDisclosed, basis: str, order: LetterOrder, parties: LetterParties, statute: StatuteId
) -> tuple[str, ...]:
    you, grounds = parties.form_of_address, withheld_grounds(order)
    separable = f"经审查，{you}申请公开的政府信息中含有不应当公开的内容，但是能够作区分处理。"
    return (
        f"{separable}根据{basis}的规定，本机关决定部分公开，具体如下：",
        *numbered(described(order, parties)),
        f"上述不予公开的内容属于{names_of(grounds)}。根据{refusal_basis(statute, grounds)}的规定，本机关决定不予公开。",
        *labelled("不予公开的理由", decision.reasons),
        f"可以公开的内容现提供给{you}（见附件）。",
        *_delivery(parties, statute),
    )


def _refused(decision: Refused, order: LetterOrder, parties: LetterParties, statute: StatuteId) -> tuple[str, ...]:
    grounds = withheld_grounds(order)
    lead = f"经审查，{parties.form_of_address}申请公开的政府信息属于{names_of(grounds)}。"
    decided = f"根据{refusal_basis(statute, grounds)}的规定，本机关决定不予公开。"
    details = numbered(described(order, parties)) if len(order.findings) > 1 else ()
    details = ("其中：", *details) if details else ()
    return (lead + decided, *labelled("不予公开的理由", decision.reasons), *details)


def _not_found(decision: NotFound, basis: str, order: LetterOrder, parties: LetterParties) -> tuple[str, ...]:
    lead = f"{SEARCHED}，{parties.form_of_address}申请公开的政府信息不存在。根据{basis}的规定，现予告知。"
    return (lead, *labelled("检索情况", order.search), *labelled("说明", decision.reasons))


def _not_this_agency(decision: NotThisAgency, basis: str, parties: LetterParties) -> tuple[str, ...]:
    you = parties.form_of_address
    lead = f"经审查，{you}申请公开的政府信息不属于本机关负责公开。根据{basis}的规定，现予告知。"
    return (lead, *labelled("理由", decision.reasons), *_right_agency(decision, you))


def _right_agency(decision: NotThisAgency, you: str) -> tuple[str, ...]:
    if not decision.right_agency:
        return ()
    contact = f"，联系方式：{decision.contact}" if decision.contact else ""
    return (ending(f"负责公开该政府信息的行政机关为{decision.right_agency}{contact}"), f"{you}可以向该机关提出申请。")


def _delivery(parties: LetterParties, statute: StatuteId) -> tuple[str, ...]:
    """The form of delivery follows the applicant's wish (art. 40; 2007: art. 26)."""
    if not parties.delivery_form:
        return ()
    basis = cite(statute, _FORM_OF_DELIVERY[statute])
    return (f"根据{basis}的规定，按照{parties.form_of_address}要求的形式（{parties.delivery_form}）提供上述政府信息。",)
