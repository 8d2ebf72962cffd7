"""The webhook: only Telegram gets through, each update counts once, nothing is lost on the way."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from newsbot.app.telegram import hook_of, topics_of
from newsbot.errors import ConfigError, StoreError
from newsbot.settings import Settings, load
from newsbot.web.hook import HOOK_PATH, MAX_BODY_BYTES, Hook, behind_hook
from tests.bot.rig import Rig
from tests.fakes.botapi import Fault, Json

SECRET = "s3cret-of-sixteen-and-more"
URL = "https://news.example" + HOOK_PATH
HEADER = "x-telegram-bot-api-secret-token"


async def elsewhere(scope: Any, receive: Any, send: Any) -> None:
    del scope, receive
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"elsewhere"})


def caller(take: Callable[[Json], Any]) -> httpx.AsyncClient:
    app = behind_hook(Hook(secret=SECRET, take=take), elsewhere)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="https://news.example"
    )


async def post(client: httpx.AsyncClient, body: Any, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {HEADER: secret}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return (await client.post(HOOK_PATH, content=content, headers=headers)).status_code


async def test_an_update_with_the_secret_is_answered_once(rig: Rig) -> None:
    update = rig.message("/follow dam")
    async with caller(rig.bot.take) as client:
        assert [await post(client, update) for _ in range(3)] == [200, 200, 200]
    await rig.bot._intake.drain()
    assert len(rig.api.journal.of("sendMessage")) == 1
    assert [one.query for one in await rig.follows()] == ["dam"]


async def test_the_same_update_twice_at_once_is_handled_once(rig: Rig) -> None:
    update = rig.message("/follow dam")
    async with caller(rig.bot.take) as client:
        await asyncio.gather(*(post(client, update) for _ in range(5)))
    await rig.bot._intake.drain()
    assert len(rig.api.journal.of("sendMessage")) == 1


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "\u00e9" * 20])
async def test_without_the_secret_nothing_is_taken(secret: str | None) -> None:
    taken: list[Json] = []

    async def take(update: Json) -> None:
        taken.append(update)

    async with caller(take) as client:
        raw = None if secret is None else secret.encode()
        headers = {} if raw is None else {HEADER.encode(): raw}
        answer = await client.post(HOOK_PATH, content=b'{"update_id": 1}', headers=headers)
    assert (answer.status_code, taken) == (403, [])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"no json", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"update_id": "1"}', 400),
        (b" " * (MAX_BODY_BYTES + 1), 413),
    ],
)
async def test_what_is_no_update_is_refused(rig: Rig, body: bytes, status: int) -> None:
    async with caller(rig.bot.take) as client:
        assert await post(client, body) == status


async def test_only_posts_come_in_and_other_paths_pass_by(rig: Rig) -> None:
    async with caller(rig.bot.take) as client:
        assert (await client.get(HOOK_PATH)).status_code == 405
        assert (await client.get("/")).status_code == 299


async def test_while_the_database_is_away_telegram_is_asked_to_come_again() -> None:
    async def take(update: Json) -> None:
        raise StoreError(f"no database for {update['update_id']}")

    async with caller(take) as client:
        answer = await client.post(HOOK_PATH, content=b'{"update_id": 1}', headers={HEADER: SECRET})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


async def test_an_update_that_the_library_cannot_read_does_not_come_back(rig: Rig) -> None:
    async with caller(rig.bot.take) as client:
        assert await post(client, {"update_id": 5, "message": {"text": "x"}}) == 200


async def hooked(rig: Rig) -> str:
    """Run the bot until its webhook is set; return what was wrong last."""
    stop = asyncio.Event()
    running = asyncio.create_task(rig.bot.run_hooked(stop, URL, SECRET))
    being_set = asyncio.create_task(rig.api.world.hooked.wait())
    await asyncio.wait({running, being_set}, return_when=asyncio.FIRST_COMPLETED)
    being_set.cancel()
    stop.set()
    await running
    return rig.bot.trouble


async def test_what_one_chat_asks_is_done_in_order_over_several_connections(rig: Rig) -> None:
    texts = ["/follow dam", "/digest 1 daily 09:00", "/unfollow 1", "/follow flood", "/pause"]
    updates = [rig.message(text) for text in texts]
    async with caller(rig.bot.take) as client:
        await asyncio.gather(*(post(client, update) for update in updates))
    await rig.bot._intake.drain()
    assert [one.query for one in await rig.follows()] == ["flood"]
    found = await rig.subscriber()
    assert found is not None
    assert found.state == "paused"


async def test_the_webhook_is_set_with_its_secret(rig: Rig) -> None:
    assert await hooked(rig) == ""
    webhook = rig.api.world.webhook
    assert (webhook["url"], webhook["secret_token"]) == (URL, SECRET)
    assert int(webhook["max_connections"]) > 1
    assert "callback_query" in webhook["allowed_updates"]
    assert rig.api.journal.of("deleteWebhook") == []


async def test_polling_takes_the_webhook_away(rig: Rig) -> None:
    await hooked(rig)
    stop = asyncio.Event()
    bot = rig.make_bot()
    running = asyncio.create_task(bot.run(stop))
    async with asyncio.timeout(10):
        await rig.api.world.polling.wait()
    stop.set()
    await running
    assert rig.api.world.webhook == {}


async def test_a_refused_token_ends_the_bot_with_its_trouble(rig: Rig) -> None:
    rig.api.faults.add(Fault(method="getMe", status=401, description="Unauthorized"))
    assert (await hooked(rig)).startswith("Unauthorized")


def settings(*, secret: str = "", base_url: str = "https://news.example") -> Settings:
    flags = {
        "telegram.updates": "webhook",
        "telegram.webhook_secret": secret,
        "web.base_url": base_url,
        "data_dir": "/nowhere",
    }
    return load(flags=flags, environ={}, cwd=Path("/nowhere"), home=Path("/nowhere"))


def test_a_webhook_without_a_secret_or_a_public_address_is_refused(rig: Rig) -> None:
    with pytest.raises(ConfigError, match="needs a secret"):
        hook_of(settings(), rig.bot)
    for address in ("", "http://news.example"):
        with pytest.raises(ConfigError, match=r"needs web\.base_url"):
            hook_of(settings(secret=SECRET, base_url=address), rig.bot)
    with pytest.raises(ValueError, match="without a secret"):
        Hook(secret="", take=rig.bot.take)
    made = hook_of(settings(secret=SECRET), rig.bot)
    assert made is not None
    assert made.secret == SECRET


@pytest.mark.parametrize("secret", ["short", "with blanks in between it", "\u00e9" * 20])
def test_a_secret_that_telegram_would_not_take_is_refused(secret: str) -> None:
    with pytest.raises(ConfigError, match="is not a secret"):
        settings(secret=secret)


def test_topics_are_read_and_a_wrong_one_is_told_with_its_remedy() -> None:
    topics = topics_of(("NATO", "Climate: climat* OR klima*"))
    assert [one.name for one in topics] == ["NATO", "Climate"]
    assert topics[0].query.startswith("NATO")
    with pytest.raises(ConfigError, match="no starter rule"):
        topics_of(("Gardening",))
    with pytest.raises(ConfigError, match="query of 'Broken' is wrong"):
        topics_of(("Broken: (nato",))
