"""Own the webhook channel: a Message as signed JSON, posted to an address that a person named.

Signature and headers follow Standard Webhooks 1.0 (https://www.standardwebhooks.com): the id is
the same for every attempt at one delivery, so a receiver drops a copy by it. Whether the address
may be reached at all is decided by the poster (`net`): nothing is connected here.
"""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from newsbot import errors
from newsbot.channels.cleaning import clean, clean_line, safe_url
from newsbot.channels.document import cut_text, plain
from newsbot.channels.layout import MAX_HEADLINE, MAX_SUMMARY, SLACK, Form, lay_out, short_name
from newsbot.channels.options import WebhookOptions
from newsbot.channels.webhook_address import parse_hook
from newsbot.channels.wording import words_of
from newsbot.domain.delivery import Receipt
from newsbot.domain.message import Item, MarkedText, Message, Outlet, merge_marks
from newsbot.domain.ports import Pace
from newsbot.net import Interrupted

SUCCESS, GONE, TOO_MANY_REQUESTS = range(200, 300), 410, 429
MAX_OUTLETS = MAX_RULES = 100
MAX_SUMMARY_IN_LIST = 500
PAUSE_WITHOUT_NUMBER = timedelta(seconds=60)
LONGEST_PAUSE = timedelta(days=1)


class WebhookChannel:
    """Post messages to addresses; each address has a secret of its own to check them with."""

    name = "webhook"

    def __init__(self, options: WebhookOptions) -> None:
        if not options.secret:
            raise errors.ConfigError("webhook.secret is empty: receivers could check nothing")
        self._options = options
        self._is_closed = False

    def normalise(self, address: str) -> str:
        """Return the address with scheme and host in lower case, no fragment. Raises `Invalid`."""
        return parse_hook(address)

    def paces(self, address: str) -> tuple[Pace, ...]:
        """Return the pace of the host, which all its addresses share."""
        host = urlsplit(parse_hook(address)).hostname
        options = self._options
        pace = Pace(
            key=f"webhook:{host}", interval=options.interval, burst=options.burst, shared=True
        )
        return (pace,)

    def secret_for(self, address: str) -> str:
        """Return the secret that the receiver at this address checks signatures with."""
        key = _key(self._options.secret, parse_hook(address))
        return "whsec_" + base64.b64encode(key).decode()

    async def send(self, address: str, message: Message) -> Receipt:
        """Post one message once. Raises `ChannelError` subclasses, nothing else."""
        if self._is_closed:
            raise errors.Unavailable("the webhook channel is closed")
        try:
            url = parse_hook(address)
        except errors.Invalid as error:
            raise errors.DestinationGone(str(error)) from error
        now = self._options.clock.now()
        content = shape(message)
        if not content["text"]:
            raise errors.Rejected("the message says nothing")
        hook_id = _hook_id(url, message.key or json.dumps(content))
        body = json.dumps({"timestamp": _rfc3339(now), **content}, ensure_ascii=False).encode()
        timestamp = int(now.timestamp())
        headers = {
            "content-type": "application/json",
            "webhook-id": hook_id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": self._sign(url, hook_id, timestamp, body),
        }
        await self._post(url, body, headers)
        return Receipt(id=hook_id)

    async def close(self) -> None:
        """Post no more; the poster belongs to whoever passed it in."""
        self._is_closed = True

    def _sign(self, url: str, hook_id: str, timestamp: int, body: bytes) -> str:
        """Return a signature by each secret in use; there are two while the secret changes."""
        signed = f"{hook_id}.{timestamp}.".encode() + body
        digests = [
            hmac.new(_key(secret, url), signed, hashlib.sha256).digest()
            for secret in (self._options.secret, self._options.previous_secret)
            if secret
        ]
        return " ".join("v1," + base64.b64encode(digest).decode() for digest in digests)

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> None:
        try:
            answer = await self._options.poster.post(url, body, headers=headers)
        except errors.Blocked as error:
            raise errors.DestinationGone(str(error)) from error
        except (Interrupted, errors.TooLarge) as error:
            raise errors.Ambiguous(str(error)) from error
        except errors.SourceError as error:
            raise errors.Unavailable(str(error)) from error
        if answer.status in SUCCESS:
            return
        raise _refusal(answer.status, answer.headers.get("retry-after", ""))


def shape(message: Message) -> dict[str, object]:
    """Return the payload but for its timestamp: type and data, as Standard Webhooks recommends.

    `text` is the whole message in words, for receivers that only show it.
    """
    kind = "notice" if not message.items else "story" if is_story(message) else "list"
    count = len(message.items) + message.more
    heading = words_of(message.language).heading(message.heading, count)
    return {
        "type": f"newsbot.{kind}",
        "text": plain(lay_out(message, Form(show_urls=True))),
        "data": {
            "heading": clean_line(heading),
            "items": [_item(item, is_alone=kind == "story") for item in message.items],
            "more": message.more,
            "footer": clean_line(message.footer),
            "language": message.language,
            "time_zone": message.time_zone,
            "silent": message.silent,
            "reply_to": message.reply_to or None,
        },
    }


def is_story(message: Message) -> bool:
    """Say whether the message tells one story rather than a list."""
    return len(message.items) == 1 and not message.more


def _item(item: Item, *, is_alone: bool) -> dict[str, object]:
    longest = MAX_SUMMARY if is_alone else MAX_SUMMARY_IN_LIST
    return {
        "headline": _marked(item.headline, MAX_HEADLINE),
        "url": safe_url(item.url) or None,
        "summary": _marked(item.summary, longest, breaks=True),
        "outlets": [_outlet(outlet) for outlet in item.outlets[:MAX_OUTLETS]],
        "published": _rfc3339(item.published) if item.published else None,
        "rules": [short_name(rule) for rule in item.rules[:MAX_RULES]],
        "language": item.language or None,
        "label": item.label or None,
    }


def _outlet(outlet: Outlet) -> dict[str, object]:
    return {"name": short_name(outlet.name), "url": safe_url(outlet.url) or None}


def _marked(text: MarkedText, longest: int, *, breaks: bool = False) -> dict[str, object]:
    """Return text and its marks, counted in characters."""
    cleaned = clean(text, breaks=breaks, at_most=longest * SLACK)
    cut = cut_text(cleaned.text, longest)
    marks = merge_marks(list(cleaned.marks), len(cut))
    return {"text": cut, "marks": [list(mark) for mark in marks]}


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _key(secret: str, address: str) -> bytes:
    return hmac.new(secret.encode(), address.encode(), hashlib.sha256).digest()


def _hook_id(url: str, told: str) -> str:
    """Return the id by which a receiver knows a copy."""
    return "msg_" + hashlib.sha256(f"{url}\n{told}".encode()).hexdigest()[:32]


def _refusal(status: int, retry_after: str) -> errors.ChannelError:
    """Return what a status means: the receiver has not taken the message.

    A 5xx is a clear answer here, unlike on other channels: the specification has every sender
    repeat it, and the id lets the receiver drop a copy.
    """
    sentence = f"the receiver answers HTTP {status}"
    if status == GONE:
        return errors.DestinationGone(f"{sentence}: it wants no more")
    if status == TOO_MANY_REQUESTS:
        return errors.RateLimited(sentence, retry_after=_pause(retry_after))
    return errors.Unavailable(sentence)


def _pause(retry_after: str) -> timedelta:
    """Return what Retry-After asks for, in seconds only, a day at the most."""
    if not retry_after.isdecimal():
        return PAUSE_WITHOUT_NUMBER
    return min(timedelta(seconds=int(retry_after[:9])), LONGEST_PAUSE)
