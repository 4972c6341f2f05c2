"""Where agencies have their notices posted."""

from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables_notices import webhooks
from activities.vault import Vault
from schemas.base import Recorded
from schemas.post import NewWebhook, Webhook

_SHOWN = [webhooks.c[name] for name in Webhook.model_fields]


class Receiver(Recorded):
    """What is needed to post: the address, and the secret that signs."""

    id: UUID
    agency_id: UUID
    url: str
    secret: str


async def put_webhook(
    connection: AsyncConnection,
    webhook_id: UUID,
    agency_id: UUID,
    wanted: NewWebhook,
    secret: str,
    by: UUID,
    vault: Vault,
) -> Webhook:
    """Enter a webhook; its secret is sealed."""
    values = {
        "id": webhook_id,
        "agency_id": agency_id,
        "url": wanted.url,
        "kinds": list(wanted.kinds),
        "created_by": by,
    }
    sealed = vault.seal(secret, _context(webhook_id))
    entered = await connection.execute(insert(webhooks).values(**values, secret_sealed=sealed).returning(*_SHOWN))
    return Webhook.model_validate(dict(entered.mappings().one()))


async def list_webhooks(connection: AsyncConnection, agency_id: UUID) -> tuple[Webhook, ...]:
    """The webhooks of an agency, oldest first."""
    mine = select(*_SHOWN).where(webhooks.c.agency_id == agency_id, webhooks.c.active)
    found = await connection.execute(mine.order_by(webhooks.c.created_at, webhooks.c.id))
    return tuple(Webhook.model_validate(dict(row)) for row in found.mappings())


async def remove_webhook(connection: AsyncConnection, agency_id: UUID, webhook_id: UUID) -> bool:
    """Post nothing more there; whether the agency had it. The row stays: the ledger names it."""
    mine = (webhooks.c.id == webhook_id) & (webhooks.c.agency_id == agency_id) & webhooks.c.active
    removed = await connection.execute(update(webhooks).where(mine).values(active=False).returning(webhooks.c.id))
    return removed.first() is not None


async def receiver_of(
    connection: AsyncConnection, webhook_id: UUID, vault: Vault, agency_id: UUID | None = None
) -> Receiver | None:
    """Where and with which secret to post; None if it was removed or, given an agency, is not the agency's."""
    wanted = select(webhooks.c.id, webhooks.c.agency_id, webhooks.c.url, webhooks.c.secret_sealed)
    wanted = wanted.where(webhooks.c.id == webhook_id, webhooks.c.active)
    if agency_id:
        wanted = wanted.where(webhooks.c.agency_id == agency_id)
    row = (await connection.execute(wanted)).first()
    if row is None:
        return None
    secret = vault.unseal(row.secret_sealed, _context(webhook_id))
    return Receiver(id=row.id, agency_id=row.agency_id, url=row.url, secret=secret)


def _context(webhook_id: UUID) -> str:
    return f"{webhook_id}/secret"
