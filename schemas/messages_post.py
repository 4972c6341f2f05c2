"""Messages of posting notices, by code: Chinese, then English."""

POST_MESSAGES: dict[str, tuple[str, str]] = {
    "webhook_url_invalid": (
        "地址须为不含用户名、密码的 http 或者 https 地址。",
        "The address must be a plain http or https address without user name, password or fragment.",
    ),
    "webhook_address_forbidden": (
        "不得向本机、链路本地或者云平台元数据地址推送。",
        "Nothing is posted to loopback, link-local or cloud metadata addresses.",
    ),
    "webhook_kind_unknown": (
        "没有这一种通知。",
        "There is no notice of this kind.",
    ),
    "resend_which": (
        "请指明重发哪些通知：notices 或者 all，二者择一。",
        "Say which notices to send again: either notices or all.",
    ),
}
