"""News in at one end, alerts and feeds out at the other, by real processes over real sockets."""

import json

import pytest

from tests.e2e.newsroom import CHAT, Newsroom, http_get
from tests.e2e.processes import BotApiProcess, wait_until

pytestmark = pytest.mark.processes


def test_a_new_item_reaches_the_chat_and_the_feeds(newsroom: Newsroom) -> None:
    newsroom.open()
    with newsroom.running() as children:
        newsroom.wait_until_read()
        nato, rain = newsroom.publish("NATO", "Rain")
        newsroom.wait_until_told(nato)
        (call,) = newsroom.copies(nato)
        assert call.params["parse_mode"] == "HTML"
        assert nato.url in json.dumps(call.params)
        for form in ("rss", "atom", "json"):
            status, headers, body = http_get(newsroom.url(f"/feeds/rule/1.{form}"))
            assert status == 200
            assert nato.title.split()[1].encode() in body
            assert rain.title.split()[1].encode() not in body
            etag = {"If-None-Match": headers["etag"]}
            assert http_get(newsroom.url(f"/feeds/rule/1.{form}"), etag)[0] == 304
        assert rain.title.split()[1].encode() in http_get(newsroom.url("/feeds/all.rss"))[2]
        assert http_get(newsroom.url("/health/ready"))[0] == 200
        assert [child.stop() for child in children] == [0] * newsroom.workers
    for child in children:
        assert "Traceback" not in child.said()
    counted = newsroom.wait_until_settled()
    assert (counted["matched"], counted["sent"], counted["unaccounted"]) == (1, 1, [])
    assert len(newsroom.botapi.accepted()) == 1


def test_a_stop_lets_the_message_in_hand_end(small_newsroom: Newsroom) -> None:
    newsroom = small_newsroom
    newsroom.open()
    with newsroom.running() as (service,):
        newsroom.wait_until_read()
        newsroom.botapi.script({"faults": [{"action": "slow", "delay_s": 2.0, "times": 1}]})
        (item,) = newsroom.publish("NATO")
        wait_until(lambda: newsroom.reconciled()["sending"] == 1, "the message is on its way")
        assert service.stop() == 0
    assert len(newsroom.copies(item)) == 1
    assert newsroom.reconciled()["sent"] == 1


def test_feeds_stay_up_while_telegram_refuses_the_token(small_newsroom: Newsroom) -> None:
    newsroom = small_newsroom
    newsroom.installation.settings["NEWSBOT_TELEGRAM_TOKEN"] = (
        "77:not-the-token-of-this-server-00000000"
    )
    newsroom.open()
    with newsroom.running() as (service,):
        wait_until(newsroom.serves, "feeds are served")
        newsroom.wait_until_read()
        newsroom.publish("NATO")
        wait_until(lambda: newsroom.reconciled()["matched"] == 1, "the alert is decided")
        wait_until(lambda: "refuses the bot token" in service.said(), service.said)
        assert newsroom.serves()
        found = newsroom.reconciled()
        assert found["sent"] + found["dead"] + found["cancelled"] == 0
        assert service.stop() == 0
    assert newsroom.installation.run("doctor")[0] == 1
    alone = newsroom.installation.start("bot")
    assert alone.process.wait(30) == 3
    assert "refuses the bot token" in alone.said()
    assert "Traceback" not in alone.said()


def test_what_waited_for_telegram_goes_out_when_it_comes_back(small_newsroom: Newsroom) -> None:
    newsroom = small_newsroom
    newsroom.open()
    with newsroom.running():
        newsroom.wait_until_read()
        newsroom.botapi.stop()
        items = newsroom.publish("NATO", "NATO", "NATO")
        wait_until(lambda: newsroom.reconciled()["matched"] == 3, "the alerts are decided")
        assert newsroom.serves()
        port = int(newsroom.botapi.url.rpartition(":")[2])
        folder = newsroom.installation.folder.parent
        with BotApiProcess(folder, {"limits": None}, port=port) as again:
            newsroom.botapi = again
            newsroom.wait_until_told(*items)
            counted = newsroom.wait_until_settled()
    assert counted["sent"] == 3
    assert [len(newsroom.copies(item)) for item in items] == [1, 1, 1]
    order = [call.text.split()[1] for call in newsroom.botapi.accepted(CHAT)]
    assert order == [item.title.split()[1] for item in items]
