"""What administrative acts are called. Chinese first, English beside."""

from schemas.administration import ActKind
from schemas.words import Word

ACTS: dict[ActKind, Word] = {
    ActKind.AGENCY_ADDED: ("新增机关", "agency added"),
    ActKind.AGENCY_CHANGED: ("变更机关信息", "agency changed"),
    ActKind.POLICY_CHANGED: ("修改办理政策", "policy changed"),
    ActKind.STAFF_ADDED: ("新增人员", "person added"),
    ActKind.STAFF_CHANGED: ("变更人员", "person changed"),
    ActKind.PASSWORD_GIVEN: ("发放一次性密码", "password given"),
    ActKind.SECOND_FACTOR_REMOVED: ("解除二次验证", "second factor removed"),
    ActKind.SESSIONS_ENDED: ("强制退出登录", "signed out"),
    ActKind.TOKEN_MADE: ("生成访问令牌", "token made"),
    ActKind.TOKEN_REVOKED: ("吊销访问令牌", "token revoked"),
    ActKind.WEBHOOK_ADDED: ("新增推送地址", "webhook added"),
    ActKind.WEBHOOK_REMOVED: ("移除推送地址", "webhook removed"),
    ActKind.DELIVERIES_RESENT: ("重发通知", "deliveries sent again"),
    ActKind.TEMPLATE_CHANGED: ("修改文书模板", "template changed"),
    ActKind.TEMPLATE_RESET: ("恢复标准模板", "template reset"),
    ActKind.CALENDAR_PROPOSED: ("提出工作日安排", "calendar proposed"),
    ActKind.CALENDAR_APPROVED: ("批准工作日安排", "calendar approved"),
    ActKind.CALENDAR_APPROVED_ALONE: ("批准本人提出的工作日安排", "calendar approved by who proposed it"),
    ActKind.SCHEDULE_PAUSED: ("暂停简报", "schedule paused"),
    ActKind.SCHEDULE_RESUMED: ("恢复简报", "schedule resumed"),
    ActKind.SCHEDULE_RUN: ("即时制作简报", "digest run"),
    ActKind.SCHEDULE_BACKFILLED: ("补制简报", "digests back-filled"),
    ActKind.RETENTION_SET: ("设定保管期限", "retention set"),
    ActKind.HOLD_PLACED: ("暂停销毁", "hold placed"),
    ActKind.HOLD_RELEASED: ("解除暂停销毁", "hold released"),
    ActKind.DESTRUCTION_PROPOSED: ("提出销毁清册", "destruction proposed"),
    ActKind.DESTRUCTION_APPROVED: ("批准销毁清册", "destruction approved"),
    ActKind.CASES_IMPORTED: ("导入办件", "cases imported"),
    ActKind.RECORD_EXPORTED: ("导出全部办件", "whole record exported"),
}
