"""What stands in no file of the repository: foreign addresses, this or that machine, loose ends."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAX_LINES = 400
"""A module with more lines than this, blank ones aside, is a crowded room."""

# Written so that this file does not hold what it looks for.
_INDEXES = (r"py[p]i\.org", r"pythonhoste[d]\.", r"registry\.npm[j]s", r"deb\.debia[n]\.")
_MACHINES = r"(?<![\w.:/-])/(?:wor[k]|roo[t]|home/(?!user\b|newsbot\b)\w+)/"
_TOOLS = r"(?i)\b(?:cl[a]ude|chatgp[t]|copilo[t]|anthropi[c]|suba[g]ent|coding a[g]ent)\b"
UNWANTED = {
    "the host of a package index": "|".join(_INDEXES),
    "a folder of one machine": _MACHINES,
    "a word that is not about the product": _TOOLS,
    "a merge left half done": r"^(?:<{7}|>{7}) ",
}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Return every text file that git knows, by its name."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: what belongs to the repository is not known")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = {}
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if not path.is_file():
            continue
        try:
            found[name] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
    return found


@pytest.mark.parametrize("what", UNWANTED)
def test_no_file_holds(texts: dict[str, str], what: str) -> None:
    pattern = re.compile(UNWANTED[what], re.MULTILINE)
    found = [f"{name}: {hit[0]!r}" for name, text in texts.items() if (hit := pattern.search(text))]
    assert not found


def test_the_package_has_no_loose_ends(texts: dict[str, str]) -> None:
    pattern = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X]|NotImplementedErro[r])\b")
    found = [name for name, text in texts.items() if name.endswith(".py") and pattern.search(text)]
    assert not found


def test_no_module_is_named_for_what_it_is_not(texts: dict[str, str]) -> None:
    banned = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base"}
    assert not [name for name in texts if Path(name).suffix == ".py" and Path(name).stem in banned]


def test_no_module_is_crowded(texts: dict[str, str]) -> None:
    crowded = {
        name: lines
        for name, text in texts.items()
        if name.startswith("newsbot/") and name.endswith(".py") and "/migrations/" not in name
        if (lines := sum(1 for line in text.splitlines() if line.strip())) > MAX_LINES
    }
    assert not crowded


def test_state_and_secrets_are_not_in_the_repository(texts: dict[str, str]) -> None:
    kept = {name for name in texts if name.startswith("storage/")}
    assert kept == {"storage/.gitignore", "storage/README.md"}
    assert not [name for name in texts if Path(name).suffix in {".db", ".sqlite3", ".pem", ".env"}]
