"""Every newsbot command that a document shows exists, with the options that it shows."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from newsbot.cli.entry import app

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("storage/*.md"),
        *ROOT.glob("config/*.toml"),
        *ROOT.glob("config/*.service"),
        ROOT / ".ci" / "run",
        ROOT / "Makefile",
        ROOT / "Dockerfile",
    ]
)
FENCED = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(?:scripts/)?newsbot ([^`\n]+)`")
LINE = re.compile(
    r"^(?:\t@|bare |ExecStart=\S*/)?(?:timeout \d+ )?(?:scripts/)?newsbot ([^\n#>]+)", re.MULTILINE
)


def named(document: Path) -> str:
    return str(document.relative_to(ROOT))


def shown_commands(document: Path) -> list[list[str]]:
    text = document.read_text(encoding="utf-8")
    blocks = FENCED.findall(text) if document.suffix == ".md" else [text]
    found = INLINE.findall(text) + [line for block in blocks for line in LINE.findall(block)]
    return [shlex.split(command.replace("$(ARGS)", "")) for command in found]


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_a_document_shows_only_commands_that_exist(document: Path) -> None:
    for words in shown_commands(document):
        command: Any = typer.main.get_command(app)  # of click, in a copy that is typer's own
        known = {"--help"} | {option for each in command.params for option in each.opts}
        for word in words:
            if word.startswith("--"):
                assert word.partition("=")[0] in known, words
            elif hasattr(command, "commands"):
                assert word in command.commands, words
                command = command.commands[word]
                known |= {option for each in command.params for option in each.opts}


def test_the_readme_shows_commands_at_all() -> None:
    assert len(shown_commands(ROOT / "README.md")) >= 8
