"""Own the addresses of webhooks: http or https; whether one may be reached, `net` decides."""

from urllib.parse import urlsplit, urlunsplit

from newsbot import errors

HELP = "write an address like https://example.org/hook, without a user name in it"


def parse_hook(text: str) -> str:
    """Return the web address that a person wrote, in its one spelling.

    Raises:
        Invalid: It is none; the sentence says what is.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError as error:  # a broken port, bracket or name (UnicodeError is one)
        raise errors.Invalid(f"{text!r} is no web address: {HELP}") from error
    if parts.username is not None or parts.password is not None:
        raise errors.Invalid(f"the address holds a user name or password: {HELP}")
    is_clean = text.strip().isprintable() and " " not in text.strip()
    if parts.scheme not in {"http", "https"} or not host or not is_clean:
        raise errors.Invalid(f"{text!r} is no web address: {HELP}")
    place = f"[{host}]" if ":" in host else host
    default = {"http": 80, "https": 443}[parts.scheme]
    netloc = place if port in {None, default} else f"{place}:{port}"
    return urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))
