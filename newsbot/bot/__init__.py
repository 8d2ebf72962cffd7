"""Own the inbound Telegram side: people write to the bot, it answers and changes their rules.

update -> request (`requests`) -> who may (`dispatch`) -> handler -> service -> `Reply` -> paced
out (`outgoing`). It sends no alerts: those leave through the pipeline.
"""

from newsbot.bot.build import Bot
from newsbot.bot.requests import deep_link
from newsbot.bot.texts import texts_of
from newsbot.bot.visits import Access, House, Topic

__all__ = ["Access", "Bot", "House", "Topic", "deep_link", "texts_of"]
