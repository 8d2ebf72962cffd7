"""Own the article as the rules see it, and its one-time preparation; it decides no rule."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Hold the parts of one article that a rule can ask about.

    `source` holds every id and short name that the source answers to, `lang` a language tag
    (BCP 47) or nothing.
    """

    title: str = ""
    body: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
    url: str = ""
    source: tuple[str, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedDocument:
    """Hold a document with its words found once."""

    document: Document
    words: frozenset[str]


def prepare(document: Document) -> PreparedDocument:
    """Find the words of a document, once for all rules."""
    words = f"{document.title} {document.body}".casefold().split()
    return PreparedDocument(document=document, words=frozenset(words))
