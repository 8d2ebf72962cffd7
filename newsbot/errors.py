"""Own the error tree of the whole product; it formats nothing and logs nothing.

Errors are named by what the caller does next::

    NewsbotError
    ├── UserError                 tell the person, who can mend it
    │   ├── NotFound
    │   ├── Conflict
    │   └── Invalid
    ├── ConfigError               refuse to start, name the key
    ├── SourceError               keep it on the source, try later
    │   ├── Unreachable
    │   ├── Gone                  pause the source
    │   ├── Malformed
    │   ├── TooLarge
    │   └── Blocked               an address or a policy forbids it
    ├── ChannelError              the delivery decides: retry, re-send, give up
    │   ├── RateLimited           wait `retry_after`, no attempt is spent
    │   ├── Unavailable           surely not sent: retry freely
    │   ├── Ambiguous             perhaps sent: at most one more copy
    │   ├── Unauthorized          stop the channel, rows stay pending
    │   ├── Rejected              this message will never pass
    │   ├── DestinationGone       deactivate the destination
    │   └── DestinationMoved      take `address`, send there
    └── StoreError                the database cannot serve now
"""

from datetime import timedelta


class NewsbotError(Exception):
    """Stand for any failure that newsbot foresees and can explain in one line."""


class UserError(NewsbotError):
    """Tell a person that the thing asked for is wrong and can be asked differently."""


class NotFound(UserError):
    """Say that the named thing does not exist."""


class Conflict(UserError):
    """Say that the thing exists already or changed meanwhile."""


class Invalid(UserError):
    """Say that the input breaks a rule of its format."""


class ConfigError(NewsbotError):
    """Say which setting is wrong and what it should be."""


class SourceError(NewsbotError):
    """Say why a source could not be read this time."""


class Unreachable(SourceError):
    """Report that the host did not answer, or not properly.

    `status` is the HTTP status when there was one; `retry_after` what the host asked for.
    """

    def __init__(
        self, message: str, *, status: int | None = None, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class Gone(SourceError):
    """Report HTTP 410: the source asks not to be polled any more."""


class Malformed(SourceError):
    """Report that what came is not a document we can read."""


class TooLarge(SourceError):
    """Report that a limit of size, time or depth was hit."""


class Blocked(SourceError):
    """Report that the address, the scheme or a policy forbids the request."""


class ChannelError(NewsbotError):
    """Say why a channel did not deliver a message."""


class RateLimited(ChannelError):
    """Report that the channel asks to wait `retry_after` before any further call."""

    def __init__(self, message: str, *, retry_after: timedelta) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(ChannelError):
    """Report that the request was surely not accepted: it may be sent again at will."""


class Ambiguous(ChannelError):
    """Report that the request was written and no clear answer came."""


class Unauthorized(ChannelError):
    """Report that the channel refuses our credentials."""


class Rejected(ChannelError):
    """Report that the channel will never accept this message."""


class DestinationGone(ChannelError):
    """Report that the destination does not exist for us any more."""


class DestinationMoved(ChannelError):
    """Report that the destination has the new `address`."""

    def __init__(self, message: str, *, address: str) -> None:
        super().__init__(message)
        self.address = address


class StoreError(NewsbotError):
    """Say that the database cannot be used now, and what to do."""
