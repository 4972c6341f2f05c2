"""What the clock answers to a line that makes no sense: code, then the sentence in Chinese and in English."""

CLOCK_MESSAGES: dict[str, tuple[str, str]] = {
    # the line itself
    "invalid_json": ("不是有效的 JSON", "This is not valid JSON."),
    "line_too_long": ("这一行过长", "This line is too long."),
    "not_an_object": ("这里应当是一个 JSON 对象", "A JSON object belongs here."),
    "not_a_list": ("这里应当是一个列表", "A list belongs here."),
    "missing_field": ("缺少必填项", "A required field is missing."),
    "foreign_field": ("有不认识的字段", "There is a field that does not belong here."),
    "bad_value": ("值无效", "This value is not valid."),
    "bad_text": ("文本无效：为空、过长或含有控制字符", "This text is empty, too long or has control characters."),
    "bad_number": ("这里应当是一个整数", "A whole number belongs here."),
    "bad_date": ("日期无效，应写作 YYYY-MM-DD", "This is not a date; write YYYY-MM-DD."),
    "date_out_of_range": ("日期应在 2000 年至 2100 年之间", "Dates must lie between the years 2000 and 2100."),
    "unknown_statute": ("未知的条例版本", "Unknown version of the statute."),
    "unknown_event_kind": ("未知的事件类型", "Unknown kind of event."),
    "unknown_consulted_party": (
        "征求意见的对象应为 third_party 或 agency",
        "Those consulted are a third_party or an agency.",
    ),
    # dates
    "no_statute_in_force": ("该日尚无施行的条例", "No statute was in force on that day."),
    "date_before_receipt": ("日期早于收到申请之日", "This date is before the day of receipt."),
    "events_out_of_order": ("事件未按日期先后排列", "The events are not in the order of their dates."),
    "confirmed_before_arrival": ("确认日期早于到达日期", "Confirmed before it arrived."),
    # correction, art. 30
    "second_correction_request": ("补正只能一次性告知", "Correction may be requested only once."),
    "correction_not_requested": ("未告知补正，却收到补正", "A correction came in that nobody had requested."),
    "correction_already_received": ("补正已经收到", "The correction had already been received."),
    # consultation, arts. 32-34
    "duplicate_consultation_id": ("征求意见的编号重复", "This consultation id is already in use."),
    "delivered_before_sent": ("征求意见书的送达早于发出", "The letter was delivered before it was sent."),
    "answer_to_unknown_consultation": ("答复的征求意见不存在", "This answers a consultation that was never sent."),
    "consultation_already_answered": ("该征求意见已经答复", "This consultation was already answered."),
    # extension, art. 33(2)
    "extension_not_positive": ("延长的工作日应至少为 1", "An extension is at least one working day."),
    "extension_too_long": ("延长的期限超过法定上限", "The extension is longer than the statute allows."),
    "second_extension": ("答复期限只能延长一次", "The limit can be extended only once."),
    "extension_after_due": ("答复期限届满后不得再延长", "The limit had already ended and cannot be extended."),
    # delay, art. 35
    "delay_not_positive": ("延迟的工作日应至少为 1", "A delay is at least one working day."),
    "no_delay_rule": ("该版本的条例没有延迟答复的规定", "This version of the statute knows no delayed reply."),
    "second_delay": ("答复只能延迟一次", "The reply can be delayed only once."),
    "delay_after_due": ("答复期限届满后不得再延迟", "The limit had already ended and cannot be delayed."),
    # an ordered new reply, art. 51
    "ordered_by_not_after": (
        "责令重新答复的最后日期应晚于责令之日",
        "The last day for an ordered reply must lie after the day of the order.",
    ),
    "ordered_limit_stands": (
        "责令重新答复的期限不得变动",
        "The limit of an ordered reply stands; nothing moves it.",
    ),
    # fee, art. 42
    "fee_not_notified": ("未发出收费通知，却已缴费", "A fee was paid that nobody had asked for."),
    "fee_already_paid": ("费用已经缴清", "The fee had already been paid."),
}
