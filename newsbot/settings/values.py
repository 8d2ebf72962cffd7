"""Own the grammars of single setting values: text in, checked value out, and back to text.

It knows no key and no origin: `load` adds those to the sentence that a `ValueError` carries.
"""

import ipaddress
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

_UNITS: Mapping[str, timedelta] = {
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
    "ms": timedelta(milliseconds=1),
}
_SHOWN_UNITS = ("d", "h", "m", "s", "ms")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(ms|[smhdw])")
_AMOUNTS = re.compile(rf"(?:{_AMOUNT.pattern})+")
_ISO = re.compile(
    r"P(?=[\dT])(?:(?P<w>\d+)W)?(?:(?P<d>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?)?",
    re.IGNORECASE,
)
"""ISO 8601 durations without years and months, which have no fixed length."""

_NOT_A_DURATION = "is not a duration; write it like 15m, 5s, 90d, 1h30m or PT15M"

LONGEST_DURATION = timedelta(days=36_525)
"""A hundred years: further from now the calendar of datetime ends."""

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{3,}")
"""The shape that BotFather hands out; the Bot API promises no length of the second half."""

_TARGET = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_CHAT = re.compile(r"(-?\d+|@[A-Za-z]\w{3,})(/\d+)?", re.ASCII)
_PERSON = re.compile(r"[1-9]\d{0,15}", re.ASCII)
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_HOST = re.compile(r"(?:\*\.)?[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?\.?", re.IGNORECASE)
_MAX_PORT = 65_535
_SQLITE = re.compile(r"sqlite(?:\+aiosqlite)?:///.+")
_POSTGRESQL = re.compile(r"postgres(?:ql)?(\+\w+)?://")


