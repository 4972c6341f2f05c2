"""What a refused person reads, by code: Chinese first, English beside it. One catalogue for API, console and CLI."""

from schemas.errors import DaylightError, Problem
from schemas.messages_accounts import ACCOUNT_MESSAGES
from schemas.messages_administration import ADMINISTRATION_MESSAGES
from schemas.messages_annual import ANNUAL_MESSAGES
from schemas.messages_clock import CLOCK_MESSAGES
from schemas.messages_console import CONSOLE_MESSAGES
from schemas.messages_digests import DIGEST_MESSAGES
from schemas.messages_documents import DOCUMENT_MESSAGES
from schemas.messages_figures import FIGURES_MESSAGES
from schemas.messages_keeping import KEEPING_MESSAGES
from schemas.messages_law import LAW_MESSAGES
from schemas.messages_moving import MOVING_MESSAGES
from schemas.messages_notices import NOTICE_MESSAGES
from schemas.messages_oversight import OVERSIGHT_MESSAGES
from schemas.messages_portal import PORTAL_MESSAGES
from schemas.messages_post import POST_MESSAGES
from schemas.messages_review import REVIEW_MESSAGES
from schemas.messages_search import SEARCH_MESSAGES
from schemas.messages_security import SECURITY_MESSAGES
from schemas.messages_stack import STACK_MESSAGES
from schemas.messages_status import STATUS_MESSAGES

