"""Own the texts about settings: the example file, the reference table, the masked dump.

It decides nothing: all comes from the catalogue and from loaded values.
"""

import json
import re
import textwrap
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, get_args, get_origin

from pydantic import SecretStr

from newsbot.settings.catalogue import Setting, catalogue, sections
from newsbot.settings.load import Loaded
from newsbot.settings.values import format_duration

MASK = "********"
_PASSWORD_OF_USER = re.compile(r"(://[^:/?#]*:).*@")
_PASSWORD_IN_QUERY = re.compile(r"([?&][^=&]*password=)[^&]*", re.IGNORECASE)
_WIDTH = 96
_HEAD = """\
# Settings of newsbot. A line that is commented out shows the default: take the # away to change
# it. A flag on the command line and a NEWSBOT_ variable of the environment come before this file.
# Durations are written 15m, 5s, 90d, 1h30m, PT15M or in seconds. Sources, rules and subscribers
# are not set here: they live in the database; see `newsbot --help`.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Show one setting: its key, its value as TOML with secrets masked, and its origin."""

    key: str
    value: str
    origin: str


def shown(loaded: Loaded) -> tuple[Row, ...]:
    """Return every setting with its value and origin, safe to print."""
    return tuple(
        Row(
            key=setting.key,
            value=to_toml(_value(loaded, setting)),
            origin=loaded.origins[setting.key],
        )
        for setting in catalogue().values()
    )


def example_toml() -> str:
    """Return the whole settings file with every default, commented out and explained."""
    parts = [_HEAD, _entries("")]
    for name, model in sections().items():
        heading = textwrap.fill(
            model.__doc__ or "", _WIDTH, initial_indent="# ", subsequent_indent="# "
        )
        parts.append(f"{heading}\n[{name}]\n{_entries(name)}")
    return "\n".join(parts)


def reference_table() -> str:
    """Return the settings as a Markdown table: key, variable, default, meaning."""
    lines = ["| key | environment | default | meaning |", "| --- | --- | --- | --- |"]
    for setting in catalogue().values():
        default = to_toml(_default(setting))
        meaning = setting.description + _choices(setting)
        cells = f"`{setting.key}` | `{setting.variable}` | `{default}` | {meaning}"
        lines.append(f"| {cells} |")
    return "\n".join(lines) + "\n"


def to_toml(value: object) -> str:
    """Write a setting's value as TOML; a secret that is set is masked."""
    match value:
        case SecretStr():
            return to_toml(MASK if value.get_secret_value() else "")
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case timedelta():
            return json.dumps(format_duration(value))
        case tuple():
            return "[" + ", ".join(to_toml(each) for each in value) + "]"
        case _:
            return json.dumps(str(value), ensure_ascii=False)


def mask_url(url: str) -> str:
    """Return an address with its passwords masked: the one before the host, the ones after `?`."""
    return _PASSWORD_IN_QUERY.sub(rf"\1{MASK}", _PASSWORD_OF_USER.sub(rf"\1{MASK}@", url))


def _value(loaded: Loaded, setting: Setting) -> object:
    owner = getattr(loaded.settings, setting.section) if setting.section else loaded.settings
    value: object = getattr(owner, setting.name)
    if setting.key == "database_url" and isinstance(value, SecretStr):
        return mask_url(value.get_secret_value())
    return value


def _default(setting: Setting) -> object:
    default: object = "" if setting.field.is_required() else setting.field.get_default()
    return default


def _entries(section: str) -> str:
    return "".join(
        textwrap.fill(
            setting.description + _choices(setting),
            _WIDTH,
            initial_indent="# ",
            subsequent_indent="# ",
        )
        + f"\n#{setting.name} = {to_toml(_default(setting))}\n"
        for setting in catalogue().values()
        if setting.section == section
    )


def _choices(setting: Setting) -> str:
    """Return the words to choose from, where there are some."""
    if get_origin(setting.field.annotation) is not Literal:
        return ""
    return " One of: " + ", ".join(get_args(setting.field.annotation)) + "."