def parse_duration(value: object) -> timedelta:
    """Read `15m`, `1h30m`, `PT15M`, or a number of seconds. Raises `ValueError`."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(_NOT_A_DURATION)  # noqa: TRY004  # pydantic collects ValueError only
    try:
        duration = _read_duration(str(value).strip().replace(" ", ""))
    except OverflowError:
        duration = timedelta.max
    if duration > LONGEST_DURATION:
        raise ValueError("is too long a time; " + _NOT_A_DURATION.partition("; ")[2])
    return duration


def _read_duration(text: str) -> timedelta:
    if re.fullmatch(r"\d+(\.\d+)?(e[+-]\d+)?", text):
        return timedelta(seconds=float(text))
    if _AMOUNTS.fullmatch(text.lower()):
        amounts = _AMOUNT.findall(text.lower())
        return sum((_UNITS[unit] * float(amount) for amount, unit in amounts), timedelta())
    if iso := _ISO.fullmatch(text):
        found = {unit: amount for unit, amount in iso.groupdict().items() if amount}
        return sum((_UNITS[unit] * float(amount) for unit, amount in found.items()), timedelta())
    raise ValueError(_NOT_A_DURATION)


def format_duration(value: timedelta) -> str:
    """Write a duration so that `parse_duration` reads the same one, to the millisecond."""
    rest, parts = value, []
    for unit in _SHOWN_UNITS:
        count, rest = divmod(rest, _UNITS[unit])
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def refuse_boolean(value: object) -> object:
    """Keep `true` from being taken as the number 1. Raises `ValueError`."""
    if isinstance(value, bool):
        raise ValueError("is not a number")  # noqa: TRY004  # pydantic collects ValueError only
    return value


def lower_case(value: object) -> object:
    """Return a word in lower case, other values as they are."""
    return value.strip().lower() if isinstance(value, str) else value


def parse_list(value: object) -> object:
    """Split `a, b` at its commas; lists and tuples stay. Raises `ValueError`."""
    if isinstance(value, str):
        return tuple(part for raw in value.split(",") if (part := raw.strip()))
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return tuple(value)
    raise ValueError('is not a list of texts; write it like ["a", "b"], or a,b in the environment')


def parse_token(value: str) -> str:
    """Check the shape of a Telegram bot token. Raises `ValueError` that does not repeat it."""
    if value and not _TOKEN.fullmatch(value):
        raise ValueError(
            "is not a Telegram bot token; copy it whole from @BotFather, "
            "it looks like 123456789:AAabc...xyz"
        )
    return value


def parse_targets(value: str) -> dict[str, str]:
    """Read `name=address` with blanks between them. Raises `ValueError` that shows no address."""
    found: dict[str, str] = {}
    for word in value.split():
        name, equals, address = word.partition("=")
        if not equals or not _TARGET.fullmatch(name.lower()) or "://" not in address:
            raise ValueError(
                "has a target that is no NAME=ADDRESS; write them like phone=ntfy://host/topic, "
                "names in letters, digits, - and _"
            )
        found[name.lower()] = address
    return found


def parse_chat(value: object) -> str:
    """Check a chat id: `123`, `-100123`, `@channel`, each with `/TOPIC`. Raises `ValueError`."""
    text = str(value).strip()
    if text and not _CHAT.fullmatch(text):
        raise ValueError(
            "is not a Telegram chat; give its number such as -1001234567890, "
            "@channelname, or either with /TOPIC_ID"
        )
    return text


def parse_person(value: str) -> str:
    """Check the number of a person on Telegram. Raises `ValueError`."""
    text = value.strip()
    if not _PERSON.fullmatch(text):
        raise ValueError(
            f'has "{value}", which is no number of a person; write to the bot /id, it tells yours'
        )
    return text


def parse_webhook_secret(value: str) -> str:
    """Check a secret that Telegram takes and nobody guesses. Raises `ValueError`.

    https://core.telegram.org/bots/api#setwebhook: 1 to 256 of these characters.
    """
    text = value.strip()
    if text and not _WEBHOOK_SECRET.fullmatch(text):
        raise ValueError(
            "is not a secret that Telegram takes; write 16 to 256 letters, digits, _ or -, "
            "such as `openssl rand -hex 32` makes"
        )
    return text


def parse_http_url(value: str) -> str:
    """Check an absolute http(s) URL without query; drop a final slash. Raises `ValueError`."""
    wrong = "is not a web address; write it like https://news.example.org"
    if not value:
        return ""
    try:
        parts = urlsplit(value.strip())
        port_is_fine = parts.port is None or parts.port <= _MAX_PORT
    except ValueError as exc:
        raise ValueError(wrong) from exc
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_is_fine:
        raise ValueError(wrong)
    if parts.query or parts.fragment or parts.username or re.search(r"\s", value.strip()):
        raise ValueError(f"{wrong}, without user, query or fragment")
    return urlunsplit(parts).rstrip("/")


def parse_network(value: str) -> str:
    """Check an address or CIDR network, returned in its one spelling. Raises `ValueError`."""
    try:
        network = ipaddress.ip_network(value.strip(), strict=False)
    except ValueError as exc:
        raise ValueError(
            f'has "{value}", which is no address or network; write it like 10.0.0.1 or 10.0.0.0/8'
        ) from exc
    return str(network.network_address) if network.num_addresses == 1 else str(network)


def parse_peer(value: str) -> str:
    """Check `host`, `address` or `CIDR`, each with optional `:port`. Raises `ValueError`."""
    wrong = (
        f'has "{value}", which is no host, address or network; '
        "write it like intranet.example:8080, 10.0.0.0/8 or [fd00::1]:80"
    )
    host, port = _split_port(value.strip())
    if port and not (port.isdecimal() and 0 < int(port) <= _MAX_PORT):
        raise ValueError(wrong)
    try:
        ipaddress.ip_network(host)
    except ValueError as exc:
        looks_numeric = re.fullmatch(r"[\d./:]*", host) is not None
        if looks_numeric or not _HOST.fullmatch(host):
            raise ValueError(wrong) from exc
    return value.strip().lower()


def _split_port(text: str) -> tuple[str, str]:
    """Part `host:port`; a bare IPv6 address has more colons than one and no port."""
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        return host, rest.removeprefix(":")
    if text.count(":") == 1:
        host, _, port = text.partition(":")
        return host, port or "?"
    return text, ""


def parse_database_url(value: str) -> str:
    """Check a database address and spell its scheme `postgresql`. Raises `ValueError`."""
    text = value.strip()
    if _SQLITE.fullmatch(text):
        return text
    if _POSTGRESQL.match(text) and _can_be_taken_apart(text):
        return _POSTGRESQL.sub(r"postgresql\1://", text, count=1)
    raise ValueError(
        "is not a database address that newsbot knows; write it like "
        "sqlite:////var/lib/newsbot/newsbot.db or postgresql://user:password@host/newsbot, "
        "with %40 for @ and %2F for / in a password"
    )


def _can_be_taken_apart(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def parse_header_text(value: str) -> str:
    """Check that a text fits into one HTTP or mail header. Raises `ValueError`."""
    if not value.strip() or not value.isprintable():
        raise ValueError("must be one line of text without control characters")
    return value.strip()


def parse_folder(value: Path) -> Path:
    """Check that a folder can stand in a database address. Raises `ValueError`."""
    if "?" in str(value):
        raise ValueError("must not have a question mark in its path")
    return value
