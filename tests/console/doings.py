"""What is sent to the console when somebody tries everything: for each address a form that would be taken as it is."""

from collections.abc import Mapping, Sequence

from api.cli.setup import SAMPLE_AGENCY, sample_member
from api.console.administration.policy import mark_of
from tests.api.office import today
from tests.console.at_work import FORM
from tests.console.test_matrix import NOBODYS

Form = Mapping[str, str]
GUESS = "a guess, and a wrong one"
NUMBER = {"identity_number": "110101199003070011"}
SEEN = {"seen": mark_of(SAMPLE_AGENCY.policy)}
BELOW = {
    "code": "北",
    "name": "示例北区住房和城乡建设局",
    "contact": "010-55550000",
    "reconsideration_body": "示例市人民政府",
    "court": "示例市人民法院",
}
OLD = {"expected_version": "{seen_version}"}
"""The version of the case that was seen."""
WORD = {"result": "disclose"}
ACCOUNT: Mapping[str, Form] = {
    "/account/absences": {"first_day": str(today()), "last_day": str(today()), "substitute": "{staff_id}"},
    "/account/absences/withdraw": {"absence": NOBODYS},
    "/account/identity/off": {"current": GUESS},
    "/account/mail": {"mail": "none"},
    "/account/second-factor": {"current": GUESS},
    "/account/second-factor/codes": {"current": GUESS},
    "/account/second-factor/confirm": {"code": "000000"},
    "/account/second-factor/off": {"current": GUESS},
    "/account/sessions/end": {"session": "0" * 16},
    "/notices/acknowledge": {"id": NOBODYS},
    "/password": {"password": GUESS, "again": "another one"},
    "/sign-in": {"agency": SAMPLE_AGENCY.code, "login": "nobody", "password": GUESS},
}
ADMINISTRATION: Mapping[str, Form] = {
    "/admin/agencies": BELOW,
    "/admin/agencies/{agency_id}": {"contact": "010-55550001"},
    "/admin/calendars": {"source": "示例通知", "off": "2031-06-03", "scope": "all"},
    "/admin/deliveries": {"all": "yes"},
    "/admin/policy": SEEN,
    "/admin/policy/approval/{outcome}": {**SEEN, "stage": "approver"},
    "/admin/policy/ladders/{matter}": {**SEEN, "mode": "own", "days_0": "2", "to_0": "handler"},
    "/admin/retention/holds": {"case": "{case_id}", "reason": "审计"},
    "/admin/retention/holds/{hold_id}/release": {"reason": "审计结束"},
    "/admin/retention/outcomes/{outcome}": {"documents": "10"},
    "/admin/retention/rules": {"documents": "10"},
    "/admin/schedules/backfill": {"period": "weekly", "from": "2026-01-05", "until": "2026-01-12"},
    "/admin/schedules/{period}/pause": {"note": "搬迁"},
    "/admin/staff": {"login": "new-one", "name": "周承办", "roles": "handler"},
    "/admin/staff/{staff_id}": {"name": sample_member("handler2").name, "roles": "handler"},
    "/admin/staff/{staff_id}/active": {"active": "yes"},
    "/admin/templates/{name}": {"text": "您的申请已收到。"},
    "/admin/tokens": {"staff": "{staff_id}", "label": "报表程序", "days": "90"},
    "/admin/webhooks": {"url": "https://hooks.example.gov.cn/daylight"},
}
CASES: Mapping[str, Form] = {
    "/cases/applicant": NUMBER,
    "/cases/{case_id}/letters/{letter_id}": OLD,
    "/cases/{case_id}/reply": {**OLD, "step": "issue_reply"},
    "/cases/{case_id}/reply/documents": OLD,
    "/cases/{case_id}/reply/wording": {**OLD, "paragraphs": "经查，所申请的信息已经公开。", "closing": "特此告知。"},
    "/cases/{case_id}/review": {**WORD, "do": "say", "documents": "{document_id}"},
    "/cases/{case_id}/review/{document_id}": {**WORD, "first": "1", "last": "1"},
    "/cases/{case_id}/review/{document_id}/{number}": {**WORD, "version": "0"},
    "/cases/{case_id}/review/{document_id}/{number}/findings": {
        "decide": "reject:document",
        "document": "{document_id}",
    },
    "/cases/{case_id}/steps/{step}": OLD,
    "/inquiries": {"channel": "telephone", "asked_on": str(today()), "asked": "办理时限", "answered": "二十个工作日"},
    "/own-records/{own_record_id}/steps/{own_step}": {"expected_version": "1", "found": "登记确有错误。"},
    "/register": FORM,
    "/register/alike": FORM,
}
OVERSIGHT: Mapping[str, Form] = {
    "/oversight/annual/{year}/adopt": {"reason": "更正"},
    "/oversight/annual/{year}/entries": {"expected_version": "0"},
    "/oversight/calendar/feeds": {"scope": "mine"},
}
SAID: Mapping[str, Form] = {**ACCOUNT, **ADMINISTRATION, **CASES, **OVERSIGHT, "/apply/{agency}": FORM}
"""What a form says besides its token and key; nothing where it says no more."""
WITH_FILE = frozenset(
    {
        "/admin/calendars/file",
        "/cases/{case_id}/documents",
        "/cases/{case_id}/reply/documents",
        "/own-records/{own_record_id}/documents",
    }
)
BY_THE_STEP = "by the step"
"""What a cell says where the table of the steps decides."""
STEP_OF: Mapping[str, tuple[str, str]] = {
    "/cases/{case_id}/reply": ("Who may take which step", "issue_reply"),
    "/cases/{case_id}/steps/{step}": ("Who may take which step", "accept"),
    "/own-records/{own_record_id}/steps/{own_step}": ("Who may take which step of a request for correction", "examine"),
}
"""Which step is tried at an address that takes several: the heading of its table, and its name there."""
LAST: Sequence[str] = ("/sign-out",)
"""What ends the session of who does it."""
