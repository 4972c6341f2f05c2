"""Invented applicants: sample numbers with right check digits, telephone numbers 010-5555…, mail at example.com."""

from schemas.applications import Applicant, Contact, IdentityKind
from schemas.vocabulary import ApplicantKind

_RESIDENT_CHECK = "10X98765432"
_CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def resident_id(first_17: str) -> str:
    """A resident identity number with its check digit (GB 11643-1999, ISO 7064 MOD 11-2)."""
    weighed = sum(int(digit) * pow(2, 17 - n, 11) for n, digit in enumerate(first_17))
    return first_17 + _RESIDENT_CHECK[weighed % 11]


def credit_code(first_17: str) -> str:
    """A unified social credit code (统一社会信用代码) with its check digit (GB 32100-2015, MOD 31-3)."""
    weighed = sum(_CREDIT_DIGITS.index(digit) * pow(3, n, 31) for n, digit in enumerate(first_17))
    return first_17 + _CREDIT_DIGITS[-weighed % 31]


def person(name: str, born: str, extension: str, **contact: str) -> Applicant:
    """A natural person of sample region 110101; ``extension`` ends the telephone number and orders the day's births."""
    return Applicant(
        name=name,
        identity_number=resident_id(f"110101{born}{extension[-3:]}"),
        contact=Contact(phone=f"010-5555{extension}", **contact),
    )


def organisation(kind: ApplicantKind, name: str, extension: str, **contact: str) -> Applicant:
    """An organisation; the code begins as its kind is registered: 91 enterprises, 12 institutions, 52 civil, 31 law."""
    begins = {
        ApplicantKind.RESEARCH: "12",
        ApplicantKind.PUBLIC_BENEFIT: "52",
        ApplicantKind.LEGAL_SERVICE: "31",
    }.get(kind, "91")
    return Applicant(
        kind=kind,
        name=name,
        identity_kind=IdentityKind.ORGANISATION_CODE,
        identity_number=credit_code(f"{begins}110101MA00{extension}0"),
        contact=Contact(phone=f"010-5555{extension}", **contact),
    )
