"""What can go wrong, in the words of the person it goes wrong for. Each knows the page it becomes."""

from collections.abc import Mapping, Sequence


class LinliError(Exception):
    """An expected failure. `message` (may be lazy) is shown as it stands: what happened, what to do."""

    status = 400

    def __init__(self, message: object = "") -> None:
        self.message = message
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


class BadInput(LinliError):
    """Something typed or sent cannot be taken. `fields` maps a field's name to its messages."""

    status = 422

    def __init__(self, message: object = "", fields: Mapping[str, Sequence[object]] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class Refused(LinliError):
    """The person may not do this; the message says why."""

    status = 403


class NotHere(LinliError):
    """There is nothing here that this person may know of: also what another community's data looks like."""

    status = 404


class Conflict(LinliError):
    """Somebody was faster, or things have moved on since the page was made."""

    status = 409


class TooMany(LinliError):
    """A limit against guessing or flooding was reached."""

    status = 429

    def __init__(self, message: object = "", retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(LinliError):
    """The service cannot answer for a moment: the database is restarting, or the disk is full."""

    status = 503
