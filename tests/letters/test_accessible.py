"""Letters can be read by who cannot see them (art. 43): tagged, in Chinese, with a title, as PDF/UA-1 and PDF/A-2a."""

import re

import pytest

from activities.letters.compose import compose
from activities.letters.pdf import render_pdf
from schemas.letters import LetterOrder
from schemas.vocabulary import Outcome
from tests.letters.samples import NUMBER, ORDER, PARTIES, reply


@pytest.mark.parametrize("order", [ORDER, reply(Outcome.REFUSED)], ids=["receipt", "reply"])
def test_a_letter_says_of_itself_that_a_screen_reader_can_read_it(order: LetterOrder) -> None:
    pdf = render_pdf(compose(order, PARTIES, NUMBER))
    told = dict(re.findall(rb"<(pdfuaid:part|pdfaid:part|pdfaid:conformance|dc:language)>(?:<[^>]+>)*([^<]+)", pdf))
    assert (told[b"pdfuaid:part"], told[b"pdfaid:part"], told[b"pdfaid:conformance"]) == (b"1", b"2", b"A")
    assert re.search(rb"/Lang ?\(zh", pdf)
    assert b"/StructTreeRoot" in pdf
