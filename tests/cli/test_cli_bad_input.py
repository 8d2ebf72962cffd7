"""Wrong use and bad input: the right exit status, one clear line, nothing on standard output."""

import sqlite3
from pathlib import Path

import pytest

from newsbot.db import engine
from tests.cli.terminal import Terminal
from tests.fakes.feedthread import FeedThread

NOT_SO, WRONG_USE, CANNOT_NOW = 1, 2, 3

# arguments, exit status, words that the line must hold; `{name}` is a file of BAD_FILES
BAD_ARGUMENTS = [
    ("sauces", WRONG_USE, "sauces"),
    ("rules lst", WRONG_USE, "list"),
    ("rules add", WRONG_USE, "rules add --help"),
    ("rules list --jsn", WRONG_USE, "--json"),
    ("run --port many", WRONG_USE, "--port"),
    ("deliveries list --limit 0", WRONG_USE, "--limit"),
    ("rules match --rules {empty}", WRONG_USE, "--articles"),
    ("sources add ftp://a.example/feed", WRONG_USE, "https://"),
    ("sources add a.example/feed", WRONG_USE, "https://"),
    ("sources add http://", WRONG_USE, "host"),
    ("sources add http://[::1", WRONG_USE, "readable"),
    ("sources add http://a.example:99999/", WRONG_USE, "ort"),
    ("sources add https://a.example/ --kind carrier-pigeon", WRONG_USE, "jsonfeed"),
    ("sources add https://a.example/ --interval soon", WRONG_USE, "15m"),
    ("sources add https://a.example/ --interval 0s", WRONG_USE, "15m"),
    ("sources add https://a.example/ --interval 1ms", WRONG_USE, "1s"),
    ("sources add https://a.example/ --interval 99999999d", WRONG_USE, "too long"),
    ("sources add https://a.example/ --name A&B", WRONG_USE, "a-b"),
    ("sources show nobody", NOT_SO, "sources list"),
    ("sources show 99999999999999999999", NOT_SO, "large"),
    ("sources edit nobody", WRONG_USE, "sources edit --help"),
    ("sources remove nobody --yes", NOT_SO, "nobody"),
    ("sources import {nowhere}", WRONG_USE, "No such file"),
    ("sources import {folder}", WRONG_USE, "directory"),
    ("sources import {binary}", WRONG_USE, "OPML"),
    ("sources import {empty}", WRONG_USE, "OPML"),
    ("sources preview {nowhere}", WRONG_USE, "No such file"),
    ("sources preview {binary}", WRONG_USE, "feed"),
    ("sources preview {empty}", WRONG_USE, "empty"),
    ("sources preview {html}", WRONG_USE, "web page"),
    ("sources preview http://127.0.0.1:1/feed", CANNOT_NOW, "NEWSBOT_NET_ALLOW"),
    ("sources preview http://10.0.0.1/feed", CANNOT_NOW, "10.0.0.1"),
    ("fetch", WRONG_USE, "--all"),
    ("fetch paper --all", WRONG_USE, "--all"),
    ("fetch nobody", NOT_SO, "nobody"),
    ("fetch --all", NOT_SO, "sources add"),
    ("articles show 7", NOT_SO, "articles list"),
    ("articles show seven", WRONG_USE, "articles show --help"),
    ("articles show 99999999999999999999", NOT_SO, "large"),
    ("articles extract {nowhere}", WRONG_USE, "No such file"),
    ("articles extract {binary}", WRONG_USE, "neither a web page nor a text"),
    ("articles extract http://127.0.0.1:1/", CANNOT_NOW, "NEWSBOT_NET_ALLOW"),
    ("stories show 7", NOT_SO, "stories list"),
    ("stories group {nowhere}", WRONG_USE, "No such file"),
    ("stories group {latin}", WRONG_USE, "UTF-8"),
    ("stories group {text}", WRONG_USE, "line 1"),
    ("stories group {list}", WRONG_USE, '"id"'),
    ("stories group {undated}", WRONG_USE, "yesterday"),
    ("stories summarize {nowhere}", WRONG_USE, "No such file"),
    ("stories summarize {latin}", WRONG_USE, "UTF-8"),
    ("stories summarize {binary}", WRONG_USE, "UTF-8"),
    ("rules show nobody", NOT_SO, "rules list"),
    ("rules show 99999999999999999999", NOT_SO, "large"),
    ("rules add nato --owner 7", NOT_SO, "subscribers list"),
    ("rules edit nobody --query nato", NOT_SO, "nobody"),
    ("rules remove nobody --yes", NOT_SO, "nobody"),
    ("rules import {nowhere}", WRONG_USE, "No such file"),
    ("rules import {text}", WRONG_USE, "TOML"),
    ("rules import {latin}", WRONG_USE, "UTF-8"),
    ("rules import {misspelt}", WRONG_USE, "qeury"),
    ("rules import {nul}", WRONG_USE, "NUL"),
    ("rules test nato --since yesterday", WRONG_USE, "yesterday"),
    ("rules test nato --since 99999999d", WRONG_USE, "too long"),
    ("rules test nato --rule nobody", NOT_SO, "rules list"),
    ("rules lint nobody", NOT_SO, "rules list"),
    ("aliases show nat0", NOT_SO, "did you mean nato?"),
    ("aliases edit nato", WRONG_USE, "aliases edit --help"),
    ("aliases edit rivers --add Rhine", NOT_SO, "aliases list"),
    ("aliases edit nato --add *", WRONG_USE, "no form"),
    ("aliases edit nato --remove Rhine", NOT_SO, "aliases show nato"),
    ("aliases edit a/b --add Rhine --new", WRONG_USE, "no name"),
    ("aliases remove rivers --yes", NOT_SO, "aliases list"),
    ("aliases import {nowhere}", WRONG_USE, "No such file"),
    ("aliases import {text}", WRONG_USE, "TOML"),
    ("aliases import {latin}", WRONG_USE, "UTF-8"),
    ("aliases export --format pdf", WRONG_USE, "toml"),
    ("rules match --rules {nowhere} --articles {empty}", WRONG_USE, "No such file"),
    ("rules match --rules {latin} --articles {empty}", WRONG_USE, "UTF-8"),
    ("rules match --rules {list} --articles {empty}", WRONG_USE, "line 1"),
    ("rules match --rules {undated} --articles {empty}", WRONG_USE, "query"),
    ("subscribers add 42", WRONG_USE, "CHANNEL:ADDRESS"),
    ("subscribers add pigeon:42", WRONG_USE, "telegram"),
    ("subscribers add telegram:", WRONG_USE, "-1001234567890"),
    ("subscribers add telegram:42/7", WRONG_USE, "topic"),
    ("subscribers add telegram:42 --timezone Mars/Base", WRONG_USE, "Europe/Kyiv"),
    ("subscribers add telegram:42 --language klingon!", WRONG_USE, "pt-BR"),
    ("subscribers show 7", NOT_SO, "subscribers list"),
    ("subscribers pause 7", NOT_SO, "subscribers list"),
    ("subscribers remove 7 --yes", NOT_SO, "subscribers list"),
    ("subscriptions add --query nato", WRONG_USE, "--subscriber"),
    ("subscriptions add --subscriber 7 --query nato", NOT_SO, "subscribers list"),
    ("subscriptions add --subscriber 7 --query nato --cadence seldom", WRONG_USE, "silent"),
    ("subscriptions add --subscriber 7 --query nato --updates seldom", WRONG_USE, "reply"),
    ("subscriptions edit 7 --cadence now", NOT_SO, "subscriptions list"),
    ("subscriptions edit 7", WRONG_USE, "subscriptions edit --help"),
    ("subscriptions remove 7", NOT_SO, "subscriptions list"),
    ("deliveries list --state gone", WRONG_USE, "uncertain"),
    ("deliveries show 7", NOT_SO, "deliveries list"),
    ("deliveries retry 7", NOT_SO, "deliveries list"),
    ("deliveries reconcile --since long", WRONG_USE, "15m"),
    ("why https://paper.example/never", NOT_SO, "never"),
    ("feeds render nothing", NOT_SO, "feeds list"),
    ("feeds render rule/99999999999999999999", NOT_SO, "feeds list"),
    ("feeds render all --format pdf", WRONG_USE, "atom"),
    ("bot", WRONG_USE, "NEWSBOT_TELEGRAM_TOKEN"),
    ("--config {nowhere} config check", WRONG_USE, "No such file"),
    ("--config {latin} config check", WRONG_USE, "UTF-8"),
    ("--config {text} config check", WRONG_USE, "TOML"),
    ("--config {unknown_key} config check", WRONG_USE, "fetch.interval"),
    ("--log-level loud config check", WRONG_USE, "warning"),
    ("--database-url mysql://a/b config check", WRONG_USE, "postgresql://"),
    ("--database-url sqlite:///{text} rules list", CANNOT_NOW, "not a database"),
    ("--database-url sqlite:///{folder} rules list", CANNOT_NOW, "NEWSBOT_DATABASE_URL"),
    ("--database-url postgresql://me:hush@127.0.0.1:1/news rules list", CANNOT_NOW, "127.0.0.1"),
    ("--data-dir {text} rules list", CANNOT_NOW, "NEWSBOT_DATA_DIR"),
    ("--data-dir /proc/newsbot rules list", CANNOT_NOW, "NEWSBOT_DATA_DIR"),
]

