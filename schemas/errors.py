"""One family of errors. The code is also the ``ApplicationError`` type and the API's ``code`` (RFC 9457)."""

from schemas.base import Recorded


class Problem(Recorded):
    """What a refused caller gets: a code to branch on, a sentence in Chinese and in English, the article, the field.

    ``missing``: codes of the mandatory contents that a letter lacks.
    """

    code: str
    status: int
    message: str
    message_en: str
    article: str | None = None
    field: str | None = None
    missing: tuple[str, ...] = ()


class DaylightError(Exception):
    """Something a caller must be told. Texts come from ``schemas.messages`` by code; never any personal data."""

    status = 500

    def __init__(
        self, code: str, *, article: str | None = None, field: str | None = None, missing: tuple[str, ...] = ()
    ) -> None:
        super().__init__(code)
        self.code = code
        self.article = article
        self.field = field
        self.missing = missing


class InvalidInput(DaylightError):
    """Malformed or senseless input: 422."""

    status = 422


class StepRefused(DaylightError):
    """The law or the state of the case forbids the step: 409."""

    status = 409


class NotAllowed(DaylightError):
    """The person's role does not carry the step: 403."""

    status = 403


class NotFound(DaylightError):
    """Unknown, or invisible to this person: 404."""

    status = 404


class Destroyed(DaylightError):
    """It was here and is no more, by a decision on record: 410."""

    status = 410


class Unauthorized(DaylightError):
    """No token, or one that is not valid: 401."""

    status = 401


class MethodNotAllowed(DaylightError):
    """The address does not support the method: 405."""

    status = 405


class TooLarge(DaylightError):
    """More bytes than allowed: 413. ``most``: so many are, if known."""

    status = 413

    def __init__(self, code: str, *, field: str, most: int | None = None) -> None:
        super().__init__(code, field=field)
        self.most = most


class TooSlow(DaylightError):
    """The body did not come in time: 408."""

    status = 408


class TooManyTries(DaylightError):
    """So many tries in so short a time that it looks like guessing: 429, again in ``retry_after`` seconds."""

    status = 429

    def __init__(self, code: str, *, retry_after: int) -> None:
        super().__init__(code)
        self.retry_after = retry_after


class Unavailable(DaylightError):
    """PostgreSQL, Temporal or the document store is away: 503, try again."""

    status = 503
