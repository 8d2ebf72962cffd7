"""Measure G4: how soon newsbot serves and sends again after kill -9, with a full database.

A database is filled with articles of 90 days (SQLite; a story each). Newsbot runs on it, reads a
local feed and tells a chat of a local Bot API server; it is killed while a message is on its way,
and started again. The times are from that start to the first feed served, to the message that was
on its way being sent again (2 s of back-off in it), and to the alert of an article that appeared
while newsbot was down. The promise is 5 s to serving and 10 s to sending.

Run with `python -m benchmarks.recovery [--articles 1000000] [--rounds 3]`.
"""

import argparse
import sqlite3
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsbot import log
from newsbot.pipeline.indexing import WORDS_FORMAT
from tests.e2e.newsroom import CHAT, Newsroom
from tests.e2e.processes import BotApiProcess, Installation, wait_until
from tests.fakes.feedthread import FeedThread

FIRST_ID = 1_000_000_000
"""Well above what the run itself adds, so that no id is taken twice."""

SOURCES = 2_000
DAYS = 90
CHUNK = 50_000
PATIENCE_S = 600.0

MOMENT = "strftime('%Y-%m-%d %H:%M:%f', :oldest, '+' || (i * :step) || ' seconds') || '000'"
WORDS = " || ' ' || ".join(f"'w' || ((i * {prime}) % 40000)" for prime in (7919, 104729, 1299709))
FILL = f"""
WITH RECURSIVE number(i) AS (
    SELECT :first UNION ALL SELECT i + 1 FROM number WHERE i < :last
), made AS (
    SELECT i, {FIRST_ID} + i AS id, {MOMENT} AS at, {WORDS} AS words FROM number
)
"""
STORIES = f"""{FILL}
INSERT INTO stories (id, headline, url, summary, language, first_at, last_at, article_count,
    created_at, updated_at)
SELECT id, 'Story ' || words, '', '', 'en', at, at, 1, at, at FROM made
"""
ARTICLES = f"""{FILL}
INSERT INTO articles (id, source_id, entry_id, url, url_key, title, author, language, text,
    feed_text, teaser, summary, tags, enclosures, image, warnings, first_seen_at, effective_at,
    updated_at, content_hash, text_key, revision, backlog, whole_text, state, attempts, due_at,
    story_id, story_seq, processed_at, words_format)
SELECT id, {FIRST_ID} + i % {SOURCES}, 'entry ' || i, 'https://old.example/' || i,
    'old.example/' || i, 'Story ' || words, '', 'en',
    replace('.......', '.', words || ' and so on for a sentence or more. '), '', '', '', '[]',
    '[]', '', '[]', at, at, at, 'hash ' || i, '', 1, 0, 1, 'done', 0, at, id, i, at,
    :words_format
FROM made
"""


def fill(path: Path, articles: int) -> None:
    """Insert articles of the last 90 days, under sources that are paused."""
    oldest = datetime.now(UTC) - timedelta(days=DAYS)
    step = DAYS * 86_400 / (articles + 1)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA synchronous = OFF")
        columns = [row[1] for row in database.execute("PRAGMA table_info(sources)")]
        for number in range(SOURCES):
            values = {"id": f"{FIRST_ID + number}", "name": f"'old{number}'"}
            values |= {"url": f"'https://old.example/feed/{number}'", "state": "'paused'"}
            shown = ", ".join(values.get(column, column) for column in columns)
            database.execute(f"INSERT INTO sources SELECT {shown} FROM sources WHERE id = 1")
        for first in range(1, articles + 1, CHUNK):
            given = {
                "first": first,
                "last": min(first + CHUNK - 1, articles),
                "oldest": oldest.strftime("%Y-%m-%d %H:%M:%S"),
                "step": step,
            }
            database.execute(STORIES, given)
            database.execute(ARTICLES, given | {"words_format": WORDS_FORMAT})
            database.commit()
        database.execute("ANALYZE")
    database.close()


def measure(newsroom: Newsroom) -> tuple[float, float, float]:
    """Kill newsbot in the middle of a message; return seconds to serving, sending, and news."""
    with newsroom.running():
        wait_until(newsroom.serves, "feeds are served", within_s=PATIENCE_S)
        newsroom.botapi.script({"faults": [{"action": "hang_after", "times": 1}]})
        (first,) = newsroom.publish("NATO")
        newsroom.wait_until_told(first, within_s=PATIENCE_S)
        for child in newsroom.children:
            child.kill()
    (second,) = newsroom.publish("NATO")
    started = time.monotonic()
    with newsroom.running():
        wait_until(newsroom.serves, "feeds are served", within_s=PATIENCE_S)
        serving = time.monotonic() - started
        wait_until(lambda: len(newsroom.copies(first)) > 1, "sent again", within_s=PATIENCE_S)
        sending = time.monotonic() - started
        newsroom.wait_until_told(second, within_s=PATIENCE_S)
        news = time.monotonic() - started
        newsroom.wait_until_settled(within_s=PATIENCE_S)
    return serving, sending, news


def main() -> None:
    """Fill, then kill and start several times."""
    parser = argparse.ArgumentParser(prog="recovery", description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    log.configure(level="error")
    with (
        tempfile.TemporaryDirectory(prefix="newsbot-recovery-") as name,
        FeedThread() as site,
        BotApiProcess(Path(name), {"limits": None}) as botapi,
    ):
        installation = Installation(
            folder=Path(name) / "newsbot",
            settings={
                **botapi.settings,
                "NEWSBOT_TELEGRAM_CHAT_ID": str(CHAT),
                "NEWSBOT_TELEGRAM__CHAT_INTERVAL": "0s",
                "NEWSBOT_NET_ALLOW": site.address,
                "NEWSBOT_FETCH__INTERVAL": "1s",
                "NEWSBOT_FETCH__FULL_TEXT": "false",
                "NEWSBOT_ALERTS__BUDGET": "0",
            },
        )
        newsroom = Newsroom(installation=installation, site=site, botapi=botapi)
        newsroom.open()
        status, _, err = installation.run("fetch", "--all")
        assert status == 0, err
        began = time.monotonic()
        path = installation.folder / "data" / "newsbot.db"
        fill(path, given.articles)
        size = path.stat().st_size / 2**20
        took = time.monotonic() - began
        print(f"{given.articles} articles, {size:.0f} MiB, filled in {took:.0f} s")
        print("round   serving s   sending s   a new article's alert s")
        for number in range(given.rounds):
            serving, sending, news = measure(newsroom)
            print(f"{number + 1:>5}{serving:>12.1f}{sending:>12.1f}{news:>26.1f}", flush=True)


if __name__ == "__main__":
    main()
