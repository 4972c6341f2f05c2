"""Cases in different phases, each begun under one release and finished under the next: all over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from activities.intake import workflow_id
from activities.own_records import own_workflow_id
from api.examples import APPLICATION
from tests.upgrade.patient import PatientClient

Fields = dict[str, Any]
APPLICATIONS = "/api/applications"
LAWFUL = {"facts_and_evidence": True, "legal_basis": True, "procedure": True, "opinion": "依据正确"}
SAFE = {"note": "密件登记2029-007号", "pages": 12}
OWN_RECORD = {
    "channel": "in_person",
    "person": APPLICATION["applicant"],
    "claim": "名册把本人的家庭人口记为一人，实际为三人。",
    "evidence": "户口簿复印件。",
}
ELSEWHERE = {"outcome": "already_public", "where": "本机关网站"}


@dataclass
class HttpCase:
    """One case as its version and its answers go; it may change its client, as people change servers."""

    client: PatientClient
    place: str = APPLICATIONS
    id: str = ""
    version: int = 0
    state: str = ""
    document: str = ""

    @property
    def path(self) -> str:
        """Its address in the API."""
        return f"{self.place}/{self.id}"

    @property
    def workflow_id(self) -> str:
        """Of its workflow."""
        return workflow_id(self.id) if self.place == APPLICATIONS else own_workflow_id(UUID(self.id))

    async def submit(self) -> None:
        """Enter the application."""
        taken = await self.client.post(self.place, APPLICATION)
        self.id = taken["case_id"]
        self.note(taken)

    async def step(self, name: str, by: str = "handler", **fields: object) -> None:
        """Take a step on the version the last one left."""
        body = {"step": name, "expected_version": self.version, **fields}
        self.note(await self.client.post(f"{self.path}/steps", body, by))

    async def worked(self) -> None:
        """Wait until nothing waits to be read, copied or bound."""
        while (await self.client.get(f"{self.path}/document-work?wait=30"))["waiting"]:
            continue

    async def events(self) -> list[str]:
        """The kinds of its events."""
        return [link["event"]["kind"] for link in await self.client.get(f"{self.path}/events")]

    def note(self, taken: Any) -> None:
        """What an answer says of it."""
        self.version, self.state = taken["version"], taken["state"]


async def received(case: HttpCase) -> None:
    """Begun: entered at the counter."""
    await case.submit()


async def corrected(case: HttpCase) -> None:
    """Finished: its correction arrives; it is accepted and answered."""
    await case.step("receive_correction", content="申请公开幸福里小区改造项目招标文件。")
    await accepted(case)


async def accepted(case: HttpCase) -> None:
    """Finished: accepted and answered."""
    await case.step("accept")
    await answered(case)


async def awaiting_correction(case: HttpCase) -> None:
    """Begun: the applicant was asked to correct it."""
    await case.submit()
    await case.step("request_correction", items=["请写明项目名称。"], guidance="可列明小区名称。")


async def under_review(case: HttpCase) -> None:
    """Begun: a document was found and read, what becomes of it proposed."""
    await case.submit()
    await case.step("accept")
    case.document = await case.client.upload(f"{case.path}/documents", "招标文件.txt", "招标文件正文".encode())
    await case.step("record_search", description="在档案管理系统中检索", documents=[case.document])
    await case.worked()
    await case.step("propose_review", documents=[case.document], result="disclose")


async def reviewed(case: HttpCase) -> None:
    """Finished: what was proposed is confirmed, the copy made, the reply given."""
    await case.step("confirm_review", "reviewer", documents=[case.document], verdict="approve")
    await answered(case, outcome="disclosed")


async def being_signed(case: HttpCase) -> None:
    """Begun: refused, and signed by the first of three."""
    await case.submit()
    await case.step("accept")
    await case.step("record_search", description="查阅机要室登记", unfiled=[SAFE])
    (found,) = (await case.client.get(f"{case.path}/found"))["items"]
    withheld: Fields = {"result": "withhold", "grounds": ["state_secret"], "reason": "系国家秘密。"}
    await case.step("propose_review", documents=[found["document_id"]], **withheld)
    await case.step("confirm_review", "reviewer", documents=[found["document_id"]], verdict="approve")
    await case.step("draft_reply", decision={"outcome": "refused", "reasons": "属于国家秘密。"})
    await case.step("approve_reply", "section", verdict="approve")


async def signed(case: HttpCase) -> None:
    """Finished: the others sign, and it is given."""
    await case.step("approve_reply", "legal", verdict="approve", legality=LAWFUL)
    await case.step("approve_reply", "chief", verdict="approve")
    await given(case)


async def extended(case: HttpCase) -> None:
    """Begun: its time was extended, and the applicant told."""
    await case.submit()
    await case.step("accept")
    await case.step("propose_extension", working_days=10, reason="需要从城建档案馆调取材料。")
    await case.step("decide_extension", "head", verdict="approve")
    await case.step("notify_extension", method="post", proof="EMS 1234567890123")


async def issued(case: HttpCase) -> None:
    """Begun: the reply is issued, so the case is in its second run."""
    await case.submit()
    await case.step("accept")
    await case.step("draft_reply", decision=ELSEWHERE)
    await case.step("approve_reply", "approver", verdict="approve")
    await case.step("issue_reply")


async def delivered(case: HttpCase) -> None:
    """Finished: the reply arrives."""
    await case.step("record_delivery", method="electronic", proof="电子邮件发送回执")


async def closed(case: HttpCase) -> None:
    """Begun: answered and closed; it goes on for remedies."""
    await issued(case)
    await delivered(case)


async def contested(case: HttpCase) -> None:
    """Finished: a court orders a new reply, and it is given."""
    await case.step(
        "record_remedy", instance="reconsideration", body="示例市人民政府", file_number="示政复〔2026〕15号"
    )
    corrected: Fields = {
        "result": "corrected",
        "summary": "撤销答复，责令重新答复。",
        "new_reply": {"working_days": 20},
    }
    await case.step("record_remedy_result", remedy="m1", **corrected)
    await answered(case)


async def asked_to_correct(case: HttpCase) -> None:
    """Begun: a request for correction of own records (art. 41), received and examined."""
    case.place = "/api/own-records"
    taken = await case.client.post(case.place, OWN_RECORD)
    case.id = taken["id"]
    case.note(taken)
    await case.step("examine", found="调阅住房保障登记原件，核对户籍信息。")


async def put_right(case: HttpCase) -> None:
    """Finished: proposed, approved, carried out, delivered."""
    await case.step("propose", decision={"outcome": "corrected", "note": "更正后的名册将于五日内重新公开。"})
    await case.step("approve", "approver", verdict="approve")
    await case.step("carry_out")
    await case.step("record_delivery", method="direct", proof="送达回证001")


async def answered(case: HttpCase, **decision: str) -> None:
    """Drafted, signed by one, given."""
    await case.step("draft_reply", decision=decision or ELSEWHERE)
    await case.step("approve_reply", "approver", verdict="approve")
    await given(case)


async def given(case: HttpCase) -> None:
    """Issued and delivered, once the copies and the package are made."""
    await case.worked()
    await case.step("issue_reply")
    await case.worked()
    await delivered(case)


Part = Callable[[HttpCase], Awaitable[None]]
PHASES: dict[str, tuple[Part, Part]] = {
    "received": (received, accepted),
    "awaiting correction": (awaiting_correction, corrected),
    "under review": (under_review, reviewed),
    "being signed": (being_signed, signed),
    "extended": (extended, answered),
    "issued": (issued, delivered),
    "closed": (closed, contested),
    "own record": (asked_to_correct, put_right),
}
"""How a case comes into each phase, and how it is finished from there."""


async def begin(client: PatientClient) -> dict[str, HttpCase]:
    """A case in each phase."""
    cases = {phase: HttpCase(client) for phase in PHASES}
    await asyncio.gather(*(PHASES[phase][0](case) for phase, case in cases.items()))
    return cases


async def finish(cases: dict[str, HttpCase], client: PatientClient) -> None:
    """Finish every case through ``client``."""
    for case in cases.values():
        case.client = client
    await asyncio.gather(*(PHASES[phase][1](case) for phase, case in cases.items()))
