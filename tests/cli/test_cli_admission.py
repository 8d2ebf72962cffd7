"""Who is served, from the command line: bans and their end, and the languages that are read."""

import pytest

from tests.cli.terminal import Terminal


@pytest.fixture
def served(terminal: Terminal) -> Terminal:
    """Give a terminal with one subscriber, which has the number 1."""
    terminal.done("subscribers", "add", "telegram:501", "--name", "Anna")
    return terminal


def test_a_ban_asks_first_pauses_and_is_lifted(served: Terminal) -> None:
    refused = served.run("subscribers", "ban", "1")
    assert (refused.status, "give --yes" in refused.err) == (2, True)
    assert "is banned" in served.done("subscribers", "ban", "1", "--yes").out
    assert served.done("subscribers", "show", "1", "--json").row["state"] == "paused"
    assert "let in again" in served.done("subscribers", "ban", "1", "--lift").out
    assert served.done("subscribers", "show", "1", "--json").row["state"] == "active"
    again = served.run("subscribers", "ban", "1", "--lift")
    assert (again.status, "is not banned" in again.err) == (1, True)


def test_languages_are_set_shown_and_ended(served: Terminal) -> None:
    served.done("subscribers", "languages", "1", "uk", "en-GB")
    assert served.done("subscribers", "show", "1", "--json").row["languages"] == ["uk", "en"]
    assert "all languages" in served.done("subscribers", "languages", "1", "all").out
    assert served.done("subscribers", "show", "1", "--json").row["languages"] == []


@pytest.mark.parametrize("command", [("ban", "9", "--yes"), ("languages", "9", "uk")])
def test_nobody_is_not_found(terminal: Terminal, command: tuple[str, ...]) -> None:
    shown = terminal.run("subscribers", *command)
    assert (shown.status, "there is no subscriber 9" in shown.err) == (1, True)


def test_no_language_is_told_with_an_example(served: Terminal) -> None:
    shown = served.run("subscribers", "languages", "1", "1 2")
    assert (shown.status, "such as en, uk" in shown.err) == (2, True)
