"""Each mandatory content of each letter, left out by an agency's own template: the letter is not issued."""

import pytest
from temporalio.exceptions import ApplicationError

from activities.letters.catalogue import standard
from activities.letters.checking import OWN_RECORD, refuse_unusable, trials
from activities.letters.compose import compose, filled_in
from activities.letters.mandatory import missing_content
from activities.letters.markup import Wording
from schemas.errors import InvalidInput
from tests.letters.samples import NUMBER, PARTIES, SAMPLES

OPENING, REQUEST, BASIS = ("date_of_receipt", "{{ opening }}"), ("request", "{{ request }}"), "{{ basis }}"
LATE = "逾期"
TITLES = "{{ loop.index }}. {{ title }}"
REPLY = (OPENING, REQUEST, ("legal_basis", BASIS))
REASONED = (*REPLY, ("reasons", "{{ reasons|ended }}"))

CUTS: dict[str, tuple[tuple[str, str], ...]] = {
    "D1": (
        ("name", "{{ applicant }}"),
        ("identity", "{{ identity }}"),
        ("contact", "{{ applicant_contact }}"),
        ("description", "{{ description }}"),
        ("form", "{{ delivery_form }}"),
        ("route", "{{ delivery_route }}"),
    ),
    "D2": (
        ("date_of_receipt", "{{ received_on }}"),
        ("reference", "{{ reference }}"),
        ("channel", "{{ channel }}"),
        ("how_confirmed", "{{ how_confirmed }}"),
        ("due_date", "{{ due_on }}"),
    ),
    "D3": (
        OPENING,
        REQUEST,
        ("items", "{{ item|one_line }}"),
        ("guidance", "{{ guidance|ended }}"),
        ("guidance", "咨询"),
        ("period", "{{ respond_by }}"),
        ("consequence", LATE),
        ("legal_basis", BASIS),
    ),
    "D4": (
        ("counts", "{{ counted|ended }}"),
        ("period", "{{ respond_by }}"),
        ("consequence", LATE),
        ("legal_basis", BASIS),
    ),
    "D5": (
        ("reasons_accepted", "{{ finding|ended }}"),
        ("reasons_accepted", "理由"),
        ("new_limit", "{{ due_on }}"),
        ("legal_basis", BASIS),
    ),
    "D6": (("new_limit", "{{ due_on }}"), ("reason", "{{ reason|ended }}"), ("legal_basis", BASIS)),
    "D7": (
        ("information", "{{ concerns|ended }}"),
        ("information", TITLES),
        ("period", "{{ days }}个工作日"),
        ("reasons_needed", "理由"),
        ("silence", LATE),
        ("reply_slip", "回执"),
        ("legal_basis", BASIS),
    ),
    "D8": (
        ("consultation", "{{ sent_on }}"),
        ("consultation", "征求"),
        ("time_not_counted", "不计算"),
        ("legal_basis", "{{ excluded_basis }}的"),
    ),
    "D9": (
        ("information", "{{ concerns|ended }}"),
        ("information", TITLES),
        ("period", "{{ days }}个工作日"),
        ("silence", "视为同意公开"),
        ("silence", LATE),
        ("approval", "未经批准"),
        ("legal_basis", BASIS),
    ),
    "D10": (("information", TITLES), ("reasons", "{{ reason|ended }}"), ("legal_basis", BASIS)),
    "D11": (
        ("information", TITLES),
        ("doubt", "{{ doubt|ended }}"),
        ("own_view", "{{ own_view|ended }}"),
        ("legal_basis", BASIS),
    ),
    "D12": (
        ("legal_basis", BASIS),
        ("standard", "{{ standard }}"),
        ("amount", "{{ amount }}"),
        ("way_to_pay", "{{ how_to_pay }}"),
        ("period", "次日起"),
        ("period", "{{ payable_until }}"),
        ("consequence", LATE),
    ),
    "D13": (
        *REPLY,
        ("where", "{{ where }}"),
        ("information", "{{ note }}"),
        ("form_of_delivery", "{{ delivery_form }}"),
    ),
    "D14": (
        *REASONED,
        ("ground_articles", "{{ refusal_basis }}"),
        ("form_of_delivery", "{{ delivery_form }}"),
    ),
    "D15": (
        OPENING,
        REQUEST,
        ("legal_basis", "{{ refusal_basis }}"),
        ("ground_articles", "{{ refusal_basis }}"),
        ("reasons", "{{ reasons|ended }}"),
    ),
    "D16": (*REPLY, ("law", "{{ law }}"), ("where", "{{ where }}")),
    "D17": (*REASONED, ("search", "经检索"), ("search", "{{ search|ended }}")),
    "D18": (*REASONED, ("right_agency", "{{ right_agency }}"), ("contact", "{{ right_contact|ended }}")),
    "D19": REASONED,
    "D20": (*REASONED, ("correction_history", "{{ notified_on }}")),
    "D21": (*REASONED, ("not_handled", "不作为政府信息公开申请处理"), ("channel", "{{ right_channel|ended }}")),
    "D22": (*REPLY, ("where", "{{ where|ended }}")),
    "D23": (
        *REASONED,
        ("earlier_reply", "{{ earlier_number }}"),
        ("earlier_reply", "{{ earlier_dated }}"),
    ),
    "D24": REASONED,
    "D25": (OPENING, REQUEST, ("notice", "{{ notified_on }}"), ("period", "{{ respond_by }}"), ("legal_basis", BASIS)),
    "D26": (
        OPENING,
        REQUEST,
        ("notice", "{{ notified_on }}"),
        ("period", "{{ payable_until }}"),
        ("legal_basis", BASIS),
    ),
    "D27": (
        ("date_of_receipt", "{{ received_on }}"),
        ("legal_basis", BASIS),
        ("applicant", "{{ applicant }}"),
        ("carried_out", "{{ carried_out_on }}"),
        ("reasons", "{{ finding|ended }}"),
        ("right_agency", "{{ forwarded_to }}"),
    ),
    "D28": (
        ("letter", "{{ served_number }}"),
        ("addressee", "{{ addressee }}"),
        ("place_to_sign", "签名"),
        ("date_that_counts", "{{ date_that_counts|ended }}"),
        ("day_of_service", "{{ served_on }}"),
    ),
    "D29": (OPENING, REQUEST, ("withdrawal", "撤回")),
    "CONFIRMATION": REASONED,
    "SEARCH": (
        ("reference", "{{ reference }}"),
        ("request", "{{ description }}"),
        ("searches", "{{ search.name }}"),
        ("searches", "{{ search.text }}"),
        ("place_to_sign", "签名"),
        ("legal_basis", BASIS),
    ),
    "JOINDER": (OPENING, REQUEST, ("joined_into", "{{ joined_into }}")),
    "SEVERAL": (
        OPENING,
        REQUEST,
        *((f"item_{n}", "{{ item.name|one_line }}") for n in (1, 2, 3)),
        *((f"item_{n}_legal_basis", "{{ item.text }}") for n in (1, 2, 3)),
        ("item_1_form_of_delivery", "{{ item.text }}"),
        ("item_2_ground_articles", "{{ item.text }}"),
        ("item_2_reasons", "{{ item.text }}"),
        ("item_3_search", "{{ item.text }}"),
    ),
}
"""What is cut from the standard text, and the code of what is then missing."""
ALL = [(name, code, cut) for name, cuts in CUTS.items() for code, cut in cuts]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_mandatory_content_is_cut_out_below(name: str) -> None:
    nothing = Wording(title="题")
    wanted = {
        code
        for order in trials(name)
        for code in missing_content(filled_in(order, PARTIES, NUMBER, nothing), order, PARTIES)
    }
    assert wanted == {code for code, _ in CUTS[name]}


