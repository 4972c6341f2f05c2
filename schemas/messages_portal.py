"""Sentences of what applicants submit themselves."""

PORTAL_MESSAGES: dict[str, tuple[str, str]] = {
    "portal_online_only": (
        "网上申请渠道只登记网上提交的申请。",
        "The portal enters applications that were submitted online, and no others.",
    ),
    "portal_not_offered": (
        "该机关未开通网上申请，请采用当面、邮寄等方式提交。",
        "This agency takes no applications online; hand yours in or send it by post.",
    ),
    "portal_email_missing": (
        "选择以电子邮件获取信息的，请填写电子邮箱。",
        "To be sent the information by e-mail, give your e-mail address.",
    ),
    "portal_address_missing": (
        "选择以邮寄方式获取信息的，请填写通信地址。",
        "To be sent the information by post, give your postal address.",
    ),
    "portal_not_a_person": (
        "表单的填写方式异常，未提交。请返回重新填写；仍不成功的，请直接与受理机关联系。",
        "The form was not filled in as a person would; nothing was submitted. Try again, or ask the agency.",
    ),
    "portal_agency_too_many": (
        "该机关短时间内收到的网上申请过多，请稍后再试，也可以采用当面、邮寄等方式提交。",
        "This agency was sent too many applications in a short time. Try again later, or use another way.",
    ),
    "portal_too_many": (
        "短时间内从同一网络提交的申请过多，请稍后再试，也可以采用其他方式提交。",
        "Too many applications came from this network in a short time. Try again later, or use another way.",
    ),
}
