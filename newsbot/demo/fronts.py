"""Own the pages of the demo that list others: its home page, the outlets' fronts and archives.

Articles themselves are rendered elsewhere.
"""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from newsbot.demo.articles import LAST_STAGE, DemoArticle, DemoOutlet, DemoPress
from newsbot.demo.pages import render_shell
from newsbot.demo.wording import wording

_FORMAT_NAMES = {"rss": "RSS 2.0", "atom": "Atom 1.0", "rdf": "RSS 1.0"}
_MEDIA_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "rdf": "application/rdf+xml",
}
_FRONT_LIMIT = 4


def render_home(press: DemoPress, stage: int) -> str:
    """Return the page at the root of the site: what it is, its outlets and feeds, the rules."""
    cards = "".join(_outlet_card(press, outlet, stage) for outlet in press.outlets)
    rules = "".join(
        f"<tr><td>{escape(rule.name)}</td><td><code>{escape(rule.query)}</code></td></tr>"
        for rule in press.rules
    )
    state = (
        "The second day's reports are out: the next poll finds them."
        if stage == LAST_STAGE
        else "The first day's reports are out; the outlets will add more while the demo runs."
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The newsbot demo</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
</head>
<body class="home">
<header class="masthead"><p class="name">The newsbot demo</p>
<p class="slogan">Three outlets that do not exist, two days of news that did not happen</p></header>
<main class="hall">
<p class="lead">This small site runs on your own computer, for as long as the demo runs, and asks
nothing of the internet. newsbot reads its three feeds as it would read any other, fetches the
pages, groups the reports of one event and matches them with the rules below. {state}</p>
<div class="cards">{cards}</div>
<section class="rules"><h2>The rules</h2><table><thead><tr><th>Name</th><th>Query</th></tr></thead>
<tbody>{rules}</tbody></table></section>
<section class="notes"><h2>What to look for</h2><ul>
<li>Several reports of one event give one alert that names all outlets.</li>
<li><code>NATO</code> leaves the senators, the coordinator and the anatomy lesson alone.</li>
<li>One report names Ukraine only in its full text, not in the feed.</li>
<li>Links to other reports, menus and most-read lists never make a rule match.</li>
<li>One feed writes a date that no standard allows, one escapes an ampersand twice, one is in a
Cyrillic code page.</li></ul></section>
</main>
<footer class="foot"><p>All outlets, people and events are invented.</p></footer>
</body>
</html>
"""


def render_front(outlet: DemoOutlet, articles: Sequence[DemoArticle], now: datetime) -> str:
    """Return an outlet's front page with the articles in the order given; names its feed."""
    media_type = _MEDIA_TYPES[outlet.format]
    head = (
        f'<link rel="alternate" type="{media_type}" title="{escape(outlet.name)}" '
        f'href="{outlet.feed_path}">'
    )
    items = "".join(_front_item(article) for article in articles)
    main = f"""<main class="hall"><h1 class="front">{wording(outlet.language).latest}</h1>
<div class="fronts">{items}</div></main>"""
    return render_shell(
        outlet, title=outlet.name, head=head, main=main, language=outlet.language, now=now
    )


def render_archive(outlet: DemoOutlet, now: datetime) -> str:
    """Return the page behind links to reports that the outlet no longer shows."""
    main = f"""<main class="hall"><h1 class="front">{wording(outlet.language).archive}</h1>
<p class="lead">{escape(outlet.name)}: {wording(outlet.language).archived}</p></main>"""
    return render_shell(
        outlet, title=outlet.name, head="", main=main, language=outlet.language, now=now
    )


def _outlet_card(press: DemoPress, outlet: DemoOutlet, stage: int) -> str:
    articles = press.newest_first(outlet, stage)[:_FRONT_LIMIT]
    items = "".join(
        f'<li lang="{article.language}"><a href="{article.path}">{escape(article.title)}</a></li>'
        for article in articles
    )
    return f"""<section class="card {outlet.key}">
<h2><a href="{outlet.home_path}">{escape(outlet.name)}</a></h2>
<p class="slogan">{escape(outlet.slogan)}</p>
<ul>{items}</ul>
<p class="feed"><a href="{outlet.feed_path}">{_FORMAT_NAMES[outlet.format]} feed</a></p>
</section>"""


def _front_item(article: DemoArticle) -> str:
    return f"""<article class="tile" lang="{article.language}"><a href="{article.path}">
<img src="{article.picture_path}" alt=""><p class="kicker">{escape(article.section)}</p>
<h2>{escape(article.title)}</h2></a><p>{escape(article.teaser)}</p></article>"""
