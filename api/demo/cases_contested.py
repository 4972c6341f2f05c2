"""Cases that are contested (arts. 47, 51): reconsideration, a suit with an ordered reply, a complaint."""

from api.demo import acts
from api.demo.acts import ACCEPT, deliver, disclose, draft, issue, refuse, search, take, withhold
from api.demo.papers_building import AWARD, PLANNING_PERMIT, TENDER
from api.demo.papers_withheld import CASE_FILE
from api.demo.people import person
from api.demo.script import HANDLER, Ago, Doc, SampleCase
from schemas.applications import WantedForm, WantedRoute
from schemas.vocabulary import Channel, DeliveryMethod, Ground, Outcome, Remedy

ENFORCEMENT = SampleCase(
    key="refused-enforcement-file",
    shows="不予公开：行政执法案卷，行政复议维持",
    channel=Channel.POST_SIGNED,
    arrived=Ago(11),
    applicant=person("韩样本", "19850228", "0134", address="示例市城南区样本路10号"),
    asks="申请公开样本路8号工地执法案卷中的调查笔录。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        ACCEPT,
        *search("在行政处罚案卷目录中检索，得调查笔录一份。", CASE_FILE),
        *withhold(CASE_FILE, "属于行政执法案卷信息，案件尚在办理。", Ground.ENFORCEMENT_FILE),
        *refuse(draft(Outcome.REFUSED, reasons="所申请信息属于行政执法案卷信息，没有法律、法规、规章规定应当公开。")),
        *deliver(DeliveryMethod.POST, "EMS收寄凭证 EX550000134CN"),
        take(
            HANDLER,
            "record_remedy",
            instance="reconsideration",
            body="示例市人民政府",
            file_number="示政复〔样例〕15号",
        ),
        take(
            HANDLER,
            "record_remedy_result",
            remedy="m1",
            result="upheld",
            summary="答复认定事实清楚，适用依据正确，程序合法，决定维持。",
        ),
    ),
    end=acts.closed(
        Outcome.REFUSED,
        *acts.BEGUN,
        *acts.SEARCHED,
        *acts.REVIEWED,
        *acts.REFUSED,
        "remedy_filed",
        "remedy_decided",
        remedy=Remedy.RECONSIDERATION_FIRST,
    ),
)

ORDERED = SampleCase(
    key="ordered-by-court",
    shows="逾期未答复被诉，判决限期答复，按期作出",
    channel=Channel.POST_SIGNED,
    arrived=Ago(160),
    applicant=person("严示例", "19640501", "0163", address="示例市城东区河东新村6号"),
    asks="申请公开河东新村二期的建设工程规划许可证。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        ACCEPT,
        take(
            HANDLER,
            "record_remedy",
            instance="litigation",
            body="示例市城区人民法院",
            file_number="（样例）示0101行初88号",
            filed_on=Ago(110),
        ),
        take(HANDLER, "set_remedy_date", remedy="m1", what="response", due_on=Ago(95), note="答辩状"),
        take(HANDLER, "set_remedy_date", remedy="m1", what="hearing", due_on=Ago(60), note="第三审判庭"),
        take(HANDLER, "keep_remedy_date", which="m1d1", kept_on=Ago(97)),
        take(HANDLER, "keep_remedy_date", which="m1d2", kept_on=Ago(60)),
        take(
            HANDLER,
            "record_remedy_result",
            remedy="m1",
            result="corrected",
            served_on=Ago(5),
            summary="判决责令被告自判决送达之日起十五个工作日内对原告的申请作出答复。",
            new_reply={"working_days": 15},
        ),
        *search("在职能划转前的规划许可档案中以“河东新村”检索。", PLANNING_PERMIT),
        *disclose(PLANNING_PERMIT),
        *issue(draft(Outcome.DISCLOSED)),
        *deliver(DeliveryMethod.POST, "EMS收寄凭证 EX550000163CN"),
    ),
    end=acts.closed(
        Outcome.DISCLOSED,
        *acts.REGISTERED,
        *acts.RECEIVED,
        *acts.OVERDUE,
        *acts.ACCEPTED,
        "remedy_filed",
        *("remedy_date_set", "remedy_date_set", "remedy_date_kept", "remedy_date_kept"),
        "remedy_decided",
        "new_reply_ordered",
        *acts.SEARCHED,
        *acts.REVIEWED,
        *acts.ANSWERED,
    ),
)

COMPLAINED = SampleCase(
    key="complained-of",
    shows="逾期被投诉，主管部门督促后答复",
    channel=Channel.IN_PERSON,
    arrived=Ago(25),
    applicant=person("华样本", "19861020", "0164", email="hua@example.com"),
    asks="申请公开幸福里小区改造工程的招标文件。",
    script=(
        ACCEPT,
        take(HANDLER, "record_remedy", instance="complaint", body="示例市政务公开办公室", filed_on=Ago(3)),
        take(
            HANDLER,
            "record_remedy_result",
            remedy="m1",
            result="other",
            served_on=Ago(1),
            summary="督促尽快作出答复，并书面说明逾期原因。",
        ),
        *search("在工程档案中按项目名称查找，连同中标通知书一并取出。", TENDER, AWARD),
        take(
            HANDLER, "set_aside_document", document=Doc(AWARD.name), reason="中标通知书不在申请范围，误作检索结果登记"
        ),
        *disclose(TENDER),
        *issue(draft(Outcome.DISCLOSED)),
        *deliver(DeliveryMethod.ELECTRONIC, "电子邮件发送回执 demo-0164@example.com"),
    ),
    end=acts.closed(
        Outcome.DISCLOSED,
        *acts.REGISTERED,
        *acts.RECEIVED,
        *acts.OVERDUE,
        *acts.ACCEPTED,
        "remedy_filed",
        "remedy_decided",
        *acts.SEARCHED,
        "document_set_aside",
        *acts.REVIEWED,
        *acts.ANSWERED,
        late=True,
    ),
)

CASES = (ENFORCEMENT, ORDERED, COMPLAINED)
