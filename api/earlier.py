"""Applications to compare with: the same applicant's earlier ones, and alike ones of anybody (arts. 36(6), 44(1))."""

import asyncio
import unicodedata
from collections.abc import Sequence
from uuid import UUID

from rapidfuzz import fuzz

from activities.db.earlier import (
    OtherApplication,
    others_of_anybody,
    others_of_the_same,
    replies_of,
    this_application,
)
from api.desk import Desk
from schemas.api import EarlierCase
from schemas.people import SignedIn

LOOKED_THROUGH = 500
"""So many of the agency's newest applications are compared when anybody's are wanted."""
SHOWN = 200
"""So many of the same applicant's newest applications are shown."""
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
            else await others_of_the_same(connection, this, SHOWN)
        )
    shown = await asyncio.to_thread(compared, this.description, found, ALIKE if anybody else 0.0)
    async with desk.database.reading() as connection:
        replies = await replies_of(connection, [one.case_id for _, one in shown if one.delivered_on])
    return tuple(
        EarlierCase(
            similarity=score,
            reply_number=reply.number if (reply := replies.get(one.case_id)) else None,
            reply_dated=reply.dated if reply else None,
            **one.model_dump(include=set(EarlierCase.model_fields)),
        )
        for score, one in shown
    )


def compared(
    description: str, others: Sequence[OtherApplication], at_least: float
) -> list[tuple[float, OtherApplication]]:
    """How alike each is, from 0 to 1, the most alike first; away from the event loop, because long texts take long.

    Compared is the normalised edit distance of the letters, without spaces and marks.
    """
    asked = letters(description)
    ratios = ((fuzz.ratio(asked, letters(one.description), score_cutoff=at_least * 100), one) for one in others)
    scored = ((round(ratio / 100, 2), one) for ratio, one in ratios)
    return sorted(((score, one) for score, one in scored if score >= at_least), key=_score)


def letters(text: str) -> str:
    """What is compared of a text: its letters and figures, of any width and case."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def _score(scored: tuple[float, OtherApplication]) -> tuple[float, float]:
    score, one = scored
    return -score, -one.registered_at.timestamp()
