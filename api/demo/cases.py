"""All sample cases, in the order in which they are told."""

from api.demo import cases_corrected, cases_disclosed, cases_open, cases_refused, cases_timed, cases_without
from api.demo.script import SampleCase

CASES: tuple[SampleCase, ...] = (
    *cases_disclosed.CASES,
    *cases_refused.CASES,
    *cases_without.CASES,
    *cases_corrected.CASES,
    *cases_timed.CASES,
    *cases_open.CASES,
)
