"""Messages of the steps that ask, wait, sign and follow up: what the law refuses, and what a step lacks."""

LAW_MESSAGES: dict[str, tuple[str, str]] = {
    "case_not_closed": (
        "办件尚未办结，不能办理此后续事项。",
        "This comes after the reply; the case is not closed.",
    ),
    # dividing and joining
    "already_split": ("本申请已经拆分，或者本身是拆分而来。", "The application is split already, or is itself a part."),
    "split_too_late": (
        "已有检索结果、征求意见或者收费，不能再拆分申请。",
        "Something was found, asked or charged already; the application can no longer be split.",
    ),
    "other_case_unknown": (
        "所指办件不存在，或者不是同一申请人的办件。",
        "The case named is not there, or is not one of the same applicant.",
    ),
    "other_case_answered": (
        "所指办件已经答复或者办结，不能并案；如系重复申请，请按重复申请答复。",
        "The other case is answered or closed already; if this repeats it, answer it as a repeated application.",
    ),
    "others_joined_here": (
        "已有其他申请并入本办件，本办件不能再并入别的办件。",
        "Other applications were joined into this case; it cannot itself be joined into another.",
    ),
    "other_case_settled": (
        "所指办件正在等待申请人补正、缴费，或者答复已经拟定，请待其恢复办理后再并案，或者分别答复。",
        "The other case waits for its applicant, or its reply is drafted: join it once that is in hand again.",
    ),
    "joined_unanswered": (
        "已有其他申请并入本办件，各件均应当答复。请写明申请人是否一并撤回并入的申请；未一并撤回的，本办件为并入的申请继续办理。",
        "Others were joined into this case and are owed an answer: say whether they are taken back as well.",
    ),
    "joined_since": (
        "并入本办件的申请与征求申请人意见时的件数不符，请核对并入的申请，再请申请人确认。",
        "Not as many applications are joined here as when the applicant was asked: look again, and ask again.",
    ),
    "nothing_joined_here": ("没有申请并入本办件。", "No application was joined into this case."),
    "neighbours_moved": (
        "与本办件并案的办件刚刚发生了变化，本步骤没有记录。请查看后重新操作。",
        "A case joined with this one changed just now, so nothing was recorded. Look at it and send the step again.",
    ),
    "own_withdrawn": (
        "本件申请已经撤回，现只为并入的申请继续办理。",
        "This application is withdrawn already; the case goes on for those joined into it.",
    ),
    "other_case_due_later": (
        "所指办件的答复期限更晚或者尚未起算，或者期限相同而收件更晚；并案不得延长答复期限，请将较晚的并入较早的。",
        "The other case is due later, or on the same day and is the younger: join the later one into the earlier.",
    ),
    "correction_irregular": (
        "补正告知超过法定期限，不能据此视为放弃，请受理后继续办理。",
        "The correction notice was late; it cannot make the application count as abandoned. Accept it and go on.",
    ),
    "earlier_not_answered": (
        "先前的申请尚未作出答复，不属于重复申请，应当一并办理。",
        "The earlier application is not answered yet: this is no repetition, handle both together.",
    ),
    "one_earlier_case": ("一份答复只能指向一件先前的申请。", "A reply can name one earlier case only."),
    # the counter
    "not_on_the_spot": ("当场答复限于收到申请的当日。", "An answer on the spot is given on the day of receipt."),
    "not_for_the_spot": (
        "本机关未将此类答复列为可以当场答复的事项。",
        "The agency has not named this outcome as one to be answered on the spot.",
    ),
    # excessive applications
    "no_excess_rule": (
        "本申请适用的条例没有要求说明理由的规定。",
        "The Regulation this application is under has no rule on asking for reasons.",
    ),
    "reasons_already_asked": ("已经要求申请人说明理由。", "Reasons have been asked for already."),
    "reasons_not_asked": ("尚未要求申请人说明理由。", "No reasons were asked for."),
    "reasons_on_record": ("申请人的理由已经登记。", "The reasons are on record already."),
    "reasons_already_judged": ("理由已经作出认定。", "The reasons have been judged already."),
    "reasons_period_runs": (
        "说明理由的期限尚未届满，申请人也未说明理由。",
        "No reasons have come, and the period to give them has not ended.",
    ),
    "delay_without_reasons": ("理由不合理的，不适用延迟答复。", "Only good reasons are met with a delayed limit."),
    "delay_beyond_policy": ("延迟天数超过本机关规定的上限。", "The delay is longer than the agency's policy allows."),
    "excessive_without_reasons": (
        "须先要求申请人说明理由并认定理由不合理，方可不予处理。",
        "Reasons must be asked for and found not good before the application is left unprocessed.",
    ),
    "unclear_without_correction": (
        "须经补正后仍不明确，方可以此答复。",
        "Only an application that was corrected, and is still unclear, can be answered so.",
    ),
    # extension
    "no_extension_proposed": ("没有待同意的延期建议。", "No extension is proposed."),
    "own_extension": ("延期建议人不得同意自己的建议。", "Who proposed an extension cannot consent to it."),
    "extension_not_consented": ("延期尚未经同意。", "The extension has not been consented to."),
    "extension_already_notified": ("延期已经告知申请人。", "The applicant was told of the extension already."),
    # fee
    "no_fee_rule": (
        "本申请适用的规定没有信息处理费，或者该规定尚未施行。",
        "The law this application is under knows no processing fee, or none yet on that day.",
    ),
    "fee_already_notified": (
        "收费通知已经发出；按件、按量只能择一计收，不得再次计收。",
        "A fee notice was sent already; a fee is counted once, per item or per page, never both.",
    ),
    "fee_notice_too_late": (
        "收费通知应当在答复期限内发出，期限已过。",
        "A fee notice must be sent inside the limit to answer, which has passed.",
    ),
    "nothing_to_charge": ("未超出免费数量，不收取信息处理费。", "The quantity is free of charge."),
    "no_fee_notified": ("办件不在待缴费状态。", "No fee is awaited."),
    "fee_delivery_on_record": ("收费通知的送达日期已经登记。", "The delivery of the fee notice is on record already."),
    "payment_period_runs": ("缴费期限尚未届满。", "The period to pay has not ended."),
    "payment_after_the_end": (
        "逾期未缴费，申请已视为放弃，不能再登记缴费。",
        "The application counts as abandoned; a payment can no longer be taken.",
    ),
    "method_not_for_applicants": ("对申请人不得公告送达。", "An applicant is not served by public notice."),
    # consultation
    "no_document_to_ask_about": ("尚无检索到的文件可以征求意见。", "Nothing has been found to ask about."),
    "no_joint_rule": (
        "本申请适用的条例没有共同制作机关视为同意的规定。",
        "The Regulation this application is under has no rule on co-producing agencies.",
    ),
    "no_consultation": ("本办件没有征求意见。", "Nobody was consulted in this case."),
    "no_such_consultation": ("没有这一征求意见。", "There is no such consultation."),
    "consultation_delivery_on_record": ("征求意见书的送达日期已经登记。", "The delivery is on record already."),
    "delivered_after_answer": ("送达日期不得晚于答复日期。", "The letter cannot have arrived after it was answered."),
    "consultation_over": ("该征求意见已经结束。", "This consultation is over."),
    "no_attempt_on_record": (
        "公告送达前，应当先登记未能送达的情况。",
        "A public notice needs an attempt on record that failed.",
    ),
    "position_on_record": ("该文件的意见已经登记。", "The position on this document is on record already."),
    "extension_overtaken": (
        "同意延期后答复期限已经重新计算，该延期不再适用；需要延期的，请重新提出。",
        "The limit has begun anew since the consent; this extension has no effect. Propose it again if needed.",
    ),
    "document_not_asked_about": ("文件不在征求意见的范围内。", "This document was not asked about."),
    "no_objection": ("没有不同意公开的意见。", "Nobody objected."),
    "no_objection_to_document": ("该文件没有不同意公开的意见。", "Nobody objected to this document."),
    "objection_binds": (
        "依照2007年条例，第三方不同意公开的，不得公开，但不公开可能对公共利益造成重大影响的除外。",
        "Under the Regulation of 2007 a third party's objection binds, except against a grave public interest.",
    ),
    "override_is_duty": (
        "依照2007年条例，不公开可能对公共利益造成重大影响的，应当予以公开，不得以第三方权益为由不予公开。",
        "Under the Regulation of 2007 what a grave public interest wants known must be disclosed.",
    ),
    "consultation_open": (
        "征求意见尚未结束，不能决定公开。",
        "A consultation is open; nothing is disclosed yet.",
    ),
    "objection_not_weighed": (
        "不同意公开的意见尚未作出认定。",
        "An objection has not been weighed yet.",
    ),
    "objection_stands": (
        "第三方不同意公开且有合理理由，不得公开。",
        "The objection has reasonable grounds; the document is not disclosed.",
    ),
    "approval_missing": ("依法须经批准的信息，未经批准不得公开。", "The law wants an approval that was not given."),
    # referral
    "referral_open": (
        "报请确定尚未答复，信息不得公开。",
        "What was referred stays closed until it is determined.",
    ),
    "determination_contradicted": ("审查结论与主管部门的确定不一致。", "The review contradicts what was determined."),
    "no_referral_open": ("没有待答复的报请。", "No referral is open."),
    "no_such_referral": ("没有这一报请，或者已经答复。", "There is no such referral, or it is answered."),
    # items
    "no_such_item": ("所指事项不在申请事项之内。", "There is no such item."),
    "document_without_item": ("有文件未归入任何申请事项。", "A document belongs to none of the items."),
    "ground_not_found": ("主要依据不在审查所列依据之内。", "The main ground is none of those the review named."),
    # signing
    "not_your_stage": ("答复稿目前不在您的审批环节。", "The draft does not lie at your stage."),
    "signed_already": ("同一人不得在同一审批链中签署两次。", "Nobody signs twice in one chain."),
    "unknown_delegate": (
        "受委托人不是本机关在岗的办理人员。",
        "The delegate is not active in your agency, or takes no part in handling.",
    ),
    "legality_missing": (
        "合法性审查须就事实证据、依据、程序分别给出意见。",
        "The legality review gives its findings on facts, legal basis and procedure.",
    ),
    "legality_not_asked": ("目前不是合法性审查环节。", "This is not the stage of the legality review."),
    "legality_not_given": (
        "合法性审查未全部通过，只能退回。",
        "The legality review does not hold throughout; the draft can only be returned.",
    ),
    # printing
    "letter_unknown": ("没有这一文书。", "There is no such letter."),
    "letter_not_asked": ("只有送达回证需要指明文书。", "Only a return slip names a letter."),
    # after the reply
    "nothing_to_contest": (
        "答复尚未作出且未逾期，没有可以复议、诉讼或者投诉的行为。",
        "There is no reply yet and it is not overdue: nothing can be contested.",
    ),
    "no_remedy_pending": ("没有尚未审结的复议、诉讼或者投诉。", "No remedy is pending."),
    "no_such_remedy": ("没有这一复议、诉讼或者投诉，或者已经审结。", "There is no such remedy, or it is decided."),
    "no_remedy_date": ("没有尚待完成的期日。", "No date of a remedy is to be kept."),
    "no_such_remedy_date": (
        "没有这一期日，或者已经完成，或者所属案件已经审结。",
        "There is no such date, or it was kept, or its remedy is decided.",
    ),
    "remedy_date_too_far": ("期日距今超过一年，请核对。", "The date lies more than a year ahead; check it."),
    "order_without_correction": (
        "结果维持的，不存在重新答复的要求。",
        "A reply that was upheld is not ordered to be given anew.",
    ),
    "order_needs_one_limit": (
        "重新答复的期限须为工作日数或者截止日期之一。",
        "The ordered limit is a number of working days or a last day, exactly one of them.",
    ),
    "order_in_the_past": ("重新答复的截止日应当晚于送达日。", "The last day must lie after the day of service."),
    "nothing_withheld": ("没有不予公开的信息需要重新评估。", "Nothing is withheld."),
    "document_not_withheld": ("该文件没有不予公开的内容。", "Nothing of this document is withheld."),
    "nothing_to_publish": ("没有可以转为主动公开的信息。", "There is nothing that could be published."),
    "document_not_disclosed": (
        "只有已经全部公开的文件可以转为主动公开。",
        "Only a document that was disclosed whole can be published.",
    ),
    "already_published": ("文件已经转为主动公开。", "The document is published already."),
    "nothing_to_file": ("没有需要备案的不予公开决定。", "There is no refusal to file."),
    "already_filed": ("不予公开决定已经备案。", "The refusal is filed already."),
}
