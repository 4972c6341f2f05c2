"""What no other test of the case shows by itself."""

from schemas.events_after import InformationPublished
from schemas.steps_after import ConvertToProactive
from schemas.vocabulary import Outcome
from tests.case.builders import HANDLER, TENDER, closed


def test_what_the_applicant_proposed_to_publish_is_on_record_as_his_proposal() -> None:
    """Art. 44(2); otherwise several asked for it (44(1))."""
    script = closed("2026-05-11", Outcome.DISCLOSED)
    script.take(
        "2026-06-01",
        HANDLER,
        ConvertToProactive,
        documents=[TENDER.document_id],
        proposed_by_applicant=True,
        where="示例市人民政府网站",
    )
    assert script.last(InformationPublished).proposed_by_applicant
