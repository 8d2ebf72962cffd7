"""Own the list of settings as data, walked off the model: keys, environment names, documentation.

It holds no value. Whatever names settings from outside (environment, files, documents, errors)
asks here, so that no list of names is written twice.
"""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeGuard

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from newsbot.settings.model import Settings
from newsbot.settings.sections import Section

PREFIX = "NEWSBOT_"
CONFIG_VARIABLE = "NEWSBOT_CONFIG"
"""Names the settings file; no setting itself."""

FLAT = frozenset(
    {
        "database_url",
        "data_dir",
        "telegram.token",
        "telegram.api_url",
        "telegram.chat_id",
        "web.host",
        "web.port",
        "web.base_url",
        "web.trusted_proxies",
        "net.allow",
        "log.level",
        "log.format",
    }
)
"""Settings whose variable has one underscore between section and key, and no other spelling."""

ALIASES: Mapping[str, str] = {"DATABASE_URL": "database_url", "PORT": "web.port"}
"""Variables that hosting platforms set; they give way to ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Describe one setting. `key` is dotted, `variable` its only environment name."""

    key: str
    section: str
    name: str
    variable: str
    secret: bool
    field: FieldInfo

    @property
    def description(self) -> str:
        """Return the sentence that documents the setting."""
        return self.field.description or ""


@cache
def catalogue() -> Mapping[str, Setting]:
    """Return every setting by its key, in the order of the example file."""
    return {setting.key: setting for setting in _walk()}


def sections() -> Mapping[str, type[Section]]:
    """Return the tables of the settings file by name, in their order."""
    return {
        name: field.annotation
        for name, field in Settings.model_fields.items()
        if _is_section(field.annotation)
    }


def nearest_key(unknown: str) -> str | None:
    """Return the known key that was probably meant: the same last part, else close spelling."""
    last = unknown.rpartition(".")[2]
    same_name = [key for key in catalogue() if key.rpartition(".")[2] == last]
    if len(same_name) == 1:
        return same_name[0]
    close = difflib.get_close_matches(unknown, catalogue(), n=1)
    if close:
        return close[0]
    names = {key.rpartition(".")[2]: key for key in catalogue()}
    close = difflib.get_close_matches(last, names, n=1)
    return names[close[0]] if close else None


def nearest_variable(unknown: str) -> str | None:
    """Return the known variable that was probably meant."""
    bare = unknown.removesuffix("_FILE")
    known = {setting.variable: setting.variable for setting in catalogue().values()}
    known[CONFIG_VARIABLE] = CONFIG_VARIABLE
    squeezed = {variable.replace("__", "_"): variable for variable in known}
    if found := squeezed.get(bare.upper().replace("__", "_")):
        return found
    close = difflib.get_close_matches(bare.upper().replace("__", "_"), squeezed, n=1, cutoff=0.7)
    return squeezed[close[0]] if close else None


def _walk() -> Iterator[Setting]:
    for name, field in Settings.model_fields.items():
        if _is_section(field.annotation):
            for key, inner in field.annotation.model_fields.items():
                yield _describe(name, key, inner)
        else:
            yield _describe("", name, field)


def _describe(section: str, name: str, field: FieldInfo) -> Setting:
    key = f"{section}.{name}" if section else name
    join = "_" if key in FLAT else "__"
    return Setting(
        key=key,
        section=section,
        name=name,
        variable=PREFIX + (f"{section}{join}{name}" if section else name).upper(),
        secret=field.annotation is SecretStr,
        field=field,
    )


def _is_section(annotation: object) -> TypeGuard[type[Section]]:
    return isinstance(annotation, type) and issubclass(annotation, Section)
