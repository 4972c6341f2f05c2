"""The letters about correction of own records (D27): the notice to the person, the letter to the competent agency."""

import asyncio
from collections.abc import Callable, Iterator

from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.db.database import Database
from activities.db.documents import documents_of
from activities.db.letters import LetterRow, attach_forms, enter_letter, find_letter, form_id, hash_of, take_number
from activities.db.own_records import find_entry, open_claim, put_own_documents
from activities.db.people import find_agency
from activities.db.templates import own_templates
from activities.letters.articles import article, cite
from activities.letters.catalogue import standard
from activities.letters.compose import letter_number
from activities.letters.docx import render_docx
from activities.letters.language import Names, render
from activities.letters.pdf import render_pdf
from activities.letters.phrases import chinese_date, lines
from activities.store import DocumentStore
from activities.vault import Vault
from schemas.documents import DocumentRow, StoredBlob
from schemas.errors import InvalidInput
from schemas.events import CLOCK
from schemas.law.versions import statute_for
from schemas.letters import LetterContent, LetterOrder, LetterRef, visible
from schemas.own_records import Claim, Corrected, Forwarded, ToldWhere
from schemas.own_records_events import OwnLetterOrder
from schemas.people import Agency
from schemas.vocabulary import ApplicantKind, LetterKind

TEMPLATE = "D27"


class OwnRecordLetterMaker:
    """Makes a letter once per business key, as those of a case are made: number, forms under their hash, rows.

    The letter of a step refused afterwards is made anew, under its number, by the order of the next step.
    """

    def __init__(self, database: Database, store: DocumentStore, vault: Vault) -> None:
        self._database = database
        self._store = store
        self._vault = vault

    @activity.defn(name="make_own_record_letter")
    async def make_own_record_letter(self, order: OwnLetterOrder) -> LetterRef:
        """The finished letter. Permanent failure ``letter_incomplete``: the template leaves out what must be said."""
        async with self._database.transaction() as connection:
            agency, names, template = await self._told(connection, order)
            number = letter_number(agency.code, LetterKind.OWN_RECORD, order.dated.year, 0)
            compose(order, agency, names, number, template)  # or no number is used
            letter = await _numbered(connection, order, agency)
            if letter.is_made_by(hash_of(order)):
                return await _finished(connection, order, letter)
        content = compose(order, agency, names, letter.number, template)
        pdf, docx = await asyncio.gather(self._stored(render_pdf, content), self._stored(render_docx, content))
        async with self._database.transaction() as connection:
            forms = [_form(order, letter, pdf, "pdf"), _form(order, letter, docx, "docx")]
            await put_own_documents(connection, forms)
            ids = {"pdf_id": forms[0].id, "docx_id": forms[1].id}
            await attach_forms(connection, letter.id, **ids, order_hash=hash_of(order), dated=order.dated)
            return await _finished(connection, order, letter.model_copy(update=ids))

    async def _stored(self, print_: Callable[[LetterContent], bytes], content: LetterContent) -> StoredBlob:
        return await self._store.put_bytes(await asyncio.to_thread(print_, content))

    async def _told(self, connection: AsyncConnection, order: OwnLetterOrder) -> tuple[Agency, Names, str]:
        """Who the letter is from, what it says, by which template; personal data, so it goes nowhere else."""
        agency = await find_agency(connection, order.agency_id)
        entry = await find_entry(connection, order.own_record_id)
        if agency is None or entry is None:
            raise LookupError("the agency or the request of a letter is not there")
        claim = await open_claim(connection, order.own_record_id, self._vault)
        own = await own_templates(connection, order.agency_id)
        return agency, names_of(order, agency, claim, entry.reference), own.get(TEMPLATE) or standard(TEMPLATE)


def names_of(order: OwnLetterOrder, agency: Agency, claim: Claim, reference: str) -> Names:
    """What the template may use, by name."""
    statute = statute_for(order.arrived_on).id
    person = claim.person.kind is ApplicantKind.NATURAL_PERSON
    you = "申请人" if order.to_agency else "您" if person else "贵单位"
    return {
        "agency": agency.name,
        "contact": agency.contact,
        "dated": chinese_date(order.dated),
        "regulation": cite(statute),
        "statute": str(statute),
        "you": you,
        "applicant": claim.person.name,
        "reference": reference,
        "received_on": chinese_date(order.arrived_on),
        "basis": cite(statute, article(statute, "own_records")),
        "request": "\n".join(_request(order, you, claim)),
        "to_agency": order.to_agency,
        "result": order.decision.outcome.value,
        "carried_out_on": chinese_date(order.carried_out_on),
        "forwarded_to": _competent(order),
        "finding": _finding(order),
    }


