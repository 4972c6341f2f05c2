"""The account of a member of staff: how he signs in, where he is signed in, and what happened to it."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field, SecretStr

from schemas.base import Frozen, Line, Recorded


class Awaits(StrEnum):
    """What a session waits for before it opens anything."""

    SECOND_FACTOR = "second_factor"
    NEW_PASSWORD = "new_password"  # noqa: S105 - what is waited for, no password


class AccountAct(StrEnum):
    """What happens to an account."""

    SIGNED_IN = "signed_in"
    SIGNED_IN_BY_PROVIDER = "signed_in_by_provider"
    SIGNED_OUT = "signed_out"
    REFUSED = "refused"
    PASSWORD_HANDED_OVER = "password_handed_over"  # noqa: S105 - an act, no password
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - an act, no password
    FACTOR_REFUSED = "factor_refused"
    FACTOR_SET = "factor_set"
    FACTOR_REMOVED = "factor_removed"
    RECOVERY_CODE_USED = "recovery_code_used"
    SESSION_ENDED = "session_ended"
    IDENTITY_LINKED = "identity_linked"
    IDENTITY_REMOVED = "identity_removed"


class AccountEntry(Recorded):
    """One act and when it was."""

    at: datetime
    kind: AccountAct


class SessionView(Recorded):
    """One of the sessions that a person has open. ``id``: names it, and opens nothing."""

    id: str
    opened_at: datetime
    seen_at: datetime
    ends_at: datetime
    current: bool


class AccountState(Recorded):
    """How a person may sign in. ``has_password``: his own or one that was handed over.

    ``password_due_until``: it was handed over and holds until then. ``recovery_codes``: how many are left.
    """

    login: str
    has_password: bool
    password_set_at: datetime | None
    password_due_until: datetime | None
    second_factor_since: datetime | None
    recovery_codes: int
    linked_at: datetime | None


class Account(AccountState):
    """The own account, with the sessions open and the latest acts."""

    sessions: tuple[SessionView, ...]
    acts: tuple[AccountEntry, ...]


class Credentials(Frozen):
    """What is typed to sign in: agency by its code, login there, password."""

    agency: Line
    login: Line
    password: SecretStr = Field(min_length=1, max_length=1000)


class OneCode(Frozen):
    """A code of the second factor, or a recovery code."""

    code: str = Field(min_length=6, max_length=40)

    @property
    def plain(self) -> str:
        """Without the spaces people put between."""
        return "".join(self.code.split())


class NewPassword(Frozen):
    """The own password of now, where it is asked for, and the new one, twice."""

    current: SecretStr | None = Field(None, max_length=1000)
    password: SecretStr = Field(max_length=1000)
    again: SecretStr = Field(max_length=1000)


class Opened(Recorded):
    """A session that was begun. ``token``: for its cookie. ``awaits``: what must be done before it opens anything."""

    token: str
    awaits: Awaits | None
    ends_at: datetime


class UnsentForm(Recorded):
    """A form that was sent after its session had ended. ``address``: where to, with its query. ``stands_on``: the page
    it stood on. ``fields``: what was typed, in order, without the token of the session, secrets and files.
    """

    address: str
    stands_on: str
    fields: tuple[tuple[str, str], ...]
