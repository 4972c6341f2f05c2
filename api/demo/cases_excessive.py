"""Applications clearly beyond reason: reasons asked and judged (art. 35), a fee paid or not (art. 42)."""

from api.demo import acts
from api.demo.acts import ACCEPT, deliver, disclose, draft, issue, search, take
from api.demo.papers_building import ACCEPTANCE, AWARD
from api.demo.people import organisation, person
from api.demo.script import HANDLER, Ago, End, SampleCase
from schemas.applications import WantedForm, WantedRoute
from schemas.vocabulary import ApplicantKind, Channel, DeliveryMethod, FeeBasis, LetterKind, Outcome, State

_HOW_TO_PAY = "凭本通知书到市政务服务中心非税窗口缴纳，或者扫描通知书所附缴款码缴纳。"
_REASONS = ("reasons_requested", "letter_issued")
_FEE = ("fee_notified", "letter_issued")

EXCESSIVE = SampleCase(
    key="excessive",
    shows="不予处理：无正当理由大量反复申请",
    channel=Channel.POST_SIGNED,
    arrived=Ago(8),
    applicant=person("施样例", "19760606", "0146", address="示例市城西区样例村1号"),
    asks="申请公开贵局2010年以来每一份发文的登记簿页。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        ACCEPT,
        take(
            HANDLER,
            "ask_for_reasons",
            counted="申请人本年度共提出申请146件，其中最近三个月提出92件，内容多有重叠。",
            notified_on=Ago(5),
        ),
        take(HANDLER, "record_reasons", received_on=Ago(2), content="公民有权知道一切，不需要理由。"),
        take(
            HANDLER,
            "judge_reasons",
            reasonable=False,
            finding="申请人未说明与申请数量、频次相称的理由。",
        ),
        *issue(draft(Outcome.EXCESSIVE, reasons="申请人仅主张概括的知情权，未说明与申请数量、频次相称的理由。")),
        *deliver(DeliveryMethod.POST, "EMS收寄凭证 EX550000146CN"),
    ),
    end=acts.closed(
        Outcome.EXCESSIVE,
        *acts.BEGUN,
        *_REASONS,
        "reasons_received",
        "reasons_judged",
        *acts.ANSWERED,
        letters=(LetterKind.RECEIPT, LetterKind.REASONS_REQUEST, LetterKind.REPLY),
    ),
)

DELAYED = SampleCase(
    key="delayed",
    shows="大量申请，迟交的理由成立，延迟答复",
    channel=Channel.IN_PERSON,
    arrived=Ago(11),
    applicant=organisation(ApplicantKind.OTHER, "示例老区拆迁居民代表小组", "0515", email="residents@example.com"),
    asks="申请公开南湖公园及南湖片区全部市政、房建工程的竣工验收备案材料。",
    script=(
        ACCEPT,
        take(
            HANDLER,
            "ask_for_reasons",
            counted="申请人本月共提出申请36件，逐项申请竣工验收备案材料。",
            notified_on=Ago(9),
        ),
        take(
            HANDLER,
            "record_reasons",
            received_on=Ago(1),
            content="代表片区居民核对各项工程的验收情况，因逐户征集委托书而迟交说明。",
        ),
        take(
            HANDLER,
            "judge_reasons",
            reasonable=True,
            finding="申请人代表片区居民，与申请事项有利害关系，理由合理；涉及材料三十六卷，需要逐卷调取。",
            delay_working_days=15,
        ),
        *search("在竣工验收备案系统按片区检索。", ACCEPTANCE),
        *disclose(ACCEPTANCE),
        *issue(draft(Outcome.DISCLOSED)),
        *deliver(DeliveryMethod.ELECTRONIC, "电子邮件发送回执 demo-0515@example.com"),
    ),
    end=acts.closed(
        Outcome.DISCLOSED,
        *acts.BEGUN,
        *_REASONS,
        "reasons_lapsed",
        "reasons_received",
        "reasons_judged",
        "letter_issued",
        *acts.SEARCHED,
        *acts.REVIEWED,
        *acts.ANSWERED,
        letters=(LetterKind.RECEIPT, LetterKind.REASONS_REQUEST, LetterKind.DELAY_NOTICE, LetterKind.REPLY),
    ),
)

FEE_PAID = SampleCase(
    key="fee-paid",
    shows="按件收费，缴费后重新起算",
    channel=Channel.IN_PERSON,
    arrived=Ago(9),
    applicant=organisation(ApplicantKind.BUSINESS, "样本工程咨询有限公司", "0318", email="consult@example.com"),
    asks="申请公开2025年度十二个老旧小区改造工程各自的中标通知书，共十二项。",
    script=(
        ACCEPT,
        take(
            HANDLER,
            "notify_fee",
            basis=FeeBasis.PER_ITEM,
            quantity=12,
            how_to_pay=_HOW_TO_PAY,
            notified_on=Ago(7),
        ),
        take(
            HANDLER,
            "record_fee_delivery",
            served_on=Ago(6),
            method=DeliveryMethod.POST,
            proof="EMS EX550000318CN 已签收",
        ),
        take(HANDLER, "record_payment", paid_on=Ago(3), receipt="财政票据 0055003180"),
        *search("在工程档案中按年度汇集中标通知书。", AWARD),
        *disclose(AWARD),
        *issue(draft(Outcome.DISCLOSED, note="十二项中标通知书合并制作为一个文件提供。")),
        *deliver(DeliveryMethod.ELECTRONIC, "电子邮件发送回执 demo-0318@example.com"),
    ),
    end=acts.closed(
        Outcome.DISCLOSED,
        *acts.BEGUN,
        *_FEE,
        "fee_notice_delivered",
        "fee_paid",
        *acts.SEARCHED,
        *acts.REVIEWED,
        *acts.ANSWERED,
        letters=(LetterKind.RECEIPT, LetterKind.FEE_NOTICE, LetterKind.REPLY),
        fee=200,
    ),
)

FEE_UNPAID = SampleCase(
    key="fee-unpaid",
    shows="按量收费，逾期未缴，视为放弃",
    channel=Channel.POST_SIGNED,
    arrived=Ago(45),
    applicant=person("张样品", "19720818", "0147", address="示例市城北区样品街9号"),
    asks="申请公开滨河路综合管廊工程全部月度计量支付证书的纸质复印件。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        ACCEPT,
        take(
            HANDLER,
            "notify_fee",
            basis=FeeBasis.PER_PAGE,
            quantity=180,
            how_to_pay=_HOW_TO_PAY,
            notified_on=Ago(40),
            served_on=Ago(38),
        ),
        take(
            HANDLER,
            "confirm_abandonment",
            finding="缴费期限届满后电话催告两次，申请人表示不再缴费，未说明正当理由。",
        ),
    ),
    end=End(
        state=State.CLOSED,
        outcome=Outcome.FEE_UNPAID,
        fee=2300,
        letters=(LetterKind.RECEIPT, LetterKind.FEE_NOTICE, LetterKind.FEE_ABANDONMENT),
        events=(
            *acts.REGISTERED,
            *acts.RECEIVED,
            *acts.OVERDUE,
            *acts.ACCEPTED,
            *_FEE,
            "fee_lapsed",
            "application_abandoned",
            "letter_issued",
            "case_closed",
        ),
    ),
)

CASES = (EXCESSIVE, DELAYED, FEE_PAID, FEE_UNPAID)
