"""Own documents that are made to cost: time, memory or a crash; nothing here reads them."""


def rss(inside: str) -> bytes:
    return f"<rss><channel><title>x</title>{inside}</channel></rss>".encode()


def item(markup: str) -> str:
    return f"<item><title>t</title><description><![CDATA[{markup}]]></description></item>"


BOMBS = {
    "deep elements": rss("<a>" * 100_000),
    "deep elements that close": rss("<a>" * 50_000 + "</a>" * 50_000),
    "many attributes": rss("<item " + " ".join(f'a{n}="x"' for n in range(50_000)) + "/>"),
    "many attributes in markup": rss(item("<a " + " ".join(f"b{n}" for n in range(50_000)) + ">x")),
    "unclosed sections": rss("<![CDATA[" * 50_000),
    "unclosed comments": rss("<!--" * 100_000),
    "stray ampersands": rss("<item><title>" + "&" * 200_000 + "</title></item>"),
    "bare brackets": rss("<item><title>" + "< " * 200_000 + "</title></item>"),
    "a title without end": rss("<item><title>" + "word " * 80_000),
    "an author of a megabyte": rss(f"<item><author>{'a@b ' * 250_000}</author></item>"),
    "a date of a megabyte": rss(f"<item><pubDate>{'1 jan ' * 150_000}</pubDate></item>"),
    "many strange dates": rss("<item><pubDate>1 Foo {n} bar</pubDate></item>" * 1500),
    "nested styles": rss(item("".join(f"<b id={n}><p>" for n in range(20_000)))),
    "nested blocks": rss(item("<div>" * 50_000)),
    "nested tables": rss(item("<table><tr><td>" * 20_000)),
    "many small nests": rss(item("".join(f"<b id={n}><p>" for n in range(140))) * 400),
    "many entries": rss("<item/>" * 60_000),
    "many entries with pictures": rss(item("<img src='/a.jpg'>" * 20) * 1500),
    "many prefixes": rss("".join(f"<p{n}:x/>" for n in range(20_000))),
    "many document types": b"<!DOCTYPE a [" * 40_000,
    "a document type of quotes": b'<!DOCTYPE rss ["' + b"'\"" * 100_000 + b"]><rss/>",
    "entities that multiply": b"<!DOCTYPE a ["
    + b"".join(b'<!ENTITY e%d "&e%d;&e%d;">' % (n + 1, n, n) for n in range(60))
    + b"]><rss><channel><item><title>&e60;</title></item></channel></rss>",
    "json that nests": b"{" + b'"items":[' * 20_000,
    "json with a long number": b'{"items":[{"id":' + b"9" * 200_000 + b"}]}",
    "a page": b"<!doctype html><html><body>" + b"<p>x" * 50_000,
    "a number beyond all measure": rss("<item><title>&#" + "9" * 5000 + ";</title></item>"),
    "an escaped number beyond measure": rss(
        "<item><title>&amp;#"
        + "9" * 5000
        + ";</title><description>&amp;#"
        + "9" * 5000
        + ";</description></item>"
    ),
    "a file beyond measure": rss(
        f"<item><enclosure url='https://e.org/a' length='{'9' * 5000}'/></item>"
    ),
    "blanks": rss(
        f"<item><title>{' ' * 200_000}</title><description>{' ' * 200_000}</description></item>"
    ),
    "lines of blanks": rss(
        f"<item><description>{'x' + ' ' * 200 + chr(10)}".ljust(400_000) + "</description></item>"
    ),
    "open quotes": rss('<a "' * 100_000),
    "open brackets in Latin-1": b"<rss>\xe9" + b"<" * 400_000,
    "titles of scripts": rss(f"<item><title><![CDATA[{'<script>' * 40_000}]]></title></item>"),
    "titles of comments": rss(f"<item><title><![CDATA[{'<!--' * 90_000}]]></title></item>"),
    "zeros": bytes(300_000),
    "noise": bytes(range(256)) * 1000,
    "gzip noise": b"\x1f\x8b\x08" + bytes(range(256)) * 100,
}
