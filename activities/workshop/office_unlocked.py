"""Sheets without their protection: a locked cell could not be laid out so that all of it is seen."""

import re
import shutil
import zipfile
from pathlib import Path

from activities.workshop.office_hidden import NONSENSE
from schemas.errors import InvalidInput

_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml|content\.xml")
_LOCKS = re.compile(rb"""<(?:\w+:)?sheetProtection\b[^>]*/>|\s(?:table:protected|table:structure-protected)="true\"""")
"""ECMA-376, part 1, 18.3.1.85, and ISO/IEC 26300-1, 19.696. Passwords are a courtesy there: nothing is encrypted."""


def unlock(source: Path, target: Path) -> None:
    """Write a copy of an XLSX or ODS in which no sheet is protected; all other members are as they were.

    Raises ``InvalidInput``: ``document_broken``, ``document_encrypted``.
    """
    try:
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            for member in old.infolist():
                _copy(old, new, member)
    except NONSENSE:
        raise InvalidInput("document_broken", field="file") from None
    except RuntimeError:
        raise InvalidInput("document_encrypted", field="file") from None


def _copy(old: zipfile.ZipFile, new: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    if _SHEETS.fullmatch(member.filename):
        new.writestr(member.filename, _LOCKS.sub(b"", old.read(member)))
        return
    with old.open(member) as part, new.open(member.filename, "w") as copy:
        shutil.copyfileobj(part, copy)
