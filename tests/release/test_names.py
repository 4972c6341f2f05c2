"""Names of files in a package: whatever a document was called, the name is safe, short and the only one of its kind."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.release.names import LONGEST, safe_names


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("招标文件.pdf", "招标文件.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("甲/乙\\丙.pdf", "甲_乙_丙.pdf"),
        (".hidden", "hidden"),
        ("...", "文件"),
        ("", "文件"),
        ("C:\\报告.pdf", "C__报告.pdf"),
        ("a\n\tb\x00\u202e.pdf", "a b.pdf"),
        ("con", "_con"),
        ("NUL.pdf", "_NUL.pdf"),
        ("console.pdf", "console.pdf"),
        ("报告. ", "报告"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_what_a_system_could_misread_is_taken_out(wanted: str, expected: str) -> None:
    assert safe_names([wanted]) == (expected,)


def test_two_alike_are_told_apart_also_where_case_does_not_count() -> None:
    found = safe_names(["报告.pdf", "报告.pdf", "a.PDF", "A.pdf", "SHA256sums"], taken=["SHA256SUMS"])
    assert found == ("报告.pdf", "报告 (2).pdf", "a.PDF", "A (2).pdf", "SHA256sums (2)")


def test_a_long_name_is_cut_between_characters_and_keeps_its_ending() -> None:
    first, second = safe_names(["文" * 100 + ".pdf"] * 2)
    assert (first, second) == ("文" * 38 + ".pdf", "文" * 37 + " (2).pdf")
    assert len(first.encode()) <= LONGEST


@given(st.lists(st.text(max_size=200), max_size=12))
def test_any_names_become_safe_short_and_unlike(wanted: list[str]) -> None:
    found = safe_names(wanted, taken=["SHA256SUMS"])
    assert len({name.casefold() for name in (*found, "SHA256SUMS")}) == len(wanted) + 1
    for name in found:
        assert 0 < len(name.encode()) <= LONGEST
        assert not set(name) & set('/\\:*?"<>|\n\r\0')
        assert name == name.strip(" ")
        assert not name.startswith(".")
        assert unicodedata.is_normalized("NFC", name)
