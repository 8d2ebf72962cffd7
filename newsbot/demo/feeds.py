"""Own the feeds that the demo's outlets publish: RSS 2.0, Atom 1.0 and RSS 1.0, written by hand.

They stand for the outside world, so the product's own renderers have no part in them, and some
faults of the wild are built in: a date that no RFC allows, an entity escaped twice, links with
tracking parameters, a Cyrillic code page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Final

from newsbot.demo.articles import BlockKind, DemoArticle, DemoOutlet
from newsbot.demo.pictures import PICTURE_TYPE, draw_picture
from newsbot.demo.wording import odd_date, rfc822_date

_TAG_YEAR: Final = 2026
"""The year in the tag: URIs (RFC 4151); part of the identity, so it never follows the clock."""

_TRACKING: Final = "?utm_source=rss&utm_medium=feed"
_CODE_PAGE: Final = "windows-1251"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFile:
    """Hold a feed as it is served; `modified` is the time of its newest entry."""

    body: bytes
    content_type: str
    modified: datetime


def render_feed(outlet: DemoOutlet, articles: Sequence[DemoArticle], base_url: str) -> FeedFile:
    """Return an outlet's feed with the articles in the order given; there must be one at least."""
    modified = max(article.published for article in articles)
    match outlet.format:
        case "rss":
            text = _rss(outlet, articles, base_url, modified)
            return FeedFile(
                body=text.encode(), content_type="application/rss+xml", modified=modified
            )
        case "atom":
            text = _atom(outlet, articles, base_url, modified)
            return FeedFile(
                body=text.encode(), content_type="application/atom+xml", modified=modified
            )
        case _:
            text = _rdf(outlet, articles, base_url, modified)
            body = text.encode(_CODE_PAGE, errors="xmlcharrefreplace")
            return FeedFile(body=body, content_type="application/rdf+xml", modified=modified)


def tag_uri(outlet: DemoOutlet, slug: str = "") -> str:
    """Return the permanent id of an outlet or of one of its articles (RFC 4151)."""
    return f"tag:{outlet.key}.example,{_TAG_YEAR}:{slug or 'feed'}"


def _rss(
    outlet: DemoOutlet, articles: Sequence[DemoArticle], base_url: str, modified: datetime
) -> str:
    items = "".join(_rss_item(article, base_url) for article in articles)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"\
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
  <title>{escape(outlet.name)}</title>
  <link>{base_url}{outlet.home_path}</link>
  <description>{escape(outlet.slogan)}</description>
  <language>{outlet.language}</language>
  <lastBuildDate>{rfc822_date(modified)}</lastBuildDate>
  <ttl>5</ttl>
  <atom:link href="{base_url}{outlet.feed_path}" rel="self" type="application/rss+xml"/>
{items}</channel>
</rss>
"""


def _rss_item(article: DemoArticle, base_url: str) -> str:
    title, teaser = escape(article.title), escape(article.teaser)
    if article.double_escaped:
        title, teaser = escape(title), escape(teaser)
    date = odd_date if article.odd_date else rfc822_date
    link = base_url + article.path + _TRACKING
    length = len(draw_picture(article.slug).encode())
    categories = "".join(f"\n    <category>{escape(tag)}</category>" for tag in article.tags)
    return f"""  <item>
    <title>{title}</title>
    <link>{escape(link)}</link>
    <guid isPermaLink="false">{tag_uri(article.outlet, article.slug)}</guid>
    <pubDate>{date(article.published)}</pubDate>
    <dc:creator>{escape(article.author)}</dc:creator>{categories}
    <description><![CDATA[<p>{teaser}</p><p><a href="{escape(link)}">Read on</a></p>]]>\
</description>
    <enclosure url="{base_url}{article.picture_path}" length="{length}" type="{PICTURE_TYPE}"/>
  </item>
"""


def _atom(
    outlet: DemoOutlet, articles: Sequence[DemoArticle], base_url: str, modified: datetime
) -> str:
    entries = "".join(_atom_entry(article, base_url) for article in articles)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">
  <id>{tag_uri(outlet)}</id>
  <title>{escape(outlet.name)}</title>
  <subtitle>{escape(outlet.slogan)}</subtitle>
  <updated>{modified.isoformat()}</updated>
  <link rel="self" type="application/atom+xml" href="{base_url}{outlet.feed_path}"/>
  <link rel="alternate" type="text/html" href="{base_url}{outlet.home_path}"/>
  <author><name>{escape(outlet.name)}</name></author>
{entries}</feed>
"""


def _atom_entry(article: DemoArticle, base_url: str) -> str:
    moment = article.published.isoformat()
    categories = "".join(f'\n    <category term="{escape(tag)}"/>' for tag in article.tags)
    return f"""  <entry>
    <id>{tag_uri(article.outlet, article.slug)}</id>
    <title type="text">{escape(article.title)}</title>
    <link rel="alternate" type="text/html" href="{base_url}{article.path}"/>
    <published>{moment}</published>
    <updated>{moment}</updated>
    <author><name>{escape(article.author)}</name></author>{categories}
    <summary type="text">{escape(article.teaser)}</summary>
  </entry>
"""


def _rdf(
    outlet: DemoOutlet, articles: Sequence[DemoArticle], base_url: str, modified: datetime
) -> str:
    places = "".join(
        f'\n      <rdf:li rdf:resource="{base_url}{article.path}"/>' for article in articles
    )
    items = "".join(_rdf_item(article, base_url) for article in articles)
    return f"""<?xml version="1.0" encoding="{_CODE_PAGE}"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/"\
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\
 xmlns:dc="http://purl.org/dc/elements/1.1/"\
 xmlns:content="http://purl.org/rss/1.0/modules/content/">
  <channel rdf:about="{base_url}{outlet.feed_path}">
    <title>{escape(outlet.name)}</title>
    <link>{base_url}{outlet.home_path}</link>
    <description>{escape(outlet.slogan)}</description>
    <dc:language>{outlet.language}</dc:language>
    <dc:date>{modified.isoformat()}</dc:date>
    <items><rdf:Seq>{places}
    </rdf:Seq></items>
  </channel>
{items}</rdf:RDF>
"""


def _rdf_item(article: DemoArticle, base_url: str) -> str:
    subjects = "".join(f"\n    <dc:subject>{escape(tag)}</dc:subject>" for tag in article.tags)
    content = "".join(
        f"<p>{escape(block.text)}</p>"
        for block in article.blocks
        if block.kind is BlockKind.PARAGRAPH
    )
    return f"""  <item rdf:about="{base_url}{article.path}">
    <title>{escape(article.title)}</title>
    <link>{base_url}{article.path}</link>
    <description>{escape(article.teaser)}</description>
    <dc:date>{article.published.isoformat()}</dc:date>
    <dc:creator>{escape(article.author)}</dc:creator>
    <dc:language>{article.language}</dc:language>{subjects}
    <content:encoded>{escape(content)}</content:encoded>
  </item>
"""
