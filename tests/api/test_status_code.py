"""The code of the applicant's page: derived, printed in groups, read as people type it."""

import base64
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from activities.status_code import client_of, is_code_of, mark_of, status_code
from activities.vault import Vault
from schemas.status import ALPHABET, LENGTH, StatusQuery, grouped, read_reference
from tests.harness import TEST_KEYS

VAULT = Vault(TEST_KEYS["personal_data_keys"], TEST_KEYS["lookup_key"])
OTHER = Vault(TEST_KEYS["personal_data_keys"], base64.b64encode(b"k" * 32).decode())
CASE = UUID(int=7)
CODE = status_code(VAULT, CASE)


def typed(code: object) -> str:
    return StatusQuery.model_validate({"reference": "示数公申〔2026〕12号", "code": code}).code


@given(st.uuids())
def test_a_code_has_sixty_bits_in_letters_that_are_not_misread(case_id: UUID) -> None:
    code = status_code(VAULT, case_id)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert typed(grouped(code)) == code
    assert is_code_of(VAULT, case_id, code)


def test_a_code_is_the_same_every_time_and_another_for_every_case_and_key() -> None:
    assert status_code(VAULT, CASE) == CODE
    assert len({status_code(VAULT, UUID(int=n)) for n in range(1, 2000)}) == 1999
    assert status_code(OTHER, CASE) != CODE
    assert not is_code_of(OTHER, CASE, CODE)


def test_the_code_of_nobody_opens_nothing() -> None:
    assert not is_code_of(VAULT, None, status_code(VAULT, UUID(int=0)))
    assert not is_code_of(VAULT, UUID(int=8), CODE)


def test_codes_lookups_and_marks_are_hashes_of_different_keys() -> None:
    derived = {VAULT.derived(purpose, b"X").hex() for purpose in ("status-code", "status-tries", "")}
    assert len(derived | {VAULT.lookup("X")}) == 3 + 1


@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        grouped,
        lambda code: f"  {code[:5]} {code[5:]}\u3000",
        lambda code: code.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)}),
        "－".join,
        lambda code: f"{code[:4]}—{code[4:8]}–{code[8:]}",
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: f"{code}\u200b",
    ],
    ids=["lower", "groups", "spaces", "full width", "full-width dashes", "long dashes", "O for 0", "invisible"],
)
def test_a_code_is_read_as_people_type_it(write: object) -> None:
    for code in (CODE, "0123456789AB", "01VW10XYZ01V"):
        assert typed(write(code)) == code  # type: ignore[operator]


@pytest.mark.parametrize(
    "code",
    ["", CODE[:-1], f"{CODE}0", f"{CODE[:-1]}*", "一二三四五六七八九十零一", "\x00" * 12, "😀" * 12, 7, None, [CODE]],
)
def test_what_can_be_no_code_is_refused_at_once_and_not_repeated(code: object) -> None:
    with pytest.raises(ValidationError) as refused:
        typed(code)
    assert not code or str(code) not in str(refused.value)


@pytest.mark.parametrize(
    "reference",
    [
        "示数公申〔2026〕12号",
        " 示数公申 〔2026〕 12 号 ",
        "示数公申(2026)12号",
        "示数公申（２０２６）１２号",
        "示数公申[2026]12",
        "示数公申【2026】12号",
        "示数公申﹝2026﹞12号",
    ],
)
def test_a_reference_is_read_with_any_brackets(reference: str) -> None:
    assert read_reference(reference) == "示数公申〔2026〕12号"


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", client_of("2001:db8:1:2:bbbb::9")),
        ("fe80::1%eth0", client_of("fe80::2")),
        (None, "unknown"),
        ("", "unknown"),
        ("testclient", "unknown"),
    ],
)
def test_an_address_stands_for_who_has_it(address: str | None, client: str) -> None:
    assert client_of(address) == client
    assert client_of("2001:db8:1:3::1") != client_of("2001:db8:1:2::1")


def test_a_mark_tells_neither_reference_nor_address() -> None:
    mark = mark_of(VAULT, "both", "示数公申〔2026〕12号", "203.0.113.9")
    assert len(mark) == 64
    assert mark != mark_of(VAULT, "both", "示数公申〔2026〕12号203.0.113.9")
    assert mark != mark_of(OTHER, "both", "示数公申〔2026〕12号", "203.0.113.9")
