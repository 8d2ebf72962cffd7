"""Own what a page declares of itself in head and JSON-LD; choosing among it is for others."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from newsbot.extract.address import canonical_address, web_address
from newsbot.extract.lines import tidy
from newsbot.extract.structured import Node, article_node, names_of, read_nodes, text_of, types_of

_NAME_ATTRIBUTES = ("property", "name", "itemprop", "http-equiv")
MAX_STATED = 200_000
"""Characters of a stated article text that are read; books are longer, articles are not."""

_GENERIC_SITES = frozenset({"home", "homepage", "index", "website", "wordpress", "news", "blog"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Hold a page's declarations; `metas` by lower-case name, `url` is the page's address."""

    url: str
    metas: Mapping[str, tuple[str, ...]]
    page_title: str
    language: str
    canonical: str
    nodes: list[Node]
    article: Node

    def meta(self, *names: str) -> str:
        """Return the first non-empty content among the named metas."""
        for name in names:
            for content in self.metas.get(name, ()):
                if content:
                    return content
        return ""

    @property
    def site(self) -> str:
        """Return the site's name as the page states it, "" when it does not."""
        publisher = self.article.get("publisher")
        site = self.meta("og:site_name", "application-name", "apple-mobile-web-app-title")
        for stated in (site, text_of(publisher), self.meta("dc.publisher", "twitter:site")):
            name = tidy(stated)
            if (
                name
                and not name.startswith(("http", "@"))
                and name.casefold() not in _GENERIC_SITES
            ):
                return name
        return ""

    @property
    def image(self) -> str:
        """Return the absolute address of the lead image, "" when there is none."""
        named = self.meta(
            "og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"
        )
        return web_address(named, self.url) or web_address(
            _image_of(self.article.get("image")), self.url
        )

    @property
    def stated_text(self) -> str:
        """Return the article's text where JSON-LD carries it, "" where it does not."""
        body = self.article.get("articleBody")
        return body[:MAX_STATED] if isinstance(body, str) else ""

    @property
    def states_article(self) -> bool:
        """Say whether the page calls itself an article."""
        return self.meta("og:type").lower() == "article" or bool(
            types_of(self.article) - {"webpage", "itempage", "creativework"}
        )

    @property
    def is_paid(self) -> bool:
        """Say whether the page itself says that reading costs (schema.org isAccessibleForFree)."""
        free = self.article.get("isAccessibleForFree")
        tier = self.meta("article:content_tier").lower()
        return str(free).strip().lower() in {"false", "0", "no"} or tier in {"locked", "metered"}


def _image_of(value: object) -> str:
    """Return the address in a JSON-LD image: text, object or list of them."""
    for _ in range(3):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("url") or value.get("contentUrl") or value.get("@id")
    return value if isinstance(value, str) else ""


def read_head(tree: HtmlElement, url: str) -> Head:
    """Read metas, links and JSON-LD of a tree once."""
    metas: dict[str, tuple[str, ...]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in _NAME_ATTRIBUTES:
            if name := element.get(attribute):
                key = name.strip().lower()
                metas[key] = (*metas.get(key, ()), content)
    title = tree.find(".//title")
    declared = next(
        (
            link.get("href") or ""
            for link in tree.iter("link")
            if (link.get("rel") or "").lower() == "canonical"
        ),
        "",
    )
    base = url or web_address((metas.get("og:url") or ("",))[0])
    canonical = canonical_address(declared or (metas.get("og:url") or ("",))[0], base)
    nodes = read_nodes(tree)
    addresses = frozenset(address.rstrip("/") for address in (url, canonical, declared) if address)
    headline = tidy((metas.get("og:title") or ("",))[0])
    root = tree if tree.tag == "html" else tree.getroottree().getroot()
    return Head(
        url=base,
        metas=metas,
        page_title=tidy(title.text_content()) if title is not None else "",
        language=root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or (metas.get("content-language") or metas.get("og:locale") or ("",))[0],
        canonical=canonical,
        nodes=nodes,
        article=article_node(nodes, addresses, headline),
    )


def authors_in_json(head: Head) -> list[str]:
    """Return the names that JSON-LD gives as authors of the page's article."""
    for key in ("author", "creator"):
        if names := names_of(head.article.get(key), head.nodes):
            return names
    return []
