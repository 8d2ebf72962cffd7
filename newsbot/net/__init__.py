"""Own the one way out: guarded, bounded, polite HTTP. It knows no source kind and no channel."""

from newsbot.net.addresses import AllowEntry, parse_allow
from newsbot.net.client import Answer, Limits, WebClient
from newsbot.net.decoding import unpack
from newsbot.net.failures import Interrupted
from newsbot.net.pages import PageFetcher
from newsbot.net.urls import canonicalise, page_key, url_key, without_credentials

__all__ = [
    "AllowEntry",
    "Answer",
    "Interrupted",
    "Limits",
    "PageFetcher",
    "WebClient",
    "canonicalise",
    "page_key",
    "parse_allow",
    "unpack",
    "url_key",
    "without_credentials",
]
