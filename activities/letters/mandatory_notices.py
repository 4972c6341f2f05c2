"""What notices must say: D1-D6, D12, D25, D26, D28, D29 of docs/law.md section 4, and the notice of joinder."""

from activities.letters.articles import article, outcome_article, receipt_rule
from activities.letters.catalogue import recipient
from activities.letters.context_notices import date_that_counts
from activities.letters.context_time import fee_standard
from activities.letters.phrases import CHANNELS, chinese_date
from activities.letters.remedial import contestable
from activities.letters.said import Needs, Said
from schemas.vocabulary import Channel, Outcome

_CONFIRMED_WITH_APPLICANT = {Channel.POST_ORDINARY, Channel.POST_MISDIRECTED, Channel.ONLINE, Channel.FAX}
_LATE = "逾期"


def application_form(said: Said) -> Needs:
    """D1: the three contents of art. 29(2)."""
    parties, form = said.parties, said.parties.form
    yield "name", said.says(parties.applicant)
    yield "identity", said.says(form.identity if form else None)
    yield "contact", said.says(form.contact if form else None)
    yield "description", said.says(parties.description)
    yield "form", said.says(parties.delivery_form)
    yield "route", said.says(form.route if form else None)


def receipt(said: Said) -> Needs:
    """D2: number, channel, date of receipt, how confirmed (arts. 31, 45); the last day to answer."""
    order = said.order
    _, place = receipt_rule(said.statute, order.channel)
    must_tell_how = order.channel in _CONFIRMED_WITH_APPLICANT and bool(place)
    yield "date_of_receipt", said.says(chinese_date(order.received_on))
    yield "reference", said.says(said.parties.reference)
    yield "channel", said.has(CHANNELS[order.channel])
    yield "how_confirmed", said.says(order.how_confirmed or (None if must_tell_how else "收到之日"))
    yield "due_date", said.says(chinese_date(order.due_on))


def correction(said: Said) -> Needs:
    """D3 (art. 30)."""
    order = said.order
    yield "date_of_receipt", said.says(chinese_date(order.received_on))
    yield "request", said.says(said.parties.description)
    yield "items", bool(order.items) and said.says(*order.items)
    yield "guidance", said.says(order.guidance) if order.guidance else said.has("咨询")
    yield "period", said.says(chinese_date(order.respond_by))
    yield "consequence", said.has(_LATE)
    yield "legal_basis", said.has(article(said.statute, "correction"))


def reasons_request(said: Said) -> Needs:
    """D4 (art. 35)."""
    excess = said.order.excess
    yield "counts", said.says(excess.counted if excess else None)
    yield "period", said.says(chinese_date(excess.respond_by if excess else None))
    yield "consequence", said.has(_LATE)
    yield "legal_basis", said.cites(article(said.statute, "excess"))


def delay(said: Said) -> Needs:
    """D5 (art. 35)."""
    excess = said.order.excess
    yield "reasons_accepted", said.says(excess.finding if excess else None) and said.has("理由")
    yield "new_limit", said.says(chinese_date(said.order.due_on))
    yield "legal_basis", said.cites(article(said.statute, "excess"))


def extension(said: Said) -> Needs:
    """D6 (art. 33(2)); the consent of the head of the OGI office is on record before the notice is made."""
    extended = said.order.extension
    yield "consent", extended is not None and extended.consented_by is not None
    yield "new_limit", said.says(chinese_date(said.order.due_on))
    yield "reason", said.says(extended.reason if extended else None)
    yield "legal_basis", said.has(article(said.statute, "extension"))


def fee(said: Said) -> Needs:
    """D12 (art. 42; 国办函〔2020〕109号 art. 6)."""
    asked = said.order.fee
    yield "legal_basis", said.cites(article(said.statute, "fee"), article(said.statute, "fee_notice"))
    yield "standard", said.says(fee_standard(said.order))
    yield "amount", said.says(f"{asked.amount}元" if asked else None)
    yield "way_to_pay", said.says(asked.how_to_pay if asked else None)
    yield (
        "period",
        said.has("次日起", "个工作日")
        and (asked is None or asked.served_on is None or said.says(chinese_date(asked.payable_until))),
    )
    yield "consequence", said.has(_LATE)


def abandonment(said: Said) -> Needs:
    """D25 (art. 30)."""
    order = said.order
    yield "date_of_receipt", said.says(chinese_date(order.received_on))
    yield "request", said.says(said.parties.description)
    yield "notice", said.says(chinese_date(order.notified_on))
    yield "period", said.says(chinese_date(order.respond_by))
    yield "legal_basis", said.has(outcome_article(said.statute, Outcome.ABANDONED))
    yield from contestable(said)


def fee_abandonment(said: Said) -> Needs:
    """D26 (国办函〔2020〕109号 art. 6)."""
    asked = said.order.fee
    yield "date_of_receipt", said.says(chinese_date(said.order.received_on))
    yield "request", said.says(said.parties.description)
    yield "notice", said.says(chinese_date(asked.notified_on if asked else None))
    yield "period", said.says(chinese_date(asked.payable_until if asked else None))
    yield "legal_basis", said.has(outcome_article(said.statute, Outcome.FEE_UNPAID))
    yield from contestable(said)


def proof_of_service(said: Said) -> Needs:
    """D28: the letter, who signs, the date that counts (国办公开办函〔2016〕235号)."""
    served, order = said.order.served, said.order
    to = recipient(served.kind, order, said.parties) if served else None
    yield "letter", said.says(served.number if served else None)
    yield "addressee", said.says(to)
    yield "place_to_sign", said.has("签名")
    yield "date_that_counts", said.says(date_that_counts(order))
    yield "day_of_service", said.says_if_any(chinese_date(order.served_on))


def withdrawal(said: Said) -> Needs:
    """D29: the applicant's act. An application may be withdrawn before its day of receipt is fixed."""
    order = said.order
    yield "date_of_receipt", said.says(chinese_date(order.received_on or order.arrived_on))
    yield "request", said.says(said.parties.description)
    yield "withdrawal", said.has("撤回")


def joinder(said: Said) -> Needs:
    """The application that goes on."""
    order = said.order
    yield "date_of_receipt", said.says(chinese_date(order.received_on or order.arrived_on))
    yield "request", said.says(said.parties.description)
    yield "joined_into", said.says(order.joined_into)
