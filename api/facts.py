"""What a decision needs from outside the case, fetched before it; and where outsiders' own words are put."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from activities.db.applications import drop_text, keep_text
from activities.db.database import Database
from activities.db.documents import uploads_named
from activities.db.earlier import count_joined, items_before, other_case
from activities.db.parties import drop_party, keep_party
from activities.db.people import is_active_as
from activities.vault import Vault
from api.review_facts import draft_fact, package_facts, proposed_facts, release_fact, sheet_facts
from schemas.commands import Facts, Neighbour, Neighbours
from schemas.decisions import Decision, Repeated, findings
from schemas.errors import DaylightError
from schemas.people import SignedIn
from schemas.steps import (
    AnswerOnTheSpot,
    Assign,
    DelegateApproval,
    DraftReply,
    IssueReply,
    JoinApplication,
    ReceiveCorrection,
    RecordDelivery,
    RecordSearch,
    RequestCorrection,
    SetFinalText,
    SplitApplication,
    StaffStep,
    Withdraw,
)
from schemas.steps_consultation import ConsultThirdParty, Party, RecordOpinion
from schemas.steps_review import ConfirmReview, ProposeReview
from schemas.steps_search import AnswerSearch
from schemas.steps_time import NotifyFee, RecordReasons
from schemas.vocabulary import ACTING, FeeBasis
from workflows.book import HANDLING
from workflows.division import takes_in

ENDS_JOINING = JoinApplication | Withdraw | RequestCorrection | NotifyFee | AnswerOnTheSpot
"""Steps after which nothing more is joined into the case, and whose letter speaks of all that was."""


class FactFinder:
    """Fetches facts for one step by one person; most steps need nothing."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def facts(self, person: SignedIn, case_id: UUID, request: str, step: StaffStep) -> Facts:
        """The facts of this step. ``request`` tells it from every other, also from another one under its key:
        what came with it goes under ids of its own, so that its refusal cannot forget another's words."""
        found = await self._found(person, case_id, request, step)
        return await self._beside(case_id, found) if isinstance(step, ENDS_JOINING) else found

    async def _beside(self, case_id: UUID, found: Facts) -> Facts:
        """The facts with what they say of other cases, for another look when the step is recorded."""
        async with self._database.reading() as connection:
            joined = await count_joined(connection, case_id)
        other = found.other and Neighbour(**found.other.model_dump(include=set(Neighbour.model_fields)))
        neighbours = Neighbours(joined_here=joined, other=other)
        return found.model_copy(update={"joined_here": joined, "neighbours": neighbours})

    async def _found(self, person: SignedIn, case_id: UUID, request: str, step: StaffStep) -> Facts:
        match step:
            case RecordSearch(documents=named) | AnswerSearch(documents=named) if named:
                return await self._uploads(person, case_id, named)
            case RecordDelivery(proof_document=proof):
                return await self._about_delivery(person, case_id, proof)
            case ProposeReview() | ConfirmReview() | IssueReply():
                return await self._about_review(person, case_id, step)
            case SetFinalText(document=document):
                return await self._uploads(person, case_id, [document])
            case Assign() | DelegateApproval():
                return await self._about_staff(person, step)
            case JoinApplication(into=other):
                return await self._about_joinder(case_id, other)
            case DraftReply(decision=decision) | AnswerOnTheSpot(decision=decision):
                about = await self._about_decision(case_id, decision)
                async with self._database.reading() as connection:
                    return about.model_copy(update={"release": await draft_fact(connection, case_id)})
            case NotifyFee(basis=FeeBasis.PER_ITEM):
                async with self._database.reading() as connection:
                    return Facts(items_before=await items_before(connection, case_id))
            case _:
                return await self._kept(case_id, request, step)

    async def forget(self, facts: Facts, refused: DaylightError) -> None:
        """A step that was refused for good leaves none of an outsider's words behind."""
        texts = [*facts.text_ids, *([facts.text_id] if facts.text_id else [])]
        if refused.status >= 500 or not (texts or facts.party_id):
            return
        async with self._database.transaction() as connection:
            for text_id in texts:
                await drop_text(connection, text_id)
            if facts.party_id:
                await drop_party(connection, facts.party_id)

    async def _kept(self, case_id: UUID, request: str, step: StaffStep) -> Facts:
        """Outsiders' words and data, put where only their ids leave."""
        match step:
            case ReceiveCorrection(content=str() as content):
                return Facts(text_id=await self._text(case_id, request, "correction", content))
            case RecordReasons(content=str() as content):
                return Facts(text_id=await self._text(case_id, request, "reasons", content))
            case RecordOpinion(content=str() as content):
                return Facts(text_id=await self._text(case_id, request, "opinion", content))
            case SplitApplication(parts=tuple() as parts):
                texts = [await self._text(case_id, f"{request}/{n}", "part", part) for n, part in enumerate(parts, 1)]
                return Facts(text_ids=tuple(texts))
            case ConsultThirdParty(party=Party() as party):
                return Facts(party_id=await self._party(case_id, request, party))
            case _:
                return Facts()

    async def _uploads(self, person: SignedIn, case_id: UUID, named: Sequence[UUID]) -> Facts:
        async with self._database.reading() as connection:
            return Facts(documents=await uploads_named(connection, person.agency_id, case_id, named))

    async def _about_review(
        self, person: SignedIn, case_id: UUID, step: ProposeReview | ConfirmReview | IssueReply
    ) -> Facts:
        async with self._database.transaction() as connection:
            match step:
                case ProposeReview():
                    return Facts(sheets=await sheet_facts(connection, case_id, step))
                case ConfirmReview():
                    return Facts(sheets=await proposed_facts(connection, case_id, step))
                case IssueReply(expected_version=version):
                    return Facts(release=await release_fact(connection, person.agency_id, case_id, version))

    async def _about_delivery(self, person: SignedIn, case_id: UUID, proof: UUID | None) -> Facts:
        async with self._database.reading() as connection:
            package, failed = await package_facts(connection, person.agency_id, case_id)
            found = await uploads_named(connection, person.agency_id, case_id, [proof] if proof else [])
        return Facts(documents=found, package=package, package_failed=failed)

    async def _about_staff(self, person: SignedIn, step: Assign | DelegateApproval) -> Facts:
        async with self._database.reading() as connection:
            if isinstance(step, Assign):
                return Facts(handler_known=await is_active_as(connection, person.agency_id, step.handler, HANDLING))
            return Facts(person_known=await is_active_as(connection, person.agency_id, step.to, ACTING))

    async def _about_other(self, case_id: UUID, other: UUID) -> Facts:
        async with self._database.reading() as connection:
            return Facts(other=await other_case(connection, case_id, other))

    async def _about_joinder(self, case_id: UUID, other: UUID) -> Facts:
        async with self._database.reading() as connection:
            found = await other_case(connection, case_id, other)
        return Facts(other=found and found.model_copy(update={"settled": not takes_in(found.state)}))

    async def _about_decision(self, case_id: UUID, decision: Decision) -> Facts:
        """The earlier case that a repeated application names."""
        named = next((finding for finding in findings(decision) if isinstance(finding, Repeated)), None)
        return await self._about_other(case_id, named.earlier_case) if named else Facts()

    async def _text(self, case_id: UUID, request: str, kind: str, content: str) -> UUID:
        text_id = uuid5(case_id, f"{kind}/{request}")
        async with self._database.transaction() as connection:
            await keep_text(connection, text_id, case_id, kind, content)
        return text_id

    async def _party(self, case_id: UUID, request: str, party: Party) -> UUID:
        party_id = uuid5(case_id, f"party/{request}")
        async with self._database.transaction() as connection:
            await keep_party(connection, party_id, case_id, party, self._vault)
        return party_id
