"""Who is told that a digest is ready: those who supervise the agency, through the ledger of notices."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.notices import CHANNEL, NOBODY
from activities.db.recipients import Colleague, Office, office_on
from activities.db.tables_notices import notice_deliveries, notices
from schemas.digests import ADDRESSEES, DigestHead
from schemas.inbox import AddresseeKind, DeliveryChannel, DeliveryStatus
from schemas.notice_text import DIGEST
from schemas.vocabulary import Role

Row = Mapping[str, object]


async def enter_digest_notices(connection: AsyncConnection, digest: DigestHead, title: str) -> None:
    """One notice for each person, in the inbox and waiting to be mailed; open streams hear of it at the commit.

    Must follow ``enter_digest`` in its transaction, and only if that entered the digest: so each is told once.
    """
    office = await office_on(connection, digest.agency_id, digest.made_at)
    told = addressees(office) or {None: None}
    rows = [_notice(digest, title, person, instead_of) for person, instead_of in told.items()]
    await connection.execute(insert(notices), rows)
    sendings = [one for row, person in zip(rows, told, strict=True) for one in _sendings(row, person, digest.made_at)]
    if sendings:
        await connection.execute(insert(notice_deliveries), sendings)
    for person in told:
        if person:
            await connection.execute(select(func.pg_notify(CHANNEL, str(person.id))))


def addressees(office: Office) -> dict[Colleague | None, UUID | None]:
    """Who is told, and instead of whom: supervisors and heads, or their substitutes; else the administrators."""
    return _present(office, ADDRESSEES) or _present(office, (Role.ADMINISTRATOR,))


def _present(office: Office, roles: Iterable[Role]) -> dict[Colleague | None, UUID | None]:
    """Each person once; one who is meant himself is not told in another's stead."""
    held, found = frozenset(roles), dict[Colleague | None, UUID | None]()
    own = [one for one in office.colleagues.values() if one.agency_id == office.agency_id and one.active]
    for meant in own:
        there = office.present(meant.id) if held & meant.roles else None
        if there and (there not in found or there == meant):
            found[there] = None if there == meant else meant.id
    return found


def _notice(digest: DigestHead, title: str, person: Colleague | None, instead_of: UUID | None) -> Row:
    key, addressee = f"digest/{digest.id}", person.id if person else NOBODY
    return {
        "id": uuid5(addressee, key),
        "key": key,
        "addressee_kind": AddresseeKind.STAFF if person else AddresseeKind.NOBODY,
        "addressee": addressee,
        "agency_id": digest.agency_id,
        "case_agency_id": digest.agency_id,
        "digest_id": digest.id,
        "reference": title,
        "kind": DIGEST,
        "true_on": digest.until if not digest.interim else digest.span.last,
        "late_days": digest.late_days,
        "instead_of": instead_of,
        "intended_at": digest.made_at,
    }


def _sendings(row: Row, person: Colleague | None, at: datetime) -> Iterable[Row]:
    shared = {"notice_id": row["id"], "n": 0, "next_try_at": at}
    if person:
        yield {**shared, "channel": DeliveryChannel.INBOX, "status": DeliveryStatus.SENT, "sent_at": at}
    if person and person.mailed:
        yield {**shared, "channel": DeliveryChannel.MAIL, "status": DeliveryStatus.WAITING, "sent_at": None}
