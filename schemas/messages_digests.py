"""Messages of the digests, by code: Chinese, then English."""

DIGEST_MESSAGES: dict[str, tuple[str, str]] = {
    "digest_backfill_empty": (
        "所给日期之间没有完整且已到生成时间的统计期间。",
        "Between these days lies no whole period whose digest is due by now.",
    ),
    "digest_backfill_too_long": (
        "一次最多补生成六十期，请分次办理。",
        "One request back-fills at most sixty periods; ask for fewer days.",
    ),
    "digest_backfill_too_early": (
        "只能补生成两年以内结束的统计期间。",
        "Only periods that ended within the last two years can be back-filled.",
    ),
}
