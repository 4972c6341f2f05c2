"""The ways in which a letter may reach an applicant (送达; 国办公开办函〔2016〕235号)."""

from schemas.vocabulary import DeliveryMethod
from workflows.moment import reject_if

TO_APPLICANTS = tuple(method for method in DeliveryMethod if method is not DeliveryMethod.PUBLIC_NOTICE)
"""Never by public notice: that is for consulted parties who cannot be reached (docs/law.md 6.19)."""


def reject_not_for_applicants(method: DeliveryMethod) -> None:
    """Reject a way that does not serve for applicants."""
    reject_if(method not in TO_APPLICANTS, "method_not_for_applicants", field="method")
