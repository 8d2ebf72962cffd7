"""Own the four places that settings come from, each read into raw values with their origin.

It neither checks nor converts a value and knows no order of precedence: `load` does both.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from newsbot.errors import ConfigError
from newsbot.settings.catalogue import (
    ALIASES,
    CONFIG_VARIABLE,
    PREFIX,
    Setting,
    catalogue,
    nearest_key,
    nearest_variable,
    sections,
)

CONFIG_NAME = "newsbot.toml"
MAX_FILE_BYTES = 1 << 20
"""No settings or secret file is larger; a device or a wrong path would be."""

_LINK_NAME = re.compile(r"NEWSBOT\w*_(SERVICE_(HOST|PORT\w*)|PORT_\d+_(TCP|UDP|SCTP)\w*)")
_LINK_VALUE = re.compile(r"(tcp|udp|sctp)://")
"""What Kubernetes sets in every pod beside a service called newsbot, newsbot-web and the like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """Hold one value as found, and the words that name its place to a person."""

    value: object
    origin: str


Layer = Mapping[str, Raw]


def read_flags(flags: Mapping[str, object], faults: list[str]) -> Layer:
    """Read options of the command line by dotted key; None means that one was not given."""
    layer = {}
    for key, value in flags.items():
        if value is None:
            continue
        if key not in catalogue():
            faults.append(_unknown_key(key, "on the command line"))
            continue
        layer[key] = Raw(value=value, origin="on the command line")
    return layer


def read_environment(environ: Mapping[str, str], faults: list[str]) -> Layer:
    """Read `NEWSBOT_*`, each also as `..._FILE`; an empty variable counts as not set."""
    known = {setting.variable: setting for setting in catalogue().values()}
    layer: dict[str, Raw] = {}
    ours = {
        name: text
        for name, text in environ.items()
        if text and name.upper().startswith(PREFIX) and not _is_service_link(name, text)
    }
    for name, text in ours.items():
        stem = name.removesuffix("_FILE")
        if name == CONFIG_VARIABLE:
            continue
        if name in known:
            layer[known[name].key] = Raw(value=text, origin=f"from {name}")
        elif stem not in known:
            faults.append(_unknown_variable(name))
        elif stem in ours:
            faults.append(f"{stem} and {name} are both set; keep one of the two")
        elif (
            secret := _read_value_file(Path(text), f"the file that {name} names", faults)
        ) is not None:
            layer[known[stem].key] = Raw(value=secret, origin=f"from {text} ({name})")
    return layer


def read_platform(environ: Mapping[str, str], faults: list[str]) -> Layer:
    """Read what platforms and systemd set: `DATABASE_URL`, `PORT`, credentials of the unit."""
    layer = {
        key: Raw(value=environ[name], origin=f"from {name}")
        for name, key in ALIASES.items()
        if environ.get(name)
    }
    if folder := environ.get("CREDENTIALS_DIRECTORY"):
        for setting in catalogue().values():
            path = Path(folder) / _credential(setting)
            if not _is_file(path):
                continue
            text = _read_value_file(path, "the credential", faults)
            if text is not None:
                layer[setting.key] = Raw(value=text, origin=f"from {path}")
    return layer


def read_file(path: Path, faults: list[str]) -> Layer:
    """Read a TOML file. Raises `ConfigError` when nothing can be read of it."""
    try:
        text = _read_text(path)
        document = tomllib.loads(text.removeprefix("\ufeff"))
    except OSError as exc:
        raise ConfigError(f"the settings file {path} cannot be read: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise ConfigError(f"the settings file {path} is not UTF-8 text") from exc
    except tomllib.TOMLDecodeError as exc:
        raise ConfigError(f"the settings file {path} is not valid TOML: {exc}") from exc
    layer = {}
    for key, value in _flatten(document):
        place = f"in {path}"
        if key in catalogue():
            layer[key] = Raw(value=value, origin=place)
        elif key in sections():
            faults.append(f"{key} {place} is a table; write [{key}] and its keys below")
        else:
            faults.append(_unknown_key(key, place))
    return layer


def find_file(
    named: Path | None, environ: Mapping[str, str], cwd: Path, folders: tuple[Path, ...]
) -> Path | None:
    """Return the settings file to read: the named one, else the first that exists, else None."""
    variable = environ.get(CONFIG_VARIABLE)
    if named is not None:
        return cwd / named
    if variable:
        return cwd / variable
    places = (cwd / "config", *folders, Path("/etc/newsbot"))
    return next((place / CONFIG_NAME for place in places if _is_file(place / CONFIG_NAME)), None)


def _is_file(path: Path) -> bool:
    """Tell whether a file is there; in a folder that we may not enter there is none for us."""
    try:
        return path.is_file()
    except OSError:
        return False


def _is_service_link(name: str, text: str) -> bool:
    by_value = name.endswith("_PORT") and _LINK_VALUE.match(text) is not None
    return by_value or _LINK_NAME.fullmatch(name) is not None


def _flatten(document: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Give dotted keys: the keys of known tables, and whatever else stands at the top."""
    for key, value in document.items():
        if not isinstance(value, dict) or key in catalogue():
            yield key, value
        elif not value and key in sections():
            continue
        else:
            yield from ((f"{key}.{name}", inner) for name, inner in value.items())


def _unknown_key(key: str, place: str) -> str:
    nearest = nearest_key(key)
    hint = f"did you mean {nearest}?" if nearest else "see `newsbot config example`"
    return f"{key} {place} is no setting; {hint}"


def _unknown_variable(name: str) -> str:
    nearest = nearest_variable(name)
    if nearest and name.endswith("_FILE"):
        nearest += "_FILE"
    hint = f"did you mean {nearest}?" if nearest else "see `newsbot config example`"
    return f"{name} in the environment is no setting; {hint}"


def _credential(setting: Setting) -> str:
    """Return the name of a systemd credential: `telegram_token`, as in LoadCredential=."""
    return setting.variable.removeprefix(PREFIX).lower()


def _read_value_file(path: Path, what: str, faults: list[str]) -> str | None:
    """Return a file's text without the line end; note a fault and return None when it has none."""
    try:
        text = _read_text(path).strip()
    except OSError as exc:
        faults.append(f"{what}, {path}, cannot be read: {exc.strerror}")
    except UnicodeDecodeError:
        faults.append(f"{what}, {path}, is not UTF-8 text")
    else:
        if text:
            return text
        faults.append(f"{what}, {path}, is empty")
    return None


def _read_text(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise OSError(0, f"it is larger than {MAX_FILE_BYTES} bytes")
    return content.decode("utf-8")