BAD_FILES: dict[str, bytes] = {
    "empty": b"",
    "text": b"Neither a table nor a database, but a plain sentence of more than sixteen bytes.",
    "latin": "Überall Äpfel".encode("latin-1"),
    "binary": bytes(range(256)) * 8,
    "html": b"<!doctype html><html lang=en><title>A page</title><p>No feed here.</html>",
    "list": b'["no object"]\n',
    "undated": b'{"id": 1, "title": "T", "published": "yesterday"}\n',
    "misspelt": b"[[rules]]\nquery = 'nato'\nqeury = 'otan'\n",
    "nul": b'[[rules]]\nquery = "na\\u0000to"\n',
    "unknown_key": b"[fetch]\nintervall = '5m'\n",
}


@pytest.mark.parametrize(
    ("line", "status", "words"), BAD_ARGUMENTS, ids=[line for line, _, _ in BAD_ARGUMENTS]
)
def test_bad_input_gives_one_clear_line_and_its_status(
    terminal: Terminal, line: str, status: int, words: str
) -> None:
    files = {name: terminal.file(name, content) for name, content in BAD_FILES.items()}
    (terminal.home / "folder").mkdir()
    files |= {"nowhere": str(terminal.home / "nowhere"), "folder": str(terminal.home / "folder")}
    shown = terminal.run(*(word.format_map(files) for word in line.split()))
    assert shown.status == status, shown
    assert shown.out == ""
    assert shown.err.startswith("newsbot: ")
    assert shown.err.count("\n") == 1, shown.err
    assert words in shown.err
    assert "Traceback" not in shown.err
    assert "unexpected" not in shown.err
    assert "hush" not in shown.err


