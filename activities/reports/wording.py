"""The words of the annual report, exactly as 国办公开办函〔2021〕30号 has them."""

from schemas.annual import AnnualColumn, AnnualContent, AnnualRow, RemedyColumn

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
APPENDIX = "附表：各机关收到和处理政府信息公开申请情况"
NOT_ENTERED = "（尚未填报）"
DRAFT = "（草稿，未经审定）"
RESULTS = "三、本年度办理结果"
GROUPS = {
    "3.3": "（三）不予公开",
    "3.4": "（四）无法提供",
    "3.5": "（五）不予处理",
    "3.6": "（六）其他处理",
}
"""Heads of groups of leaves, without numbers of their own."""
ROWS = {
    AnnualRow.NEW: "一、本年新收政府信息公开申请数量",
    AnnualRow.CARRIED_OVER: "二、上年结转政府信息公开申请数量",
    AnnualRow.DISCLOSED: "（一）予以公开",
    AnnualRow.PARTLY_DISCLOSED: "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    AnnualRow.STATE_SECRET: "1.属于国家秘密",
    AnnualRow.FORBIDDEN_BY_LAW: "2.其他法律行政法规禁止公开",
    AnnualRow.SECURITY_AND_STABILITY: "3.危及“三安全一稳定”",
    AnnualRow.THIRD_PARTY: "4.保护第三方合法权益",
    AnnualRow.INTERNAL_AFFAIRS: "5.属于三类内部事务信息",
    AnnualRow.PROCESS_INFORMATION: "6.属于四类过程性信息",
    AnnualRow.ENFORCEMENT_FILE: "7.属于行政执法案卷",
    AnnualRow.SPECIAL_REGISTER: "8.属于行政查询事项",
    AnnualRow.NOT_HELD: "1.本机关不掌握相关政府信息",
    AnnualRow.NEEDS_MAKING: "2.没有现成信息需要另行制作",
    AnnualRow.STILL_UNCLEAR: "3.补正后申请内容仍不明确",
    AnnualRow.PETITION: "1.信访举报投诉类申请",
    AnnualRow.REPEATED: "2.重复申请",
    AnnualRow.PUBLICATION: "3.要求提供公开出版物",
    AnnualRow.EXCESSIVE: "4.无正当理由大量反复申请",
    AnnualRow.CONFIRMATION_SOUGHT: "5.要求行政机关确认或重新出具已获取信息",
    AnnualRow.NOT_CORRECTED: "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    AnnualRow.FEE_UNPAID: "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    AnnualRow.OTHER: "3.其他",
    AnnualRow.RESULTS: "（七）总计",
    AnnualRow.CARRIED_TO_NEXT: "四、结转下年度继续办理",
}
APPLICANTS = "申请人情况"
ORGANISATIONS = "法人或其他组织"
COLUMNS = {
    AnnualColumn.NATURAL_PERSON: "自然人",
    AnnualColumn.BUSINESS: "商业企业",
    AnnualColumn.RESEARCH: "科研机构",
    AnnualColumn.PUBLIC_BENEFIT: "社会公益组织",
    AnnualColumn.LEGAL_SERVICE: "法律服务机构",
    AnnualColumn.OTHER: "其他",
    AnnualColumn.TOTAL: "总计",
}
REMEDY_COLUMNS = {
    RemedyColumn.UPHELD: "结果维持",
    RemedyColumn.CORRECTED: "结果纠正",
    RemedyColumn.OTHER: "其他结果",
    RemedyColumn.PENDING: "尚未审结",
    RemedyColumn.TOTAL: "总计",
}
RECONSIDERATION, SUITS = "行政复议", "行政诉讼"
DIRECT_SUIT, SUIT_AFTER = "未经复议直接起诉", "复议后起诉"


def title_of(content: AnnualContent) -> str:
    """示例市住房和城乡建设局2026年政府信息公开工作年度报告."""
    return f"{content.agency}{content.year}年政府信息公开工作年度报告"


def fees_of(content: AnnualContent) -> str:
    """The sentence about fees that belongs under 六 (国办函〔2020〕109号: income is reported)."""
    if not content.fees.applications:
        return f"{content.year}年未收取政府信息公开信息处理费。"
    paid = content.fees
    return f"{content.year}年依法收取政府信息公开信息处理费{paid.applications}件，共计{paid.yuan}元。"


def texts_of(content: AnnualContent) -> dict[str, tuple[str, ...]]:
    """The paragraphs under each heading that has text."""
    one, _, _, _, five, six = HEADINGS
    more = [text for text in (content.assessment, content.other) if text]
    return {
        one: _paragraphs(content.overview or NOT_ENTERED),
        five: _paragraphs(content.problems or NOT_ENTERED),
        six: (fees_of(content), *_paragraphs("\n".join(more))),
    }


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
