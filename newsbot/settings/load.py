"""Own how settings come together: precedence, conversion, and errors that a person can act on.

Its only reading of the world is of the files that were named to it.
"""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from newsbot.errors import ConfigError
from newsbot.settings import layers
from newsbot.settings.catalogue import catalogue
from newsbot.settings.layers import Raw
from newsbot.settings.model import Settings

DEFAULT = "default"
MAX_SHOWN = 80
"""A wrong value is shown up to so many characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Hold settings with the words that tell where each key came from, and the file read."""

    settings: Settings
    origins: Mapping[str, str]
    file: Path | None


def load(
    *,
    config_file: Path | None = None,
    flags: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    home: Path | None = None,
) -> Settings:
    """Return the settings of this process. Raises `ConfigError` that lists every fault."""
    return load_with_origins(
        config_file=config_file, flags=flags, environ=environ, cwd=cwd, home=home
    ).settings


def load_with_origins(
    *,
    config_file: Path | None = None,
    flags: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    home: Path | None = None,
) -> Loaded:
    """Do the same as `load` and tell where each value came from.

    `flags` go by dotted key, None for an option not given. `environ`, `cwd` and `home` default
    to those of the process. Raises `ConfigError` that lists every fault.
    """
    environ = os.environ if environ is None else environ
    cwd = _working_folder() if cwd is None else cwd
    home = _home_of_process(environ) if home is None else home
    faults: list[str] = []
    file = layers.find_file(config_file, environ, cwd, user_folders("config", environ, home))
    merged: dict[str, Raw] = {}
    for layer in (
        _defaults(environ, home),
        layers.read_file(file, faults) if file else {},
        layers.read_platform(environ, faults),
        layers.read_environment(environ, faults),
        layers.read_flags(flags or {}, faults),
    ):
        merged.update((key, raw) for key, raw in layer.items() if not _means_unset(key, raw))
    _place_folder(merged, cwd, home, faults)
    settings = _validate(merged, faults)
    if settings is None or faults:
        raise ConfigError(_sentence(faults))
    origins = {key: merged[key].origin if key in merged else DEFAULT for key in catalogue()}
    return Loaded(settings=settings, origins=origins, file=file)


def user_folders(
    kind: Literal["config", "data"], environ: Mapping[str, str], home: Path | None
) -> tuple[Path, ...]:
    """Return the user's own folder for settings or data, as the platform has it; () for none.

    Linux: XDG Base Directory 0.8. macOS: Application Support. Windows: LOCALAPPDATA.
    """
    named = Path(environ.get("XDG_CONFIG_HOME" if kind == "config" else "XDG_DATA_HOME", ""))
    if named.is_absolute():
        return (named / "newsbot",)
    if sys.platform == "win32" and environ.get("LOCALAPPDATA"):
        return (Path(environ["LOCALAPPDATA"]) / "newsbot",)
    if home is None:
        return ()
    if sys.platform == "darwin":
        return (home / "Library" / "Application Support" / "newsbot",)
    return (home / (".config" if kind == "config" else ".local/share") / "newsbot",)


def _defaults(environ: Mapping[str, str], home: Path | None) -> dict[str, Raw]:
    """Choose the data folder that no one named: the unit's state directory, else the user's."""
    if state := environ.get("STATE_DIRECTORY"):
        return {"data_dir": Raw(value=state.split(":")[0], origin="from STATE_DIRECTORY")}
    folders = user_folders("data", environ, home)
    return {"data_dir": Raw(value=str(folders[0]), origin=DEFAULT)} if folders else {}


def _means_unset(key: str, raw: Raw) -> bool:
    """Tell an empty text for a setting whose empty form means the default."""
    return key in {"database_url", "data_dir"} and raw.value == ""


def _place_folder(merged: dict[str, Raw], cwd: Path, home: Path | None, faults: list[str]) -> None:
    """Make `data_dir` absolute: `~` is the home folder, relative is below the working folder."""
    raw = merged.get("data_dir")
    if raw is None:
        faults.append("data_dir is not known: there is no home folder; set NEWSBOT_DATA_DIR")
        merged["data_dir"] = Raw(value=cwd, origin=DEFAULT)
    elif isinstance(raw.value, str | Path):
        path = Path(raw.value)
        if path.parts[:1] == ("~",) and home is not None:
            path = home.joinpath(*path.parts[1:])
        merged["data_dir"] = Raw(value=cwd / path, origin=raw.origin)


def _validate(merged: Mapping[str, Raw], faults: list[str]) -> Settings | None:
    """Convert and check what was merged; note a fault for each key that does not fit."""
    tree: dict[str, Any] = {}
    for key, raw in merged.items():
        section, _, name = key.rpartition(".")
        (tree.setdefault(section, {}) if section else tree)[name] = raw.value
    try:
        return Settings.model_validate(tree)
    except ValidationError as exc:
        told: set[str] = set()
        for error in exc.errors(include_url=False):
            key = _key_of(error["loc"])
            if key not in told:
                told.add(key)
                faults.append(_fault(key, merged.get(key), error))
        return None


def _key_of(loc: tuple[int | str, ...]) -> str:
    two = ".".join(str(part) for part in loc[:2])
    return two if two in catalogue() else str(loc[0])


def _fault(key: str, raw: Raw | None, error: Mapping[str, Any]) -> str:
    """Say in one line which key, from where, what it was unless secret, and what is right."""
    complaint = _complaint(error, catalogue()[key].field.default)
    if raw is None:
        return f"{key}: {complaint}"
    hidden = catalogue()[key].secret or not isinstance(raw.value, str | int | float)
    shown = "" if hidden else f"{_quoted(raw.value)} "
    return f"{key} {raw.origin}: {shown}{complaint}"


def _quoted(value: object) -> str:
    """Return a wrong value on one line, short enough to stand in a sentence."""
    text = str(value)
    short = text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."
    return json.dumps(short, ensure_ascii=not short.isprintable())


def _complaint(error: Mapping[str, Any], default: object) -> str:
    """Turn pydantic's error into words for someone who has never seen Python."""
    ctx = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            return str(ctx["error"])
        case "greater_than_equal":
            return f"is too small; give {ctx['ge']} or more"
        case "less_than_equal":
            return f"is too large; give {ctx['le']} or less"
        case "literal_error":
            return f"is not one of the choices; give {ctx['expected']}"
        case "bool_parsing" | "bool_type":
            return "is neither yes nor no; give true or false"
        case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
            return f"is not a whole number; give one such as {default}"
        case "string_type" | "string_too_short" | "path_type":
            return "is not a text; write it in quotation marks"
        case _:
            return str(error["msg"])


def _sentence(faults: list[str]) -> str:
    if len(faults) == 1:
        return faults[0]
    lines = "".join(f"\n  - {fault}" for fault in faults)
    return f"{len(faults)} settings are wrong:{lines}"


def _working_folder() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError as exc:
        raise ConfigError("the working folder is gone; change to another one") from exc


def _home_of_process(environ: Mapping[str, str]) -> Path | None:
    if environ.get("HOME"):
        return Path(environ["HOME"])
    try:
        return Path.home()
    except RuntimeError:
        return None
