"""Applications to compare with: the same applicant's earlier ones, and alike ones of anybody (arts. 36(6), 44(1))."""

import unicodedata
from uuid import UUID

from rapidfuzz import fuzz

from activities.db.earlier import OtherApplication, others_of_anybody, others_of_the_same, reply_of, this_application
from api.desk import Desk
from schemas.api import EarlierCase
from schemas.people import SignedIn

LOOKED_THROUGH = 2_000
"""So many of the agency's newest applications are compared when anybody's are wanted."""
ALIKE = 0.5
"""Applications of others below this similarity are not shown."""


async def earlier_cases(desk: Desk, person: SignedIn, case_id: UUID, *, anybody: bool) -> tuple[EarlierCase, ...]:
    """The same applicant's other applications, the most alike first; or those of anybody that are alike.

    Nothing is decided by this: whether it is the same information is for people to say. Raises ``NotFound``.
    """
    await desk.row(person, case_id)
    async with desk.database.reading() as connection:
        this = await this_application(connection, case_id)
        found = (
            await others_of_anybody(connection, this, LOOKED_THROUGH)
            if anybody
            else await others_of_the_same(connection, this)
        )
        scored = sorted(((similarity(this.description, one.description), one) for one in found), key=_score)
        shown = [(score, one) for score, one in scored if score >= ALIKE or not anybody]
        replies = {one.case_id: await reply_of(connection, one.case_id) for _, one in shown if one.delivered_on}
    return tuple(
        EarlierCase(
            similarity=score,
            reply_number=reply.number if (reply := replies.get(one.case_id)) else None,
            reply_dated=reply.dated if reply else None,
            **one.model_dump(include=set(EarlierCase.model_fields)),
        )
        for score, one in shown
    )


def similarity(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1: normalised edit distance of their letters, without spaces and marks."""
    return round(fuzz.ratio(_letters(one), _letters(other)) / 100, 2)


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def _score(scored: tuple[float, OtherApplication]) -> tuple[float, float]:
    score, one = scored
    return -score, -one.registered_at.timestamp()
