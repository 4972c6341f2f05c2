"""Cases in which time has passed: reminded, overdue, and one that the statute of 2007 still governs."""

from datetime import date

from api.demo import acts
from api.demo.acts import ACCEPT, APPROVE, deliver, disclose, draft, issue, search, take
from api.demo.papers_building import AWARD, BUILDING_PERMIT, PLANNING_PERMIT
from api.demo.papers_evidence import POSTAL_SLIP
from api.demo.people import organisation, person
from api.demo.script import HANDLER, HANDLER2, Ago, End, SampleCase, Staff
from schemas.applications import WantedForm, WantedRoute
from schemas.vocabulary import ApplicantKind, Channel, DeliveryMethod, DisclosureForm, Outcome, Remedy, State

REMINDED = SampleCase(
    key="reminded",
    shows="临期提醒，转交另一承办人",
    channel=Channel.ORAL,
    arrived=Ago(16),
    applicant=person("郑样张", "19480303", "0161", address="示例市城东区养老院路2号"),
    asks="（工作人员代填）申请公开幸福里小区改造工程的中标通知书。",
    form=WantedForm.PAPER,
    route=WantedRoute.PICK_UP,
    script=(
        ACCEPT,
        take(HANDLER, "assign", handler=Staff(HANDLER2)),
        *search("在工程档案中按项目名称查找中标通知书。", AWARD, actor=HANDLER2),
        *disclose(AWARD),
        draft(Outcome.DISCLOSED, actor=HANDLER2),
        APPROVE,
        take(HANDLER2, "issue_reply"),
        *deliver(
            DeliveryMethod.ENTRUSTED,
            "委托养老院路街道办事处送达，宣读后申请人签收",
            form=DisclosureForm.OTHER,
            actor=HANDLER2,
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
            "handler_assigned",
            *acts.SEARCHED,
            *acts.REVIEWED,
            *acts.ANSWERED,
        ),
    ),
)

OVERDUE = SampleCase(
    key="overdue",
    shows="逾期答复，逾期记录在案",
    channel=Channel.POST_SIGNED,
    arrived=Ago(26),
    applicant=organisation(
        ApplicantKind.LEGAL_SERVICE, "样本公正律师事务所", "0412", address="示例市城东区样本大厦8层"
    ),
    asks="申请公开城西中学教学楼抗震加固及扩建工程的施工许可证及其记载事项。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        ACCEPT,
        *search("在施工许可系统和纸质档案中核对许可证记载事项。", BUILDING_PERMIT),
        *disclose(BUILDING_PERMIT),
        *issue(draft(Outcome.DISCLOSED)),
        *deliver(DeliveryMethod.POST, "EMS收寄凭证 EX550000412CN", slip=POSTAL_SLIP),
    ),
    end=End(
        state=State.CLOSED,
        outcome=Outcome.DISCLOSED,
        remedy=Remedy.EITHER,
        letters=acts.RECEIPT_AND_REPLY,
        late=True,
        events=(
            *acts.REGISTERED,
            *acts.RECEIVED,
            *acts.OVERDUE,
            *acts.ACCEPTED,
            *acts.SEARCHED,
            *acts.REVIEWED,
            *acts.ANSWERED,
        ),
    ),
)

STATUTE_2007 = SampleCase(
    key="statute-2007",
    shows="补录旧件，适用2007年条例",
    channel=Channel.POST_SIGNED,
    arrived=date(2019, 5, 14),
    applicant=person("冯例证", "19690909", "0162", address="示例市城东区河东新村11号"),
    asks="申请公开河东新村二期的建设工程规划许可证。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        ACCEPT,
        *search("在职能划转前的规划许可档案中以“河东新村”检索2018年度许可。", PLANNING_PERMIT),
        *disclose(PLANNING_PERMIT),
        *issue(draft(Outcome.DISCLOSED, note="本件系历史未办结申请，现补充答复。")),
        *deliver(DeliveryMethod.POST, "EMS收寄凭证 EX550000162CN"),
    ),
    end=End(
        state=State.CLOSED,
        outcome=Outcome.DISCLOSED,
        remedy=Remedy.EITHER,
        letters=acts.RECEIPT_AND_REPLY,
        late=True,
        events=(
            *acts.REGISTERED,
            *acts.RECEIVED,
            *acts.OVERDUE,
            *acts.ACCEPTED,
            *acts.SEARCHED,
            *acts.REVIEWED,
            *acts.ANSWERED,
        ),
    ),
)

CASES = (REMINDED, OVERDUE, STATUTE_2007)
