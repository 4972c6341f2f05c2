"""Help from the law beside the steps of search, consultation, referral."""

from api.console.steps.words.help_entry import Help
from schemas.vocabulary import Outcome

HELP: dict[str, Help] = {
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
}
