"""All sample cases, in the order in which they are told."""

from api.demo import (
    cases_agencies,
    cases_consulted,
    cases_contested,
    cases_corrected,
    cases_disclosed,
    cases_divided,
    cases_excessive,
    cases_kept,
    cases_not_processed,
    cases_open,
    cases_received,
    cases_refused,
    cases_timed,
    cases_without,
)
from api.demo.script import SampleCase

CASES: tuple[SampleCase, ...] = (
    *cases_disclosed.CASES,
    *cases_received.CASES,
    *cases_refused.CASES,
    *cases_kept.CASES,
    *cases_consulted.CASES,
    *cases_without.CASES,
    *cases_not_processed.CASES,
    *cases_corrected.CASES,
    *cases_timed.CASES,
    *cases_agencies.CASES,
    *cases_contested.CASES,
    *cases_excessive.CASES,
    *cases_open.CASES,
    *cases_divided.CASES,
)
"""One that comes after another stands behind it."""
