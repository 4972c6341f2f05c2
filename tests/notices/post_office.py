"""A post office for tests: a ledger with notices of one case, people with addresses, a clock that is set."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from temporalio.testing import ActivityEnvironment

from activities.db.absences import put_preferences
from activities.db.applications import enter_application
from activities.db.calendars import calendar_of, publish_calendar
from activities.db.database import Database
from activities.db.people import put_member
from activities.db.webhooks import put_webhook
from activities.post import Post
from activities.vault import Vault
from api.cli.setup import SAMPLE_AGENCY, sample_member
from schemas.escalation import Recipient
from schemas.inbox import NoticePreferences
from schemas.post import NewWebhook, Posted, PostRequest
from schemas.settings import Settings
from tests.db.notices import entered, order
from tests.harness import application, person

CASE = UUID("cccccccc-0000-4000-8000-000000000001")
MORNING = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""Friday, 10:00 at the agency."""
DELIVERIES = """
SELECT d.*, n.addressee, n.seq FROM notice_deliveries d JOIN notices n ON n.id = d.notice_id
WHERE d.channel = :channel ORDER BY n.seq, n.n, d.n
"""
SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
NEXT_DAY = timedelta(days=1)


@dataclass
class PostOffice:
    """Everything about one case of the sample agency; ``now`` is the moment it is."""

    settings: Settings
    database: Database
    vault: Vault
    now: datetime = MORNING
    seq: int = field(default=99)

    async def open(self) -> None:
        """An application to have notices about."""
        async with self.database.transaction() as connection:
            calendar = await calendar_of(connection, SAMPLE_AGENCY.id)
            await publish_calendar(connection, calendar)
            await enter_application(
                connection,
                vault=self.vault,
                case_id=CASE,
                agency_id=SAMPLE_AGENCY.id,
                agency_code=SAMPLE_AGENCY.code,
                actor=person("handler").actor,
                application=application(arrived_on=self.now.date()),
                calendar_version=calendar.version,
                fingerprint="test",
                at=self.now,
            )

    def with_settings(self, **changes: Any) -> None:
        """Post by other settings from now on."""
        self.settings = Settings.model_validate({**self.settings.model_dump(), **changes})

    def mail_at(self, port: int) -> None:
        """Hand mail over to a server on this machine."""
        self.with_settings(smtp_url=f"smtp://127.0.0.1:{port}", mail_from="tongzhi@example.com")

    async def wants(self, login: str, email: str | None = None, **wishes: Any) -> None:
        """How a member of staff wants mail."""
        wanted = NoticePreferences(email=email or f"{login}@example.com", **wishes)
        async with self.database.transaction() as connection:
            await put_preferences(connection, sample_member(login).id, wanted, self.vault)

    async def hook(self, url: str, *kinds: str, number: int = 1) -> UUID:
        """A webhook with a known secret."""
        webhook_id = UUID(int=number)
        async with self.database.transaction() as connection:
            await put_webhook(
                connection,
                webhook_id,
                SAMPLE_AGENCY.id,
                NewWebhook(url=url, kinds=kinds),
                SECRET,
                person("admin").staff_id,
                self.vault,
            )
        return webhook_id

    async def notice(self, to: Recipient = Recipient.HANDLER, **fields: Any) -> None:
        """Enter the next notice of the case; to the handler of that name, unless told otherwise."""
        self.seq += 1
        told = {"handler": sample_member("handler").id, "to": (to,), "agency_id": SAMPLE_AGENCY.id, **fields}
        await entered(self.database, CASE, order(CASE, self.seq, **told), at=self.now)

    async def round(self, seconds: float = 60) -> Posted:
        """One round of posting at the moment it is."""
        post = Post(self.database, self.vault, self.settings, lambda: self.now)
        posted: Posted = await ActivityEnvironment().run(post.post_notices, PostRequest(seconds=seconds))
        return posted

    async def deliveries(self, channel: str = "mail") -> list[Any]:
        """The sendings of a channel."""
        async with self.database.reading() as connection:
            return list(await connection.execute(text(DELIVERIES), {"channel": channel}))

    async def told(self, channel: str = "mail") -> list[tuple[str, int, str | None]]:
        """Status, attempts and error of each sending."""
        return [(one.status, one.attempts, one.error) for one in await self.deliveries(channel)]

    async def run_sql(self, statement: str, **values: Any) -> None:
        async with self.database.transaction() as connection:
            await connection.execute(text(statement), values)

    async def leaves(self, login: str) -> None:
        """A member of staff is no longer active."""
        async with self.database.transaction() as connection:
            await put_member(connection, sample_member(login).model_copy(update={"active": False}))
