"""What the fields of requests for correction of own records are called, and the law beside them. Chinese first."""

from collections.abc import Mapping

from api.console.forms.texts import Said, Texts
from api.console.steps.words.fields_common import COMMON, TODAY
from schemas.words import Word

_PRINTED = ("将印入文书，不得写入个人信息。", "Printed in the letter: nothing personal.")
_UPLOADED_BEFORE = ("先在申请页面上传。", "Uploaded on the request's page before.")
_NOTHING_PERSONAL = ("不得写入个人信息。", "Nothing personal.")

REQUEST: Texts = {
    "channel": Said(("提交方式", "Way of submission")),
    "arrived_on": Said(("收到日期", "Arrived on"), TODAY),
    "person": Said(("申请人", "The person")),
    "kind": Said(("申请人类别", "Kind of person"), required=True),
    "name": Said(("姓名或者名称", "Name or title"), ("与身份证明一致。", "As in the proof of identity.")),
    "identity_kind": Said(("证件类型", "Kind of proof"), required=True),
    "identity_number": Said(("证件号码", "Number of that proof"), ("加密保存。", "Kept encrypted.")),
    "contact": Said(("联系方式，至少一项", "Contact, at least one")),
    "phone": Said(("电话", "Telephone number")),
    "email": Said(("电子邮箱", "E-mail address")),
    "address": Said(("通信地址", "Address by post")),
    "claim": Said(
        ("要求更正的信息及其不准确之处", "Which information, and what in it is not accurate"),
        ("按申请人的表述填写；加密保存。", "In the person's words; kept encrypted."),
    ),
    "evidence": Said(
        ("事实依据", "What proves it"),
        (
            "写明提供了哪些证据；扫描件登记后在申请页面上传。",
            "Which proof was given; scans are uploaded on the request's page.",
        ),
    ),
}
"""Of the form by which a request is entered."""

_STEP_FIELDS: Mapping[str, Texts] = {
    "examine": {
        "found": Said(("核实情况", "What was examined and found"), _NOTHING_PERSONAL),
        "documents": Said(("查阅的材料", "Papers looked at"), _UPLOADED_BEFORE),
    },
    "propose": {
        "decision": Said(
            ("处理意见", "Decision"),
            (
                "予以更正、不予更正的，须先登记核实情况。",
                "To correct, or not to, what was examined must be on record first.",
            ),
        ),
        "note": Said(("其他告知事项", "What the person should know besides"), _PRINTED),
        "reasons": Said(("理由", "Reasons"), _PRINTED),
        "agency": Said(("有权更正的行政机关", "The competent agency"), ("写全称。", "Its full name.")),
        "contact": Said(("该机关联系方式", "Contact of that agency")),
    },
    "carry_out": {"carried_out_on": Said(("完成日期", "Carried out on"), TODAY)},
    "record_delivery": {"proof_document": Said(("送达凭证文件", "Paper that proves it"), _UPLOADED_BEFORE)},
    "withdraw": {"withdrawn_on": Said(("撤回日期", "Withdrawn on"), TODAY)},
}

OWN_HELP: Mapping[str, Word] = {
    "examine": (
        (
            "公民、法人或者其他组织有证据证明行政机关提供的与其自身相关的政府信息记录不准确的，可以要求更正；"
            "行政机关应当核实。可以多次登记。"
        ),
        (
            "Who can prove that what an agency's records say of him is not accurate may ask for correction; it "
            "examines that. Can be recorded as often as it takes."
        ),
    ),
    "propose": (
        (
            "有权更正且经核实的，予以更正并告知；不属于本机关职能范围的，转送有权更正的行政机关处理并告知，"
            "或者告知向有权更正的行政机关提出。"
        ),
        (
            "The competent agency corrects what it has verified and tells the person; another one forwards the request "
            "to the competent agency and tells the person, or tells him where to turn."
        ),
    ),
    "approve": (
        "处理意见由拟定人以外的人员审批；完成处理之前，同意的意见仍可退回。",
        "Somebody else than who proposed it approves; until it is carried out an approval can still be taken back.",
    ),
    "carry_out": (
        "记录更正、转送已经完成；系统随即制发告知书，转送的另制发转送函。",
        "Corrected, or forwarded: the notice to the person, and the letter to the other agency, are made with it.",
    ),
    "record_delivery": (
        "告知书送达后，本件办结。",
        "With the delivery of the notice the request is closed.",
    ),
    "withdraw": (
        "制发告知书之前，申请人可以撤回；撤回的，本件办结。",
        "Before the notice is issued the person may take the request back; it is closed with that.",
    ),
}
"""What the law says beside each step (article 41); in our own words."""

OWN_FINALLY: frozenset[str] = frozenset({"carry_out", "record_delivery", "withdraw"})
"""Steps that cannot be taken back."""


def texts_of(step: str) -> Texts:
    """The words of a step's fields."""
    return {**COMMON, **_STEP_FIELDS.get(step, {})}
