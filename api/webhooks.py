"""Webhooks of an agency and what could not be delivered, for its administrator."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

from activities.db.acts import Changes, find_act, put_act
from activities.db.dead_letters import failed_notices, known_sent_out, send_again
from activities.db.delivery_ends import give_up_all
from activities.db.people import lock_agency
from activities.db.webhooks import list_webhooks, put_webhook, receiver_of, remove_webhook
from activities.webhook_address import AddressForbidden, addresses_of
from activities.webhook_event import TRIAL, new_secret, trial_event
from activities.webhook_poster import Poster, PostRefused, place_of
from api.administration import id_of, note
from api.cursors import cursor_to, moment_in
from api.cursors import place_of as cursor_place
from api.desk import Desk
from schemas.administration import ActKind
from schemas.errors import InvalidInput, NotAllowed, NotFound, StepRefused
from schemas.notice_text import ESCALATION
from schemas.people import SignedIn
from schemas.post import (
    FailedPage,
    NewWebhook,
    Resend,
    Resent,
    WebhookList,
    WebhookMade,
    WebhookTried,
)
from schemas.vocabulary import Role
from workflows.notices import CALLS

KINDS = frozenset({*CALLS, ESCALATION, TRIAL})
"""Of what can be posted to a webhook; the kind ``test`` alone is for one that is only tried."""
SEES_FAILED = frozenset({Role.ADMINISTRATOR, Role.OGI_HEAD})


class Webhooks:
    """Where an agency has its notices posted; ``allow_loopback`` for trials on one machine."""

    def __init__(self, desk: Desk, *, allow_loopback: bool) -> None:
        self._desk, self._allow_loopback = desk, allow_loopback

    async def add(self, person: SignedIn, wanted: NewWebhook, key: str | None = None) -> WebhookMade:
        """Post notices there from now on; the secret is shown this once.

        Raises ``NotAllowed``, ``InvalidInput``, and for the same key again ``StepRefused("secret_was_shown")``.
        """
        _administrators(person)
        _refuse_unknown(wanted.kinds)
        await self._refuse_forbidden(wanted.url)
        secret, webhook_id = new_secret(), id_of(person, "webhook", key or str(uuid4()))
        async with self._desk.database.transaction() as connection:
            await lock_agency(connection, person.agency_id)
            if await find_act(connection, webhook_id):
                raise StepRefused("secret_was_shown")
            made = await put_webhook(
                connection, webhook_id, person.agency_id, wanted, secret, person.staff_id, self._desk.vault
            )
            about: Changes = {"host": (None, place_of(wanted.url)[0])}
            mine = (webhook_id, person.agency_id, person.staff_id, ActKind.WEBHOOK_ADDED)
            await put_act(connection, *mine, what=str(webhook_id), changed=about)
        return WebhookMade(**made.model_dump(), secret=secret)

    async def all(self, person: SignedIn) -> WebhookList:
        """The agency's webhooks. Raises ``NotAllowed``."""
        _administrators(person)
        async with self._desk.database.reading() as connection:
            return WebhookList(items=await list_webhooks(connection, person.agency_id))

    async def remove(self, person: SignedIn, webhook_id: UUID) -> None:
        """Post nothing more there; what waits is given up, in the same transaction. Raises ``NotFound``."""
        _administrators(person)
        async with self._desk.database.transaction() as connection:
            if not await remove_webhook(connection, person.agency_id, webhook_id):
                raise NotFound("not_found")
            await give_up_all(connection, webhook_id, datetime.now(UTC), "webhook_removed")
            await note(connection, person, ActKind.WEBHOOK_REMOVED, str(webhook_id))

    async def test(self, person: SignedIn, webhook_id: UUID) -> WebhookTried:
        """Post an event about nothing, now; what came of it. Raises ``NotFound``."""
        _administrators(person)
        async with self._desk.database.reading() as connection:
            receiver = await receiver_of(connection, webhook_id, self._desk.vault, person.agency_id)
        if receiver is None:
            raise NotFound("not_found")
        now = datetime.now(UTC)
        async with Poster(allow_loopback=self._allow_loopback) as poster:
            try:
                status = await poster.post(receiver, trial_event(receiver, uuid4(), now), now)
            except PostRefused as refused:
                return WebhookTried(delivered=False, status=refused.status, error=refused.code)
        return WebhookTried(delivered=True, status=status)

    async def _refuse_forbidden(self, url: str) -> None:
        """Looked at here so that a person hears of it, and again at every post. A name may not resolve here yet."""
        try:
            await addresses_of(*place_of(url), allow_loopback=self._allow_loopback)
        except AddressForbidden:
            raise InvalidInput("webhook_address_forbidden", field="url") from None
        except OSError:
            return


async def failed(desk: Desk, person: SignedIn, after: str | None, limit: int) -> FailedPage:
    """Notices to the agency's people and programs that were given up, the last first. Raises ``NotAllowed``."""
    _permit(person)
    async with desk.database.reading() as connection:
        found = await failed_notices(connection, person.agency_id, cursor_place(after, moment_in), limit + 1)
    shown = found[:limit]
    more = cursor_to(shown[-1].failed_at, shown[-1].notice_id) if len(found) > limit else None
    return FailedPage(items=tuple(shown), next=more)


async def resend(desk: Desk, person: SignedIn, wanted: Resend) -> Resent:
    """Have failed deliveries wait anew; again, nothing is left to do and nothing changes.

    Raises ``NotFound`` if one of the notices is not there, or was for the inbox alone; then nothing changes.
    """
    _permit(person)
    async with desk.database.transaction() as connection:
        if not wanted.all and await known_sent_out(connection, person.agency_id, wanted.notices) != set(wanted.notices):
            raise NotFound("not_found", field="notices")
        ids = None if wanted.all else wanted.notices
        again = await send_again(connection, person.agency_id, datetime.now(UTC), ids)
        if again:
            await note(connection, person, ActKind.DELIVERIES_RESENT, changed={"deliveries": (None, again)})
        return Resent(deliveries=again)


def _permit(person: SignedIn) -> None:
    if not SEES_FAILED & set(person.roles):
        raise NotAllowed("role_not_permitted")


def _refuse_unknown(kinds: Sequence[str]) -> None:
    """A kind of which no notice ever is: its webhook would wait for ever."""
    for n, kind in enumerate(kinds):
        if kind not in KINDS:
            raise InvalidInput("webhook_kind_unknown", field=f"kinds.{n}")


def _administrators(person: SignedIn) -> None:
    if Role.ADMINISTRATOR not in person.roles:
        raise NotAllowed("role_not_permitted")
