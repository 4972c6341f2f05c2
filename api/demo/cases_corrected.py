"""Cases sent back for correction (art. 30): corrected in time, late with good reason, in vain, never."""

from api.demo import acts
from api.demo.acts import ACCEPT, confirmed, deliver, disclose, draft, issue, search, take
from api.demo.papers_building import ACCEPTANCE, MAINTENANCE_FUND
from api.demo.people import organisation, person
from api.demo.script import HANDLER, Ago, End, SampleCase
from schemas.applications import WantedForm, WantedRoute
from schemas.vocabulary import ApplicantKind, Channel, DeliveryMethod, LetterKind, Outcome, Remedy, State

_LETTERS = (LetterKind.RECEIPT, LetterKind.CORRECTION_NOTICE)

CORRECTED = SampleCase(
    key="corrected",
    shows="补正后重新起算，予以公开",
    channel=Channel.POST_SIGNED,
    arrived=Ago(12),
    applicant=organisation(ApplicantKind.PUBLIC_BENEFIT, "示例古桥保护协会", "0521", email="bridge@example.com"),
    asks="申请公开公园里那座桥的验收材料。",
    script=(
        take(
            HANDLER,
            "request_correction",
            items=("请写明公园名称、桥梁名称或者位置。", "请写明所需验收材料的名称或者年份。"),
            guidance="您可以参照政府网站“建设工程竣工验收备案”栏目的项目名称填写。",
            notified_on=Ago(8),
        ),
        take(
            HANDLER,
            "receive_correction",
            received_on=Ago(5),
            content="申请公开南湖公园景观人行桥2025年竣工验收备案表。",
        ),
        ACCEPT,
        *search("在竣工验收备案系统以“南湖公园”“桥”检索2025年度备案。", ACCEPTANCE),
        *disclose(ACCEPTANCE),
        *issue(draft(Outcome.DISCLOSED)),
        *deliver(DeliveryMethod.ELECTRONIC, "电子邮件发送回执 demo-0521@example.com"),
    ),
    end=End(
        state=State.CLOSED,
        outcome=Outcome.DISCLOSED,
        remedy=Remedy.EITHER,
        letters=(*_LETTERS, LetterKind.REPLY),
        events=(
            *acts.REGISTERED,
            *acts.RECEIVED,
            *acts.CORRECTION,
            "correction_received",
            *acts.ACCEPTED,
            *acts.SEARCHED,
            *acts.REVIEWED,
            *acts.ANSWERED,
        ),
    ),
)

CORRECTED_LATE = SampleCase(
    key="corrected-late",
    shows="逾期补正，有正当理由",
    channel=Channel.IN_PERSON,
    arrived=Ago(13),
    applicant=person("周例文", "19720226", "0151"),
    asks="申请公开我们小区维修资金的材料。",
    script=(
        take(
            HANDLER,
            "request_correction",
            items=("请写明小区名称、楼号和维修项目。",),
            notified_on=Ago(11),
            respond_by=Ago(5),
        ),
        take(
            HANDLER,
            "receive_correction",
            received_on=Ago(2),
            content="申请公开金桂苑3号楼电梯更新的维修资金使用备案通知。",
            late_reason="申请人在补正期限内住院治疗，提交了出院小结，属于正当理由。",
        ),
        ACCEPT,
        *search("在维修资金管理系统以“金桂苑”“3号楼”检索。", MAINTENANCE_FUND),
        *disclose(MAINTENANCE_FUND),
        *issue(draft(Outcome.DISCLOSED)),
        *deliver(DeliveryMethod.DIRECT, "申请人在送达回证上签名"),
    ),
    end=End(
        state=State.CLOSED,
        outcome=Outcome.DISCLOSED,
        remedy=Remedy.EITHER,
        letters=(*_LETTERS, LetterKind.REPLY),
        events=(
            *acts.REGISTERED,
            *acts.RECEIVED,
            *acts.CORRECTION,
            "correction_lapsed",
            "correction_received",
            *acts.ACCEPTED,
            *acts.SEARCHED,
            *acts.REVIEWED,
            *acts.ANSWERED,
        ),
    ),
)

ABANDONED = SampleCase(
    key="abandoned",
    shows="逾期未补正，核实后视为放弃",
    channel=Channel.FAX,
    arrived=Ago(14),
    applicant=person("吴示范", "19950815", "0152", address="示例市城南区样本新村6号"),
    asks="申请公开有关拆迁的全部文件。",
    script=(
        confirmed("传真收到次日电话确认", Ago(13)),
        take(
            HANDLER,
            "request_correction",
            items=("请写明所需文件的名称、文号或者涉及的项目和年份。",),
            notified_on=Ago(11),
            respond_by=Ago(4),
        ),
        take(
            HANDLER,
            "confirm_abandonment",
            finding="补正期限届满后两次电话联系申请人，申请人表示不再补正，未提出正当理由。",
        ),
    ),
    end=End(
        state=State.CLOSED,
        outcome=Outcome.ABANDONED,
        letters=(*_LETTERS, LetterKind.ABANDONMENT),
        events=(
            *acts.REGISTERED,
            *acts.RECEIVED,
            *acts.CORRECTION,
            "correction_lapsed",
            "application_abandoned",
            "letter_issued",
            "case_closed",
        ),
    ),
)

STILL_UNCLEAR = SampleCase(
    key="still-unclear",
    shows="补正后仍不明确，无法提供",
    channel=Channel.IN_PERSON,
    arrived=Ago(10),
    applicant=person("秦样张", "19771001", "0153"),
    asks="申请公开你们那次会上说的那个材料。",
    form=WantedForm.PAPER,
    route=WantedRoute.PICK_UP,
    script=(
        take(
            HANDLER,
            "request_correction",
            items=("请写明会议的名称或者时间。", "请写明所需材料的名称、文号或者内容。"),
            guidance="可以写明何人在何时何处向您提到该材料。",
            notified_on=Ago(7),
        ),
        take(HANDLER, "receive_correction", received_on=Ago(4), content="就是去年开会时领导讲的那份材料。"),
        ACCEPT,
        *issue(
            draft(
                Outcome.STILL_UNCLEAR,
                reasons="补正后仍未写明会议和材料的名称、时间或者内容，不能据以检索。",
            )
        ),
        *deliver(DeliveryMethod.DIRECT, "申请人在送达回证上签名"),
    ),
    end=acts.closed(
        Outcome.STILL_UNCLEAR,
        *acts.REGISTERED,
        *acts.RECEIVED,
        *acts.CORRECTION,
        "correction_received",
        *acts.ACCEPTED,
        *acts.ANSWERED,
        letters=(*_LETTERS, LetterKind.REPLY),
    ),
)

CASES = (CORRECTED, CORRECTED_LATE, STILL_UNCLEAR, ABANDONED)