@pytest.mark.parametrize(("name", "code", "cut"), ALL)
def test_a_template_without_it_cannot_be_used_and_the_letter_is_not_issued(name: str, code: str, cut: str) -> None:
    text = standard(name).replace(cut, "某")
    assert text != standard(name)
    with pytest.raises(InvalidInput) as refused:
        refuse_unusable(name, text)
    assert (refused.value.code, refused.value.field) == ("template_incomplete", "text")
    assert code in refused.value.missing
    if name != OWN_RECORD:
        assert any(code in _lacking(name, n, text) for n in range(len(SAMPLES[name])))


def _lacking(name: str, n: int, text: str) -> tuple[str, ...]:
    """What the permanent error names, if there is one; nothing personal."""
    error = None
    try:
        compose(SAMPLES[name][n], PARTIES, NUMBER, {name: text})
    except ApplicationError as refused:
        error = refused
    if error is None:
        return ()
    assert (error.type, error.non_retryable) == ("letter_incomplete", True)
    assert PARTIES.applicant not in str(error)
    return tuple(error.details)


def test_silence_of_a_third_party_or_another_agency_cannot_be_called_consent() -> None:
    for name, place in (("D7", "逾期未提出意见的，"), ("D9", "请贵机关自收到本函之日起")):
        with pytest.raises(InvalidInput) as refused:
            refuse_unusable(name, standard(name).replace(place, f"视为同意公开。{place}"))
        assert refused.value.missing == ("no_deemed_consent",)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_complete_by_the_standard_text(name: str) -> None:
    assert all(compose(order, PARTIES, NUMBER) for order in SAMPLES[name])
    refuse_unusable(name, standard(name))


def test_the_letters_about_own_records_are_complete_by_the_standard_text() -> None:
    refuse_unusable(OWN_RECORD, standard(OWN_RECORD))
