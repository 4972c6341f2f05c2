"""Letters (文书): what the workflow orders, who they concern, what the renderer prints, what is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field

from schemas.base import Line, Recorded, Text, has_no_glyph
from schemas.case_parts import Consultation, Earlier, Excess, Extension, Fee, OwnSearch, Referral, SearchRound, SetAside
from schemas.decisions import Decision
from schemas.documents import DocumentRef
from schemas.joining import Requests
from schemas.vocabulary import Channel, DeliveryMethod, Ground, LetterKind, Remedy, ReviewResult, StatuteId, Weight


def visible(text: str) -> str:
    """The text without what has no glyph: control and format characters (Unicode Cc, Cf, Cs) and noncharacters.

    A right-to-left override could make an official letter read otherwise than it is stored. Newlines stay.
    """
    lines = "\n".join(text.splitlines()).replace("\t", " ")
    return "".join(c for c in lines if c == "\n" or not has_no_glyph(c))


Printed = Annotated[str, AfterValidator(visible)]


class LetterRef(Recorded):
    """A letter that exists: its number, and its two forms as documents of the case.

    ``about`` is the id of the consultation or referral it belongs to, if it belongs to one.
    """

    letter_id: UUID
    kind: LetterKind
    number: str
    dated: date
    pdf: DocumentRef
    docx: DocumentRef
    about: str | None = None


class Finding(Recorded):
    """How one document was reviewed; its title is looked up where the letter is made.

    ``documents``: so many were reviewed alike, of which ``document_id`` is the first.
    """

    document_id: UUID
    result: ReviewResult
    grounds: tuple[Ground, ...] = ()
    reason: str | None = None
    documents: int = 1


class LetterOrder(Recorded):
    """Everything a letter says that is not personal data. ``key`` is the business key: one key, one number, one letter.

    ``dated`` is the date the letter bears; ``recorded_on`` the day it was entered, later for acts done on paper.
    ``received_on`` is the day the application was received, ``corrected_on`` that of the corrected application.
    ``statute`` decides which articles are cited; null before the day of receipt is fixed. ``excess``, ``extension``,
    ``fee``, ``consultation``, ``referral`` are the parts of the case it is about. ``weight`` and ``reason`` tell
    what was found of the objection to the documents ``weighed``. ``joined_into`` is the reference of the case that goes
    on. A new reply names who ordered it (``ordered_by``, with the file number there), when that was served, and the
    number of the reply it ``replaces``. ``served`` is the letter a return slip is for. ``final_text`` is the edited
    DOCX that is the text of the reply. ``own_searches``, ``rounds`` and ``set_aside`` are what a search
    record lists.
    ``released_documents`` and ``released_pages`` go with a reply, with their index. ``quotes``: whose request.
    ``joined``: so many were joined when the step was decided, so that a letter made before another came is made anew.
    """

    case_id: UUID
    agency_id: UUID
    key: str
    kind: LetterKind
    dated: date
    recorded_on: date
    channel: Channel
    arrived_on: date
    received_on: date | None = None
    how_confirmed: str | None = None
    due_on: date | None = None
    items: tuple[str, ...] = ()
    irregular: bool = False
    guidance: str | None = None
    notified_on: date | None = None
    respond_by: date | None = None
    decision: Decision | None = None
    findings: tuple[Finding, ...] = ()
    search: str | None = None
    finding: str | None = None
    remedy: Remedy = Remedy.NONE
    statute: StatuteId | None = None
    corrected_on: date | None = None
    withdrawn_on: date | None = None
    joined_into: str | None = None
    excess: Excess | None = None
    extension: Extension | None = None
    delay_working_days: int | None = None
    fee: Fee | None = None
    consultation: Consultation | None = None
    weighed: tuple[UUID, ...] = ()
    weight: Weight | None = None
    reason: str | None = None
    referral: Referral | None = None
    earlier: Earlier | None = None
    served: LetterRef | None = None
    served_on: date | None = None
    service_method: DeliveryMethod | None = None
    service_proof: str | None = None
    final_text: DocumentRef | None = None
    ordered_by: str | None = None
    ordered_on: date | None = None
    replaces: str | None = None
    own_searches: tuple[OwnSearch, ...] = ()
    rounds: tuple[SearchRound, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    red_head: bool = True
    released_documents: int = 0
    released_pages: int = 0
    quotes: Requests = Requests.WHOLE
    joined: int = 0


class FormEntries(Recorded):
    """What the application form (申请表) states beside name and request (art. 29(2)); read for that letter alone."""

    model_config = ConfigDict(hide_input_in_errors=True)

    identity: str
    contact: str
    route: str


def about(order: LetterOrder) -> str | None:
    """The id of the consultation or referral a letter belongs to; a return slip belongs to its letter."""
    if order.served is not None:
        return None
    return order.consultation.id if order.consultation else order.referral.id if order.referral else None


class LetterParties(Recorded):
    """Who a letter is from and to, looked up where it is made; personal data, so it never travels through Temporal.

    ``code`` is the agency's short code in letter numbers (机关代字, e.g. 京示公). ``reconsideration_body`` and
    ``court`` are named in the remedy notice. ``form_of_address`` is how the text speaks to the applicant: 您 to a
    person, 贵单位 to an organisation. ``delivery_form`` is the form the applicant asked for (art. 29).
    ``titles`` gives the title of a document by its id. ``third_party`` is the name of the consulted third party.
    ``form`` is there for an application form only, ``staff``, names by id, for a search record only. ``status_code``,
    and ``status_page``, the address where it is used, if that is known, are for the receipt.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    agency: Line
    code: Line
    contact: Line
    reconsideration_body: Line
    court: Line
    applicant: Line
    form_of_address: Line = "您"
    description: Text
    reference: Line
    delivery_form: str | None = None
    titles: Mapping[UUID, str] = Field(default_factory=dict)
    third_party: str | None = None
    form: FormEntries | None = None
    staff: Mapping[UUID, str] = Field(default_factory=dict)
    status_code: str | None = None
    status_page: str | None = None


class LetterContent(Recorded):
    """A letter ready to print, all in Chinese: paragraphs in order, then ``table`` with rows of (label, value), then
    ``closing`` paragraphs, remedy notice, enclosures, signature."""

    model_config = ConfigDict(hide_input_in_errors=True)

    agency: Printed
    title: Printed
    number: Printed
    addressee: Printed | None
    paragraphs: tuple[Printed, ...]
    table: tuple[tuple[Printed, Printed], ...] = ()
    closing: tuple[Printed, ...] = ()
    enclosures: tuple[Printed, ...] = ()
    remedy: tuple[Printed, ...] = ()
    contact: Printed | None = None
    signed_by: Printed
    dated: date
    footnote: Printed | None = None
    red_head: bool = True
