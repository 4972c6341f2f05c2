"""Who a letter is from and to, read where it is made: personal data, so it goes nowhere else."""

from itertools import chain
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.applications import application_view, find_application
from activities.db.documents import documents_named
from activities.db.earlier import joined_requests
from activities.db.parties import third_party
from activities.db.people import find_agency, members
from activities.status_code import status_code
from activities.vault import Vault
from schemas.api import ApplicationView
from schemas.applications import Contact
from schemas.joining import Requests
from schemas.letters import FormEntries, LetterOrder, LetterParties
from schemas.status import grouped
from schemas.vocabulary import ApplicantKind, LetterKind
from schemas.words_kinds import IDENTITY_KINDS, WANTED_FORMS, WANTED_ROUTES

_FILE_ENDINGS = frozenset({"pdf", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "txt", "jpg", "png"})
_TO_THIRD_PARTY = {
    LetterKind.THIRD_PARTY_CONSULTATION,
    LetterKind.THIRD_PARTY_DECISION,
    LetterKind.PROOF_OF_SERVICE,
}


async def parties_of(
    connection: AsyncConnection, order: LetterOrder, vault: Vault, status_page: str | None = None
) -> LetterParties:
    """The parties of an order. Raises ``LookupError`` when the agency or the application is not there.

    ``status_page``: where applicants ask how their application goes on.
    """
    agency = await find_agency(connection, order.agency_id)
    row = await find_application(connection, order.case_id)
    if agency is None or row is None:
        raise LookupError("the agency or the application of a letter is not there")
    application = await application_view(connection, order.case_id, vault, third_parties=False)
    documents = await documents_named(connection, order.case_id, _mentioned(order))
    person = application.applicant.kind is ApplicantKind.NATURAL_PERSON
    return LetterParties(
        agency=agency.name,
        code=agency.code,
        contact=agency.contact,
        reconsideration_body=agency.reconsideration_body,
        court=agency.court,
        applicant=application.applicant.name,
        form_of_address="您" if person else "贵单位",
        description="\n".join(_quoted(order, application, await joined_requests(connection, order.case_id))),
        reference=row.reference,
        delivery_form=WANTED_FORMS[application.wanted_form][0],
        titles={document.id: title_of(document.label) for document in documents},
        third_party=await _third_party(connection, order, vault),
        form=_entries(application) if order.kind is LetterKind.APPLICATION_FORM else None,
        staff=await _staff(connection, order),
        status_code=grouped(status_code(vault, order.case_id)) if order.kind is LetterKind.RECEIPT else None,
        status_page=status_page if order.kind is LetterKind.RECEIPT else None,
    )


def _mentioned(order: LetterOrder) -> set[UUID]:
    """The documents whose titles the letter may say: a case may have thousands."""
    asked = (about.documents for about in (order.consultation, order.referral) if about)
    return {*(finding.document_id for finding in order.findings), *order.weighed, *chain.from_iterable(asked)}


def _quoted(order: LetterOrder, application: ApplicationView, joined: tuple[str, ...]) -> tuple[str, ...]:
    """The requests a letter is about. The application form is that of the case's own request, whatever became of it."""
    own = (_asked(application),)
    if order.kind is LetterKind.APPLICATION_FORM:
        return own
    return {Requests.WHOLE: (*own, *joined), Requests.OWN: own, Requests.JOINED: joined}[order.quotes]


def _asked(application: ApplicationView) -> str:
    return application.corrections[-1] if application.corrections else application.description


def title_of(label: str) -> str:
    """What a document is called, without the ending of the file it came as: 招标文件.pdf is 招标文件."""
    stem, dot, ending = label.rpartition(".")
    return stem if dot and stem and ending.lower() in _FILE_ENDINGS else label


async def _third_party(connection: AsyncConnection, order: LetterOrder, vault: Vault) -> str | None:
    """The name of the third party, for letters to it only."""
    asked = order.consultation
    if asked is None or asked.party_id is None or order.kind not in _TO_THIRD_PARTY:
        return None
    return (await third_party(connection, asked.party_id, vault)).name


async def _staff(connection: AsyncConnection, order: LetterOrder) -> dict[UUID, str]:
    """Who searched or had others search, for the record of it only."""
    if order.kind is not LetterKind.SEARCH_RECORD:
        return {}
    return {member.id: member.name for member in await members(connection, order.agency_id)}


def _entries(application: ApplicationView) -> FormEntries:
    applicant = application.applicant
    return FormEntries(
        identity=f"{IDENTITY_KINDS[applicant.identity_kind][0]} {applicant.identity_number}",
        contact=_reached(applicant.contact),
        route=WANTED_ROUTES[application.wanted_route][0],
    )


def _reached(contact: Contact) -> str:
    ways = (("电话", contact.phone), ("电子邮箱", contact.email), ("地址", contact.address))
    return "；".join(f"{label}：{way}" for label, way in ways if way)