MESSAGES: dict[str, tuple[str, str]] = {
    **ANNUAL_MESSAGES,
    **CLOCK_MESSAGES,
    **DIGEST_MESSAGES,
    **DOCUMENT_MESSAGES,
    **FIGURES_MESSAGES,
    **KEEPING_MESSAGES,
    **LAW_MESSAGES,
    **MOVING_MESSAGES,
    **NOTICE_MESSAGES,
    **OVERSIGHT_MESSAGES,
    **ACCOUNT_MESSAGES,
    **ADMINISTRATION_MESSAGES,
    **CONSOLE_MESSAGES,
    **PORTAL_MESSAGES,
    **POST_MESSAGES,
    **REVIEW_MESSAGES,
    **SEARCH_MESSAGES,
    **SECURITY_MESSAGES,
    **STACK_MESSAGES,
    **STATUS_MESSAGES,
    # the state of the case
    "not_registered": ("本办件尚未登记。", "This case is not registered yet."),
    "already_registered": ("本申请已登记，不得重复登记。", "This application is already registered."),
    "case_closed": ("本办件已办结，不能再办理。", "This case is closed; nothing more can be done to it."),
    "case_stopped": (
        "本办件的记录与流程不一致，已停止办理，请联系系统管理员。",
        "The record and the engine disagree; this case is stopped until an administrator has looked.",
    ),
    "stale_version": (
        "办件已被他人更新，请查看最新状态后再办理。",
        "The case has moved on since you saw it; look at its present state and try again.",
    ),
    "role_not_permitted": ("您的岗位不能办理此步骤。", "Your role does not carry this step."),
    "receipt_not_fixed": ("收到申请之日尚未确定，期限未起算。", "The date of receipt is not fixed yet; no limit runs."),
    "receipt_already_fixed": ("收到申请之日已经确定。", "The date of receipt is already fixed."),
    "not_awaiting_acceptance": ("办件不在待受理状态。", "The case is not awaiting acceptance."),
    "reply_already_issued": ("答复已经制发。", "The reply has already been issued."),
    "correction_already_requested": (
        "补正应当一次性告知，已经告知过补正。",
        "Correction must be asked for once and for everything; it has been asked for already.",
    ),
    "correction_notice_too_late": (
        "已超过收到申请之日起七个工作日的补正告知期限。",
        "The seven working days for the correction notice have passed.",
    ),
    "no_correction_requested": ("办件不在待补正状态。", "No correction is awaited."),
    "correction_late_without_reason": (
        "已超过补正期限；须说明正当理由方可接收。",
        "The period to correct has passed; a good reason must be given to accept a late correction.",
    ),
    "correction_period_runs": ("补正期限尚未届满。", "The period to correct has not ended yet."),
    "not_in_hand": ("办件不在办理中。", "The case is not in hand."),
    "no_document_to_review": ("尚无待审查的文件。", "There is no document to review."),
    "documents_unreviewed": (
        "公开前须完成审查：尚有文件未审查。",
        "Every document must be reviewed before a reply is drafted.",
    ),
    "not_found_without_search": (
        "须经检索方可答复信息不存在。",
        "Only after a recorded search can a reply say that the information does not exist.",
    ),
    "outcome_contradicts_review": (
        "答复结论与检索、审查结果不一致。",
        "The outcome contradicts what was found and reviewed.",
    ),
    "nothing_to_approve": ("没有待审批的答复稿。", "There is no draft waiting for approval."),
    "already_approved": ("答复稿已经审批，只能退回。", "The draft is approved already; it can only be returned."),
    "approver_is_drafter": ("拟稿人不得审批自己拟写的答复。", "Nobody approves what he drafted."),
    "reply_not_approved": ("答复稿未经审批，不得制发。", "A reply must be approved before it is issued."),
    "reply_not_issued": ("答复尚未制发，不能送达。", "A reply must be issued before it is delivered."),
    "letter_incomplete": ("文书缺少法定内容，未能制发。", "The letter lacks mandatory content and was not issued."),
    "letter_failed": ("文书制作失败，步骤未生效。", "The letter could not be made; the step has not happened."),
    # letter templates of an agency
    "template_malformed": ("模板语法有误。", "The template is malformed."),
    "template_construct_unknown": (
        "模板使用了不允许的写法：只能使用输出、if、for（不得嵌套）以及 ended、one_line。",
        "The template uses what is not allowed: only output, if, for (not nested), ended and one_line are.",
    ),
    "template_name_unknown": ("模板使用了该文书没有的名称。", "The template uses a name this letter does not have."),
    "template_row_malformed": (
        "表格行须写作 | 标签 | 内容 |。",
        "A row of the table must be written as | label | value |.",
    ),
    "template_has_two_tables": ("一份文书只能有一张表格。", "A letter can have one table only."),
    "template_without_title": (
        "模板须有且只有一个标题（以 # 开头的一行）。",
        "The template must have one title, a line that begins with #, and no second one.",
    ),
    "template_too_long": ("模板或者据以生成的文书过长。", "The template, or a letter made by it, is too long."),
    "template_fails": ("模板无法填充。", "The template cannot be filled in."),
    "template_incomplete": (
        "按该模板生成的文书缺少法定内容，缺少的各项见 missing。",
        "Letters by this template lack mandatory content; the member missing names it.",
    ),
    # the final text of a letter, edited as DOCX
    "nothing_to_preview": ("没有可以预览的答复稿。", "There is no draft to look at."),
    "final_text_unreadable": (
        "无法读取终稿：须为未加密、不含宏、未损坏的 DOCX 文件。",
        "The final text cannot be read: it must be a sound DOCX without password and macros.",
    ),
    "final_text_tracked_changes": (
        "终稿含有尚未接受或者拒绝的修订。",
        "The final text has tracked changes that are neither accepted nor rejected.",
    ),
    "final_text_linked": (
        "终稿链接了文件以外的内容，请改为直接写入。",
        "The final text links to content outside the file; write it in instead.",
    ),
    "final_text_table": (
        "终稿的表格须为一张两列、无合并单元格的表格。",
        "The final text may have one table, of two columns without merged cells.",
    ),
    "final_text_not_plain": (
        "终稿含有不能照录的内容（图片、文本框、脚注、公式、自动编号、隐藏或者删除线文字、上下标、页眉），请改为普通文字。",
        "The final text has pictures, text boxes, footnotes, automatic numbers or hidden text; plain text only.",
    ),
    "final_text_fixed_part": (
        "终稿改动了由系统填写的内容（机关名称、编号、收件人、署名、日期、附注），或者在署名之后另有文字。",
        "The final text changes what the system fills in, such as the addressee, or goes on below the signature.",
    ),
    "final_text_incomplete": (
        "终稿缺少法定内容，缺少的各项见 missing。",
        "The final text lacks mandatory content; the member missing names it.",
    ),
    # what a step says
    "unknown_handler": ("承办人不是本机关的在岗承办人员。", "This is not an active handler of your agency."),
    "date_in_future": ("日期不得晚于今天。", "The date lies in the future."),
    "date_before_receipt": ("日期不得早于其所答复行为的日期。", "The date lies before the receipt or act it follows."),
    "date_before_issue": ("送达日期不得早于答复制发日期。", "The date lies before the reply was issued."),
    "respond_by_not_after_notice": ("补正截止日应当晚于告知日。", "The last day to correct must lie after the notice."),
    "respond_by_too_far": ("补正期限不合理地长。", "The period to correct is unreasonably long."),
    "correction_not_late": ("补正未逾期，无需说明理由。", "The correction is not late; no reason is needed."),
    "document_named_twice": ("同一文件重复列出。", "A document is named twice."),
    "document_already_found": ("文件已在检索结果中。", "A document is already among those found."),
    "document_not_of_case": ("文件不属于本办件。", "The document does not belong to this case."),
    "grounds_missing": ("不予公开须列明依据。", "Withholding needs its grounds."),
    "reason_missing": ("不予公开须说明理由。", "Withholding needs a reason."),
    "provision_missing": (
        "依其他法律、行政法规禁止公开的，理由中须写明法律、行政法规名称（用书名号）及条款。",
        "When another law forbids disclosure, the reason must name the provision, its title in book-title marks.",
    ),
    "grounds_without_withholding": ("予以公开的文件不应列不予公开依据。", "A disclosed document has no grounds."),
    "ground_named_twice": ("同一依据重复列出。", "A ground is named twice."),
    "comment_missing": ("退回须附意见。", "Sending something back needs a comment."),
    # a change of the calendar
    "calendar_empty": ("安排中没有任何日期。", "The arrangement names no day."),
    "calendar_file_unreadable": (
        "无法读取文件：须为 UTF-8 编码的 CSV（列名 date,working）或者 JSON。",
        "The file cannot be read: it must be CSV with the columns date,working or JSON, in UTF-8.",
    ),
    "calendar_line_invalid": (
        "日期须写作 2027-02-08，working 须为 yes 或者 no。",
        "The date must be written like 2027-02-08, and working must be yes or no.",
    ),
    "calendar_day_twice": ("同一日期重复列出。", "A day is named twice."),
    "calendar_contradiction": ("同一日期既放假又上班。", "A day is named as off and as working."),
    "calendar_other_year": (
        "日期不在所安排的年度内（元旦可涉及上年12月24日以后）。",
        "A day lies outside the year arranged (New Year may reach back to 24 December).",
    ),
    "calendar_holiday_missing": (
        "元旦、劳动节或者国庆节未放假，安排不完整。",
        "New Year, Labour Day or National Day is not off; the arrangement is not complete.",
    ),
    "calendar_implausible": (
        "放假与调休天数不合常理，请核对安排是否完整。",
        "No year has so many days off less make-up days; check whether the arrangement is complete.",
    ),
    "calendar_year_not_held": (
        "程序库 holidays 尚无该年度的国务院安排，请导入文件。",
        "The package holidays does not hold the official arrangement of this year; import a file.",
    ),
    "calendar_changes_nothing": ("与现行日历相同，无需变更。", "It is the calendar in force; nothing changes."),
    "calendar_outdated": (
        "该日历提出后另有日历生效，请重新导入。",
        "Another calendar has come into force since this one was proposed; import it again.",
    ),
    "calendar_for_all": (
        "全国日历由无上级机关的机关的系统管理员提出和批准。",
        "A nation-wide calendar is for an administrator of an agency that has none above it.",
    ),
    "calendar_days_without_effect": (
        "下列日期列出与否并无差别（周末放假或者平日上班）。",
        "These days change nothing by being named: weekends off, or weekdays with work.",
    ),
    "calendar_unusual_number": (
        "放假天数与法定天数不符，请核对。",
        "The days off are not as many as the statutory holidays; please check.",
    ),
    "calendar_agencies_with_their_own": (
        "下列机关使用本机关日历，不随全国日历变更。",
        "These agencies count by a calendar of their own and do not follow this one.",
    ),
    # inquiries and own records
    "inquiry_applied_already": (
        "该咨询已转为另一内容的申请。",
        "This inquiry has become an application with other content already.",
    ),
    "records_not_examined": (
        "须经核实方可决定更正或者不予更正。",
        "The facts must be examined before it is decided whether to correct.",
    ),
    # input in general
    "missing_field": ("缺少必填字段。", "A required field is missing."),
    "foreign_field": ("存在未知字段。", "A field is not known here."),
    "invalid_field": ("字段内容无效。", "A field is not valid."),
    "invalid_json": ("请求正文不是有效的 JSON。", "The body is not valid JSON."),
    "unknown_step": ("未知的步骤。", "There is no such step."),
    "control_characters": ("文本含有控制字符。", "The text contains control characters."),
    "contact_missing": ("须提供至少一种联系方式。", "At least one way to reach the applicant is needed."),
    "idempotency_key_missing": ("缺少 Idempotency-Key 请求头。", "The header Idempotency-Key is missing."),
    "idempotency_key_invalid": (
        "Idempotency-Key 须为 1 至 200 个可打印 ASCII 字符，且不以 daylight: 开头。",
        "Idempotency-Key must be 1 to 200 printable ASCII characters and not begin with daylight:.",
    ),
    "idempotency_key_reused": (
        "此前已经以同一编号（Idempotency-Key）提交过内容不同的请求，本次未办理。如属另一次提交，请核对后重新提交。",
        "This Idempotency-Key was used for a request with other content. If this is another one, send it again.",
    ),
    "cursor_invalid": ("分页游标无效。", "The page cursor is not valid."),
    # documents
    "document_empty": ("文件为空。", "The file is empty."),
    "document_broken": ("文件已损坏或不完整。", "The file is broken or incomplete."),
    "document_type_unknown": ("不支持的文件类型。", "This type of file is not accepted."),
    "document_too_large": ("文件超过大小上限。", "The file is larger than allowed."),
    "document_corrupt": ("所存文件与其哈希不符。", "The stored document does not match its hash."),
    "document_not_found": ("文件库中没有该文件。", "The document is not in the store."),
    # who and where
    "unauthorized": ("请先登录；程序须出示有效的访问令牌。", "Sign in first; a program needs a valid bearer token."),
    "not_found": ("没有此项，或您无权查看。", "There is no such thing, or you may not see it."),
    "method_not_allowed": ("此地址不支持该方法。", "This address does not support the method."),
    "agency_code_taken": ("机关代字已被使用。", "Another agency has this code."),
    "agency_unknown": ("没有该机关。", "There is no such agency."),
    "login_taken": ("该机关已有此登录名。", "The agency has a member of staff with this login."),
    "staff_unknown": ("没有该人员。", "There is no such member of staff."),
    # parts that are away
    "database_unavailable": ("数据库暂不可用，请稍后重试。", "PostgreSQL is away; try again shortly."),
    "database_conflict": (
        "其他操作正在处理相同数据，请稍后重试。",
        "Something else was at work on the same data; nothing was changed, try again shortly.",
    ),
    "build_not_current": (
        "工作进程已启动，但其版本尚未设为当前版本，流程引擎不向其派发任务。",
        "Workers are there, but of no build that is current: Temporal gives them no tasks.",
    ),
    "engine_unavailable": ("流程引擎暂不可用，请稍后重试。", "Temporal is away; try again shortly."),
    "answer_pending": (
        "正在办理，尚未完成。请稍后原样再提交一次，不会重复办理（接口：使用相同的 Idempotency-Key）。",
        "Still at work. Send it again as it is in a moment; it takes effect once (API: same Idempotency-Key).",
    ),
    "documents_unavailable": ("文件库暂不可用，请稍后重试。", "The document store is away; try again shortly."),
    # the engine itself
    "internal_error": ("系统内部错误，已记录。", "An internal error; it has been logged."),
    "calendar_unknown": ("该版本的工作日历从未发布。", "No calendar of this version was ever published."),
    "no_abandonment_rule": (
        "受理时适用的条例没有视为放弃申请的规定。",
        "The Regulation this application falls under knows no abandonment.",
    ),
    "record_conflict": ("该序号下已有不同的事件。", "Another event stands under this number."),
}


def _english(article: str) -> str:
    return f"art. {article}" if article[0].isdigit() else article


def problem_of(error: DaylightError) -> Problem:
    """The error as it is told to a caller. A code without a text is a bug, so it raises ``KeyError``."""
    message, message_en = MESSAGES[error.code]
    if error.article:
        basis = f"第{error.article}条" if error.article[0].isdigit() else error.article
        message, message_en = f"{message}（依据：{basis}）", f"{message_en} ({_english(error.article)})"
    return Problem(
        code=error.code,
        status=error.status,
        message=message,
        message_en=message_en,
        article=error.article,
        field=error.field,
        missing=error.missing,
    )
