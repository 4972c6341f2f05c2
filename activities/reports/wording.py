"""The words of the annual report, exactly as 国办公开办函〔2021〕30号 has them."""

from schemas import words_annual
from schemas.annual import AnnualContent

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
ROWS = {row: chinese for row, (chinese, _) in words_annual.ANNUAL_ROWS.items()}
APPLICANTS = "申请人情况"
ORGANISATIONS = "法人或其他组织"
COLUMNS = {column: chinese for column, (chinese, _) in words_annual.ANNUAL_COLUMNS.items()}
REMEDY_COLUMNS = {column: chinese for column, (chinese, _) in words_annual.REMEDY_COLUMNS.items()}
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
