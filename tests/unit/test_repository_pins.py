"""Requirements: pinned, without an address, and neither too few nor too many."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
FILES = ("requirements.txt", "requirements-postgres.txt", "requirements-dev.txt")
DECLARED = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
EXTRAS = [
    Requirement(text)
    for extra in PROJECT["project"]["optional-dependencies"].values()
    for text in extra
]


def pins(*files: str) -> dict[str, Requirement]:
    lines = [line for file in files for line in (ROOT / file).read_text().splitlines()]
    found = [Requirement(line) for line in lines if line and not line.startswith(("#", "-r "))]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


@pytest.mark.parametrize("file", FILES)
def test_a_requirements_file_holds_exact_versions_and_nothing_else(file: str) -> None:
    for line in (ROOT / file).read_text().splitlines():
        assert re.fullmatch(
            r"# .*|-r requirements[a-z-]*\.txt|[\w.-]+==[\w.+]+( ; sys_platform != 'win32')?", line
        ), line


def test_no_package_is_pinned_twice() -> None:
    assert len(pins(*FILES)) == sum(len(pins(file)) for file in FILES)


@pytest.mark.parametrize(
    ("wanted", "files"),
    [
        (DECLARED, FILES[:1]),
        ([*DECLARED, Requirement("psycopg>=3.2")], FILES[:2]),
        ([*EXTRAS, *map(Requirement, PROJECT["dependency-groups"]["dev"])], FILES),
    ],
    ids=FILES,
)
def test_every_requirement_is_pinned_within_its_range(
    wanted: list[Requirement], files: tuple[str, ...]
) -> None:
    pinned = pins(*files)
    for requirement in wanted:
        (exact,) = pinned[canonicalize_name(requirement.name)].specifier
        assert requirement.specifier.contains(exact.version), requirement.name


def test_every_import_of_the_package_is_declared() -> None:
    declared = {canonicalize_name(each.name) for each in [*DECLARED, *EXTRAS]}
    owners = packages_distributions()
    undeclared = {
        module
        for module in imported_modules()
        if not declared & {canonicalize_name(owner) for owner in owners.get(module, [module])}
    }
    assert not undeclared


def imported_modules() -> set[str]:
    """Return the first names of all imports in newsbot/ that are not the standard library's."""
    modules = set()
    for path in (ROOT / "newsbot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    return modules - set(sys.stdlib_module_names) - {"newsbot"}
