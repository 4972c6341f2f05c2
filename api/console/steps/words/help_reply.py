"""Help from the law beside the steps of review, reply, delivery."""

from api.console.steps.words.help_entry import SERVICE, Help
from schemas.vocabulary import Outcome
from schemas.words import Word

HELP: dict[str, Help] = {
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
}
FINALLY: dict[str, Word] = {
    "issue_reply": (
        "提交后，答复书编号、定稿并锁定，不能再修改或者退回。请确认正文、收件人和救济途径无误。",
        "The reply gets its number and is final; nobody can change or return it. Check text, addressee and remedies.",
    ),
    "record_delivery": (
        "提交后，本件办结，复议、诉讼期限自送达之日起算。请核对日期和凭证。",
        "The case will be closed, and the periods for remedies run from this day. Check day and proof.",
    ),
}
"""What taking the step brings about for good."""
