"""Cases that end with the information given: 36(1), 36(2) and 37."""

from api.demo import acts
from api.demo.acts import ACCEPT, ISSUE, as_pages_say, confirmed, deliver, disclose, draft, issue, search, take
from api.demo.papers_building import AWARD, BUILDING_PERMIT, CONTRACT, EVALUATION, TENDER
from api.demo.papers_evidence import POSTAL_SLIP
from api.demo.people import organisation, person
from api.demo.script import HANDLER, HEAD, Ago, Decide, Doc, End, SampleCase, Say
from schemas.applications import WantedForm, WantedRoute
from schemas.vocabulary import (
    ApplicantKind,
    Channel,
    DeliveryMethod,
    DisclosureForm,
    Outcome,
    Remedy,
    ReviewResult,
    State,
)

DISCLOSED = SampleCase(
    key="disclosed",
    shows="予以公开，申请人建议后转为主动公开",
    channel=Channel.IN_PERSON,
    arrived=Ago(6),
    applicant=person("王小明", "19900307", "0123", email="wangxiaoming@example.com"),
    asks="申请公开幸福里小区老旧小区改造工程的施工招标文件和中标通知书（2025年）。",
    script=(
        ACCEPT,
        *search("在档案管理系统以“幸福里”“招标”检索2025年度工程档案，找到招标文件、中标通知书各一份。", TENDER, AWARD),
        *disclose(TENDER, AWARD),
        *issue(draft(Outcome.DISCLOSED, note="电子文件已按申请人提供的电子邮箱一并发送。")),
        *deliver(DeliveryMethod.ELECTRONIC, "电子邮件发送回执 demo-0123@example.com", form=DisclosureForm.ELECTRONIC),
        take(
            HANDLER,
            "convert_to_proactive",
            documents=(Doc(AWARD.name),),
            proposed_by_applicant=True,
            where="局门户网站“政府信息公开—建设工程”栏目",
        ),
    ),
    end=End(
        state=State.CLOSED,
        outcome=Outcome.DISCLOSED,
        remedy=Remedy.EITHER,
        letters=acts.RECEIPT_AND_REPLY,
        events=(
            *acts.REGISTERED,
            *acts.RECEIVED,
            *acts.ACCEPTED,
            *acts.SEARCHED,
            *acts.REVIEWED,
            *acts.ANSWERED,
            "information_published",
        ),
    ),
)

ALREADY_PUBLIC = SampleCase(
    key="already-public",
    shows="已主动公开，告知获取途径",
    channel=Channel.ONLINE,
    arrived=Ago(5),
    applicant=organisation(ApplicantKind.RESEARCH, "示例城市发展研究所", "0211", email="office@example.com"),
    asks="申请公开示例市2025年度住房保障规划和保障性住房年度筹集计划。",
    route=WantedRoute.PLATFORM,
    script=(
        confirmed("办公室工作人员电话与联系人确认收到网上申请", Ago(4)),
        ACCEPT,
        *search("在局门户网站“住房保障”专栏检索，规划和计划已于2025年3月31日主动公开。"),
        *issue(
            draft(
                Outcome.ALREADY_PUBLIC,
                where="示例市住房和城乡建设局门户网站（www.example.com）“政府信息公开—规划计划”栏目，\n"
                "文号示建保〔2025〕21号；市档案馆政府信息查阅点亦可查阅。",
            )
        ),
        *deliver(DeliveryMethod.ELECTRONIC, "申请平台站内送达，编号 demo-0211"),
    ),
    end=End(
        state=State.CLOSED,
        outcome=Outcome.ALREADY_PUBLIC,
        remedy=Remedy.EITHER,
        letters=acts.RECEIPT_AND_REPLY,
        events=(*acts.REGISTERED, *acts.RECEIVED, *acts.ACCEPTED, *acts.SEARCHED, *acts.ANSWERED),
    ),
)

PARTLY_DISCLOSED = SampleCase(
    key="partly-disclosed",
    shows="部分公开，评标专家个人信息作区分处理",
    channel=Channel.POST_SIGNED,
    arrived=Ago(8),
    applicant=organisation(ApplicantKind.BUSINESS, "样本路桥股份有限公司", "0312", address="示例市城西区样本大道12号"),
    asks="申请公开滨河路地下综合管廊工程的施工合同和评标报告。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        ACCEPT,
        *search("在工程档案室按项目名称“滨河路地下综合管廊”查找合同卷、招标卷。", CONTRACT, EVALUATION),
        *disclose(CONTRACT),
        Decide(HANDLER, EVALUATION.name, accept=True),
        Say(HANDLER, EVALUATION.name, ReviewResult.DISCLOSE, 1, len(EVALUATION.chapters)),
        *as_pages_say(EVALUATION, "第三部分载有评标委员会成员的电话和住址，公开会侵害其个人隐私。"),
        *issue(
            draft(
                Outcome.PARTLY_DISCLOSED,
                reasons="评标委员会成员的联系方式和住址属于个人隐私，公开会损害其合法权益。",
            )
        ),
        *deliver(DeliveryMethod.POST, "EMS收寄凭证 EX550000312CN", form=DisclosureForm.PAPER, slip=POSTAL_SLIP),
    ),
    end=End(
        state=State.CLOSED,
        outcome=Outcome.PARTLY_DISCLOSED,
        remedy=Remedy.RECONSIDERATION_FIRST_FOR_WITHHELD,
        letters=acts.RECEIPT_AND_REPLY,
        events=(
            *acts.REGISTERED,
            *acts.RECEIVED,
            *acts.ACCEPTED,
            *acts.SEARCHED,
            *acts.REVIEWED,
            *acts.REVIEWED,
            *acts.ANSWERED,
        ),
    ),
)

RETURNED = SampleCase(
    key="returned-draft",
    shows="审批退回，修改后重新拟稿",
    channel=Channel.IN_PERSON,
    arrived=Ago(9),
    applicant=organisation(ApplicantKind.BUSINESS, "示例防水材料有限公司", "0313", email="bid@example.com"),
    asks="申请公开城西中学教学楼抗震加固及扩建工程的施工许可证。",
    script=(
        ACCEPT,
        *search("在施工许可系统按工程名称查询，得施工许可证一份。", BUILDING_PERMIT),
        *disclose(BUILDING_PERMIT),
        draft(Outcome.DISCLOSED),
        take(HEAD, "approve_reply", verdict="return", comment="请写明提供的形式，并注明施工许可证编号。"),
        draft(Outcome.DISCLOSED, note="现提供编号110101202503120199的施工许可证电子件一份。"),
        take(HEAD, "approve_reply", verdict="approve", comment="同意。"),
        ISSUE,
        *deliver(DeliveryMethod.DIRECT, "申请人在查阅登记表和送达回证上签名", form=DisclosureForm.INSPECTION),
    ),
    end=End(
        state=State.CLOSED,
        outcome=Outcome.DISCLOSED,
        remedy=Remedy.EITHER,
        letters=acts.RECEIPT_AND_REPLY,
        events=(
            *acts.REGISTERED,
            *acts.RECEIVED,
            *acts.ACCEPTED,
            *acts.SEARCHED,
            *acts.REVIEWED,
            *acts.DRAFTED,
            "reply_returned",
            *acts.ANSWERED,
        ),
    ),
)

CASES = (DISCLOSED, ALREADY_PUBLIC, PARTLY_DISCLOSED, RETURNED)
