"""Take an alert from a source to a webhook, signed, through the guarded way out."""

import base64
import hashlib
import hmac
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from newsbot.app import open_app
from newsbot.channels import read_address
from newsbot.channels.webhook import WebhookChannel
from newsbot.db import sources
from newsbot.pipeline import deliver, fetch, process
from newsbot.services import sources as source_service
from newsbot.services import subscribers
from newsbot.settings import load
from tests.factories import NOON
from tests.fakes.feedserver import FeedServer
from tests.fakes.hookserver import FakeHookServer

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Paper</title>
<link>https://paper.example/</link><item><guid>1</guid><title>NATO meets in Riga</title>
<link>https://paper.example/1</link><description>The allies met.</description></item>
</channel></rss>"""


async def test_an_alert_reaches_a_webhook_signed_with_its_key(tmp_path: Path) -> None:
    async with FeedServer() as paper, FakeHookServer() as hooks:
        paper.put("/feed", FEED, content_type="application/rss+xml")
        allow = f"{urlsplit(paper.url('/feed')).netloc},{urlsplit(hooks.url).netloc}"
        settings = load(
            flags={"data_dir": str(tmp_path), "net.allow": allow},
            environ={},
            cwd=tmp_path,
            home=tmp_path,
        )
        async with open_app(settings, first_list_settle=timedelta(0)) as app:
            desk = app.desk()
            added = await source_service.add(desk, source_service.NewSource(url=paper.url("/feed")))
            async with app.db.transaction() as tx:  # as if it had been read before
                await sources.edit(tx, added.id, {"baseline_at": NOON})
            person = await subscribers.add(desk, f"webhook:{hooks.url}/in", read_address)
            await subscribers.subscribe(desk, person.id, read_address, query="NATO")
            await fetch.run_once(app.fetch)
            await process.run_once(app.process)
            await deliver.run_once(app.deliver)
            channel = app.channels["webhook"]
            assert isinstance(channel, WebhookChannel)
            key = channel.secret_for(f"{hooks.url}/in")

    [post] = hooks.posts
    assert "NATO meets in Riga" in post.body.decode()
    signed = b".".join(
        [post.headers["webhook-id"].encode(), post.headers["webhook-timestamp"].encode(), post.body]
    )
    secret = base64.b64decode(key.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()
    assert f"v1,{expected}" in post.headers["webhook-signature"].split()
