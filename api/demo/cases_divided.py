"""One application with several matters: answered item by item, split into cases of their own, joined with another."""

from api.demo import acts
from api.demo.acts import ACCEPT, deliver, disclose, draft, issue, refuse, search, take, withhold
from api.demo.cases_open import PROCESSING
from api.demo.papers_building import BUILDING_PERMIT, TENDER
from api.demo.papers_withheld import TENANTS
from api.demo.people import organisation, person
from api.demo.script import HANDLER, Ago, Doc, End, Other, PartOf, SampleCase
from schemas.applications import WantedForm, WantedRoute
from schemas.vocabulary import (
    ApplicantKind,
    Channel,
    DeliveryMethod,
    Ground,
    LetterKind,
    Outcome,
    Remedy,
    State,
)

SEVERAL = SampleCase(
    key="several-items",
    shows="一件申请多项内容，逐项答复",
    channel=Channel.POST_SIGNED,
    arrived=Ago(12),
    applicant=organisation(ApplicantKind.RESEARCH, "示例住房政策研究会", "0214", address="示例市城东区学府街20号"),
    asks="申请公开：一、幸福里小区改造工程招标文件；二、2025年第三季度公租房轮候家庭名册；"
    "三、2025年住房保障规划；四、幸福里小区改造工程竣工决算报告。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        ACCEPT,
        *search("在工程档案、住房保障系统和财务档案中分别检索；未检索到竣工决算报告。", TENDER, TENANTS),
        *disclose(TENDER),
        *withhold(TENANTS, "名册载有家庭成员身份、收入和住址。", Ground.PRIVACY),
        *refuse(
            draft(
                "several",
                items=(
                    {
                        "asked": "幸福里小区改造工程招标文件",
                        "decision": {"outcome": Outcome.DISCLOSED},
                        "documents": (Doc(TENDER.name),),
                    },
                    {
                        "asked": "2025年第三季度公租房轮候家庭名册",
                        "decision": {"outcome": Outcome.REFUSED, "reasons": "名册所载内容属于轮候家庭的个人隐私。"},
                        "documents": (Doc(TENANTS.name),),
                    },
                    {
                        "asked": "2025年住房保障规划",
                        "decision": {
                            "outcome": Outcome.ALREADY_PUBLIC,
                            "where": "局门户网站“政府信息公开—规划计划”栏目，文号示建保〔2025〕21号。",
                        },
                    },
                    {
                        "asked": "幸福里小区改造工程竣工决算报告",
                        "decision": {"outcome": Outcome.NOT_FOUND, "reasons": "工程尚未竣工，未编制竣工决算报告。"},
                    },
                ),
            )
        ),
        *deliver(DeliveryMethod.POST, "EMS收寄凭证 EX550000214CN"),
    ),
    end=acts.closed(
        Outcome.PARTLY_DISCLOSED,
        *acts.BEGUN,
        *acts.SEARCHED,
        *acts.REVIEWED * 2,
        *acts.REFUSED,
        remedy=Remedy.RECONSIDERATION_FIRST_FOR_WITHHELD,
    ),
)

SPLIT = SampleCase(
    key="split",
    shows="一事一申请，拆分为两件，本件保留第一项",
    channel=Channel.IN_PERSON,
    arrived=Ago(5),
    applicant=person("金示范", "19790915", "0165", email="jin@example.com"),
    asks="申请公开城西中学教学楼的施工许可证，另申请公开2025年保障性住房年度筹集计划。",
    script=(
        ACCEPT,
        take(
            HANDLER,
            "split_application",
            parts=("申请公开城西中学教学楼的施工许可证。", "申请公开2025年保障性住房年度筹集计划。"),
        ),
        *search("在施工许可系统按工程名称查询，得施工许可证一份。", BUILDING_PERMIT),
        *disclose(BUILDING_PERMIT),
        *issue(draft(Outcome.DISCLOSED)),
        *deliver(DeliveryMethod.ELECTRONIC, "电子邮件发送回执 demo-0165@example.com"),
    ),
    end=acts.closed(
        Outcome.DISCLOSED,
        *acts.BEGUN,
        "application_split",
        *acts.SEARCHED,
        *acts.REVIEWED,
        *acts.ANSWERED,
    ),
)

SPLIT_PART = SampleCase(
    key="split-part",
    shows="拆分出的第二项，单独立案答复",
    channel=SPLIT.channel,
    arrived=SPLIT.arrived,
    applicant=SPLIT.applicant,
    asks="申请公开2025年保障性住房年度筹集计划。",
    origin=PartOf(SPLIT.key),
    after=SPLIT.key,
    script=(
        ACCEPT,
        *issue(
            draft(
                Outcome.ALREADY_PUBLIC,
                where="局门户网站“政府信息公开—规划计划”栏目，文号示建保〔2025〕21号附件二。",
            )
        ),
        *deliver(DeliveryMethod.ELECTRONIC, "电子邮件发送回执 demo-0165-2@example.com"),
    ),
    end=acts.closed(Outcome.ALREADY_PUBLIC, *acts.BEGUN, *acts.ANSWERED),
)

JOINED = SampleCase(
    key="joined",
    shows="并入同一申请人的在办件",
    channel=Channel.IN_PERSON,
    arrived=Ago(2),
    applicant=PROCESSING.applicant,
    asks="申请公开金桂苑3号楼电梯更新的维修资金使用备案。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    after=PROCESSING.key,
    script=(take(HANDLER, "join_application", into=Other(PROCESSING.key)),),
    end=End(
        state=State.ARCHIVED,
        outcome=Outcome.JOINED,
        letters=(LetterKind.RECEIPT, LetterKind.JOINDER),
        events=(
            *acts.REGISTERED,
            *acts.RECEIVED,
            "application_joined",
            "letter_issued",
            "case_closed",
            "case_archived",
        ),
    ),
)

CASES = (SEVERAL, SPLIT, SPLIT_PART, JOINED)
