"""Applications like the one that is being entered: the own agency's only, found by keyed hash and by their words."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from activities.db.earlier import (
    OtherApplication,
    applications_of_contacts,
    applications_of_identity,
    newest_applications,
    replies_of,
)
from api.desk import Desk
from api.earlier import ALIKE, LOOKED_THROUGH, SHOWN, compared, letters
from schemas.alike import AlikeCase, AlikeCases, AlikeQuery
from schemas.api import EarlierCase
from schemas.case_parts import Earlier
from schemas.errors import NotAllowed
from schemas.people import SignedIn
from workflows.book import HANDLING

FEWEST_LETTERS = 8
"""Shorter words are like too many others."""
NEAREST = 8
"""So many are told."""
Found = Mapping[UUID, OtherApplication]


async def alike_cases(desk: Desk, person: SignedIn, query: AlikeQuery) -> AlikeCases:
    """What may be the same application, or another of the same applicant. Decides nothing. Raises ``NotAllowed``."""
    if not HANDLING & set(person.roles):
        raise NotAllowed("role_not_permitted")
    number = desk.vault.lookup(query.identity_number) if query.identity_number else None
    contacts = [desk.vault.lookup(way) for way in query.contacts]
    asked = letters(query.description or "")
    async with desk.database.reading() as connection:
        agency = person.agency_id
        his = await applications_of_identity(connection, agency, number, SHOWN) if number else []
        reached = await applications_of_contacts(connection, agency, contacts, SHOWN) if contacts else []
        newest = await newest_applications(connection, agency, LOOKED_THROUGH) if len(asked) >= FEWEST_LETTERS else []
    known = {one.case_id: one for one in (*newest, *reached, *his)}
    scores = await asyncio.to_thread(_scores, query.description or "", list(known.values()), len(asked))
    same, near = {one.case_id for one in his}, {one.case_id for one in reached}
    nearest = _nearest(known, scores, same, near)
    async with desk.database.reading() as connection:
        replies = await replies_of(connection, [one.case_id for one in nearest if one.delivered_on])
    items = (_told(one, scores, replies, same, near) for one in nearest)
    return AlikeCases(items=tuple(items), of_the_applicant=len(his))


def _scores(asked: str, others: Sequence[OtherApplication], long: int) -> dict[UUID, float]:
    if long < FEWEST_LETTERS:
        return {}
    return {one.case_id: score for score, one in compared(asked, others, 0.0)}


def _nearest(known: Found, scores: Mapping[UUID, float], same: set[UUID], near: set[UUID]) -> list[OtherApplication]:
    """Alike in words, or of the same person; the most alike first, among equals the same person's, then the newest."""

    def place(one: OtherApplication) -> tuple[float, bool, float]:
        return -scores.get(one.case_id, 0), one.case_id not in same, -one.registered_at.timestamp()

    told: Iterable[OtherApplication] = (
        one for one in known.values() if one.case_id in same | near or scores.get(one.case_id, 0) >= ALIKE
    )
    return sorted(told, key=place)[:NEAREST]


def _told(
    one: OtherApplication,
    scores: Mapping[UUID, float],
    replies: Mapping[UUID, Earlier],
    same: set[UUID],
    near: set[UUID],
) -> AlikeCase:
    reply = replies.get(one.case_id)
    return AlikeCase(
        **one.model_dump(include=set(EarlierCase.model_fields)),
        similarity=scores.get(one.case_id, 0),
        reply_number=reply.number if reply else None,
        reply_dated=reply.dated if reply else None,
        same_applicant=one.case_id in same,
        same_contact=one.case_id in near,
    )
