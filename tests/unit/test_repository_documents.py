"""What the documents say exists: make targets, scripts, files, settings, commands."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("storage/*.md")])
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def named(document: Path) -> str:
    return str(document.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_a_document_names_only_make_targets_that_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    found = re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE)
    assert set(found) <= TARGETS


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_a_document_links_only_to_what_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (document.parent / link).exists(), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_a_document_names_only_scripts_and_files_that_are_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named_paths = re.findall(r"`?((?:scripts|config|docs|newsbot|storage)/[\w./-]*\w)`?", text)
    for path in named_paths:
        if not path.startswith(("newsbot/newsbot", "newsbot/VERSION")) and "://" not in path:
            assert (ROOT / path).exists(), path


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_a_document_names_only_variables_that_exist(document: Path) -> None:
    from newsbot.settings.catalogue import CONFIG_VARIABLE, catalogue

    known = {setting.variable for setting in catalogue().values()}
    known |= {CONFIG_VARIABLE, "NEWSBOT_", "NEWSBOT_SERVICE_HOST"}
    text = document.read_text(encoding="utf-8")
    for variable in re.findall(r"\bNEWSBOT_[A-Z_]*", text):
        assert variable in known or variable.removesuffix("_FILE") in known, variable


def test_the_readme_says_how_to_start_and_how_to_test() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("make demo", "make run", "make test"):
        assert command in readme


def test_the_makefile_has_every_promised_target() -> None:
    assert {"run", "demo", "test", "check", "bench", "test-long", "clean"} <= TARGETS
