"""kill -9 at several moments, on both databases: nothing lost, at most the ambiguous copy."""

from collections.abc import Callable

import pytest

from tests.e2e.newsroom import Newsroom
from tests.e2e.processes import wait_until
from tests.fakes.postgres import PostgresServer

pytestmark = pytest.mark.processes

SERVING_S, SENDING_S = 15.0, 30.0
"""Three times what is promised (5 s and 10 s): a busy machine must not fail the suite.

The measured times are in docs/reliability.md.
"""


def kill_all(newsroom: Newsroom) -> None:
    for child in newsroom.children:
        child.kill()


def test_g4_a_kill_between_acceptance_and_answer_costs_one_copy_and_no_alert(
    newsroom: Newsroom, record_property: Callable[[str, object], None]
) -> None:
    newsroom.open()
    with newsroom.running():
        newsroom.wait_until_read()
        newsroom.botapi.script({"faults": [{"action": "hang_after", "times": 1}]})
        (first,) = newsroom.publish("NATO")
        newsroom.wait_until_told(first)
        kill_all(newsroom)
    (second,) = newsroom.publish("NATO")
    with newsroom.running():
        serving_s = wait_until(newsroom.serves, "feeds are served again", within_s=SERVING_S)
        sending_s = newsroom.wait_until_told(second, within_s=SENDING_S)
        counted = newsroom.wait_until_settled()
    record_property("serving_s", serving_s)
    record_property("sending_s", serving_s + sending_s)
    assert (counted["matched"], counted["sent"], counted["unaccounted"]) == (2, 2, [])
    assert len(newsroom.copies(first)) == 2
    assert len(newsroom.copies(second)) == 1
    assert newsroom.ambiguous() == 1


def test_g2_a_kill_before_acceptance_is_as_ambiguous_and_ends_in_a_message(
    small_newsroom: Newsroom,
) -> None:
    newsroom = small_newsroom
    newsroom.open()
    with newsroom.running():
        newsroom.wait_until_read()
        newsroom.botapi.script({"faults": [{"action": "hang_before", "times": 1}]})
        (item,) = newsroom.publish("NATO")
        wait_until(lambda: newsroom.reconciled()["sending"], "the message is on its way")
        wait_until(newsroom.botapi.asked_to_send, "the server took the call")
        kill_all(newsroom)
    assert newsroom.copies(item) == []
    with newsroom.running():
        newsroom.wait_until_told(item)
        counted = newsroom.wait_until_settled()
    assert (counted["sent"], counted["unaccounted"]) == (1, [])
    assert len(newsroom.copies(item)) == 1


def test_g1_kills_at_every_stage_of_a_start_lose_nothing(small_newsroom: Newsroom) -> None:
    newsroom = small_newsroom
    newsroom.open()
    with newsroom.running():
        newsroom.wait_until_read()
        kill_all(newsroom)
    items = newsroom.publish("NATO", "NATO")
    for stage in ("newsbot", "newsbot runs", "source polled", "articles processed"):
        with newsroom.running():
            wait_until(lambda: newsroom.says(stage), stage)  # noqa: B023 - waited for here
            kill_all(newsroom)
        items += newsroom.publish("NATO")
    with newsroom.running():
        newsroom.wait_until_told(*items)
        counted = newsroom.wait_until_settled()
    assert (counted["matched"], counted["unaccounted"]) == (len(items), [])
    extra = sum(len(newsroom.copies(item)) - 1 for item in items)
    assert extra <= newsroom.ambiguous()
    assert max(len(newsroom.copies(item)) for item in items) <= 2


def test_g4_the_other_worker_takes_over_what_a_dead_one_held(
    postgres_newsroom: Newsroom,
) -> None:
    newsroom = postgres_newsroom
    newsroom.open()
    with newsroom.running() as (service, _):
        newsroom.wait_until_read()
        newsroom.botapi.script({"faults": [{"action": "hang_after", "times": 1}]})
        (first,) = newsroom.publish("NATO")
        newsroom.wait_until_told(first)
        service.kill()
        (second,) = newsroom.publish("NATO")
        newsroom.wait_until_told(second, within_s=60)
        counted = newsroom.wait_until_settled(within_s=60)
    assert (counted["matched"], counted["sent"] + counted["uncertain"]) == (2, 2)
    assert 1 <= len(newsroom.copies(first)) <= 2
    assert len(newsroom.copies(second)) == 1


def test_g15_a_database_that_drops_every_connection_costs_no_alert(
    postgres_newsroom: Newsroom, postgres_server: PostgresServer
) -> None:
    newsroom = postgres_newsroom
    newsroom.open()
    with newsroom.running() as children:
        newsroom.wait_until_read()
        before = newsroom.publish("NATO", "NATO")
        for _ in range(3):
            postgres_server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname LIKE 'newsbot_test_%' AND pid <> pg_backend_pid()"
            )
            newsroom.wait_until_told(*before)
            before += newsroom.publish("NATO")
        newsroom.wait_until_told(*before)
        counted = newsroom.wait_until_settled()
        assert all(child.runs for child in children)
        assert newsroom.serves()
    assert (counted["matched"], counted["sent"]) == (len(before), len(before))
    extra = sum(len(newsroom.copies(item)) - 1 for item in before)
    assert extra <= newsroom.ambiguous()
