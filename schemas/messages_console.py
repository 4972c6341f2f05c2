"""Sentences of the console itself."""

CONSOLE_MESSAGES: dict[str, tuple[str, str]] = {
    "foreign_origin": (
        "请求来自其他网站，已拒绝。请从本系统页面重新操作。",
        "This request came from another site and was refused. Start again from a page of this system.",
    ),
    "csrf_missing": (
        "页面已过期或者不是由本系统发出，未作任何改动。请返回重试。",
        "This page is out of date or was not made by this system; nothing was changed. Go back and try again.",
    ),
    "form_malformed": ("表单无法读取。", "The form cannot be read."),
    "nothing_to_compare": (
        "请先填写证件号码、联系方式或者申请内容，再查找相似申请。",
        "Enter a number, a contact or what is wanted first, then look for applications like it.",
    ),
}
