"""Help from the law beside each step: where the rule stands in the version the case is under, and what it says.

In our own words, after docs/law.md, with the figures of that version; not legal advice.
"""

from dataclasses import dataclass

from schemas.law.statute import NO_ARTICLE, Rule, Statute
from schemas.vocabulary import Outcome
from schemas.words import Word


@dataclass(frozen=True, slots=True)
class Help:
    """``rules``, ``outcomes``: where it stands; ``other``: outside the Regulation. ``text`` may name figures."""

    text: Word
    rules: tuple[Rule, ...] = ()
    other: Word | None = None
    outcomes: tuple[Outcome, ...] = ()


FEE_MEASURES = ("《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）", "fee measures (国办函〔2020〕109号)")
SERVICE = ("国办公开办函〔2016〕235号", "国办公开办函〔2016〕235号")
PRACTICE = ("工作规范", "good practice")
REMEDY_LAW = ("行政复议法、行政诉讼法", "Administrative Reconsideration Law, Administrative Litigation Law")
RECEIPT_LETTER = ("国办公开办函〔2015〕207号", "国办公开办函〔2015〕207号")

HELP: dict[str, Help] = {
    "confirm_receipt": Help(
        (
            "平常信函以与申请人确认之日，互联网、传真以双方确认之日为收到申请之日；期限自次日起算。确认不得拖延。",
            (
                "An ordinary letter counts as received on the day it is confirmed with the applicant, an online or fax "
                "application on the day both sides confirm; the limit runs from the next day. It must not be delayed."
            ),
        ),
        ("date_of_receipt",),
    ),
    "record_contact_attempt": Help(
        (
            "联系不上申请人的，记录每次联系的经过；恢复联系并确认之前，期限不起算。",
            (
                "While the applicant cannot be reached each attempt is put on record; no limit "
                "runs before it is confirmed."
            ),
        ),
        ("date_of_receipt",),
        RECEIPT_LETTER,
    ),
    "accept": Help(
        (
            (
                "申请须写明申请人姓名或者名称、身份证明、联系方式，所需信息的名称、文号或者便于查询的特征，"
                "以及形式要求；内容明确的，即予办理。"
            ),
            (
                "An application names the applicant with proof of identity and contact, the information "
                "by features that let it be found, and the form wanted. If it is clear, it is taken "
                "in hand."
            ),
        ),
        ("application",),
    ),
    "answer_on_the_spot": Help(
        ("能够当场答复的，应当当场予以答复；申请随即办结。", "What can be answered on the spot is, and the case ends."),
        ("on_the_spot",),
    ),
    "assign": Help(
        ("登记、审核、办理、答复、归档各环节均须有人负责；答复制发前可以改派。", "Every stage has somebody in charge."),
        ("registration",),
    ),
    "request_correction": Help(
        (
            (
                "申请内容不明确的，给予指导和释明，自收到申请之日起{notice}个工作日内一次性告知补正，"
                "说明补正事项和合理期限。答复期限自收到补正的申请之日起重新计算；逾期告知的，期限不重新计算。"
            ),
            (
                "Where the request is unclear, guidance is given and correction asked for once "
                "and for everything within {notice} working days of receipt, with a reasonable "
                "period. The limit runs anew from the corrected application; not so when the notice "
                "was late."
            ),
        ),
        ("correction",),
    ),
    "receive_correction": Help(
        (
            "答复期限自收到补正的申请之日起重新计算。逾期补正须有正当理由。",
            "A full new limit starts on receipt of the corrected application. Late, it needs a good reason.",
        ),
        ("correction",),
    ),
    "confirm_abandonment": Help(
        (
            (
                "申请人无正当理由逾期不补正，或者逾期未缴费的，视为放弃申请，不再处理。由工作人员核实确认，"
                "系统不自动认定。"
            ),
            (
                "Without a correction, or the fee, in time and without good reason the application "
                "is deemed abandoned. A person finds so; the engine never does."
            ),
        ),
        ("correction", "fee"),
    ),
    "withdraw": Help(
        (
            "申请人可以在答复制发前撤回申请。撤回是申请人自己的行为，应当留存其书面或者其他凭证。",
            "The applicant may take the application back until the reply is issued. Keep what proves that he did.",
        ),
        (),
        PRACTICE,
    ),
    "split_application": Help(
        (
            "一件申请涉及多项不相关内容的，可以分拆办理。各件收到日期与原申请相同；检索、补正、收费等开始后不得分拆。",
            (
                "Several unrelated matters can be split; every part keeps the day of receipt. Not "
                "once anything was found, asked for or corrected."
            ),
        ),
        ("application",),
    ),
    "join_application": Help(
        (
            "同一申请人的相同或者相近申请可以并案；并案不得延长任何一件的答复期限，由到期在先的办件继续办理。",
            (
                "Like applications of one applicant can be handled together; joining never lengthens "
                "a limit, so the case that is due first goes on."
            ),
        ),
        (),
        PRACTICE,
    ),
    "ask_for_reasons": Help(
        (
            "申请数量、频次明显超过合理范围的，可以要求申请人说明理由。期限照常计算。",
            "Where number or frequency are clearly beyond reason, the reasons may be asked for. The limit runs on.",
        ),
        ("excess",),
    ),
    "record_reasons": Help(
        ("申请人说明理由后，由本机关认定是否合理。", "The agency then judges whether they are reasonable."),
        ("excess",),
    ),
    "judge_reasons": Help(
        (
            "理由不合理的，告知不予处理；理由合理但无法在期限内答复的，可以确定延迟答复的合理期限并告知申请人。",
            (
                "Not reasonable: the application may be not processed. Reasonable, but more than the limit allows: a "
                "reasonable delay may be set and told to the applicant."
            ),
        ),
        ("excess",),
    ),
    "propose_extension": Help(
        (
            (
                "不能当场答复的，自收到申请之日起{answer}个工作日内答复；需要延长的，经公开工作机构负责人同意"
                "并告知申请人，最长延长{extension}个工作日，以一次为限，须在期限届满前提请。"
            ),
            (
                "A reply is due within {answer} working days of receipt. With the consent of the "
                "head of the OGI office, and told to the applicant, by {extension} working days "
                "at most, once, proposed before the limit ends."
            ),
        ),
        ("extension",),
    ),
    "decide_extension": Help(
        (
            "延期须经政府信息公开工作机构负责人同意；提请人不得审批自己提出的延期。",
            "The head of the OGI office must consent; nobody decides what he proposed himself.",
        ),
        ("extension",),
    ),
    "notify_extension": Help(
        (
            "延期须告知申请人；自告知之日起，延期方产生效力。",
            "The applicant must be told; only from then on does the extension count.",
        ),
        ("extension",),
    ),
    "notify_fee": Help(
        (
            (
                "申请数量、频次明显超过合理范围的，可以收取信息处理费：按件、按量择一计收，在答复期限内发出收费通知。"
                "缴费后答复期限重新计算。"
            ),
            (
                "For clearly excessive applications a fee may be charged, per item or per page, never both; the notice "
                "goes out within the limit. Payment starts a full new one."
            ),
        ),
        ("fee",),
        FEE_MEASURES,
    ),
    "record_fee_delivery": Help(
        (
            "申请人自收到收费通知次日起二十个工作日内缴费。",
            "The applicant pays within twenty working days from the day after receiving the notice.",
        ),
        ("fee",),
        FEE_MEASURES,
    ),
    "record_payment": Help(
        (
            "自申请人足额缴费次日起，答复期限重新计算。确认视为放弃之前缴费的，仍应接收。",
            "A full new limit starts the day after payment. A late payment is taken until abandonment is confirmed.",
        ),
        ("fee",),
        FEE_MEASURES,
    ),
    "record_search": Help(
        (
            "答复信息不存在，须经检索。检索的范围、方法和关键词应当能够证明已尽合理检索义务。",
            (
                "Only after a search can a reply say that the information does not exist. Where, "
                "how and by which terms must show that the search was a reasonable one."
            ),
        ),
        outcomes=(Outcome.NOT_FOUND,),
    ),
    "request_search": Help(
        (
            "可以要求相关部门、下属单位协助检索。检索不扣除答复期限。",
            "Departments and units below may be asked to look. A search does not stop the limit.",
        ),
        outcomes=(Outcome.NOT_FOUND,),
    ),
    "answer_search": Help(
        (
            "部门未回复完毕的，不得答复信息不存在，也不得就已查到的文件作出答复。",
            "While a department owes an answer, no reply can rest on what was found or not found.",
        ),
        outcomes=(Outcome.NOT_FOUND,),
    ),
    "withdraw_search": Help(
        ("撤回前已经答复的内容仍然保留。", "What was answered so far stays found."),
        outcomes=(Outcome.NOT_FOUND,),
    ),
    "consult_third_party": Help(
        (
            (
                "公开会损害第三方合法权益的，应当书面征求其意见。第三方自收到征询书之日起{consultation}个工作"
                "日内提出意见；逾期未提出的，由本机关决定是否公开。征求意见所需时间不计入答复期限。"
            ),
            (
                "A third party whom disclosure would harm is asked in writing and has {consultation} working days from "
                "receipt; when it is silent the agency decides. The time is not counted."
            ),
        ),
        ("third_party", "excluded"),
    ),
    "consult_agency": Help(
        (
            (
                "多个机关共同制作的，应当征求相关机关意见，被征求机关自收到之日起{consultation}个工作日内未提出意见的，"
                "视为同意；涉及其他机关的，应当协商确认；依法须经批准的，未经批准不得公开。"
            ),
            (
                "Co-producers are asked; silence for {consultation} working days is consent. Others concerned are "
                "consulted, and silence is none. What needs an approval is not disclosed without it."
            ),
        ),
        ("co_producer", "other_agency", "approving_agency"),
    ),
    "record_consultation_delivery": Help(
        (
            "答复意见的期限自对方收到之日起{consultation}个工作日；公告送达须在其他方式均未成功之后。",
            "{consultation} working days from receipt; by public notice only after other attempts have failed.",
        ),
        ("third_party", "excluded"),
    ),
    "record_failed_delivery": Help(
        (
            "每次未能送达的情形均应记录；此后方可公告送达。",
            "Each attempt that failed is put on record; only then a public notice is possible.",
        ),
        ("third_party",),
    ),
    "record_opinion": Help(
        (
            "收到全部文件的意见后，扣除期间结束。逾期收到的意见仍予保存，可以参考，但不影响期限。",
            (
                "The excluded days end when every document has its answer. A late one is kept and "
                "may be heeded, but moves no date."
            ),
        ),
        ("third_party", "co_producer"),
    ),
    "weigh_objection": Help(
        (
            (
                "第三方不同意公开且有合理理由的，不予公开；认为不公开可能对公共利益造成重大影响的，可以决定予以公开，"
                "并将决定内容和理由书面告知第三方。"
            ),
            (
                "A third party's reasonable objection stands. Where withholding could gravely harm "
                "the public interest, the agency may disclose, and tells the third party in writing "
                "why."
            ),
        ),
        ("third_party",),
    ),
    "withdraw_consultation": Help(
        ("撤回之前的期间仍予扣除，撤回之后恢复计算。", "The days up to then stay left out; then the limit goes on."),
        ("excluded",),
    ),
    "refer_for_determination": Help(
        (
            "不能确定是否可以公开的，应当报有关主管部门或者保密行政管理部门确定；确定之前不得公开。",
            (
                "What cannot be determined is referred to the competent department or the secrecy administration, and "
                "is not disclosed before it has determined."
            ),
        ),
        ("referral",),
    ),
    "record_determination": Help(
        ("确定之后，审查结论不得比确定结果更宽。", "No review may be milder than what was determined."),
        ("referral",),
    ),
    "review_document": Help(
        (
            "公开前须依照保守国家秘密法等法律、法规和国家有关规定审查。不予公开须有法定依据并说明理由。",
            (
                "Before disclosure every document is reviewed for secrecy and the other exemptions. What is withheld "
                "needs a ground in law, and a reason."
            ),
        ),
        ("review",),
    ),
    "propose_review": Help(
        (
            (
                "一人拟定，另一人审核。每页均须看过；机器识别的个人信息须逐项处理。法律、行政法规禁止公开的，"
                "须写明名称（加书名号）和条款。"
            ),
            (
                "One person proposes, another confirms. Every page is looked at, and everything "
                "personal the machine found is decided. Where another law forbids disclosure, its "
                "provision is named between 《》."
            ),
        ),
        ("review",),
    ),
    "confirm_review": Help(
        (
            "审核人不得是拟定人。经审核同意的各页，即为对外提供的内容。",
            "Nobody confirms what he proposed. What is confirmed is what will be given out.",
        ),
        ("review",),
    ),
    "set_aside_document": Help(
        (
            "只适用于检索时误列、尚未审查也未征求意见的文件；剔除记录长期保留。",
            "Only for what was recorded by mistake, before review and before others were asked; the record keeps it.",
        ),
        outcomes=(Outcome.NOT_FOUND,),
    ),
    "draft_reply": Help(
        (
            (
                "已主动公开的告知获取方式、途径；可以公开的提供信息；不予公开的告知并说明理由；经检索不存在的告知；"
                "不属于本机关的告知并说明理由；含有不应公开内容但能够区分处理的，提供可以公开的内容。"
            ),
            (
                "Already public: the way to get it. Can be disclosed: the information. Not disclosed: "
                "reasons. Not found after a search: so. Not this agency's: reasons. Separable: "
                "what can be given is given."
            ),
        ),
        outcomes=(
            *(Outcome.ALREADY_PUBLIC, Outcome.DISCLOSED, Outcome.REFUSED, Outcome.NOT_FOUND),
            *(Outcome.NOT_THIS_AGENCY, Outcome.PARTLY_DISCLOSED),
        ),
    ),
    "set_final_text": Help(
        (
            "终稿须保留系统填写的内容和法定内容；更换终稿后，已签署的环节须重新签署。",
            "What the system filled in and what the law wants said must stand; whoever signed must sign again.",
        ),
        ("registration",),
    ),
    "approve_reply": Help(
        (
            "拟稿人不得审批；同一人不得重复签署。合法性审查须就事实证据、依据、程序分别作出判断，三项均成立方可同意。",
            (
                "Never by a drafter, never twice by one person. The legality review finds on facts, "
                "basis and procedure; all three must hold."
            ),
        ),
        ("registration",),
    ),
    "delegate_approval": Help(
        (
            "只能委托本机关在岗人员，且不得是拟稿人或者已签署的人。",
            "To an active colleague who neither drafted nor signed.",
        ),
        ("registration",),
    ),
    "issue_reply": Help(
        (
            "答复经审批后制发，编号、加印救济途径，并以制发日期为准。",
            "An approved reply is numbered and issued, with the remedy notice of its outcome and date.",
        ),
        ("answer", "remedies"),
    ),
    "record_delivery": Help(
        (
            "在期限末日交邮的，为按期答复。按照申请人要求的形式提供；无法提供的，可以安排查阅、抄录等适当形式。",
            (
                "Handed to the post on the last day, it is in time. The form wanted by the applicant, "
                "or another suitable one where that cannot be."
            ),
        ),
        ("form_of_delivery",),
        SERVICE,
    ),
    "print_record": Help(
        (
            "送达回证用于证明文书送达；检索记录用于证明检索过程。",
            "The slip proves service, the search record what was done to find it.",
        ),
        ("registration",),
        SERVICE,
    ),
    "record_remedy": Help(
        (
            "申请人对答复或者逾期不答复不服的，可以申请行政复议、提起诉讼，也可以投诉、举报。",
            "The reply, or its absence, can be contested in reconsideration or by suit, or complained of.",
        ),
        ("remedies", "complaint"),
        REMEDY_LAW,
    ),
    "set_remedy_date": Help(
        (
            (
                "复议答复期限为收到申请书副本之日起十日（简易程序五日），诉讼答辩期限为收到起诉状副本之日起十五日；"
                "以通知书载明的为准。"
            ),
            (
                "Ten days from receiving the copy in reconsideration (five in summary procedure), fifteen in a suit; "
                "what the papers say decides."
            ),
        ),
        (),
        REMEDY_LAW,
    ),
    "keep_remedy_date": Help(
        ("办理后登记，督办提醒随即终止。", "Once it is recorded nobody is reminded any more."),
        (),
        REMEDY_LAW,
    ),
    "record_remedy_result": Help(
        (
            "责令重新答复的，本件恢复办理，适用责令的期限，不因征求意见等延长。",
            "An ordered new reply opens the case again, with the limit ordered, which nothing moves.",
        ),
        ("remedies",),
        REMEDY_LAW,
    ),
    "reassess_document": Help(
        (
            "应当建立健全动态调整机制，对不予公开的信息定期评估审查，因情势变化可以公开的应当公开。",
            "What is withheld is looked at again from time to time; what may be disclosed by now is.",
        ),
        ("reassessment",),
    ),
    "convert_to_proactive": Help(
        (
            (
                "多个申请人提出相同申请、该信息属于可以公开的，可以纳入主动公开；申请人建议纳入的，"
                "应当审核，及时主动公开。"
            ),
            (
                "What several applicants asked for may be published; what an applicant proposes "
                "to publish is examined, and published if it falls under it."
            ),
        ),
        ("conversion",),
    ),
    "file_refusal": Help(
        (
            "按照主管部门要求，不予公开的决定应当备案；每件一次。",
            "A refusal is filed with the supervising authority, once.",
        ),
        (),
        PRACTICE,
    ),
}
FINALLY: dict[str, Word] = {
    "confirm_abandonment": (
        "提交后，本件以“视为放弃申请”办结，并制作告知书。此后不能恢复办理。",
        "The case will be closed as abandoned, and a letter made. It cannot be taken up again.",
    ),
    "withdraw": (
        "提交后，本件以“申请人撤回”办结，并制作撤回确认书。此后不能恢复办理。",
        "The case will be closed as withdrawn, and a confirmation made. It cannot be taken up again.",
    ),
    "split_application": (
        "提交后，除第一项外，其余各项各自成为新的办件，有各自的编号和期限。此后不能合并回来。",
        "Every part but the first becomes a case with a number and a limit of its own. It cannot be undone.",
    ),
    "join_application": (
        "提交后，本件以“并入他件”办结，由并入的办件一并答复。此后不能恢复办理。",
        "This case will be closed as joined; the other one answers both. It cannot be undone.",
    ),
    "answer_on_the_spot": (
        "提交后，答复立即编号制发并记为当场送达，本件随即办结。此后不能修改。",
        "The reply is issued at once, recorded as handed over, and the case closed. It cannot be changed.",
    ),
    "decide_extension": (
        "同意后，应当将延期告知申请人；告知之前，期限仍按原日期计算。不同意的，本件不再延期办理。",
        "With your consent the applicant is to be told; until then the old date stands.",
    ),
    "issue_reply": (
        "提交后，答复书编号、定稿并锁定，不能再修改或者退回。请确认正文、收件人和救济途径无误。",
        "The reply gets its number and is final; nobody can change or return it. Check text, addressee and remedies.",
    ),
    "record_delivery": (
        "提交后，本件办结，复议、诉讼期限自送达之日起算。请核对日期和凭证。",
        "The case will be closed, and the periods for remedies run from this day. Check day and proof.",
    ),
}
"""What a step that ends or binds will do, said before it is sent."""


def help_for(step: str, statute: Statute) -> tuple[tuple[Word, ...], Word]:
    """Where it stands, and what it says, with the figures of this version."""
    found = HELP[step]
    named = [statute.outcomes.get(outcome, NO_ARTICLE) for outcome in found.outcomes]
    articles = [*(statute.article(rule) for rule in found.rules), *named]
    places = [(one.chinese, f"art. {one.code}") for one in articles if one.code and not one.document]
    zh, en = (text.format(**_figures(statute)) for text in found.text)
    return (*places, *([found.other] if found.other else [])), (zh, en)


def _figures(statute: Statute) -> dict[str, int | str]:
    return {
        "answer": statute.answer_limit,
        "extension": statute.longest_extension,
        "notice": statute.correction_notice_limit or "—",
        "consultation": statute.consultation_limit,
    }