def compose(order: OwnLetterOrder, agency: Agency, names: Names, number: str, template: str) -> LetterContent:
    """The letter's text. Raises ``ApplicationError``, permanent: ``letter_incomplete``, or the template's own code."""
    try:
        wording = render(template, names)
    except InvalidInput as fails:
        raise ApplicationError("the agency's template fails", type=fails.code, non_retryable=True) from None
    missing = tuple(code for code, text in _mandatory(order, names) if text not in visible(wording.running))
    if missing:
        raise ApplicationError(f"missing: {', '.join(missing)}", *missing, type="letter_incomplete", non_retryable=True)
    forwarded = order.decision if order.to_agency and isinstance(order.decision, Forwarded) else None
    return LetterContent(
        agency=agency.name,
        title=wording.title,
        number=number,
        addressee=forwarded.agency if forwarded else str(names["applicant"]),
        paragraphs=wording.paragraphs,
        table=wording.table,
        closing=wording.closing,
        contact=agency.contact,
        signed_by=agency.name,
        dated=order.dated,
        red_head=agency.policy.red_head,
    )


def _mandatory(order: OwnLetterOrder, names: Names) -> Iterator[tuple[str, str]]:
    """Result, or where forwarded (art. 41): what must be said, as it must stand in the text."""
    yield "date_of_receipt", str(names["received_on"])
    yield "legal_basis", str(names["basis"])
    if order.to_agency:
        yield "applicant", visible(str(names["applicant"]))
    if isinstance(order.decision, Corrected):
        yield "carried_out", str(names["carried_out_on"])
    else:
        yield from (("reasons", visible(line)) for line in lines(order.decision.reasons))
    if isinstance(order.decision, Forwarded | ToldWhere) and not order.to_agency:
        yield "right_agency", visible(order.decision.agency)


def _competent(order: OwnLetterOrder) -> str:
    """The competent agency, with its contact if that is known."""
    if not isinstance(order.decision, Forwarded | ToldWhere):
        return ""
    contact = f"（联系方式：{order.decision.contact}）" if order.decision.contact else ""
    return order.decision.agency + contact


def _finding(order: OwnLetterOrder) -> str:
    return (order.decision.note or "") if isinstance(order.decision, Corrected) else order.decision.reasons


def _request(order: OwnLetterOrder, you: str, claim: Claim) -> Iterator[str]:
    """What the person says and offers as proof; the competent agency is also told how to reach him."""
    yield _quoted(f"{you}反映的情况", claim.claim)
    yield _quoted(f"{you}提供的证据", claim.evidence)
    if order.to_agency:
        contact = claim.person.contact
        yield f"{you}联系方式：{'、'.join(filter(None, (contact.phone, contact.email, contact.address)))}。"


def _quoted(label: str, words: str) -> str:
    """The person's own words; every paragraph opens with a quotation mark, so that none passes for the agency's."""
    said = lines(words)
    if len(said) == 1:
        return f"{label}为：“{said[0]}”" + ("" if said[0].endswith("。") else "。")
    return f"{label}如下：\n" + "\n".join(f"“{line}" for line in said) + "”"


async def _numbered(connection: AsyncConnection, order: OwnLetterOrder, agency: Agency) -> LetterRow:
    """The letter of this key with its number, taken now if it has none."""
    if standing := await find_letter(connection, order.key):
        return standing
    entry = LetterOrder(
        case_id=order.own_record_id,
        agency_id=order.agency_id,
        key=order.key,
        kind=LetterKind.OWN_RECORD,
        dated=order.dated,
        recorded_on=order.dated,
        channel=order.channel,
        arrived_on=order.arrived_on,
    )
    n = await take_number(connection, entry)
    return await enter_letter(connection, entry, n, letter_number(agency.code, entry.kind, order.dated.year, n))


def _form(order: OwnLetterOrder, letter: LetterRow, blob: StoredBlob, form: str) -> DocumentRow:
    """One form of the letter as a document of the request."""
    return DocumentRow(
        id=form_id(letter.id, form, hash_of(order)),
        agency_id=order.agency_id,
        case_id=order.own_record_id,
        label=f"{letter.number}.{form}",
        origin="letter",
        stored_by=CLOCK.staff_id,
        **blob.model_dump(),
    )


async def _finished(connection: AsyncConnection, order: OwnLetterOrder, letter: LetterRow) -> LetterRef:
    """The reference that the event carries, from the rows that stand."""
    forms = {row.id: row.ref for row in await documents_of(connection, order.agency_id, order.own_record_id)}
    pdf, docx = (forms[form] for form in (letter.pdf_id, letter.docx_id) if form)
    return LetterRef(letter_id=letter.id, kind=letter.kind, number=letter.number, dated=order.dated, pdf=pdf, docx=docx)
