"""Sentences of the applicant's page."""

STATUS_MESSAGES: dict[str, tuple[str, str]] = {
    "status_unknown": (
        "登记编号与查询码不符，请对照登记回执核对后重新输入。",
        "Reference and code do not match. Compare them with your receipt and try again.",
    ),
    "status_code_malformed": (
        "查询码为12位字母和数字，请对照登记回执核对。",
        "A code has 12 letters and digits; compare it with your receipt.",
    ),
    "status_too_many_tries": (
        "输入错误次数过多，请稍后再试，也可以直接向受理机关咨询。",
        "Too many tries failed. Try again later, or ask the agency.",
    ),
}
