"""Own a bot for tests: a fake Telegram, a database with some news, and people who write."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from telegram import Update

from newsbot.bot import Bot, House, Topic
from newsbot.channels import TelegramOptions
from newsbot.channels.telegram import TelegramChannel
from newsbot.db import (
    Database,
    alerts,
    arrivals,
    articles,
    content,
    deliveries,
    reading,
    rules,
    sources,
    stories,
)
from newsbot.domain.rule import Evidence, Match
from newsbot.domain.subscriber import Subscriber, Subscription
from newsbot.matching import prepare
from newsbot.matching.articles import document_of
from newsbot.pipeline.compose import compose
from newsbot.pipeline.indexing import WORDS_FORMAT, words_of
from newsbot.services import chats
from newsbot.services.chats import Place
from newsbot.services.desk import Desk
from tests.factories import HOLDER, SteppedClock, new_article
from tests.fakes.botapi import Call, Chat, FakeBotApi, Json

ANNA = 501
BORIS = 502
STRANGER = 666
GROUP = -1_001_111_111_111
FORUM = -1_002_222_222_222
NEWS_CHANNEL = -1_003_333_333_333
VISIBLE = frozenset({"sendMessage", "sendDocument", "editMessageText", "editMessageReplyMarkup"})
TOPICS = (Topic(name="NATO", query="NATO"), Topic(name="Ukraine", query="Ukraine"))


@dataclass
class Rig:
    """Hold a bot with everything around it."""

    api: FakeBotApi
    db: Database
    clock: SteppedClock
    bot: Bot = field(init=False)
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bot = self.make_bot()
        for chat in (
            Chat(id=GROUP, kind="supergroup", title="Team", admins={ANNA}, members={BORIS}),
            Chat(id=FORUM, kind="supergroup", title="Forum", admins={ANNA}, topics={7, 8, 9}),
            Chat(id=NEWS_CHANNEL, kind="channel", title="News", admins={ANNA}),
        ):
            self.api.world.add(chat)

    def make_bot(self, **given: Any) -> Bot:
        values: dict[str, Any] = {
            "db": self.db,
            "clock": self.clock,
            "options": TelegramOptions(token=self.api.token, api_url=self.api.url),
            "holder": HOLDER,
            "house": House(topics=TOPICS),
            "sleep": self.sleep,
        }
        return Bot(**{**values, **given})

    async def move_into(self, house: House) -> None:
        """Let the bot keep another house from now on."""
        await self.bot.close()
        self.bot = self.make_bot(house=house)

    @property
    def desk(self) -> Desk:
        return Desk(db=self.db, clock=self.clock, actor="test", door="test")

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.slept.append(seconds)
        self.clock.step(seconds=seconds)

    def message(
        self, text: str, chat: int = ANNA, *, user: int = 0, topic: int = 0, language: str = "en"
    ) -> Json:
        """Return an update with a message that a person wrote."""
        date = int(self.clock.now().timestamp())
        user = user or (chat if chat > 0 else ANNA)
        update = self.api.world.say(chat, text, date=date, user_id=user, topic=topic)
        self.api.world.updates.clear()
        update["message"]["from"]["language_code"] = language
        return update

    def post(self, text: str, chat: int = NEWS_CHANNEL) -> Json:
        """Return an update with a post in a channel."""
        update = self.api.world.post(chat, text, date=int(self.clock.now().timestamp()))
        self.api.world.updates.clear()
        return update

    async def handle(self, update: Json) -> list[Call]:
        """Give an update to the bot; return the messages and edits that came of it."""
        before = len(self.api.journal.calls)
        await self.bot.handle(Update.de_json(update, None))
        return [
            call
            for call in self.api.journal.calls[before:]
            if call.accepted and call.method in VISIBLE
        ]

    async def say(self, text: str, chat: int = ANNA, **given: Any) -> Call:
        """Write to the bot; return its one reply."""
        replies = await self.handle(self.message(text, chat, **given))
        assert len(replies) == 1, [reply.text for reply in replies]
        return replies[0]

    async def press(self, under: Call, label: str, *, user: int = 0) -> tuple[list[Call], str]:
        """Press the button with the label; return the replies and what was shown over the chat."""
        return await self.press_data(under, button(under, label), user=user)

    async def press_data(self, under: Call, data: str, *, user: int = 0) -> tuple[list[Call], str]:
        """Press a button that carries `data`, whether it stands there or not."""
        chat = int(under.chat)
        user = user or (chat if chat > 0 else ANNA)
        assert under.message_id is not None
        update = self.api.world.press(chat, under.message_id, data, user_id=user)
        self.api.world.updates.clear()
        replies = await self.handle(update)
        answers = self.api.journal.of("answerCallbackQuery")
        return replies, str(answers[-1].params.get("text", ""))

    async def subscriber(self, chat: int = ANNA) -> Subscriber | None:
        """Return the subscriber that a chat is."""
        return await chats.find(self.desk, Place(channel="telegram", chat=str(chat)))

    async def tell(self, subscription: Subscription, *, delivery: int = 1) -> Call:
        """Let the alert of a delivery leave as the deliver loop sends it; return the message."""
        async with self.db.reading() as tx:
            what = (await content.load(tx, [await deliveries.get(tx, delivery)]))[0]
        channel = TelegramChannel(TelegramOptions(token=self.api.token, api_url=self.api.url))
        await channel.send(subscription.destination.partition(":")[2], compose(what))
        await channel.close()
        return self.api.journal.of("sendMessage")[-1]

    async def follows(self, chat: int = ANNA) -> list[Subscription]:
        """Return what a chat follows."""
        found = await self.subscriber(chat)
        return [] if found is None else await chats.following(self.desk, found)

    async def publish(self, *headlines: str, body: str = "It happened.", hours: int = 1) -> None:
        """Store processed articles, each a story of its own, the last one the newest."""
        now = self.clock.now()
        async with self.db.transaction() as tx:
            paper = await sources.find(tx, "paper") or await sources.add(
                tx,
                name="paper",
                url="https://paper.example/feed",
                title="The Paper",
                homepage="",
                kind="rss",
                language="en",
                tags=(),
                interval=timedelta(minutes=5),
                now=now,
            )
            assert paper is not None
            known = len(await reading.select_articles(tx, reading.Selection(), limit=10_000))
            fresh = [
                new_article(
                    known + number,
                    source_id=paper.id,
                    title=headline,
                    text=body,
                    effective_at=now - timedelta(hours=hours, minutes=-number),
                    first_seen_at=now,
                )
                for number, headline in enumerate(headlines, 1)
            ]
            await arrivals.add(tx, fresh)
            for one in await articles.claim(tx, holder=HOLDER, now=now, limit=10_000):
                done = articles.Processed(
                    article=one,
                    story_id=await stories.add(tx, one, "A summary.", now),
                    story_seq=await stories.next_sequence(tx, 1),
                    rules_revision=0,
                    summary="A summary.",
                    words=words_of(one, prepare(document_of(one))),
                    words_format=WORDS_FORMAT,
                )
                await articles.finish(tx, done, now)

    async def alert(self, url: str, subscription: Subscription) -> int:
        """Let the article at a URL alert a subscription; return the alert's id."""
        now = self.clock.now()
        async with self.db.transaction() as tx:
            found = await reading.select_articles(tx, reading.Selection(), limit=10_000)
            one = next(article for article in found if article.url == url)
            assert one.story_id is not None
            first = one.title.partition(" ")[0]
            match = Match(
                rule_id=subscription.rule_id,
                rule_version=1,
                rule_name=subscription.rule_name,
                evidence=(Evidence(leaf="x", field="title", start=0, end=len(first), text=first),),
            )
            ids = await rules.record_matches(tx, one.id, one.revision, [(match, "")], now)
            new = alerts.NewAlert(
                subscription_id=subscription.id,
                destination_id=subscription.destination_id,
                story_id=one.story_id,
                match_id=ids[subscription.rule_id],
                rule_id=subscription.rule_id,
            )
            added = await alerts.add(tx, [new], now)
            await alerts.deliver(tx, one.story_id, added, now)
            return next(iter(added))


def buttons(under: Call) -> list[tuple[str, str]]:
    """Return the labels and data of a message's buttons."""
    markup = under.params.get("reply_markup") or "{}"
    shape = json.loads(markup) if isinstance(markup, str) else markup
    rows = shape.get("inline_keyboard", [])
    return [(one["text"], one["callback_data"]) for row in rows for one in row]


def button(under: Call, label: str) -> str:
    """Return the data of the button with this label."""
    found = dict(buttons(under))
    assert label in found, list(found)
    return found[label]
