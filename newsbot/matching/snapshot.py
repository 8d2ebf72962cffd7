"""Own an engine's rules as a file: arrays and JSON, no code; what they mean is not known here.

A snapshot is a cache: whoever cannot read it builds the engine from the stored rules. The file
is put in place whole, so that a crash leaves the old one.
"""

import json
import os
import zipfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from newsbot.errors import Invalid
from newsbot.matching.postings import Counts
from newsbot.matching.table import Table

FORMAT = 1
"""Raise it whenever arrays or tokens change their meaning: old files are then refused."""

_MANIFEST = "manifest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Hold what an engine is made of.

    `recent` are rules outside the table in stored form, `gone` ids of the table that are taken
    out. `words` and `articles` are the frequencies, `check` a hash that tells the key, `stamp`
    whatever the caller keeps to know how old it is.
    """

    table: Table
    counts: Counts
    recent: list[tuple[int, str]]
    gone: list[int]
    words: dict[str, int]
    articles: int
    check: int
    stamp: str


def write_snapshot(path: Path, snapshot: Snapshot) -> None:
    """Write a snapshot. Raises `OSError` as the file system does."""
    manifest = {
        "format": FORMAT,
        "check": snapshot.check,
        "stamp": snapshot.stamp,
        "recent": snapshot.recent,
        "gone": snapshot.gone,
        "words": snapshot.words,
        "articles": snapshot.articles,
    }
    encoded = json.dumps(manifest, ensure_ascii=True).encode("ascii")
    arrays = {
        **{f"table.{item.name}": getattr(snapshot.table, item.name) for item in fields(Table)},
        **{f"counts.{item.name}": getattr(snapshot.counts, item.name) for item in fields(Counts)},
        _MANIFEST: np.frombuffer(encoded, dtype=np.uint8),
    }
    unfinished = path.with_name(f"{path.name}.unfinished")
    with unfinished.open("wb") as file:
        np.savez(file, **arrays)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def read_snapshot(path: Path) -> Snapshot:
    """Read a snapshot. Raises `Invalid` for what is none of this format, `OSError`."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays: dict[str, npt.NDArray[Any]] = {name: file[name] for name in file.files}
        manifest = json.loads(arrays.pop(_MANIFEST).tobytes())
        if manifest["format"] != FORMAT:
            raise Invalid("The snapshot is of another version of the program.")
        snapshot = Snapshot(
            table=Table(**_part(arrays, "table.")),
            counts=Counts(**_part(arrays, "counts.")),
            recent=[(int(rule_id), str(text)) for rule_id, text in manifest["recent"]],
            gone=[int(rule_id) for rule_id in manifest["gone"]],
            words={str(key): int(count) for key, count in manifest["words"].items()},
            articles=int(manifest["articles"]),
            check=int(manifest["check"]),
            stamp=str(manifest["stamp"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, EOFError, zipfile.BadZipFile) as exc:
        raise Invalid(f"{path.name} is no snapshot; build the rules anew.") from exc
    _check(snapshot.table)
    return snapshot


def _part(arrays: dict[str, npt.NDArray[Any]], prefix: str) -> dict[str, npt.NDArray[Any]]:
    return {
        name.removeprefix(prefix): array
        for name, array in arrays.items()
        if name.startswith(prefix)
    }


def _check(table: Table) -> None:
    """Refuse arrays that do not fit together, before an index trusts them."""
    nodes, programs = len(table.node_hash), len(table.program_hash)
    good = (
        nodes > 0
        and _fits(table.link_ends, nodes, len(table.link_gate))
        and len(table.link_gate) == len(table.link_share) == len(table.link_sufficient)
        and _fits(table.text_ends, nodes, len(table.node_text))
        and _fits(table.stem_ends, len(table.stem_gate), len(table.stem_text))
        and _fits(table.clause_ends, programs, len(table.literal_ends) - 1)
        and _fits(table.literal_ends, len(table.literal_ends) - 1, len(table.literals))
        and _within(table.literals >> 1, nodes)
        and len(table.rule_id) == len(table.rule_program)
        and _within(table.rule_program, programs)
    )
    if not good:
        raise Invalid("The snapshot is damaged; build the rules anew.")


def _fits(ends: npt.NDArray[Any], rows: int, members: int) -> bool:
    return len(ends) == rows + 1 and bool(
        ends[0] == 0 and ends[-1] == members and (np.diff(ends) >= 0).all()
    )


def _within(numbers: npt.NDArray[Any], limit: int) -> bool:
    return not len(numbers) or bool(numbers.min() >= 0 and numbers.max() < limit)
