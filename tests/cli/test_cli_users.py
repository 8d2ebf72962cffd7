"""Users, API keys and the audit trail on the command line."""

import pytest

from tests.cli.terminal import Terminal

PASSWORD = "correct horse battery\n"


def test_a_user_is_added_by_a_link_or_by_a_password(terminal: Terminal) -> None:
    by_link = terminal.done("users", "add", "Anna", "--role", "editor", "--json").row
    boss = ("users", "add", "boss", "--role", "admin", "--password-stdin", "--json")
    by_password = terminal.done(*boss, stdin=PASSWORD).row

    assert by_link["link"].startswith("http://127.0.0.1:8420/admin/setup/")
    assert (by_link["name"], by_link["role"], by_link["has_password"]) == ("anna", "editor", False)
    assert by_password["has_password"]
    assert "link" not in by_password
    assert [one["name"] for one in terminal.done("users", "list", "--json").rows] == [
        "anna",
        "boss",
    ]


def test_the_last_admin_cannot_be_lost(terminal: Terminal) -> None:
    terminal.done("users", "add", "boss", "--role", "admin", "--password-stdin", stdin=PASSWORD)

    demoted = terminal.run("users", "role", "boss", "viewer")
    removed = terminal.run("users", "remove", "boss", "--yes")

    assert (demoted.status, removed.status) == (2, 2)
    assert "make another one first" in demoted.err


def test_a_key_is_shown_once(terminal: Terminal) -> None:
    terminal.done("users", "add", "anna")
    made = terminal.done("users", "key", "add", "anna", "--lasts", "90d", "--json").row
    (listed,) = terminal.done("users", "key", "list", "--json").rows

    assert made["key"].startswith("nbk_")
    assert listed == {key: value for key, value in made.items() if key != "key"}
    assert listed["scopes"] == ["read"]
    terminal.done("users", "key", "revoke", str(made["id"]))
    assert terminal.run("users", "key", "revoke", str(made["id"])).status == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("users", "add", "a b"),
        ("users", "add", "anna", "--role", "king"),
        ("users", "key", "add", "boss", "--scope", "everything"),
        ("users", "add", "carl", "--password-stdin"),
        ("audit", "list", "--json", "--csv"),
    ],
)
def test_what_is_no_user_is_refused_with_the_remedy(
    terminal: Terminal, arguments: tuple[str, ...]
) -> None:
    terminal.done("users", "add", "boss")
    shown = terminal.run(*arguments)

    assert shown.status == 2
    assert "Traceback" not in shown.err


def test_every_change_stands_in_the_trail_and_can_be_exported(terminal: Terminal) -> None:
    terminal.done("users", "add", "anna", "--role", "editor", LOGNAME="olena")
    terminal.done("rules", "add", "=SUM(1)", "--name", "odd", LOGNAME="olena")

    lines = terminal.done("audit", "list", "--json", "--limit", "0").rows
    table = terminal.done("audit", "list", "--csv").out
    users = terminal.done("audit", "list", "--action", "user", "--json").rows

    assert {"user.add", "user.link", "rule.add"} <= {one["action"] for one in lines}
    assert {(one["actor"], one["door"]) for one in lines} == {("olena", "cli")}
    assert [one["id"] for one in lines] == sorted((one["id"] for one in lines), reverse=True)
    assert {one["action"].partition(".")[0] for one in users} == {"user"}
    assert table.splitlines()[0] == "id,at,actor,door,action,object,before,after"
