"""Cases refused under article 14: state secret, forbidden by law, three securities. Reconsideration comes first."""

from api.demo import acts
from api.demo.acts import ACCEPT, ISSUE, SIGNED, confirmed, deliver, draft, refuse, search, take, withhold
from api.demo.papers_withheld import DEFENCE_ANNEX, WATER_NETWORK
from api.demo.people import organisation, person
from api.demo.script import HANDLER, LEGAL, REVIEWER, Ago, Doc, SampleCase
from schemas.applications import WantedForm, WantedRoute
from schemas.vocabulary import (
    ApplicantKind,
    Channel,
    DeliveryMethod,
    Ground,
    LetterKind,
    Outcome,
    ReferredTo,
    Remedy,
    ReviewResult,
)

_IN_THE_SAFE = "机要登记〔样例〕01号"
FIRST = Remedy.RECONSIDERATION_FIRST

SECRET = SampleCase(
    key="refused-state-secret",
    shows="不予公开：国家秘密，原件不上传，不能确定的报请确定",
    channel=Channel.POST_ORDINARY,
    arrived=Ago(7),
    applicant=person("赵示例", "19780512", "0131", address="示例市城北区样本胡同3号"),
    asks="申请公开中心广场地下人防工程平面图。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        confirmed("收到平信当日电话与申请人确认", Ago(7)),
        ACCEPT,
        take(
            HANDLER,
            "record_search",
            description="在机要档案登记簿中按工程名称查找，得平面布置说明一件，原件不离机要室。",
            unfiled=({"note": _IN_THE_SAFE, "pages": 6},),
        ),
        take(
            HANDLER,
            "propose_review",
            documents=(Doc(_IN_THE_SAFE),),
            result=ReviewResult.UNDETERMINED,
            reason="原定密级的保密期限是否届满，本机关不能确定。",
        ),
        take(REVIEWER, "confirm_review", documents=(Doc(_IN_THE_SAFE),), verdict="approve", comment="报保密局确定。"),
        take(
            HANDLER,
            "refer_for_determination",
            to=ReferredTo.SECRECY_ADMINISTRATION,
            department="示例市国家保密局",
            documents=(Doc(_IN_THE_SAFE),),
            doubt="该件原定密级的保密期限是否已经届满，平面布置部分能否公开。",
            own_view="出入口和防护等级仍有保密必要，拟不予公开。",
            sent_on=Ago(6),
        ),
        take(
            HANDLER,
            "record_determination",
            referral="r1",
            received_on=Ago(2),
            result=ReviewResult.WITHHOLD,
            text="经审查，该件仍在保密期限内，属于国家秘密。",
        ),
        take(
            HANDLER,
            "propose_review",
            documents=(Doc(_IN_THE_SAFE),),
            result=ReviewResult.WITHHOLD,
            grounds=(Ground.STATE_SECRET,),
            reason="经市国家保密局确定，该件属于国家秘密，尚在保密期限内。",
        ),
        take(REVIEWER, "confirm_review", documents=(Doc(_IN_THE_SAFE),), verdict="approve"),
        *refuse(draft(Outcome.REFUSED, reasons="所申请信息依法确定为国家秘密，经保密行政管理部门确定仍在保密期限内。")),
        *deliver(DeliveryMethod.POST, "挂号信收据 XA550000131"),
    ),
    end=acts.closed(
        Outcome.REFUSED,
        *acts.BEGUN,
        *acts.SEARCHED,
        *acts.REVIEWED,
        "referred_for_determination",
        "letter_issued",
        "determination_received",
        *acts.REVIEWED,
        *acts.REFUSED,
        letters=(LetterKind.RECEIPT, LetterKind.REFERRAL, LetterKind.REPLY),
        remedy=FIRST,
    ),
)

FORBIDDEN = SampleCase(
    key="refused-forbidden-by-law",
    shows="不予公开：法律禁止公开",
    channel=Channel.IN_PERSON,
    arrived=Ago(5),
    applicant=organisation(ApplicantKind.BUSINESS, "样本测绘技术有限公司", "0316", email="survey@example.com"),
    asks="申请公开军事设施周边建设控制范围附件。",
    script=(
        ACCEPT,
        *search("在城建档案中按“建设控制”检索，得附件一份。", DEFENCE_ANNEX),
        *withhold(
            DEFENCE_ANNEX, "《中华人民共和国军事设施保护法》禁止公开军事设施的位置和性能。", Ground.FORBIDDEN_BY_LAW
        ),
        *refuse(draft(Outcome.REFUSED, reasons="《中华人民共和国军事设施保护法》禁止公开该附件所列内容。")),
        *deliver(DeliveryMethod.DIRECT, "申请人的经办人在送达回证上签名"),
    ),
    end=acts.closed(Outcome.REFUSED, *acts.BEGUN, *acts.SEARCHED, *acts.REVIEWED, *acts.REFUSED, remedy=FIRST),
)

SECURITY = SampleCase(
    key="refused-security",
    shows="不予公开：三安全一稳定，法制审查退回一次",
    channel=Channel.ONLINE,
    arrived=Ago(9),
    applicant=person("沈示范", "19820916", "0133", email="shen@example.com"),
    asks="申请公开全市供水主干管网的坐标和调度参数。",
    script=(
        confirmed("电话与申请人确认", Ago(8)),
        ACCEPT,
        *search("在市政设施档案中查找，得运行图说明一份。", WATER_NETWORK),
        *withhold(WATER_NETWORK, "公开管网坐标和调度参数可能危及公共安全。", Ground.SECURITY_AND_STABILITY),
        draft(Outcome.REFUSED, reasons="公开后可能造成不良影响。"),
        SIGNED[0],
        take(
            LEGAL,
            "approve_reply",
            verdict="return",
            comment="理由应当写明公开何种内容、可能危及何种安全。",
            legality={**acts.LAWFUL, "legal_basis": False, "opinion": "事实清楚，但是说理不足，依据未具体到情形。"},
        ),
        draft(Outcome.REFUSED, reasons="管网坐标和调度参数公开后，可能被用于破坏供水设施，危及公共安全。"),
        *SIGNED,
        ISSUE,
        *deliver(DeliveryMethod.ELECTRONIC, "电子邮件发送回执 demo-0133@example.com"),
    ),
    end=acts.closed(
        Outcome.REFUSED,
        *acts.BEGUN,
        *acts.SEARCHED,
        *acts.REVIEWED,
        *acts.DRAFTED,
        *acts.APPROVED,
        "reply_returned",
        *acts.REFUSED,
        remedy=FIRST,
    ),
)

CASES = (SECRET, FORBIDDEN, SECURITY)
