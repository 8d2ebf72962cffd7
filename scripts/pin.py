"""Remake the pinned requirements from pyproject.toml: `python3.11 scripts/pin.py`.

Each set is resolved in a clean environment by the pip that Python brings, since a fresh machine
has no other. Only names and versions are written: no index address, no path. Everything that is
installed for a later set is held to the pins of the earlier ones.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = (3, 11)
"""The oldest Python that newsbot runs on; what installs there installs on later ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedSet:
    """Name a requirements file, what it adds, the file that it builds on, and what it is for."""

    file: str
    wanted: Sequence[str]
    above: str
    purpose: str


def main() -> int:
    """Write the three files; return the exit status."""
    if sys.version_info[:2] != PYTHON:
        print(f"run this with Python {PYTHON[0]}.{PYTHON[1]}: the pins are made for it")
        return 2
    pinned: dict[str, str] = {}
    for each in pinned_sets(tomllib.loads((ROOT / "pyproject.toml").read_text())):
        found = resolve(each.wanted, pinned)
        new = {name: version for name, version in found.items() if name not in pinned}
        write(each, new)
        pinned |= new
        print(f"{each.file}: {len(new)} packages")
    return 0


def pinned_sets(project: Mapping[str, Mapping[str, object]]) -> list[PinnedSet]:
    """Read what is wanted, and by whom, out of pyproject.toml."""
    runtime: list[str] = project["project"]["dependencies"]  # type: ignore[assignment]
    extras: dict[str, list[str]] = project["project"]["optional-dependencies"]  # type: ignore[assignment]
    dev: list[str] = project["dependency-groups"]["dev"]  # type: ignore[assignment]
    every_extra = [wanted for extra in extras.values() for wanted in extra]
    return [
        PinnedSet(
            file="requirements.txt", wanted=runtime, above="", purpose="what newsbot runs with"
        ),
        PinnedSet(
            file="requirements-postgres.txt",
            wanted=[*runtime, *extras["postgres"]],
            above="requirements.txt",
            purpose="the same on PostgreSQL",
        ),
        PinnedSet(
            file="requirements-dev.txt",
            wanted=[*runtime, *every_extra, *dev],
            above="requirements-postgres.txt",
            purpose="all extras, and what tests, checks and builds need",
        ),
    ]


def resolve(wanted: Sequence[str], pinned: Mapping[str, str]) -> dict[str, str]:
    """Install what is wanted into a new environment; return name and version of all that came."""
    with tempfile.TemporaryDirectory(prefix="newsbot-pin-") as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        constraints = Path(folder) / "constraints.txt"
        constraints.write_text("".join(f"{n}=={v}\n" for n, v in pinned.items()))
        pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet"]
        subprocess.run([*pip, "install", "--constraint", str(constraints), *wanted], check=True)
        frozen = subprocess.run(
            [*pip, "freeze", "--exclude", "setuptools"], check=True, capture_output=True, text=True
        ).stdout
    return dict(line.split("==", 1) for line in frozen.splitlines() if "==" in line)


def write(each: PinnedSet, pins: Mapping[str, str]) -> None:
    """Write one requirements file, each direct requirement with its own marker."""
    markers = {
        normal_name(wanted): wanted.partition(";")[2].strip()
        for wanted in each.wanted
        if ";" in wanted
    }
    lines = [f"# Pinned: {each.purpose}. Remade by scripts/pin.py; not edited by hand."]
    if each.above:
        lines.append(f"-r {each.above}")
    for name, version in sorted(pins.items(), key=lambda pin: normal_name(pin[0])):
        marker = markers.get(normal_name(name))
        lines.append(f"{name}=={version}" + (f" ; {marker}" if marker else ""))
    (ROOT / each.file).write_text("\n".join(lines) + "\n")


def normal_name(requirement: str) -> str:
    """Return the normalised name that a requirement starts with (PEP 503)."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", name[0] if name else requirement).lower()


if __name__ == "__main__":
    sys.exit(main())
