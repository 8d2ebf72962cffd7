"""What `newsbot doctor` sees, and what it says to do."""

from tests.cli.terminal import Terminal
from tests.fakes.feedthread import FeedThread
from tests.fakes.rssfeed import Paper


def said(terminal: Terminal, status: int, **environment: str) -> dict[str, dict[str, object]]:
    shown = terminal.run("doctor", "--json", **environment)
    assert shown.status == status, shown
    return {row["check"]: row for row in shown.rows}


def test_a_source_that_answers_shows_that_requests_come_out(
    terminal: Terminal, site: FeedThread
) -> None:
    paper = Paper()
    paper.write("Bridge")
    site.put("/feed", paper.rss())
    terminal.done("sources", "add", site.url("/feed"), "--name", "paper")

    checks = said(terminal, 0)

    assert checks["network"]["message"] == "paper answered"
    assert checks["database"]["message"] == "up to date"


def test_no_answer_from_any_source_is_a_fault_that_names_them(
    terminal: Terminal, site: FeedThread
) -> None:
    terminal.done("sources", "add", site.url("/nothing"), "--name", "paper", "--kind", "rss")

    checks = said(terminal, 1)

    assert not checks["network"]["well"]
    assert "paper" in str(checks["network"]["message"])
    assert "let out" in str(checks["network"]["message"])


def test_a_proxy_variable_that_is_not_used_is_told(terminal: Terminal) -> None:
    checks = said(terminal, 0, HTTPS_PROXY="http://proxy.example:3128")

    assert checks["proxy"]["note"]
    assert "does not use it" in str(checks["proxy"]["message"])


def test_it_is_told_how_the_first_admin_comes_in(terminal: Terminal) -> None:
    terminal.done("rules", "add", "nato")
    before = said(terminal, 0)["admins"]
    boss = ("users", "add", "boss", "--role", "admin", "--password-stdin")
    terminal.done(*boss, stdin="correct horse battery\n")
    after = said(terminal, 0)["admins"]

    assert "set-up link" in str(before["message"])
    assert after["message"] == "1 can log in"


def test_a_public_address_without_tls_is_told(terminal: Terminal) -> None:
    environment = {"NEWSBOT_WEB_HOST": "0.0.0.0", "NEWSBOT_WEB_BASE_URL": "http://news.example"}

    assert "without TLS" in str(said(terminal, 0, **environment)["public address"]["message"])
