"""Own the translation of what python-telegram-bot raises into what the outbox does next.

Most specific first: `BadRequest`, `TimedOut` and our own `NeverSent`, which tells a request that
never left from one whose fate is unknown, are subclasses of its `NetworkError`. Nothing is retried
here.
"""

from telegram import error as telegram_errors

from newsbot import errors
from newsbot.channels.telegram_request import FloodWait, NeverSent

GONE = (
    # Sentences of https://github.com/tdlib/telegram-bot-api that mean: not here, not for us.
    "chat not found",
    "user not found",
    "message thread not found",
    "topic_deleted",
    "topic_closed",
    "topic_id_invalid",
    "peer_id_invalid",
    "chat_id_invalid",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
    "chat_restricted",
    "not enough rights to send",
    "have no rights to send",
    "need administrator rights",
    "user is deactivated",
    "user_is_blocked",
    "input_user_deactivated",
    "group chat was deactivated",
    "group chat was upgraded",
    "not a member",
)


def translate(error: telegram_errors.TelegramError, token: str) -> errors.ChannelError:
    """Return the error of ours that stands for one of the library's; the token is taken out."""
    sentence = redact(error.message, token)
    match error:
        case FloodWait(pause=pause):
            return errors.RateLimited(sentence, retry_after=pause)
        case telegram_errors.ChatMigrated(new_chat_id=chat_id):
            return errors.DestinationMoved(sentence, address=str(chat_id))
        case telegram_errors.Forbidden():
            return errors.DestinationGone(sentence)
        case telegram_errors.InvalidToken():
            return errors.Unauthorized(f"Telegram refuses the bot token: {sentence}")
        case telegram_errors.BadRequest():
            return _bad_request(sentence)
        case NeverSent():
            return errors.Unavailable(f"no connection to Telegram: {sentence}")
        case telegram_errors.TimedOut():
            return errors.Ambiguous(f"Telegram did not answer in time: {sentence}")
        case telegram_errors.NetworkError():
            return errors.Ambiguous(f"Telegram did not answer properly: {sentence}")
        case _:
            return errors.Ambiguous(f"Telegram's answer cannot be read: {sentence}")


def redact(text: str, token: str) -> str:
    """Return the text without the token."""
    return text.replace(token, "<token>") if token else text


def _bad_request(sentence: str) -> errors.ChannelError:
    lowered = sentence.lower()
    if any(fragment in lowered for fragment in GONE):
        return errors.DestinationGone(sentence)
    return errors.Rejected(sentence)