@pytest.mark.parametrize("json", [(), ("--json",)])
def test_a_bad_query_is_shown_with_the_place_marked(
    terminal: Terminal, json: tuple[str, ...]
) -> None:
    shown = terminal.run("rules", "add", 'nato AND "open', *json)
    assert (shown.status, shown.out) == (2, "")
    first, query, mark, fix = shown.err.splitlines()
    assert first.startswith("newsbot: ")
    assert query == 'nato AND "open'
    assert mark.index("^") == query.index('"')
    assert fix == 'try: nato AND "open"'


def test_options_end_at_two_dashes(terminal: Terminal) -> None:
    added = terminal.done("rules", "add", "--json", "--", "nato -sport").row
    assert added["query"] == "nato -sport"
    assert terminal.run("rules", "test", "--", "-sport nato").status == 0


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("NEWSBOT_FETCH__INTERVALL", "5m", "NEWSBOT_FETCH__INTERVAL"),
        ("NEWSBOT_WEB__PORT", "8421", "NEWSBOT_WEB_PORT"),
        ("NEWSBOT_WEB_PORT", "many", "web.port"),
        ("NEWSBOT_WORKER__TICK", "0s", "worker.tick"),
        ("NEWSBOT_FETCH__INTERVAL", "99999999d", "too long"),
        ("NEWSBOT_NET_ALLOW", "999.1.2.3", "999.1.2.3"),
        ("NEWSBOT_TELEGRAM_API_URL", "api.telegram.org", "https://"),
        ("NEWSBOT_TELEGRAM_CHAT_ID", "me", "-1001234567890"),
        ("NEWSBOT_TELEGRAM_TOKEN_FILE", "/nowhere/token", "/nowhere/token"),
        ("NEWSBOT_DATABASE_URL", "postgres//news", "postgresql://"),
    ],
)
def test_a_wrong_variable_stops_every_command_by_its_name(
    terminal: Terminal, variable: str, value: str, words: str
) -> None:
    for command in (("config", "check"), ("run",), ("rules", "list")):
        shown = terminal.run(*command, **{variable: value})
        assert (shown.status, shown.out) == (2, "")
        assert words in shown.err
        assert shown.err.count("\n") == 1


def test_a_malformed_token_is_wrong_use_and_is_not_repeated(terminal: Terminal) -> None:
    for command in ("run", "bot", "worker", "doctor"):
        shown = terminal.run(command, NEWSBOT_TELEGRAM_TOKEN="hush-hush")
        assert (shown.status, shown.out) == (2, "")
        assert "@BotFather" in shown.err
        assert "hush-hush" not in shown.err


