"""The annual report as a file, made from what the report says and nothing else: the same report, the same bytes."""

from enum import StrEnum

from activities.reports.docx import document_of
from activities.reports.pdf import pdf_of
from activities.reports.xlsx import workbook_of
from schemas.annual import AnnualReport


class FileFormat(StrEnum):
    """In which form a report is given out."""

    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"


_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    FileFormat.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileFormat.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileFormat.PDF: "application/pdf",
}
_WRITERS = {FileFormat.XLSX: workbook_of, FileFormat.DOCX: document_of, FileFormat.PDF: pdf_of}


def annual_file(report: AnnualReport, kind: FileFormat) -> bytes:
    """The report in this form; one that is not adopted says so below its title."""
    return _WRITERS[kind](report.content, draft=report.adoption is None)
