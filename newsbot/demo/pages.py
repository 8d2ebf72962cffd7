"""Own the article pages of the demo, with everything that news sites put around an article.

Menus, today's date, a slogan, see-also links, share bar, newsletter box and most-read list stand
there to be left out by whoever reads the page. It chooses no articles and serves nothing.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from html import escape

from newsbot.demo.articles import Block, BlockKind, DemoArticle, DemoOutlet
from newsbot.demo.pictures import HEIGHT, WIDTH
from newsbot.demo.wording import long_date, plain_date, wording

_SHARES = ("E-mail", "Mastodon", "Telegram")


def render_article(
    article: DemoArticle, most_read: Sequence[DemoArticle], base_url: str, now: datetime
) -> str:
    """Return the page of an article as the outlet shows it on the day `now`."""
    outlet = article.outlet
    aside = _most_read(most_read, article.language) + _newsletter(article.language)
    main = f"""<main class="page">
<div class="column">{_story(article)}{_share_bar(article.language)}</div>
<aside class="rail">{aside}</aside>
</main>"""
    return render_shell(
        outlet,
        title=f"{article.title} – {outlet.name}",
        head=_head(article, base_url),
        main=main,
        language=article.language,
        now=now,
    )


def render_shell(
    outlet: DemoOutlet, *, title: str, head: str, main: str, language: str, now: datetime
) -> str:
    """Return a whole page of an outlet around `main`, which is HTML like `head`."""
    words = wording(outlet.language)
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
{head}
</head>
<body class="{outlet.key}">
<div class="topline"><span class="today">{long_date(now, outlet.language)}</span>\
<span>{escape(outlet.place)}</span><a href="#search">{words.search}</a></div>
<header class="masthead"><a class="name" href="{outlet.home_path}">{escape(outlet.name)}</a>
<p class="slogan">{escape(outlet.slogan)}</p></header>
<nav class="menu"><ul>{_links(outlet.sections, outlet.home_path)}</ul></nav>
{_trending(outlet)}{main}
<footer class="foot"><ul><li><a href="{outlet.home_path}archive">{words.imprint}</a></li>\
<li><a href="{outlet.home_path}archive">{words.contact}</a></li>\
<li><a href="{outlet.feed_path}">{outlet.format.upper()}</a></li>\
<li><a href="/">newsbot demo</a></li></ul>
<p>© {now.year} {escape(outlet.name)}. {words.invented}</p></footer>
</body>
</html>
"""


def _head(article: DemoArticle, base_url: str) -> str:
    """Return what the page says to machines: everything, meta tags only, or nothing."""
    canonical = f'<link rel="canonical" href="{base_url}{article.path}">'
    match article.outlet.format:
        case "rss":
            return canonical + _json_ld(article, base_url)
        case "atom":
            return canonical + _meta_tags(article, base_url)
        case _:
            return ""


def _json_ld(article: DemoArticle, base_url: str) -> str:
    moment = article.published.isoformat()
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": base_url + article.path,
        "headline": article.title,
        "description": article.teaser,
        "image": [base_url + article.picture_path],
        "datePublished": moment,
        "dateModified": moment,
        "inLanguage": article.language,
        "articleSection": article.section,
        "author": [{"@type": "Person", "name": article.author}],
        "publisher": {"@type": "NewsMediaOrganization", "name": article.outlet.name},
    }
    # a closing tag inside a string would end the script element
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return f'\n<script type="application/ld+json">{text}</script>'


def _meta_tags(article: DemoArticle, base_url: str) -> str:
    properties = {
        "og:type": "article",
        "og:site_name": article.outlet.name,
        "og:title": article.title,
        "og:description": article.teaser,
        "og:url": base_url + article.path,
        "og:image": base_url + article.picture_path,
        "article:published_time": article.published.isoformat(),
        "article:section": article.section,
    }
    names = {"author": article.author, "description": article.teaser}
    tags = [f'<meta property="{key}" content="{escape(text)}">' for key, text in properties.items()]
    tags += [f'<meta name="{key}" content="{escape(text)}">' for key, text in names.items()]
    return "\n" + "\n".join(tags)


def _story(article: DemoArticle) -> str:
    """Return the article in its outlet's own markup: semantic elements or plain boxes."""
    strip = ""
    if article.second_headline:
        strip = f'<p class="strip">{escape(article.title)}</p>\n'
    words = wording(article.language)
    moment = article.published
    day = f"{plain_date(moment, article.language)}, {moment:%H:%M}"
    stamp = (
        day if article.outlet.format == "rdf" else f'<time datetime="{moment:%FT%RZ}">{day}</time>'
    )
    byline = f"{words.by} {article.author}".strip()
    body = "\n".join(_block(block, article) for block in article.blocks)
    inside = f"""<p class="kicker">{escape(article.section)}</p>
{strip}<h1>{escape(article.second_headline or article.title)}</h1>
<p class="teaser">{escape(article.teaser)}</p>
<p class="byline"><span class="author">{escape(byline)}</span>\
<span class="stamp">{stamp}</span></p>
<figure><img src="{article.picture_path}" width="{WIDTH}" height="{HEIGHT}" alt="">
<figcaption>{words.drawing}: {escape(article.outlet.name)}</figcaption></figure>
"""
    if article.outlet.format == "rdf":
        return f'<div id="content">{inside}<div class="text">\n{body}\n</div></div>'
    return f'<article>{inside}<div class="text article-body">\n{body}\n</div></article>'


def _block(block: Block, article: DemoArticle) -> str:
    text = escape(block.text)
    match block.kind:
        case BlockKind.CROSSHEAD:
            return f"<h2>{text}</h2>"
        case BlockKind.PARAGRAPH:
            return f"<p>{text}</p>"
    words = wording(article.language)
    home = article.outlet.home_path
    # in the midst of the text and looking like it, the hardest to leave out
    return (
        f'<p>{words.see_also}&nbsp; <a href="{home}{block.target}">{text}</a></p>'
        if article.outlet.format == "rss"
        else f'<p class="related"><strong>{words.see_also}:</strong> '
        f'<a href="{home}{block.target}">{text}</a></p>'
    )


def _links(labels: Sequence[str], path: str) -> str:
    return "".join(f'<li><a href="{path}">{escape(label)}</a></li>' for label in labels)


def _trending(outlet: DemoOutlet) -> str:
    if not outlet.trending:
        return ""
    links = _links(outlet.trending, outlet.home_path)
    label = wording(outlet.language).trending
    return f'<div class="trending nav"><ul><li><b>{label}</b></li>{links}</ul></div>\n'


def _share_bar(language: str) -> str:
    links = "".join(f'<li><a href="#share">{name}</a></li>' for name in _SHARES)
    return f'<div class="share"><b>{wording(language).share}</b><ul>{links}</ul></div>'


def _most_read(articles: Sequence[DemoArticle], language: str) -> str:
    items = "".join(
        f'<li><a href="{article.path}">{escape(article.title)}</a></li>' for article in articles
    )
    label = wording(language).most_read
    return f'<section class="most-read"><h2>{label}</h2><ol>{items}</ol></section>'


def _newsletter(language: str) -> str:
    words = wording(language)
    return f"""<section class="newsletter"><h2>{words.newsletter}</h2>
<p>{words.newsletter_pitch}</p>
<form><input type="email" aria-label="{words.mail_address}" placeholder="{words.mail_address}">\
<button type="button">{words.newsletter_button}</button></form></section>"""
