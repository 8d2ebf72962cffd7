"""Own the one sentence for each way a request can fail; it decides nothing about retries."""

from datetime import timedelta
from typing import Final

import aiohttp

from newsbot.errors import SourceError, TooLarge, Unreachable
from newsbot.net.guard import Passage, blocked_host
from newsbot.net.meter import WireLimitExceeded

_STATUS_SENTENCES = {
    401: "asks for a user name and password",
    402: "asks for payment",
    403: "refuses us",
    404: "has no such page",
    406: "has no form of it that we can read",
    429: "says that we ask too often",
    451: "may not show it for legal reasons",
}

_CLASS_SENTENCES = {
    3: "redirects to nowhere",
    4: "refuses the request",
    5: "has a fault of its own",
}


class Interrupted(Unreachable):
    """Report that a request was written and no whole answer came: it may have been taken."""


def status_error(host: str, status: int, pause: timedelta | None) -> Unreachable:
    """Return the error for an HTTP status that brings no document."""
    by_class = _CLASS_SENTENCES.get(status // 100, "answers in a way that we do not understand")
    sentence = _STATUS_SENTENCES.get(status, by_class)
    return Unreachable(f"{host} {sentence} (HTTP {status}).", status=status, retry_after=pause)


def explain(
    failure: Exception, passage: Passage, *, method: str, late: bool, answered: bool
) -> SourceError:
    """Translate a library's or the system's failure, most specific first.

    `late`: the whole fetch ran out of time; `answered`: the status line had come.
    """
    host = passage.host
    if passage.refused and not passage.tried:
        return blocked_host(host)
    if isinstance(failure, WireLimitExceeded) or isinstance(failure.__cause__, WireLimitExceeded):
        return TooLarge(f"{host} sends more bytes than a document may have.")
    if late and answered and method == "GET":
        return TooLarge(f"{host} sends its document too slowly; the time ran out.")
    written = not isinstance(
        failure, (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, ValueError)
    )
    kind = Interrupted if method != "GET" and written else Unreachable
    return kind(_sentence(failure, host, answered=answered))


def _sentence(failure: Exception, host: str, *, answered: bool) -> str:
    """Say what happened, in words that do not name a library."""
    if isinstance(failure, TimeoutError) and answered:
        return f"{host} stopped in the middle."
    for kinds, words in _FAILURE_WORDS:
        if isinstance(failure, kinds):
            return words.format(host=host)
    return f"The connection to {host} broke."


_FAILURE_WORDS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (aiohttp.ClientConnectorCertificateError, "{host} shows a certificate that is not valid."),
    (aiohttp.ClientConnectorSSLError, "{host} and newsbot found no secure connection in common."),
    (aiohttp.ClientConnectorDNSError, "The name {host} cannot be found; check its spelling."),
    (aiohttp.ConnectionTimeoutError, "{host} takes no connection in time."),
    (aiohttp.ClientConnectorError, "{host} takes no connection."),
    (TimeoutError, "{host} did not answer in time."),
    (aiohttp.ServerDisconnectedError, "{host} closed the connection without an answer."),
    (aiohttp.ClientPayloadError, "{host} broke off in the middle of the document."),
    (aiohttp.ClientResponseError, "{host} answers with something that is not HTTP."),
    (ValueError, "The address at {host} is no valid URL; check its spelling."),
)
"""Most specific first: several of these are subclasses of later ones."""
