"""The rows and columns of the annual report: Chinese exactly as 国办公开办函〔2021〕30号 has them, English beside."""

from schemas.annual import AnnualColumn, AnnualRow, RemedyColumn, RemedyGroup, WhyFaulty
from schemas.vocabulary import ReportRow
from schemas.words import Word

ANNUAL_ROWS: dict[AnnualRow, Word] = {
    AnnualRow.NEW: ("一、本年新收政府信息公开申请数量", "1. new in the year"),
    AnnualRow.CARRIED_OVER: ("二、上年结转政府信息公开申请数量", "2. carried over from last year"),
    AnnualRow.DISCLOSED: ("（一）予以公开", "3.1 disclosed"),
    AnnualRow.PARTLY_DISCLOSED: (
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "3.2 partly disclosed (counted here only)",
    ),
    AnnualRow.STATE_SECRET: ("1.属于国家秘密", "3.3.1 state secret"),
    AnnualRow.FORBIDDEN_BY_LAW: ("2.其他法律行政法规禁止公开", "3.3.2 forbidden by another law"),
    AnnualRow.SECURITY_AND_STABILITY: ("3.危及“三安全一稳定”", "3.3.3 security and stability"),
    AnnualRow.THIRD_PARTY: ("4.保护第三方合法权益", "3.3.4 protection of third parties"),
    AnnualRow.INTERNAL_AFFAIRS: ("5.属于三类内部事务信息", "3.3.5 internal affairs"),
    AnnualRow.PROCESS_INFORMATION: ("6.属于四类过程性信息", "3.3.6 process information"),
    AnnualRow.ENFORCEMENT_FILE: ("7.属于行政执法案卷", "3.3.7 enforcement file"),
    AnnualRow.SPECIAL_REGISTER: ("8.属于行政查询事项", "3.3.8 special register"),
    AnnualRow.NOT_HELD: ("1.本机关不掌握相关政府信息", "3.4.1 not held by this agency"),
    AnnualRow.NEEDS_MAKING: ("2.没有现成信息需要另行制作", "3.4.2 would have to be made"),
    AnnualRow.STILL_UNCLEAR: ("3.补正后申请内容仍不明确", "3.4.3 still unclear after correction"),
    AnnualRow.PETITION: ("1.信访举报投诉类申请", "3.5.1 petition, report, complaint"),
    AnnualRow.REPEATED: ("2.重复申请", "3.5.2 repeated"),
    AnnualRow.PUBLICATION: ("3.要求提供公开出版物", "3.5.3 publication"),
    AnnualRow.EXCESSIVE: ("4.无正当理由大量反复申请", "3.5.4 excessive without good reason"),
    AnnualRow.CONFIRMATION_SOUGHT: (
        "5.要求行政机关确认或重新出具已获取信息",
        "3.5.5 confirmation of what the applicant has",
    ),
    AnnualRow.NOT_CORRECTED: (
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "3.6.1 not corrected in time",
    ),
    AnnualRow.FEE_UNPAID: (
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "3.6.2 fee not paid in time",
    ),
    AnnualRow.OTHER: ("3.其他", "3.6.3 other"),
    AnnualRow.RESULTS: ("（七）总计", "3.7 total of results"),
    AnnualRow.CARRIED_TO_NEXT: ("四、结转下年度继续办理", "4. carried over to next year"),
}
REPORT_ROWS: dict[ReportRow, Word] = {row: ANNUAL_ROWS[AnnualRow(row)] for row in ReportRow}
ANNUAL_COLUMNS: dict[AnnualColumn, Word] = {
    AnnualColumn.NATURAL_PERSON: ("自然人", "natural persons"),
    AnnualColumn.BUSINESS: ("商业企业", "businesses"),
    AnnualColumn.RESEARCH: ("科研机构", "research institutions"),
    AnnualColumn.PUBLIC_BENEFIT: ("社会公益组织", "public benefit organisations"),
    AnnualColumn.LEGAL_SERVICE: ("法律服务机构", "legal services"),
    AnnualColumn.OTHER: ("其他", "others"),
    AnnualColumn.TOTAL: ("总计", "total"),
}
REMEDY_GROUPS: dict[RemedyGroup, Word] = {
    RemedyGroup.RECONSIDERATION: ("行政复议", "reconsideration"),
    RemedyGroup.DIRECT_SUIT: ("行政诉讼，未经复议直接起诉", "suit without reconsideration"),
    RemedyGroup.SUIT_AFTER_RECONSIDERATION: ("行政诉讼，复议后起诉", "suit after reconsideration"),
}
REMEDY_COLUMNS: dict[RemedyColumn, Word] = {
    RemedyColumn.UPHELD: ("结果维持", "upheld"),
    RemedyColumn.CORRECTED: ("结果纠正", "corrected"),
    RemedyColumn.OTHER: ("其他结果", "other"),
    RemedyColumn.PENDING: ("尚未审结", "pending"),
    RemedyColumn.TOTAL: ("总计", "total"),
}
WHY_FAULTY: dict[WhyFaulty, Word] = {
    WhyFaulty.CLOSED_WITHOUT_ROW: ("本年办结而未计入任何结果", "closed in the year without a result row"),
    WhyFaulty.CLOSED_BEFORE_RECEIPT: ("办结早于收到", "closed before it was received"),
    WhyFaulty.NOT_IN_LAST_REPORT: ("结转件不在上年报告中", "carried over, but not in last year's report"),
    WhyFaulty.ONLY_IN_LAST_REPORT: ("上年报告所列，本年并无结转", "in last year's report, but not carried over"),
    WhyFaulty.DIFFERS_FROM_OWN_REPORT: ("与该机关审定的报告不一致", "differs from the agency's adopted report"),
}