@pytest.mark.parametrize("noun", ["sources", "rules", "subscribers"])
def test_what_destroys_asks_first(terminal: Terminal, noun: str) -> None:
    added = {"sources": "https://a.example/", "rules": "nato", "subscribers": "telegram:42"}
    terminal.done(noun, "add", added[noun])
    nobody = terminal.run(noun, "remove", "1")
    assert (nobody.status, nobody.out) == (2, "")
    assert "--yes" in nobody.err
    assert terminal.run(noun, "remove", "1", stdin="no\n").status == 2
    assert len(terminal.done(noun, "list", "--json").rows) == 1
    assert terminal.run(noun, "remove", "1", stdin="y\n").status == 0
    assert terminal.done(noun, "list", "--json").rows == []


def test_an_import_tries_out_without_storing(terminal: Terminal) -> None:
    opml = (
        '<opml version="2.0"><body><outline text="A" type="rss" xmlUrl="https://a.example/"/>'
        '<outline text="B" type="rss" xmlUrl="gopher://b.example/"/></body></opml>'
    )
    shown = terminal.done("sources", "import", "-", "--dry-run", "--json", stdin=opml)
    assert [row["url"] for row in shown.rows] == ["https://a.example/"]
    assert "left out 'B'" in shown.err
    rules = "[[rules]]\nquery = 'nato'\n"
    assert "would add 1" in terminal.done("rules", "import", "-", "--dry-run", stdin=rules).out
    assert terminal.done("sources", "list", "--json").rows == []
    assert terminal.done("rules", "list", "--json").rows == []


def test_an_import_of_rules_answers_each_rule_that_it_adds(terminal: Terminal) -> None:
    text = "[[rules]]\nquery = 'nato'\n[[rules]]\nquery = 'riga'\nname = 'Riga'\npublic = true\n"
    expected = [
        {"name": "nato", "query": "nato", "public": False},
        {"name": "Riga", "query": "riga", "public": True},
    ]
    asked = ("rules", "import", "-", "--json")
    assert terminal.done(*asked, "--dry-run", stdin=text).rows == expected
    assert terminal.done(*asked, stdin=text).rows == expected
    assert terminal.done(*asked, stdin=text).rows == []
    stored = terminal.done("rules", "list", "--json").rows
    assert [{key: row[key] for key in expected[0]} for row in stored] == expected


def test_a_source_that_fails_is_told_and_strict_asks_for_all(
    terminal: Terminal, site: FeedThread
) -> None:
    good = site.put("/good", "<rss version='2.0'><channel><title>G</title></channel></rss>")
    terminal.done("sources", "add", good, "--name", "good")
    terminal.done("sources", "add", site.url("/missing"), "--name", "missing")
    mixed = terminal.run("fetch", "--all", "--json")
    assert mixed.status == 0
    assert [bool(row["error"]) for row in mixed.rows] == [False, True]
    assert terminal.run("fetch", "--all", "--strict").status == 1
    assert terminal.run("fetch", "missing").status == 1


def test_a_database_that_another_process_writes_to_is_not_waited_for_for_ever(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 50)
    terminal.done("--data-dir", str(terminal.home), "rules", "list")
    with sqlite3.connect(terminal.home / "newsbot.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        shown = terminal.run("--data-dir", str(terminal.home), "rules", "add", "nato")
        other.execute("ROLLBACK")
    other.close()
    assert (shown.status, shown.out) == (3, "")
    assert "locked" in shown.err


def test_a_broken_database_file_is_named_and_not_touched(terminal: Terminal) -> None:
    terminal.done("--data-dir", str(terminal.home), "rules", "add", "nato")
    path = Path(terminal.home / "newsbot.db")
    path.write_bytes(path.read_bytes()[:512] + b"\xff" * (path.stat().st_size - 512))
    broken = path.read_bytes()
    shown = terminal.run("--data-dir", str(terminal.home), "rules", "list")
    assert (shown.status, shown.out) == (3, "")
    assert "restore a backup" in shown.err
    assert path.read_bytes() == broken


def test_a_database_of_a_newer_version_is_left_alone(terminal: Terminal) -> None:
    terminal.done("--data-dir", str(terminal.home), "rules", "list")
    with sqlite3.connect(terminal.home / "newsbot.db") as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    other.close()
    for command in (("rules", "list"), ("db", "upgrade")):
        shown = terminal.run("--data-dir", str(terminal.home), *command)
        assert (shown.status, shown.out) == (3, "")
        assert "newer" in shown.err
    assert terminal.run("--data-dir", str(terminal.home), "db", "check").status == 1
    assert terminal.run("--data-dir", str(terminal.home), "doctor").status == 1
