"""Cases that wait for other agencies (arts. 11, 34) or need more time (art. 33(2))."""

from api.demo import acts
from api.demo.acts import ACCEPT, deliver, disclose, draft, issue, search, take
from api.demo.papers_building import CONTRACT
from api.demo.papers_shared import JOINT_PLAN
from api.demo.people import organisation
from api.demo.script import HANDLER, HEAD, Ago, Ahead, Doc, SampleCase, Take, Upload
from schemas.vocabulary import ApplicantKind, Channel, ConsultationKind, DeliveryMethod, LetterKind, Outcome

_REPLY = LetterKind.REPLY
_ASKED = (LetterKind.AGENCY_CONSULTATION, LetterKind.CONSULTATION_NOTICE)


def _asked(kind: ConsultationKind, agency: str, concerns: str) -> Take:
    documents = (Doc(JOINT_PLAN.name),)
    return take(
        HANDLER, "consult_agency", kind=kind, agency=agency, documents=documents, concerns=concerns, sent_on=Ago(18)
    )


def _delivered(consultation: str) -> Take:
    return take(
        HANDLER,
        "record_consultation_delivery",
        consultation=consultation,
        delivered_on=Ago(17),
        method=DeliveryMethod.DIRECT,
        proof="机要交换签收",
    )


AGENCIES = SampleCase(
    key="agencies-asked",
    shows="共同制作机关逾期视为同意，撤回一件，批准机关同意",
    channel=Channel.IN_PERSON,
    arrived=Ago(20),
    applicant=organisation(ApplicantKind.PUBLIC_BENEFIT, "示例社区营造促进中心", "0522", email="block@example.com"),
    asks="申请公开2025年城镇老旧小区改造资金联合实施方案。",
    script=(
        ACCEPT,
        *search("在发文登记中检索，得联合实施方案一份。", JOINT_PLAN),
        _asked(ConsultationKind.CO_PRODUCER, "示例市发展和改革委员会", "贵委共同制定的实施方案可否公开。"),
        _asked(ConsultationKind.OTHER_AGENCY, "示例市自然资源局", "方案所列小区范围与贵局拟公布的名单是否一致。"),
        _asked(ConsultationKind.APPROVING_AGENCY, "示例市财政局", "资金安排一节须经贵局批准方可公开，请予审批。"),
        _delivered("c1"),
        _delivered("c3"),
        take(
            HANDLER,
            "withdraw_consultation",
            consultation="c2",
            withdrawn_on=Ago(15),
            reason="经核实，小区名单已经由市政府公布，不再需要协商",
        ),
        take(
            HANDLER,
            "record_opinion",
            consultation="c3",
            received_on=Ago(6),
            positions=({"document": Doc(JOINT_PLAN.name), "position": "agrees"},),
            content="同意公开。",
        ),
        *disclose(JOINT_PLAN),
        *issue(draft(Outcome.DISCLOSED)),
        *deliver(DeliveryMethod.ELECTRONIC, "电子邮件发送回执 demo-0522@example.com"),
    ),
    end=acts.closed(
        Outcome.DISCLOSED,
        *acts.REGISTERED,
        *acts.RECEIVED,
        *acts.ACCEPTED,
        *acts.SEARCHED,
        *acts.AGENCY_CONSULTED * 3,
        "consultation_delivered",
        "consultation_lapsed",
        "consultation_delivered",
        "consultation_lapsed",
        "consultation_withdrawn",
        "opinion_received",
        *acts.REVIEWED,
        *acts.ANSWERED,
        letters=(LetterKind.RECEIPT, *_ASKED * 3, _REPLY),
    ),
)

EXTENDED = SampleCase(
    key="extended",
    shows="延期：先退回，再同意十个工作日；请两处检索，一处撤回",
    channel=Channel.IN_PERSON,
    arrived=Ago(18),
    applicant=organisation(ApplicantKind.LEGAL_SERVICE, "示例衡平律师事务所", "0413", email="balance@example.com"),
    asks="申请公开滨河路地下综合管廊工程施工合同及其全部补充协议。",
    script=(
        ACCEPT,
        take(HANDLER, "propose_extension", working_days=20, reason="补充协议存于市城建档案馆，需要调取。"),
        take(HEAD, "decide_extension", verdict="return", comment="调档约需一周，请按十个工作日提出。"),
        take(HANDLER, "propose_extension", working_days=10, reason="补充协议存于市城建档案馆，需要调取并逐份核对。"),
        take(HEAD, "decide_extension", verdict="approve", comment="同意。"),
        take(HANDLER, "notify_extension", method=DeliveryMethod.POST, proof="EMS收寄凭证 EX550000413CN"),
        take(
            HANDLER,
            "request_search",
            departments=("工程档案室", "市城建档案馆"),
            sought="滨河路地下综合管廊工程施工合同及其全部补充协议。",
            due_on=Ahead(2),
        ),
        Upload(HANDLER, CONTRACT),
        take(
            HANDLER,
            "answer_search",
            search="s1",
            searched_by="工程档案室管理员",
            how="按项目名称查目录并调取合同卷，得施工合同一份，卷内没有补充协议。",
            documents=(Doc(CONTRACT.name),),
        ),
        take(HANDLER, "withdraw_search", search="s2", reason="移交清册表明合同卷未移交城建档案馆"),
        *disclose(CONTRACT),
        *issue(draft(Outcome.DISCLOSED, note="经核对，该工程没有签订补充协议。")),
        *deliver(DeliveryMethod.ELECTRONIC, "电子邮件发送回执 demo-0413@example.com"),
    ),
    end=acts.closed(
        Outcome.DISCLOSED,
        *acts.REGISTERED,
        *acts.RECEIVED,
        *acts.ACCEPTED,
        "extension_proposed",
        "extension_denied",
        "extension_proposed",
        "extension_consented",
        "letter_issued",
        "extension_notified",
        *acts.SEARCH_ASKED * 2,
        *acts.SEARCH_ANSWERED,
        "search_withdrawn",
        *acts.REVIEWED,
        *acts.ANSWERED,
        letters=(LetterKind.RECEIPT, LetterKind.EXTENSION_NOTICE, _REPLY),
    ),
)

CASES = (AGENCIES, EXTENDED)
